"""Row 13: pages for people with neither memory nor disk, against /robots.txt, and 16 readers against one.

Home, list, grid and package are prepared in the database, as they are by default; suggestions and search are not.
"""

import statistics
from collections.abc import Iterator

from bench import servers
from bench.goals import Figure
from bench.ground import Ground
from bench.real_site import PREPARED_PAGES, real_site, wait_until_prepared, write_questions
from bench.wrk import Target
from bench.wrk_runs import run_wrk

ROBOTS = "/robots.txt"
PAGES = {"home": "/", "package": "/packages/p/django-debug-toolbar/", "list": "/packages/", "grid": "/grids/g/forms/"}
QUESTIONS = {"suggestions": "/search/suggestions/?q=", "search": "/search/?q="}
READERS = 16


def measure(ground: Ground) -> Iterator[Figure]:
    """Each page in turns with robots.txt, then with 16 readers."""
    site, found = real_site(ground), dict[str, tuple[float, float, float]]()
    with servers.ours(site, response_cache="off", PACKGRID_PREPARED_PAGES=str(PREPARED_PAGES)) as web:
        wait_until_prepared(site, web, list(PAGES.values()))
        for number, (name, path) in enumerate((PAGES | QUESTIONS).items()):
            turns = [measure_turn(ground, web, name, path, number * 100 + turn) for turn in range(ground.rounds)]
            found[name] = tuple(map(statistics.median, zip(*turns, strict=True)))
    for name, (robots, one, _many) in found.items():
        yield Figure(name, robots / one, f"{one:,.0f} requests a second, /robots.txt {robots:,.0f}")
    worst = min(found, key=lambda name: found[name][2] / found[name][1])
    _robots, one, many = found[worst]
    yield Figure("readers", many / one, f"the least of all, {worst}: {many:,.0f} requests a second to {one:,.0f}")


def measure_turn(ground: Ground, web: Target, name: str, path: str, seed: int) -> tuple[float, float, float]:
    """Requests a second: of robots.txt by one reader, of a page by one, and of the page by 16."""
    asked, asked_by_many = (
        (write_questions(ground, path, seed), write_questions(ground, path, seed + 50))
        if name in QUESTIONS
        else (path, path)
    )
    return (
        run_wrk(ground, web, ROBOTS, connections=1).rate,
        run_wrk(ground, web, asked, connections=1).rate,
        run_wrk(ground, web, asked_by_many, connections=READERS).rate,
    )
