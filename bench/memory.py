"""Row 10: the memory of `packgrid up` while it refreshes and people read, the shared parts counted once (PSS)."""

import time
from collections.abc import Iterator

from bench import processes, servers, stage
from bench.goals import Figure
from bench.ground import Ground, Site
from bench.growth import questions
from bench.turns import loaded
from bench.work import REFRESHED, world
from bench.wrk import Target

SAMPLES, BETWEEN_S = 10, 1


def measure(ground: Ground) -> Iterator[Figure]:
    """The most of some samples, with each catalogue."""
    for name, site in {"small": ground.small, "large": ground.large}.items():
        found = most_mb(ground, site)
        yield Figure(name, found, f"the most of {SAMPLES} samples, after details, lists, grids and searches were read")


def most_mb(ground: Ground, site: Site) -> float:
    """Start it, read a bit of everything, and look."""
    port = stage.free_port()
    made = site.environ(PORT=str(port), PACKGRID_REFRESH="on")
    with world(ground, site.slugs[:REFRESHED]), servers.running([stage.PACKGRID, "up"], made, port) as up:
        return max(samples(ground, site, up))


def samples(ground: Ground, site: Site, up: Target) -> Iterator[float]:
    """Megabytes, while it works."""
    yield processes.memory_mb(up.pid)
    for paths in questions(site).values():
        loaded(ground, up, paths)
        yield processes.memory_mb(up.pid)
    for _ in range(SAMPLES):
        time.sleep(BETWEEN_S)
        yield processes.memory_mb(up.pid)
        stage.say(f"{site.count:,} packages: {processes.memory_mb(up.pid):.0f} MB")
