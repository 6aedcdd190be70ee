"""The lives of a grid's packages on one line of time."""

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
class Life:
    """A package from its first sign of life to its last one; x and width are in thousandths of the line."""

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
    """Lives by their beginning, the years of the axis with their x, and the packages whose life is unknown."""

    lives: Sequence[Life]
    years: Sequence[tuple[int, int]]
    unknown: Sequence[Side]


def timesheet(sides: Sequence[Side], now: datetime) -> Timesheet:
    """The lives of these packages: two queries."""
    begun = beginnings([side.package_id for side in sides])
    spans = {side.slug: span(side, begun.get(side.package_id)) for side in sides}
    known = [(side, found) for side in sides if (found := spans[side.slug])]
    if not known:
        return Timesheet((), (), tuple(sides))
    start = datetime(min(first.year for _, (first, _last) in known), 1, 1, tzinfo=now.tzinfo)
    lives = sorted((life(side, *found, (start, now)) for side, found in known), key=lambda one: one.first)
    return Timesheet(lives, list(years(start, now)), [side for side in sides if not spans[side.slug]])


def beginnings(package_ids: Sequence[int]) -> dict[int, datetime]:
    """When the first release of each came; where none is known, when its repository was made. Two queries."""
    made = Facts.objects.filter(package__in=package_ids, repo_created_at__isnull=False)
    uploads = Release.objects.filter(package__in=package_ids, uploaded_at__isnull=False).order_by()
    firsts = uploads.values("package").annotate(first=Min("uploaded_at")).values_list("package", "first")
    found = [*made.values_list("package", "repo_created_at"), *firsts]
    return {package: at for package, at in found if at}


def span(side: Side, begun: datetime | None) -> tuple[datetime, datetime] | None:
    """The first and the last sign of life; None if there is none."""
    signs = [said.at for key in ("released", "updated") if isinstance(said := side.values.get(key), Moment)]
    signs += [begun] if begun else []
    return (begun or min(signs), max(signs)) if signs else None


def life(side: Side, first: datetime, last: datetime, axis: tuple[datetime, datetime]) -> Life:
    """A bar on the line."""
    x, end = place(first, axis), place(last, axis)
    return Life(side=side, first=first, last=last, x=min(x, WIDTH - NARROWEST), width=max(end - x, NARROWEST))


def place(moment: datetime, axis: tuple[datetime, datetime]) -> int:
    """Where a moment is on the line."""
    start, end = axis
    return min(round(WIDTH * ((moment - start) / (end - start))), WIDTH)


def years(start: datetime, now: datetime) -> Iterable[tuple[int, int]]:
    """The years to name and where they begin."""
    step = (now.year - start.year) // MOST_YEARS + 1
    for year in range(start.year, now.year + 1, step):
        yield year, place(start.replace(year=year), (start, now))
