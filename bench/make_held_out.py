"""Makes the questions that nobody tunes for, by rule, from the real catalogue: tests/search/judged/held_out.toml.

`python -m bench.make_held_out` writes the file again; the seed is fixed, so it changes only with the catalogue.
Change a rule, never a line of what it made.
"""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache

import attrs

from bench.real_catalogue import real_catalogue
from search.judging import HELD_OUT

SEED = 20
GRIDS, DESCRIPTIONS, NAMES = 40, 30, 30
SMALLEST_GRID, MEMBERS = 4, 3
RARE, RAREST, SEVERAL, FULL_DESCRIPTION, MOST_ALIKE = range(3, 31), 3, 3, 8, 3
KNOWN_STARS, SHORTEST_NAME = 100, 5
WORD = re.compile(r"[a-z]{4,}")
SEPARATORS = re.compile(r"[^a-z0-9]+")
PREFIXES = ("django-", "djangorestframework-", "drf-", "dj-", "wagtail-", "djangocms-")
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioqsdfghjkaxcvbnmz", strict=False))

type Judged = tuple[str, Sequence[str]]


@attrs.frozen
class Known:
    """What the rules look at of a package."""

    slug: str
    title: str
    description: str
    stars: int

    @property
    def words(self) -> frozenset[str]:
        """Every longer word of its names and of what is said of it."""
        return frozenset(WORD.findall(f"{self.slug} {self.title} {self.description}".lower()))


def main() -> None:
    """Write the file."""
    with real_catalogue():
        packages, grids = known_packages(), known_grids()
    chance = random.Random(SEED)  # noqa: S311 no secret
    tables = {
        "grid_title": of_grids(grids, packages, chance),
        "rare_words": of_descriptions(packages, chance),
        "typo": of_names(packages, chance),
    }
    HELD_OUT.write_text(HEAD + "".join(table(kind, judged) for kind, judged in tables.items()))


def known_packages() -> list[Known]:
    """Every package of the catalogue, by slug."""
    from packgrid.search.models import Entry  # noqa: PLC0415 models exist only once apps are ready

    columns = ("slug", "title", "description", "package__facts__stars")
    rows = Entry.objects.filter(grid=None).order_by("slug").values_list(*columns)
    return [Known(slug, title, description, stars or 0) for slug, title, description, stars in rows]


def known_grids() -> list[tuple[str, str, list[str]]]:
    """Slug, title and members of every grid, the members with most stars first."""
    from packgrid.comparison.models import Grid  # noqa: PLC0415 likewise

    return [
        (grid.slug, grid.title, list(grid.packages.order_by("-facts__stars", "slug").values_list("slug", flat=True)))
        for grid in Grid.objects.filter(packages__facts__stars__gt=0).order_by("slug").distinct()
    ]
