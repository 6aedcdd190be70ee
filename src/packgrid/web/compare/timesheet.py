"""A timeline of the packages of a grid."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue.queries import FirstDate, read_first_dates
from packgrid.comparison.table import Moment, Side

WIDTH, HEIGHT = 1000, 16
NARROWEST = 4
MOST_YEARS = 12
"""How many years the axis names; more are named in steps."""


@attrs.frozen(kw_only=True)
class PackageBar:
    """The bar of a package, from when it began (None if that is unknown) to its last release or commit.

    x and width are in thousandths of the axis. A bar without a beginning is a mark at its end.
    """

    side: Side
    first: FirstDate | None
    last: datetime
    x: int
    width: int

    @property
    def sentence(self) -> str:
        """The bar as text."""
        if self.first is None:
            return f"unknown to {self.last:%Y-%m}"
        return f"{self.first.at:%Y-%m} to {self.last:%Y-%m}"


@attrs.frozen
class Timesheet:
    """The bars by their beginning, the years of the axis with their x, and the packages without dates."""

    bars: Sequence[PackageBar]
    years: Sequence[tuple[int, int]]
    unknown: Sequence[Side]


def make_timesheet(sides: Sequence[Side], now: datetime) -> Timesheet:
    """The timeline of these packages; two queries."""
    first_dates = read_first_dates([side.package_id for side in sides])
    lasts = {side.slug: find_last_date(side, first_dates.get(side.package_id)) for side in sides}
    spans = [(side, first_dates.get(side.package_id), last) for side in sides if (last := lasts[side.slug])]
    if not spans:
        return Timesheet((), (), tuple(sides))
    start = datetime(min(begin_of(first, last) for _, first, last in spans).year, 1, 1, tzinfo=now.tzinfo)
    spans.sort(key=lambda span: (span[1] is None, begin_of(*span[1:])))
    bars = [make_bar(side, first, last, (start, now)) for side, first, last in spans]
    return Timesheet(bars, list(list_years(start, now)), [side for side in sides if not lasts[side.slug]])


def find_last_date(side: Side, first: FirstDate | None) -> datetime | None:
    """The last known activity of a package; None if none is known."""
    dates = [value.at for key in ("released", "updated") if isinstance(value := side.values.get(key), Moment)]
    return max([*dates, *([first.at] if first else [])], default=None)


def begin_of(first: FirstDate | None, last: datetime) -> datetime:
    """Where a bar begins."""
    return first.at if first else last


def make_bar(side: Side, first: FirstDate | None, last: datetime, axis: tuple[datetime, datetime]) -> PackageBar:
    """The bar of a package."""
    x, end = find_x(begin_of(first, last), axis), find_x(last, axis)
    return PackageBar(side=side, first=first, last=last, x=min(x, WIDTH - NARROWEST), width=max(end - x, NARROWEST))


def find_x(moment: datetime, axis: tuple[datetime, datetime]) -> int:
    """The x of a moment."""
    start, end = axis
    return min(round(WIDTH * ((moment - start) / (end - start))), WIDTH)


def list_years(start: datetime, now: datetime) -> Iterable[tuple[int, int]]:
    """The years to label, with their beginnings."""
    step = (now.year - start.year) // MOST_YEARS + 1
    for year in range(start.year, now.year + 1, step):
        yield year, find_x(start.replace(year=year), (start, now))
