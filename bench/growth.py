"""Row 8: the same questions to a small and to a large catalogue, with nothing in memory."""

import random
from collections.abc import Iterator, Sequence
from urllib.parse import quote_plus

from bench import made_up, servers
from bench.goals import Figure
from bench.ground import Ground, Site
from bench.turns import in_turns

LIST_PAGES, GRIDS, SEARCHES = 50, 50, 200
A_PAGE = 20


def measure(ground: Ground) -> Iterator[Figure]:
    """Small and large in turns, for each kind of question."""
    small, large = ground.small, ground.large
    with servers.ours(small, response_cache="off") as few, servers.ours(large, response_cache="off") as many:
        asked = {"small": questions(small), "large": questions(large)}
        for kind in asked["small"]:
            plan = {"small": (few, asked["small"][kind]), "large": (many, asked["large"][kind])}
            found = in_turns(ground, plan)
            before, after = found["small"], found["large"]
            times = f"{before.p99_ms:.1f} ms to {after.p99_ms:.1f} with {large.count:,}"
            says = f"{times}; {before.cpu_ms:.1f} ms of CPU to {after.cpu_ms:.1f}"
            yield Figure(kind, after.p99_ms / before.p99_ms, says)


def questions(site: Site) -> dict[str, Sequence[str]]:
    """What is asked, by kind."""
    slugs = site.slugs
    pages = range(0, LIST_PAGES * A_PAGE, A_PAGE)
    return {
        "detail": [f"/api/v4/packages/{slug}/" for slug in slugs],
        "list": [f"/api/v4/packages/?offset={offset}" for offset in pages],
        "grid": [f"/grids/g/grid-{number}/" for number in range(GRIDS)],
        "search": [f"/search/?q={quote_plus(text)}" for text in searches(slugs)],
    }


def searches(slugs: Sequence[str]) -> Iterator[str]:
    """Parts of names, as people type them: one or two words, now and then a beginning."""
    chance = random.Random(made_up.SEED)  # noqa: S311 no secret
    for slug in slugs[:SEARCHES]:
        words = [word for word in slug.split("-") if not word.isdigit()]
        text = " ".join(chance.sample(words, min(len(words), chance.randint(1, 2))))
        yield text[: chance.randint(3, 30)]
