"""Packages that gain stars fast; the rule is published in docs/metrics/trending.md."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt

import attrs
from django.db.models import Q

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.history.queries import read_counts

CANDIDATES = 300
WINDOW, ALIVE = timedelta(days=28), timedelta(days=90)
LEAST_GAINED, CALM = 5, 100


@attrs.frozen
class Trend:
    """A package, the stars that it had four weeks ago, and how many came since."""

    package: Package
    before: int
    gained: int

    @property
    def pace(self) -> float:
        """The key of the order: the stars gained, divided by the root of the number before."""
        return self.gained / sqrt(self.before + CALM)


def find_trending(count: int, *, now: datetime) -> Sequence[Trend]:
    """The packages that gain stars fastest, fastest first: three queries."""
    alive = Q(facts__last_commit_at__gte=now - ALIVE) | Q(facts__released_at__gte=now - ALIVE)
    moving = catalogue.listed_packages().filter(alive, facts__is_archived=False)
    candidates = catalogue.Listing(moving, "-stars").first_with_value(CANDIDATES)
    before = read_counts([package.pk for package in candidates], (now - WINDOW).date())
    trends = [measure_trend(package, before[package.pk].get("stars")) for package in candidates]
    growing = [one for one in trends if one and one.gained >= LEAST_GAINED]
    return sorted(growing, key=lambda one: (-one.pace, one.package.pk))[:count]


def measure_trend(package: Package, before: int | None) -> Trend | None:
    """The trend of a package; None if its stars now or before are unknown."""
    stars = catalogue.facts_of(package).stars
    return None if before is None or stars is None else Trend(package, before, stars - before)
