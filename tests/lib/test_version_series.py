from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from packgrid.lib.version_series import DJANGO, PYTHON, django_runs_on, series_names, supported_series
from packgrid.lib.versions import version_sort_key

TODAY = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize("table", [DJANGO, PYTHON])
def test_the_tables_are_in_order_and_end_after_they_began(table):
    assert list(series_names(table)) == sorted(series_names(table), key=version_sort_key)
    assert all(before.released < after.released for before, after in pairwise(table))
    assert all(series.ends - series.released > timedelta(days=400) for series in table)


def test_every_django_runs_on_pythons_that_are_known():
    assert all(set(series.pythons) <= set(series_names(PYTHON)) and series.pythons for series in DJANGO)


@pytest.mark.parametrize(
    ("table", "day", "series"),
    [
        (DJANGO, TODAY, ("5.2", "6.0", "6.1")),
        (PYTHON, TODAY, ("3.11", "3.12", "3.13", "3.14", "3.15")),
        (DJANGO, datetime(2026, 4, 30, tzinfo=UTC), ("4.2", "5.2", "6.0")),
        (DJANGO, datetime(2026, 5, 1, tzinfo=UTC), ("5.2", "6.0")),
        (PYTHON, datetime(2026, 10, 31, tzinfo=UTC), ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")),
        (DJANGO, datetime(2010, 1, 1, tzinfo=UTC), ()),
        (DJANGO, datetime(2040, 1, 1, tzinfo=UTC), ()),
    ],
)
def test_a_series_is_supported_from_its_release_to_its_last_day(table, day, series):
    assert series_names(supported_series(table, day)) == series


@pytest.mark.parametrize(
    ("django", "python", "answer"),
    [
        ("6.1", "3.15", True),
        ("6.0", "3.11", False),
        ("1.11", "2.7", True),
        ("9.9", "3.13", None),
        ("6.1", "4.0", None),
    ],
)
def test_a_django_runs_on_its_pythons(django, python, answer):
    assert django_runs_on(django, python) is answer
