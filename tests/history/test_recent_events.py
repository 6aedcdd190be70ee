"""A load of many packages is one event among the changes."""

from datetime import timedelta

import pytest

from history.rows import ADDED_AT, make_package
from packgrid.catalogue.models import Package
from packgrid.history.models import Change, Kind
from packgrid.history.recent_events import MANY, Event, Load, newest_events

pytestmark = pytest.mark.django_db


def add_packages(count: int, *, prefix: str, days: int = 0) -> list[Change]:
    """So many packages with the change that each was added, one right after the other."""
    at = ADDED_AT + timedelta(days=days)
    packages = [make_package(f"{prefix}{number}", created=at) for number in range(count)]
    return [record_change(package, Kind.ADDED, days=days) for package in packages]


def record_change(package: Package, kind: Kind, *, days: int = 0, old: str | None = "") -> Change:
    at = ADDED_AT + timedelta(days=days)
    return Change.objects.create(package=package, kind=kind, subject="", at=at, old=old)


def describe(events: list[Event]) -> list[object]:
    return [event if isinstance(event, Load) else (event.package.slug, Kind(event.kind).label) for event in events]


def make_load(changes: list[Change]) -> Load:
    return Load(len(changes), changes[0].pk, changes[-1].pk, changes[-1].at)


def test_few_packages_are_listed_one_by_one(django_assert_num_queries):
    add_packages(MANY - 1, prefix="a")
    with django_assert_num_queries(1):
        found = newest_events(limit=50)
    assert describe(found) == [(f"a{number}", "added") for number in reversed(range(MANY - 1))]


def test_a_load_is_one_event_with_the_changes_around_it(django_assert_num_queries):
    first = add_packages(1, prefix="first")[0]
    record_change(first.package, Kind.ARCHIVED)
    loaded = add_packages(MANY + 5, prefix="loaded", days=1)
    record_change(first.package, Kind.UNARCHIVED, days=2)
    add_packages(1, prefix="last", days=3)
    with django_assert_num_queries(4):
        found = newest_events(limit=50)
    assert describe(found) == [
        ("last0", "added"),
        ("first0", "no longer archived"),
        make_load(loaded),
        ("first0", "archived"),
        ("first0", "added"),
    ]


def test_two_loads_with_a_change_between_them_are_two_events():
    first = add_packages(MANY, prefix="a")
    record_change(first[0].package, Kind.ARCHIVED, old=None)
    second = add_packages(MANY, prefix="b", days=1)
    assert newest_events(limit=50) == [make_load(second), make_load(first)]


def test_a_load_counts_the_visible_packages_alone():
    loaded = add_packages(MANY + 10, prefix="a")
    Package.objects.filter(pk=loaded[0].package_id).update(is_hidden=True)
    assert newest_events(limit=50) == [make_load(loaded[1:])]


def test_no_more_events_are_read_than_wanted_and_a_load_is_found_beyond_them():
    loaded = add_packages(MANY, prefix="a")
    record_change(loaded[0].package, Kind.ARCHIVED)
    assert describe(newest_events(limit=2)) == [("a0", "archived"), make_load(loaded)]
    assert describe(newest_events(limit=1)) == [("a0", "archived")]


def test_of_some_packages_a_load_is_what_was_added_at_the_same_time(django_assert_num_queries):
    record_change(add_packages(1, prefix="older")[0].package, Kind.ARCHIVED)
    loaded = add_packages(3 * MANY, prefix="a", days=1)
    own = loaded[::2]
    single = add_packages(1, prefix="last", days=2)[0]
    ids = [change.package_id for change in (*own, single)]
    with django_assert_num_queries(3):
        found = newest_events(limit=50, package_ids=ids)
    assert describe(found) == [("last0", "added"), make_load(own)]
    assert newest_events(limit=50, package_ids=[]) == []


def test_an_empty_catalogue_has_no_events():
    assert newest_events(limit=50) == []
