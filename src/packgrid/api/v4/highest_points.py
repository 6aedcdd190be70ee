"""The highest points of any package, computed by the database; the old weight of a grid is a part of them.

The rules are those of legacy_scores.points in SQL (a test compares the two), because a search that finds a grid must
not read the whole catalogue.
"""

from datetime import datetime

from django.db.models import Case, F, IntegerField, Max, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least

from packgrid.api.v4.legacy_scores import COMMIT_POINTS, ONE_YEAR, POINTS_PER_RULE
from packgrid.catalogue.visibility import visible_packages


def highest_points_subquery(now: datetime) -> Subquery:
    """The highest points of the listed packages."""
    rows = visible_packages().order_by()
    highest = rows.values(all=Value(1)).annotate(highest=Max(package_points(now), output_field=IntegerField()))
    return Subquery(highest.values("highest"))


def package_points(now: datetime) -> Combinable:
    """The sum of the eight rules."""
    commits = (When(facts__last_commit_at__gt=now - age, then=Value(worth)) for age, worth in COMMIT_POINTS)
    return (
        points_if(Q(deprecated_at=None))
        + points_if(Q(facts__repo_description__gt=""))
        + capped_count(F("facts__downloads_30d") / Value(1000))
        + capped_count(F("facts__forks"))
        + Case(*commits, default=Value(0), output_field=IntegerField())
        + points_if(Q(facts__released_at__gt=now - ONE_YEAR))
        + capped_count(F("facts__usage_count"))
        + capped_count(F("facts__stars"))
    )


def points_if(condition: Q) -> Case:
    """All points of a rule if the condition holds, else 0."""
    return Case(When(condition, then=Value(POINTS_PER_RULE)), default=Value(0), output_field=IntegerField())


def capped_count(count: Combinable) -> Least:
    """A point for each, up to the points of a rule; 0 if the count is unknown."""
    return Least(Coalesce(count, Value(0), output_field=IntegerField()), Value(POINTS_PER_RULE))
