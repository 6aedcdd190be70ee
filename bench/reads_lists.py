"""Row 3: lists of packages with nothing in memory."""

from collections.abc import Iterator

from bench import servers
from bench.goals import Figure
from bench.ground import Ground
from bench.turns import in_turns

LISTS = {"20": "/api/v4/packages/", "100": "/api/v4/packages/?limit=100"}


def measure(ground: Ground) -> Iterator[Figure]:
    """Ours without its memory and the ordinary way in turns, for each length."""
    with servers.ours(ground.small, response_cache="off") as cold, servers.ordinary(ground.small) as ordinary:
        for length, path in LISTS.items():
            found = in_turns(ground, {"ours": (cold, [path]), "ordinary": (ordinary, [path])})
            ours, rival = found["ours"].cpu_ms, found["ordinary"].cpu_ms
            yield Figure(length, rival / ours, f"{ours:.2f} ms of CPU to {rival:.1f}")
