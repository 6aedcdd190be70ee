"""Row 15: requests come at half of what is reached, whether or not answers have come back; warm and cold."""

from collections.abc import Iterator, Sequence

from bench import servers
from bench.goals import Figure
from bench.ground import Ground
from bench.open_loop import Waits, ask_openly
from bench.real_site import PREPARED_PAGES, SEARCHED, real_site, wait_until_prepared, write_questions
from bench.wrk import Target
from bench.wrk_runs import run_wrk

DETAIL, GRID, PAGE = "/api/v4/packages/265/", "/grids/g/forms/", "/packages/p/django-debug-toolbar/"
READERS, SEED = 32, 900
LEAST_ASKED = 200
MOST_A_S = 1000
"""The most that the client itself can send; half of what memory gives is more."""


def measure(ground: Ground) -> Iterator[Figure]:
    """The worst of documents, grids and pages, from memory and without."""
    site = real_site(ground)
    with servers.ours(site) as warm:
        yield from describe("warm", measure_each(ground, warm, {"document": DETAIL, "grid": GRID, "package": PAGE}))
    with servers.ours(site, response_cache="off", PACKGRID_PREPARED_PAGES=str(PREPARED_PAGES)) as cold:
        wait_until_prepared(site, cold, [GRID, PAGE])
        kinds = {"document": DETAIL, "grid": GRID, "package": PAGE, "search": "/search/?q="}
        yield from describe("cold", measure_each(ground, cold, kinds))


def measure_each(ground: Ground, web: Target, kinds: dict[str, str]) -> dict[str, tuple[float, Waits]]:
    """By kind the requests a second, and how long they took."""
    found = {}
    for kind, path in kinds.items():
        servers.get(web.port, path)
        asked = write_questions(ground, path, SEED) if path.endswith("=") else path
        reached = run_wrk(ground, web, asked, connections=READERS).rate
        rate = min(MOST_A_S, reached / 2)
        seconds = max(2 * ground.seconds, LEAST_ASKED / rate)
        found[kind] = (rate, ask_openly(web, list_paths(path), rate=rate, seconds=seconds))
    return found


def list_paths(path: str) -> Sequence[str]:
    """The path, or questions that it begins."""
    if not path.endswith("="):
        return [path]
    return [f"{path}{first}+{second}" for first in SEARCHED for second in SEARCHED]


def describe(name: str, found: dict[str, tuple[float, Waits]]) -> Iterator[Figure]:
    """The worst p99, and the worst ratio of p99.9 to it."""
    worst = max(found.values(), key=lambda item: item[1].quantile(0.99))[1]
    says = "; ".join(
        f"{kind} {waits.quantile(0.99):.1f} ms at {rate:,.0f} a second, {waits.failed} failed"
        for kind, (rate, waits) in found.items()
    )
    yield Figure(name, worst.quantile(0.99), says)
    yield Figure(
        f"{name} tail", max(w.quantile(0.999) / w.quantile(0.99) for _rate, w in found.values()), "p99.9 to p99"
    )
