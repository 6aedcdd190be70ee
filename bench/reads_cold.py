"""Row 2: a package's document with nothing in memory."""

from collections.abc import Iterator

from bench import servers
from bench.goals import Figure
from bench.ground import Ground
from bench.reads_warm import DETAIL
from bench.turns import in_turns


def measure(ground: Ground) -> Iterator[Figure]:
    """Ours without its memory and the ordinary way in turns."""
    with servers.ours(ground.small, response_cache="off") as cold, servers.ordinary(ground.small) as ordinary:
        found = in_turns(ground, {"ours": (cold, [DETAIL]), "ordinary": (ordinary, [DETAIL])})
    ours, rival = found["ours"], found["ordinary"]
    says = f"{ours.cpu_ms:.2f} ms of CPU to {rival.cpu_ms:.2f}; {ours.rate:,.0f} requests a second to {rival.rate:,.0f}"
    yield Figure("ordinary", rival.cpu_ms / ours.cpu_ms, says)
