"""The heaviest package's points, counted by the database: the old weight of every grid is measured by them.

It says in SQL what legacy_scores.points says in Python (a test holds them together), because a search that finds a
grid must not read the whole catalogue.
"""

from datetime import datetime

from django.db.models import Case, F, IntegerField, Max, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least

from packgrid.api.v4.legacy_scores import COMMIT_POINTS, LONG_AGO, MOST
from packgrid.catalogue.models import Package


def points(now: datetime) -> Subquery:
    """The most points that a listed package has."""
    rows: QuerySet[Package] = Package.objects.filter(is_hidden=False).order_by()
    most = rows.values(all=Value(1)).annotate(most=Max(points_of_a_package(now), output_field=IntegerField()))
    return Subquery(most.values("most"))


def points_of_a_package(now: datetime) -> Combinable:
    """The sum of the eight rules."""
    commits = (When(facts__last_commit_at__gt=now - age, then=Value(worth)) for age, worth in COMMIT_POINTS)
    return (
        all_if(Q(deprecated_at=None))
        + all_if(Q(facts__repo_description__gt=""))
        + at_most(F("facts__downloads_30d") / Value(1000))
        + at_most(F("facts__forks"))
        + Case(*commits, default=Value(0), output_field=IntegerField())
        + all_if(Q(facts__released_at__gt=now - LONG_AGO))
        + at_most(F("facts__usage_count"))
        + at_most(F("facts__stars"))
    )


def all_if(condition: Q) -> Case:
    """All the points of a rule, or none."""
    return Case(When(condition, then=Value(MOST)), default=Value(0), output_field=IntegerField())


def at_most(count: Combinable) -> Least:
    """A point for each, as far as the rule goes; none where nothing is known."""
    return Least(Coalesce(count, Value(0), output_field=IntegerField()), Value(MOST))
