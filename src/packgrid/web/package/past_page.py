"""A package as it was on a day in the past."""

from datetime import date, datetime, timedelta

import attrs

from packgrid.catalogue.fact_table import BY_KEY
from packgrid.catalogue.models import Package
from packgrid.history.metrics import LEVELS
from packgrid.history.past_packages import PastPackage, read_past_package
from packgrid.lib.dates import parse_day


@attrs.frozen(kw_only=True)
class PastPage:
    """The page of a package on a day.

    `counts` have titles, `weeks` are the weekly commits that are known, `later` is None if it would be today.
    """

    package: Package
    day: date
    then: PastPackage
    counts: tuple[tuple[str, int | None], ...]
    weeks: tuple[int, ...]
    earlier: date
    later: date | None

    @property
    def unknown(self) -> list[str]:
        """The titles of the values that were not known."""
        texts = {"version": self.then.version, "release date": self.then.released_at, "licence": self.then.license}
        missing = [title for title, value in texts.items() if value is None]
        return missing + [title.lower() for title, count in self.counts if count is None]


def parse_past_day(asked: str, today: date) -> date | None:
    """The day that is asked for; None for today, for days to come and for what is not a day since 1970."""
    try:
        day = parse_day(asked)
    except ValueError:
        return None
    return day if day < today else None


def read_past_page(package: Package, day: date, now: datetime) -> PastPage:
    """A package at the end of a day; six queries."""
    then, later = read_past_package(package.pk, day), day + STEP
    return PastPage(
        package=package,
        day=day,
        then=then,
        counts=tuple((BY_KEY[key].unit.capitalize(), then.counts.get(key)) for key in LEVELS),
        weeks=tuple(count for count in then.weekly_commits or () if count is not None),
        earlier=day - STEP,
        later=later if later < now.date() else None,
    )


STEP = timedelta(days=91)
