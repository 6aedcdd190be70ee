"""A timeline of the packages of a grid."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs
from django.utils.translation import gettext as _

from packgrid.catalogue.queries import read_first_dates
from packgrid.comparison.table import Moment, Side

WIDTH, HEIGHT = 1000, 16
NARROWEST = 4
MOST_YEARS = 12
"""How many years the axis names; more are named in steps."""


@attrs.frozen(kw_only=True)
class PackageBar:
    """The bar of a package, from its first to its last activity; x and width are in thousandths of the axis."""

    side: Side
    first: datetime
    last: datetime
    x: int
    width: int

    @property
    def sentence(self) -> str:
        """The bar as text."""
        return _("%(first)s to %(last)s") % {"first": f"{self.first:%Y-%m}", "last": f"{self.last:%Y-%m}"}


@attrs.frozen
class Timesheet:
    """The bars by their beginning, the years of the axis with their x, and the packages without dates."""

    bars: Sequence[PackageBar]
    years: Sequence[tuple[int, int]]
    unknown: Sequence[Side]


def make_timesheet(sides: Sequence[Side], now: datetime) -> Timesheet:
    """The timeline of these packages; two queries."""
    first_dates = read_first_dates([side.package_id for side in sides])
    spans = {side.slug: find_life_span(side, first_dates.get(side.package_id)) for side in sides}
    known = [(side, found) for side in sides if (found := spans[side.slug])]
    if not known:
        return Timesheet((), (), tuple(sides))
    start = datetime(min(first.year for _, (first, _last) in known), 1, 1, tzinfo=now.tzinfo)
    bars = sorted((make_bar(side, *found, (start, now)) for side, found in known), key=lambda one: one.first)
    return Timesheet(bars, list(list_years(start, now)), [side for side in sides if not spans[side.slug]])


def find_life_span(side: Side, first_date: datetime | None) -> tuple[datetime, datetime] | None:
    """The first and the last activity of a package; None if none is known."""
    dates = [value.at for key in ("released", "updated") if isinstance(value := side.values.get(key), Moment)]
    dates += [first_date] if first_date else []
    return (first_date or min(dates), max(dates)) if dates else None


def make_bar(side: Side, first: datetime, last: datetime, axis: tuple[datetime, datetime]) -> PackageBar:
    """The bar of a package."""
    x, end = find_x(first, axis), find_x(last, axis)
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
