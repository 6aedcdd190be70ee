"""The packages of a grid to start with, and the facts that speak for each. Pure."""

from collections.abc import Iterator, Mapping, Sequence

import attrs
from django.utils.formats import date_format, number_format

from packgrid.comparison.fact_rows import AGE
from packgrid.comparison.table import Moment, Side, Support
from packgrid.lib.plurals import choose_plural

MOST, FEWEST_SIDES = 3, 4
GOOD = ("maintained", "finished")
POPULARITY = ("stars", "downloads")
A_MONTH_OR_TWO = 60


@attrs.frozen
class LeadingPackage:
    """A package to start with, and why: "most stars (412)", "released 12 days ago"."""

    side: Side
    reasons: Sequence[str]

    @property
    def sentence(self) -> str:
        """The reasons as one text."""
        return ", ".join(self.reasons)


def find_leading_packages(sides: Sequence[Side]) -> list[LeadingPackage]:
    """The few packages with a good verdict that are the most popular of these; none if too little is known.

    At least half of the packages that have not ended must have a verdict. Vulnerable packages, those that exclude all
    supported Django versions, and those whose task is built in now are left out.
    """
    alive = [side for side in sides if not side.is_over]
    if len(alive) < FEWEST_SIDES or 2 * sum(bool(side.status) for side in alive) < len(alive):
        return []
    ranks = {key: rank_sides(alive, key) for key in POPULARITY}
    fitting = [side for side in alive if is_fitting(side) and any(side.slug in places for places in ranks.values())]
    fitting.sort(key=lambda side: (sum(places.get(side.slug, len(alive)) for places in ranks.values()), side.slug))
    return [LeadingPackage(side, list(list_reasons(side, ranks))) for side in fitting[:MOST]]


def rank_sides(sides: Sequence[Side], key: str) -> Mapping[str, int]:
    """The places of packages by a number, 0 for the highest, equal ones alike; those without a number have none."""
    numbers = {side.slug: number for side in sides if isinstance(number := side.values.get(key), int) and number > 0}
    ordered = sorted(numbers.values(), reverse=True)
    return {slug: ordered.index(number) for slug, number in numbers.items()}


def is_fitting(side: Side) -> bool:
    """True if nothing that is known speaks against a package."""
    support = side.values.get("support")
    is_outdated = isinstance(support, Support) and not (support.declared or support.allowed) and bool(support.excluded)
    return side.status in GOOD and not side.is_vulnerable and not side.builtin_mark and not is_outdated


def list_reasons(side: Side, ranks: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """The facts that speak for a package."""
    yield side.status
    stars, downloads = side.values.get("stars"), side.values.get("downloads")
    if isinstance(stars, int) and stars:
        yield describe_count(stars, "star", "stars", is_first=ranks["stars"][side.slug] == 0)
    if isinstance(downloads, int) and downloads:
        yield describe_count(downloads, "download", "downloads", is_first=ranks["downloads"][side.slug] == 0)
    yield from describe_release(side)
    support = side.values.get("support")
    if isinstance(support, Support) and support.declared:
        yield f"supports Django {support.declared[-1]}"


def describe_count(count: int, one: str, many: str, *, is_first: bool) -> str:
    """Such as "most stars (412)" or "296 stars"."""
    number = number_format(count, force_grouping=True)
    return f"most {many} ({number})" if is_first else f"{number} {choose_plural(count, one, many)}"


def describe_release(side: Side) -> Iterator[str]:
    """When its newest release came; nothing if that is unknown."""
    age, released = side.values.get(AGE), side.values.get("released")
    if isinstance(age, int) and age <= A_MONTH_OR_TWO:
        yield {0: "released today", 1: "released yesterday"}.get(age, f"released {age} days ago")
    elif isinstance(released, Moment):
        yield f"last release {date_format(released.at, 'M\xa0Y')}"
