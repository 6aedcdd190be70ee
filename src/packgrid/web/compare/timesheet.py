"""A timeline of the packages of a grid."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs
from django.db.models import Min
from django.utils.translation import gettext as _

from packgrid.catalogue.models import Facts, Release
from packgrid.comparison.table import Moment, Side

WIDTH, HEIGHT = 1000, 16
NARROWEST = 4
MOST_YEARS = 12
"""How many years the axis names; more are named in steps."""


@attrs.frozen(kw_only=True)
class PackageLife:
    """The bar of a package, from its first to its last activity; x and width are in thousandths of the axis."""

    side: Side
    first: datetime
    last: datetime
    x: int
    width: int

    @property
    def words(self) -> str:
        """The bar in words."""
        return _("%(first)s to %(last)s") % {"first": f"{self.first:%Y-%m}", "last": f"{self.last:%Y-%m}"}


@attrs.frozen
class Timesheet:
    """The bars by their beginning, the years of the axis with their x, and the packages without dates."""

    lives: Sequence[PackageLife]
    years: Sequence[tuple[int, int]]
    unknown: Sequence[Side]


def make_timesheet(sides: Sequence[Side], now: datetime) -> Timesheet:
    """The timeline of these packages; two queries."""
    begun = read_beginnings([side.package_id for side in sides])
    spans = {side.slug: life_span(side, begun.get(side.package_id)) for side in sides}
    known = [(side, found) for side in sides if (found := spans[side.slug])]
    if not known:
        return Timesheet((), (), tuple(sides))
    start = datetime(min(first.year for _, (first, _last) in known), 1, 1, tzinfo=now.tzinfo)
    lives = sorted((make_life(side, *found, (start, now)) for side, found in known), key=lambda one: one.first)
    return Timesheet(lives, list(axis_years(start, now)), [side for side in sides if not spans[side.slug]])


def read_beginnings(package_ids: Sequence[int]) -> dict[int, datetime]:
    """The date of the first release of each package, else of its repository. Two queries."""
    made = Facts.objects.filter(package__in=package_ids, repo_created_at__isnull=False)
    uploads = Release.objects.filter(package__in=package_ids, uploaded_at__isnull=False).order_by()
    firsts = uploads.values("package").annotate(first=Min("uploaded_at")).values_list("package", "first")
    found = [*made.values_list("package", "repo_created_at"), *firsts]
    return {package: at for package, at in found if at}


def life_span(side: Side, begun: datetime | None) -> tuple[datetime, datetime] | None:
    """The first and the last activity of a package; None if none is known."""
    signs = [said.at for key in ("released", "updated") if isinstance(said := side.values.get(key), Moment)]
    signs += [begun] if begun else []
    return (begun or min(signs), max(signs)) if signs else None


def make_life(side: Side, first: datetime, last: datetime, axis: tuple[datetime, datetime]) -> PackageLife:
    """The bar of a package."""
    x, end = place_on_axis(first, axis), place_on_axis(last, axis)
    return PackageLife(side=side, first=first, last=last, x=min(x, WIDTH - NARROWEST), width=max(end - x, NARROWEST))


def place_on_axis(moment: datetime, axis: tuple[datetime, datetime]) -> int:
    """The x of a moment."""
    start, end = axis
    return min(round(WIDTH * ((moment - start) / (end - start))), WIDTH)


def axis_years(start: datetime, now: datetime) -> Iterable[tuple[int, int]]:
    """The years to label, with their beginnings."""
    step = (now.year - start.year) // MOST_YEARS + 1
    for year in range(start.year, now.year + 1, step):
        yield year, place_on_axis(start.replace(year=year), (start, now))
