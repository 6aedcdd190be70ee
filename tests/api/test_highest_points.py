"""The points that the database computes are those that Python computes."""

from datetime import UTC, datetime, timedelta

import pytest

from api.rows import add_package
from packgrid.api.v4 import highest_points, legacy_scores
from packgrid.catalogue.models import Facts, Package
from packgrid.comparison.models import Grid

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 21, 35, tzinfo=UTC)
AGES = [None, -1, 0, 89, 90, 91, 181, 182, 364, 365, 366]
DATES = [None if age is None else NOW - timedelta(days=age) for age in AGES]
COUNTS = [None, 0, 1, 19, 20, 21, 100_000]
DOWNLOADS = [None, 0, 999, 1000, 19_999, 20_000, 5_000_000_000]


def cases():
    yield from ({"last_commit_at": date, "released_at": DATES[-at]} for at, date in enumerate(DATES))
    yield from ({"stars": count, "forks": COUNTS[-at]} for at, count in enumerate(COUNTS))
    yield from ({"downloads_30d": count, "usage_count": COUNTS[at]} for at, count in enumerate(DOWNLOADS))
    yield from ({"repo_description": said} for said in (None, "", "x"))


def most():
    Grid.objects.get_or_create(slug="g", title="G")
    return Grid.objects.annotate(most=highest_points.highest_points_subquery(NOW)).get().most


def test_it_counts_as_the_formula_does():
    package = add_package()
    for at, known in enumerate(cases()):
        deprecated_at = NOW if at % 2 else None
        facts = Facts(package=package, **known)
        facts.save()
        Package.objects.update(deprecated_at=deprecated_at)
        expected = legacy_scores.points(facts, is_deprecated=bool(deprecated_at), now=NOW)
        assert most() == expected, known


def test_it_is_the_highest_of_those_that_are_listed():
    add_package("light", facts={"stars": 3})
    add_package("heavy", facts={"stars": 9})
    add_package("hidden", facts={"stars": 20}, is_hidden=True)
    assert most() == 20 + 9


def test_there_is_none_without_packages():
    assert most() is None


def test_a_package_of_which_nothing_is_known_counts_too():
    add_package()
    Facts.objects.all().delete()
    assert most() == 20
