"""What percentiles are, and who counts them."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.assessment import percentiles
from packgrid.assessment.percentiles import PercentileCache, count_percentiles, make_percentiles, read_percentiles
from packgrid.catalogue.models import Category, Facts, Package

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


def test_percentiles_of_few_values_are_exact(django_assert_num_queries):
    catalogue(3)
    with django_assert_num_queries(6):
        found = count_percentiles()
    assert found.columns == {
        "stars": (0, 1, 2),
        "contributor_count": (1, 2),
        "forks": (),
        "downloads_30d": (),
        "usage_count": (),
    }
    assert found.percentile("stars", 1) == 0.5


def test_of_many_values_a_few_are_kept_in_even_steps(monkeypatch):
    monkeypatch.setattr(percentiles, "STEPS", 4)
    catalogue(10)
    assert count_percentiles().columns["stars"] == (0, 3, 5, 8)


def test_of_very_many_packages_an_even_part_is_looked_at(monkeypatch):
    monkeypatch.setattr(percentiles, "SAMPLE", 3)
    catalogue(10)
    first = Package.objects.order_by("pk").first().pk
    last = first + 9
    stride = last // 3
    expected = [number for number in range(10) if (first + number) % stride == 0]
    assert count_percentiles().columns["stars"] == tuple(expected)


def test_pages_read_what_whoever_assesses_has_stored(django_assert_num_queries):
    catalogue(3)
    reader, assessor = PercentileCache(), PercentileCache()
    with django_assert_num_queries(7):
        assert reader.read(NOW).percentile("stars", 1) == 0.5
    assert read_percentiles() is None
    assessor.refresh(NOW)
    Facts.objects.update(stars=7)
    with django_assert_num_queries(0):
        assessor.refresh(NOW + timedelta(minutes=59))
        reader.read(NOW + timedelta(minutes=59))
    with django_assert_num_queries(1):
        assert reader.read(NOW + timedelta(hours=1)).percentile("stars", 1) == 0.5
    assessor.refresh(NOW + timedelta(hours=1))
    assert read_percentiles().columns["stars"] == (7, 7, 7)


def test_an_empty_catalogue_has_no_percentiles():
    assert count_percentiles().percentile("stars", 1) is None


@pytest.mark.parametrize(
    ("values", "value", "share"),
    [
        ([1, 2, 3, 4], 1, 0.125),
        ([1, 2, 3, 4], 4, 0.875),
        ([4, 3, None, 2, 1], 3, 0.625),
        ([0, 0, 0, 8], 0, 0.375),
        ([5, 5, 5, 5], 5, 0.5),
        ([1, 2, 3, 4], 0, 0.0),
        ([1, 2, 3, 4], 9, 1.0),
        ([7], 7, 0.5),
        ([1, 2], None, None),
        ([], 1, None),
        ([None], 1, None),
    ],
)
def test_a_percentile_is_the_share_of_lower_values_and_equal_ones_count_half(values, value, share):
    assert make_percentiles({"stars": values}).percentile("stars", value) == share


def test_a_column_that_is_not_known_has_no_percentiles():
    assert make_percentiles({}).percentile("stars", 1) is None


def test_an_outlier_moves_nobody():
    plain, spoiled = make_percentiles({"stars": [1, 2, 3]}), make_percentiles({"stars": [1, 2, 1_000_000]})
    assert plain.percentile("stars", 2) == spoiled.percentile("stars", 2)
