"""Row 4: a comparison grid as a page."""

from collections.abc import Iterator

from bench import servers
from bench.goals import Figure
from bench.ground import Ground
from bench.turns import in_turns
from bench.waiting import fetch

GRID = "/grids/g/grid-0/"
COMPRESSED = ("zstd", "br", "gzip")


def measure(ground: Ground) -> Iterator[Figure]:
    """Ours with and without its memory and the ordinary way in turns; then the bytes."""
    site = ground.small
    with (
        servers.ours(site) as warm,
        servers.ours(site, response_cache="off") as cold,
        servers.ordinary(site) as ordinary,
    ):
        plan = {"warm": (warm, [GRID]), "cold": (cold, [GRID]), "ordinary": (ordinary, [GRID])}
        found = in_turns(ground, plan)
        page = len(servers.get(cold.port, GRID))
        sizes = {encoding: size_bytes(cold.port, encoding) for encoding in COMPRESSED}
    ours, rival = found["warm"], found["ordinary"]
    yield Figure("warm", ours.rate / rival.rate, f"{ours.rate:,.0f} requests a second to {rival.rate:,.1f}")
    yield Figure("cold", found["cold"].cpu_ms, f"the ordinary way {rival.cpu_ms:.1f} ms, compressing nothing")
    yield Figure("html", page / 1000, f"{page:,} bytes")
    yield Figure(
        "compressed", max(sizes.values()) / 1000, ", ".join(f"{name} {size:,}" for name, size in sizes.items())
    )


def size_bytes(port: int, encoding: str) -> int:
    """How large the page is as it is sent."""
    return len(fetch(f"http://127.0.0.1:{port}{GRID}", headers={"Accept-Encoding": encoding}))
