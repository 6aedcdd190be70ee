"""Where values stand, and who counts it."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.refresh import standing
from packgrid.refresh.standing import Standing, counted, kept

NOW = datetime(2026, 11, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def catalogue(count):
    category = Category.objects.create(slug="apps", title="App")
    packages = [Package(slug=f"p{number}", title="p", category=category) for number in range(count)]
    rows = Package.objects.bulk_create(packages)
    Facts.objects.bulk_create(
        Facts(package=row, stars=number, contributors=["ada"] * number if number else None)
        for number, row in enumerate(rows)
    )


def test_few_values_stand_exactly(django_assert_num_queries):
    catalogue(3)
    with django_assert_num_queries(6):
        found = counted()
    assert found.columns == {
        "stars": (0, 1, 2),
        "contributor_count": (1, 2),
        "forks": (),
        "downloads_30d": (),
        "usage_count": (),
    }
    assert found.place("stars", 1) == 0.5


def test_many_values_stand_in_even_steps(monkeypatch):
    monkeypatch.setattr(standing, "STEPS", 4)
    catalogue(10)
    assert counted().columns["stars"] == (0, 3, 5, 8)


def test_of_very_many_packages_an_even_part_is_looked_at(monkeypatch):
    monkeypatch.setattr(standing, "SAMPLE", 3)
    catalogue(10)
    first = Package.objects.order_by("pk").first().pk
    last = first + 9
    stride = last // 3
    expected = [number for number in range(10) if (first + number) % stride == 0]
    assert counted().columns["stars"] == tuple(expected)


def test_pages_read_what_whoever_judges_has_kept(django_assert_num_queries):
    catalogue(3)
    reader, judge = Standing(), Standing()
    with django_assert_num_queries(7):
        assert reader.at(NOW).place("stars", 1) == 0.5
    assert kept() is None
    judge.keep(NOW)
    Facts.objects.update(stars=7)
    with django_assert_num_queries(0):
        judge.keep(NOW + timedelta(minutes=59))
        reader.at(NOW + timedelta(minutes=59))
    with django_assert_num_queries(1):
        assert reader.at(NOW + timedelta(hours=1)).place("stars", 1) == 0.5
    judge.keep(NOW + timedelta(hours=1))
    assert kept().columns["stars"] == (7, 7, 7)


def test_an_empty_catalogue_has_no_places():
    assert counted().place("stars", 1) is None
