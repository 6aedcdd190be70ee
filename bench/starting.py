"""Row 11: how long people wait for the first page, and for `packgrid --help`."""

import statistics
import subprocess
import time
from collections.abc import Callable, Iterator

from bench import servers, stage
from bench.goals import Figure
from bench.ground import Ground, Site
from bench.waiting import end
from bench.work import world

STARTS, HELPS = 3, 7


def measure(ground: Ground) -> Iterator[Figure]:
    """Medians; the first start of all, which collects static files, is left out."""
    site = ground.small
    with world(ground, site.slugs[: ground.refreshed_count]):
        first_page_s(site)
        found = [first_page_s(site) for _ in range(STARTS)]
    yield Figure("up", statistics.median(found), f"{span(found)} s, with {site.count:,} packages, the refresher on")
    helps = [timed(show_help) for _ in range(HELPS)]
    yield Figure("help", statistics.median(helps), f"{span(helps)} s")


def first_page_s(site: Site) -> float:
    """From the command until the home page is there, on all cores."""
    port = stage.free_port()
    made = site.environ(PORT=str(port), PACKGRID_REFRESH="on")
    began_s = time.monotonic()
    with subprocess.Popen([stage.PACKGRID, "up"], env=made, stdout=subprocess.DEVNULL) as process:
        try:
            servers.wait_for(port, process, "/")
            return time.monotonic() - began_s
        finally:
            end(process)


def show_help() -> None:
    """Ask for the help page."""
    subprocess.run([stage.PACKGRID, "--help"], check=True, capture_output=True)


def timed(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    began_s = time.monotonic()
    work()
    return time.monotonic() - began_s


def span(values: list[float]) -> str:
    """The least and the most."""
    return f"{min(values):.2f} to {max(values):.2f}"
