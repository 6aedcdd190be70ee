"""Row 10: the memory of `packgrid up` while it refreshes and people read, the shared parts counted once (PSS)."""

import time
from collections.abc import Iterator

from bench import processes, servers, stage
from bench.goals import Figure
from bench.ground import Ground, Site
from bench.growth import questions
from bench.work import world
from bench.wrk import Target
from packgrid.lib.processes import count_cores

READ = 200  # of each kind
SAMPLES, BETWEEN_S = 15, 1


def measure(ground: Ground) -> Iterator[Figure]:
    """The most of some samples, with each catalogue."""
    for name, site in {"small": ground.small, "large": ground.large}.items():
        found = most_mb(ground, site)
        made = f"{site.count:,} packages, {count_cores()} web workers"
        yield Figure(name, found, f"{made}; the most of {SAMPLES} samples after {READ} of each kind were read")


def most_mb(ground: Ground, site: Site) -> float:
    """Start it, read a bit of everything, and look."""
    port = stage.free_port()
    workers = str(count_cores())  # on the one core of servers there would be one
    made = site.environ(PORT=str(port), PACKGRID_REFRESH="on", PACKGRID_WEB_WORKERS=workers)
    with world(ground, site.slugs[: ground.refreshed_count]), servers.running([stage.PACKGRID, "up"], made, port) as up:
        found = list(samples(site, up))
    stage.say(f"{site.count:,} packages: {', '.join(f'{mb:.0f}' for mb in found)} MB")
    return max(found)


def samples(site: Site, up: Target) -> Iterator[float]:
    """Megabytes, while it refreshes and somebody reads."""
    paths = [path for kind in questions(site).values() for path in kind[:READ]]
    for path in paths:
        servers.get(up.port, path)
    for _ in range(SAMPLES):
        yield processes.memory_mb(up.pid)
        time.sleep(BETWEEN_S)
