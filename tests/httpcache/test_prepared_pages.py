"""Pages that are made before anybody asks: stored, read, dropped by whatever changes what they show."""

import pytest
from django.db import connection

from packgrid.httpcache.invalidation import invalidate
from packgrid.httpcache.models import Invalidation, PreparedPage, PreparedPageTag
from packgrid.httpcache.prepared_pages import (
    PreparedContent,
    begin_preparation,
    delete_outdated_pages,
    list_ready_paths,
    read_prepared_page,
    store_prepared_pages,
)
from packgrid.httpcache.tags import EVERYTHING

HEADERS = {"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY"}
NOW_S = 1000.0

pytestmark = pytest.mark.django_db


def page(path="/packages/p/flat/", tags=("package-1", "grid-2"), *, content=b"<p>\xc3\xa9 \x00</p>", expires_s=None):
    return PreparedContent(path, content, HEADERS, frozenset(tags), expires_s)


def store(pages, fingerprint="v1", begun_at=None):
    place = begin_preparation() if begun_at is None else begun_at
    return store_prepared_pages(pages, fingerprint, begun_at=place)


def test_a_stored_page_is_read_as_it_was_made():
    assert store([page(expires_s=NOW_S + 1)]) == 1
    assert read_prepared_page("/packages/p/flat/", "v1", NOW_S) == page(expires_s=NOW_S + 1)


@pytest.mark.parametrize(
    ("path", "fingerprint", "now_s"),
    [("/packages/p/other/", "v1", NOW_S), ("/packages/p/flat/", "v2", NOW_S), ("/packages/p/flat/", "v1", NOW_S + 1)],
)
def test_a_page_of_another_path_or_version_or_one_that_has_expired_is_not_read(path, fingerprint, now_s):
    store([page(expires_s=NOW_S + 1)])
    assert read_prepared_page(path, fingerprint, now_s) is None


def test_a_newer_page_takes_the_place_of_the_older_one():
    store([page(content=b"old")], fingerprint="v1")
    store([page(content=b"new")], fingerprint="v2")
    assert read_prepared_page("/packages/p/flat/", "v1", NOW_S) is None
    assert read_prepared_page("/packages/p/flat/", "v2", NOW_S) == page(content=b"new")
    assert PreparedPageTag.objects.count() == len(page().tags)


@pytest.mark.parametrize(
    ("tags", "left"),
    [
        ({"package-1"}, {"/grids/g/blocks/"}),
        ({"package-1", "grid-2", "unknown"}, set()),
        ({"package-11"}, {"/packages/p/flat/", "/grids/g/blocks/"}),
        ({EVERYTHING}, set()),
    ],
)
def test_what_is_invalidated_is_dropped_in_the_same_transaction(tags, left):
    store([page(), page("/grids/g/blocks/", ["grid-2"])])
    invalidate(tags)
    assert list_ready_paths() == left
    assert set(PreparedPageTag.objects.values_list("page__path", flat=True)) == left


@pytest.mark.parametrize(("tags", "stored"), [({"package-1"}, 0), ({"package-9"}, 1), ({EVERYTHING}, 0)])
def test_a_page_that_was_being_made_during_a_change_is_not_stored(tags, stored):
    place = begin_preparation()
    invalidate(tags)
    assert store([page()], begun_at=place) == stored


def test_nothing_is_stored_where_the_log_was_trimmed_meanwhile():
    invalidate({"package-8"})
    place = begin_preparation()
    invalidate({"package-9"})
    Invalidation.objects.filter(pk__lte=place).delete()
    assert store([page()], begun_at=place) == 0


def test_pages_of_other_versions_and_expired_ones_are_deleted():
    store([page("/1/")], fingerprint="v1")
    store([page("/2/", expires_s=NOW_S), page("/3/", expires_s=NOW_S + 1), page("/4/")], fingerprint="v2")
    delete_outdated_pages("v2", NOW_S)
    assert list_ready_paths() == {"/3/", "/4/"}
    assert PreparedPage.objects.count() * 2 == PreparedPageTag.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_nothing_is_stored_while_somebody_else_is_invalidating():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [0x70616765])
            assert begin_preparation() is None
            assert store([page()], begun_at=0) == 0
            cursor.execute("COMMIT")
        assert store([page()]) == 1
    finally:
        other.close()
