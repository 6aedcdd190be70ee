"""Packages that gain stars fast; the rule is published in docs/metrics/trending.md."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt

import attrs
from django.db.models import Q, QuerySet

from packgrid.catalogue.compiled_queries import MOMENT
from packgrid.catalogue.listed_packages import ListedPackage, list_ids_with_value, list_packages
from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.history.queries import read_counts

CANDIDATES = 300
WINDOW, ALIVE = timedelta(days=28), timedelta(days=90)
LEAST_GAINED, CALM = 5, 100


@attrs.frozen
class Trend:
    """A package, the stars that it had four weeks ago, and how many came since."""

    package: ListedPackage
    before: int
    gained: int

    @property
    def pace(self) -> float:
        """The key of the order: the stars gained, divided by the root of the number before."""
        return self.gained / sqrt(self.before + CALM)


def find_trending(count: int, *, now: datetime) -> Sequence[Trend]:
    """The packages that gain stars fastest, fastest first: three queries."""
    ids = list_ids_with_value(packages_with_activity, "-stars", CANDIDATES, [now - ALIVE, now - ALIVE])
    before = read_counts(ids, (now - WINDOW).date())
    known = [pk for pk in ids if "stars" in before[pk]]
    trends = [measure_trend(package, before[package.pk]["stars"]) for package in list_packages(known)]
    growing = [one for one in trends if one and one.gained >= LEAST_GAINED]
    return sorted(growing, key=lambda one: (-one.pace, one.package.pk))[:count]


def packages_with_activity() -> QuerySet[Package]:
    """The packages that are not archived and had a commit or a release since a moment, a placeholder given twice."""
    is_alive = Q(facts__last_commit_at__gte=MOMENT) | Q(facts__released_at__gte=MOMENT)
    return visible_packages().filter(is_alive, facts__is_archived=False)


def measure_trend(package: ListedPackage, before: int) -> Trend | None:
    """The trend of a package; None if its stars are unknown."""
    stars = package.facts.stars
    return None if stars is None else Trend(package, before, stars - before)
