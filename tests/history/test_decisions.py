from datetime import UTC, datetime, timedelta

import pytest

from history.rows import ADDED_AT, make_package
from packgrid.catalogue.models import Package
from packgrid.history.decisions import record_decisions
from packgrid.history.models import Change, Kind
from packgrid.projections.announcements import announce

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DEPRECATED_AT = datetime(2026, 5, 1, tzinfo=UTC)
ADDED = (Kind.ADDED, "", "", ADDED_AT)

pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    return make_package()


def decide(package, **columns: object):
    """Write these columns and record what they decide, twice."""
    Package.objects.filter(pk=package.pk).update(**columns)
    record_decisions([package.pk], now=NOW)
    record_decisions([package.pk], now=NOW + timedelta(days=1))


def changes(package):
    return [(Kind(row.kind), row.old, row.new, row.at) for row in Change.objects.filter(package=package)]


def test_a_package_is_added_when_it_was_made(package):
    decide(package)
    assert changes(package) == [ADDED]


def test_it_is_deprecated_at_the_date_that_was_given_and_no_longer_when_that_is_seen(package):
    decide(package, deprecated_at=DEPRECATED_AT)
    decide(package, deprecated_at=None)
    decide(package, deprecated_at=DEPRECATED_AT)
    assert changes(package) == [
        ADDED,
        (Kind.DEPRECATED, "", "", DEPRECATED_AT),
        (Kind.UNDEPRECATED, "", "", NOW),
        (Kind.DEPRECATED, "", "", DEPRECATED_AT),
    ]


def test_it_is_replaced_by_one_then_by_another_then_by_none(package):
    first, second = make_package("first"), make_package("second")
    for successor in (first, second, None):
        decide(package, replaced_by=successor)
    assert changes(package) == [
        ADDED,
        (Kind.REPLACED, "", "first", NOW),
        (Kind.REPLACED, "first", "second", NOW),
        (Kind.REPLACED, "second", "", NOW),
    ]


def test_what_the_catalogue_announces_is_recorded_once_it_is_committed(package, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce(packages={package.pk})
        assert changes(package) == []
    assert changes(package) == [ADDED]


def test_many_packages_take_as_many_statements_as_one(django_assert_max_num_queries):
    ids = [make_package(f"p{number}", deprecated_at=DEPRECATED_AT).pk for number in range(130)]
    # A read and a write of what was added, two reads of what else was decided, the lock, a read, a write; savepoints
    with django_assert_max_num_queries(12):
        record_decisions(ids, now=NOW)
    assert Change.objects.count() == 260
    with django_assert_max_num_queries(3):
        record_decisions(ids, now=NOW)
