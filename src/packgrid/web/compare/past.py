"""A table as it was on a day, as far as anybody knows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import attrs

from packgrid.comparison.fact_rows import TITLES
from packgrid.comparison.table import FactValue, Moment, Side, Verdict, Weeks
from packgrid.history.metrics import LEVELS
from packgrid.history.then import PackageThen, packages_then

COUNTS = tuple(key for key in LEVELS if key in TITLES)
KEPT = ("verdict", "version", "released", "commits", "licence", *COUNTS)
"""The rows of which the past is known."""


@attrs.frozen
class Past:
    """What a page says of the day that it shows: which rows nobody kept, and how many packages we did not have yet."""

    day: date
    unkept: tuple[str, ...]
    later: int


def past(sides: Sequence[Side], day: date) -> tuple[list[Side], Past]:
    """The sides as they were at the end of a day (UTC), and what is not known of it; six queries."""
    then = packages_then([side.package_id for side in sides], day)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    unkept = tuple(title for key, title in TITLES.items() if key not in KEPT)
    later = sum(side.created >= end for side in sides)
    return list(as_they_were(sides, then)), Past(day, unkept, later)


def as_they_were(sides: Iterable[Side], then: Mapping[int, PackageThen]) -> Iterable[Side]:
    """The sides with the values of then; what a package is stays, so that it can be found by its words."""
    for side in sides:
        known = then.get(side.package_id, PackageThen())
        yield attrs.evolve(side, status=status(known), is_vulnerable=False, values=values(known))


def status(then: PackageThen) -> str:
    """What had ended it by then; "" if nothing had or nobody knows."""
    return "deprecated" if then.is_deprecated else "archived" if then.is_archived else ""


def values(then: PackageThen) -> Mapping[str, FactValue]:
    """The facts of then by the key of their row."""
    weeks = tuple(count for count in then.weekly_commits or () if count is not None)
    return {
        "verdict": Verdict(status(then), "") if status(then) else None,
        "version": then.version,
        "released": Moment(then.released_at) if then.released_at else None,
        "commits": Weeks(weeks) if weeks else None,
        "licence": then.license,
        **{key: then.counts.get(key) for key in COUNTS},
    }
