"""Pages on disk: what is read, what is dropped, and that a bad file harms nobody."""

import os
import sqlite3
import stat

import pytest

from packgrid.httpcache.page_store import PageStore, StoredPage
from packgrid.httpcache.tags import EVERYTHING

HEADERS = {"Content-Type": "text/html", "ETag": '"a"'}


def page(tag="package-1", *, body=b"<p>\xc3\xa9</p>", made_s=100.0, expires_s=None):
    return StoredPage(HEADERS, body, frozenset({tag, "categories"}), made_s, expires_s)


@pytest.fixture
def stores(tmp_path):
    opened = []

    def open_store(fingerprint="v1", max_bytes=10_000_000):
        opened.append(PageStore(tmp_path / "pages.sqlite3", max_bytes, fingerprint))
        return opened[-1]

    yield open_store
    for store in opened:
        if store.connection:
            store.connection.close()


def test_another_process_and_a_restart_read_what_was_stored(stores, tmp_path):
    stores().write("/a", page(expires_s=200.0))
    assert stores().read("/a", 150.0) == page(expires_s=200.0)
    assert stores().read("/b", 150.0) is None
    assert stat.S_IMODE((tmp_path / "pages.sqlite3").stat().st_mode) == 0o600


@pytest.mark.parametrize("now_s", [200.0, 300.0, 99.0])
def test_a_page_that_has_expired_or_was_made_in_the_future_is_not_read(stores, now_s):
    store = stores()
    store.write("/a", page(expires_s=200.0))
    assert store.read("/a", now_s) is None


def test_another_version_of_the_program_empties_the_file_and_reads_nothing_of_the_old_one(stores):
    old = stores("v1")
    old.write("/a", page())
    new = stores("v2")
    assert new.read("/a", 150.0) is None
    old.write("/a", page(body=b"old"))
    assert new.read("/a", 150.0) is None
    assert new.count() == 1


@pytest.mark.parametrize(
    ("tags", "left"),
    [({"package-1"}, ["/b"]), ({"package-11"}, ["/a", "/b"]), ({"grid-1", "package-1"}, []), ({EVERYTHING}, [])],
)
def test_what_is_invalidated_in_one_process_is_gone_for_all(stores, tags, left):
    one, other = stores(), stores()
    one.write("/a", page("package-1"))
    one.write("/b", page("grid-1"))
    other.invalidate(tags)
    assert [key for key in ("/a", "/b") if one.read(key, 150.0)] == left


def test_nothing_is_read_until_what_was_invalidated_could_be_deleted(stores, tmp_path):
    store = stores()
    store.write("/a", page("package-1"))
    store.write("/b", page("package-2"))
    other = sqlite3.connect(tmp_path / "pages.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.invalidate({"package-1"}, 7)
    assert store.read("/a", 150.0) is None
    assert store.read("/b", 150.0) is None
    other.execute("ROLLBACK")
    other.close()
    assert store.read("/a", 150.0) is None
    assert store.read("/b", 150.0) == page("package-2")


def test_the_place_in_the_log_is_that_of_one_database_and_never_goes_back(stores):
    store = stores()
    assert store.read_log_id("db") is None
    store.begin_anew("db")
    store.invalidate({"a"}, 7)
    store.invalidate({"a"}, 5)
    assert (store.read_log_id("db"), store.read_log_id("another")) == (7, None)
    store.write("/a", page())
    store.begin_anew("another")
    assert (store.read_log_id("another"), store.count()) == (None, 0)


def test_a_damaged_file_is_thrown_away(stores, tmp_path, caplog):
    (tmp_path / "pages.sqlite3").write_bytes(b"no database" * 1000)
    store = stores()
    assert store.read("/a", 150.0) is None
    store.write("/a", page())
    assert store.read("/a", 150.0) == page()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_folder_that_is_missing_is_said_once(tmp_path, caplog):
    store = PageStore(tmp_path / "missing" / "pages.sqlite3", 10_000_000, "v1")
    for _ in range(2):
        store.write("/a", page())
        assert store.read("/a", 150.0) is None
        store.invalidate({"a"}, 1)
    assert len(caplog.records) == 1


def test_the_file_keeps_to_its_size_and_drops_the_oldest(stores):
    store = stores(max_bytes=400_000)
    for number in range(100):
        store.write(f"/{number}", page(f"package-{number}", body=os.urandom(6000)))
    assert store.read("/99", 150.0)
    assert store.read("/0", 150.0) is None
    assert 10 < store.count() < 100


def test_a_page_that_is_too_large_for_the_file_is_not_stored(stores):
    store = stores(max_bytes=400_000)
    store.write("/a", page(body=os.urandom(20_000)))
    assert store.count() == 0
