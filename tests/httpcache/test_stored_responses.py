"""Responses go to the disk and come back for each encoding; what changed is not shown, also after a restart."""

import gzip

import brotli
import pytest
from django.db import connection

from packgrid.httpcache.encoding import compress_brotli, compress_gzip, compress_zstd, decompress_zstd
from packgrid.httpcache.invalidation import invalidate
from packgrid.httpcache.models import Invalidation
from packgrid.httpcache.page_store import PageStore
from packgrid.httpcache.prepared_pages import read_last_invalidation
from packgrid.httpcache.store import CachedResponse
from packgrid.httpcache.stored_responses import StoredResponses

pytestmark = pytest.mark.django_db

BODY = b"<p>page</p>" * 500
NOW = 1000.0
KEYS = {
    encoding: ("http", "localhost:8000", "/packages/p/flat/", "", ("text/html",), encoding, None)
    for encoding in (None, "identity", "zstd", "br", "gzip")
}
DECODE = {None: bytes, "identity": bytes, "zstd": decompress_zstd, "br": brotli.decompress, "gzip": gzip.decompress}
ENCODE = {None: bytes, "identity": bytes, "zstd": compress_zstd, "br": compress_brotli, "gzip": compress_gzip}


def response(encoding=None, tags=("package-1",), body=BODY, fresh_until=float("inf")):
    """A response as HttpCacheMiddleware makes it."""
    etag = '"abc"' if encoding in {None, "identity"} else f'"abc-{encoding}"'
    headers = {"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY"}
    headers["Vary"] = "Cookie" if encoding is None else "Accept-Encoding, Cookie"
    if encoding not in {None, "identity"}:
        headers["Content-Encoding"] = encoding
    sent = ENCODE[encoding](body)
    headers |= {"ETag": etag, "Content-Length": str(len(sent))}
    return CachedResponse("200 OK", tuple(headers.items()), sent, frozenset(tags), NOW, fresh_until, etag, "")


@pytest.fixture
def open_stored(tmp_path):
    opened = []

    def open_one():
        opened.append(StoredResponses(PageStore(tmp_path / "pages.sqlite3", 10_000_000, "v1")))
        return opened[-1]

    yield open_one
    for stored in opened:
        if stored.pages.connection:
            stored.pages.connection.close()


@pytest.fixture
def stored(open_stored):
    stored = open_stored()
    stored.catch_up(read_last_invalidation())
    return stored


@pytest.mark.parametrize("made_for", KEYS)
@pytest.mark.parametrize("asked_for", KEYS)
def test_a_page_made_for_one_encoding_is_sent_in_each(stored, made_for, asked_for):
    stored.write(KEYS[made_for], response(made_for), stored.begin(), NOW)
    found, expected = stored.read(KEYS[asked_for], NOW), response(asked_for)
    assert DECODE[asked_for](found.body) == BODY
    assert dict(found.headers) == dict(expected.headers) | {"Content-Length": str(len(found.body))}
    assert (found.etag, found.tags, found.fresh_until) == (expected.etag, expected.tags, expected.fresh_until)


def test_another_host_or_query_is_another_page(stored):
    stored.write(KEYS[None], response(), stored.begin(), NOW)
    assert stored.read((*KEYS[None][:1], "other.example", *KEYS[None][2:]), NOW) is None
    assert stored.read((*KEYS[None][:3], "page=2", *KEYS[None][4:]), NOW) is None


def test_a_page_expires_on_disk_when_it_does_in_memory(stored):
    stored.write(KEYS[None], response(fresh_until=NOW + 50), stored.begin(), NOW)
    assert stored.read(KEYS[None], NOW).fresh_until == pytest.approx(NOW + 50, abs=1)
    stored.write(KEYS[None], response(fresh_until=NOW - 1), stored.begin(), NOW)
    assert stored.read(KEYS[None], NOW) is None


@pytest.mark.parametrize(
    ("tags", "is_stored"), [({"package-1"}, False), ({"package-2"}, True), ({"everything"}, False)]
)
def test_what_changed_while_a_page_was_made_is_not_stored(stored, tags, is_stored):
    begun_at = stored.begin()
    invalidate(tags)
    stored.write(KEYS[None], response(), begun_at, NOW)
    assert (stored.read(KEYS[None], NOW) is not None) is is_stored


def test_a_page_without_a_known_beginning_is_not_stored(stored):
    stored.write(KEYS[None], response(), None, NOW)
    assert stored.read(KEYS[None], NOW) is None


def restart(open_stored):
    stored = open_stored()
    stored.catch_up(read_last_invalidation())
    return stored


def test_pages_survive_a_restart_but_for_those_that_changed_meanwhile(stored, open_stored):
    other_key = (*KEYS[None][:2], "/packages/p/other/", *KEYS[None][3:])
    if connection.vendor == "sqlite":
        invalidate({"everything"})
        stored.invalidate({"everything"}, read_last_invalidation())
    stored.write(KEYS[None], response(), stored.begin(), NOW)
    stored.write(other_key, response(tags=("package-2",)), stored.begin(), NOW)
    invalidate({"package-1"})
    after = restart(open_stored)
    assert after.read(KEYS[None], NOW) is None
    assert after.read(other_key, NOW).body == BODY


def test_after_a_gap_in_the_log_nothing_is_left(stored, open_stored):
    for number in range(600):
        Invalidation.objects.create(tags=f"other-{number}")
    stored.invalidate({"other-599"}, read_last_invalidation())
    stored.write(KEYS[None], response(), stored.begin(), NOW)
    Invalidation.objects.create(tags="package-1")
    Invalidation.objects.create(tags="other")
    Invalidation.objects.filter(pk__lt=read_last_invalidation()).delete()
    assert restart(open_stored).read(KEYS[None], NOW) is None


def test_an_older_or_another_database_finds_nothing(stored, open_stored):
    stored.write(KEYS[None], response(), stored.begin(), NOW)
    stored.invalidate({"other"}, read_last_invalidation() + 5)
    assert restart(open_stored).read(KEYS[None], NOW) is None
    stored.write(KEYS[None], response(), stored.begin(), NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = '2001-01-01 00:00:00+00:00'")
    assert restart(open_stored).read(KEYS[None], NOW) is None
