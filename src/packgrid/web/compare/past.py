"""A table as it was on a day in the past."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import attrs

from packgrid.comparison.fact_rows import OPTIONAL_KEYS, TITLES
from packgrid.comparison.table import FactValue, Moment, Side, Verdict, Weeks
from packgrid.history.metrics import LEVELS
from packgrid.history.past_packages import PastPackage, read_past_packages

COUNTS = tuple(key for key in LEVELS if key in TITLES)
ROWS_WITH_PAST = ("verdict", "version", "released", "commits", "licence", *COUNTS)
"""The rows of which the past is known."""


@attrs.frozen
class Past:
    """The day that a page shows, the rows without a past, and how many packages were not listed yet."""

    day: date
    unknown_rows: tuple[str, ...]
    later: int


def read_past(sides: Sequence[Side], day: date) -> tuple[list[Side], Past]:
    """The packages as they were at the end of a day (UTC), and the rows without a past; six queries."""
    then = read_past_packages([side.package_id for side in sides], day)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    with_past = {*ROWS_WITH_PAST, *OPTIONAL_KEYS}
    unknown_rows = tuple(title for key, title in TITLES.items() if key not in with_past)
    later = sum(side.created >= end for side in sides)
    return list(make_past_sides(sides, then)), Past(day, unknown_rows, later)


def make_past_sides(sides: Iterable[Side], then: Mapping[int, PastPackage]) -> Iterable[Side]:
    """The packages with the values of a day. Their descriptions are those of today, so that filters find them."""
    for side in sides:
        known = then.get(side.package_id, PastPackage())
        values = list_past_values(known)
        yield attrs.evolve(side, status=find_past_status(known), is_vulnerable=False, values=values, builtin_mark="")


def find_past_status(then: PastPackage) -> str:
    """The status "deprecated" or "archived" of that day, else ""."""
    return "deprecated" if then.is_deprecated else "archived" if then.is_archived else ""


def list_past_values(then: PastPackage) -> Mapping[str, FactValue]:
    """The facts of that day by the key of their row."""
    weeks = tuple(count for count in then.weekly_commits or () if count is not None)
    return {
        "verdict": Verdict(find_past_status(then), "") if find_past_status(then) else None,
        "version": then.version,
        "released": Moment(then.released_at) if then.released_at else None,
        "commits": Weeks(weeks) if weeks else None,
        "licence": then.license,
        **{key: then.counts.get(key) for key in COUNTS},
    }
