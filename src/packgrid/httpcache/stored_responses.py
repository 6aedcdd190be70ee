"""Moves responses between the memory of a process and the pages on disk, as the encodings and clocks of each require.

A page is stored only if none of its tags was invalidated since before it was made. On SQLite the log is read once more
after the page is written, and the page deleted if anything came; on PostgreSQL nobody can invalidate meanwhile
(prepared_pages.py).
"""

import gzip
import time
from collections.abc import Collection, Hashable

import attrs
import brotli
from django.db import DatabaseError, InterfaceError, connection, transaction

from packgrid.httpcache.encoding import ENCODINGS, IDENTITY, MIN_BYTES, decompress_zstd
from packgrid.httpcache.page_store import PageStore, StoredPage
from packgrid.httpcache.prepared_pages import begin_preparation, read_last_invalidation, read_tags_after, take_turn
from packgrid.httpcache.store import CachedResponse
from packgrid.httpcache.tags import EVERYTHING

DECODERS = {"zstd": decompress_zstd, "br": brotli.decompress, "gzip": gzip.decompress}
ENCODING_AT = 5
"""The place of the content encoding in a cache key (key.py); None there is a request without Accept-Encoding."""
LATE_ROWS = {"postgresql": 500}
"""How many rows of the log before the place of the file are applied again, because the database may show them late."""


@attrs.define
class StoredResponses:
    """The pages on disk, as the response cache of a process sees them."""

    pages: PageStore

    def begin(self) -> int | None:
        """The place in the log after which a page is made; None where it could not be stored."""
        try:
            return begin_preparation() if connection.vendor == "postgresql" else read_last_invalidation()
        except (DatabaseError, InterfaceError):
            return None

    def read(self, key: Hashable, now: float) -> CachedResponse | None:
        """The response under a key of the response cache; `now` is on the monotonic clock."""
        now_s = time.time()
        page = self.pages.read(shared_key(key), now_s)
        return encode_page(page, key, now, now_s) if page else None

    def write(self, key: Hashable, response: CachedResponse, begun_at: int | None, now: float) -> None:
        """Store a response, unless something that it shows has changed since its making began."""
        if begun_at is None:
            return
        page = decode_response(response, now, time.time())
        try:
            if connection.vendor == "postgresql":
                with transaction.atomic():
                    if take_turn() and is_still_right(page.tags, begun_at):
                        self.pages.write(shared_key(key), page)
            elif is_still_right(page.tags, begun_at):
                self.pages.write(shared_key(key), page)
                if not is_still_right(page.tags, begun_at):
                    self.pages.delete(shared_key(key))
        except (DatabaseError, InterfaceError):
            self.pages.delete(shared_key(key))

    def invalidate(self, tags: Collection[str], log_id: int | None) -> None:
        """Delete the pages with these tags; `log_id` is the place in the log up to which these are all."""
        self.pages.invalidate(tags, log_id)

    def catch_up(self, log_id: int | None) -> None:
        """Apply what was invalidated since anybody did, up to this place; all pages go where that is not known."""
        try:
            database = name_database()
            known = self.pages.read_log_id(database)
            is_lost = known is None or known > read_last_invalidation()
            applied = max(0, (known or 0) - LATE_ROWS.get(connection.vendor, 0))
            tags = None if is_lost else read_tags_after(applied)
        except (DatabaseError, InterfaceError):
            self.pages.invalidate({EVERYTHING})
            return
        if tags is None:
            self.pages.begin_anew(database)
        self.pages.invalidate(tags or (), log_id)


def name_database() -> str:
    """The moment when this database was made, which tells it from others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MIN(applied) FROM django_migrations")
        return str(cursor.fetchone()[0])


def is_still_right(tags: Collection[str], begun_at: int) -> bool:
    """True if none of these tags was invalidated after a place in the log."""
    invalidated = read_tags_after(begun_at)
    return invalidated is not None and invalidated.isdisjoint(tags)


def shared_key(key: Hashable) -> str:
    """The key of a page on disk: that of the response cache without the content encoding."""
    parts = list(key) if isinstance(key, tuple) else [key]
    parts[ENCODING_AT] = None
    return repr(parts)


def decode_response(response: CachedResponse, now: float, now_s: float) -> StoredPage:
    """The response without a content encoding, its times by the clock on the wall."""
    headers = dict(response.headers)
    encoding = headers.pop("Content-Encoding", IDENTITY)
    body = DECODERS[encoding](response.body) if encoding in DECODERS else response.body
    headers.pop("Content-Length", None)
    headers["ETag"] = headers.get("ETag", "").replace(f'-{encoding}"', '"')
    varies_by = [name for name in headers.get("Vary", "").split(", ") if name and name != "Accept-Encoding"]
    headers["Vary"] = ", ".join(varies_by)
    expires_s = None if response.fresh_until == float("inf") else now_s + response.fresh_until - now
    return StoredPage(headers, body, response.tags, now_s + response.made_at - now, expires_s)


def encode_page(page: StoredPage, key: Hashable, now: float, now_s: float) -> CachedResponse:
    """The page as the response that this key wants, its times on the monotonic clock."""
    encoding = key[ENCODING_AT] if isinstance(key, tuple) else None
    headers, body, etag = dict(page.headers), page.body, page.headers["ETag"]
    if encoding is not None and len(body) >= MIN_BYTES:
        headers["Vary"] = f"Accept-Encoding, {headers['Vary']}" if headers["Vary"] else "Accept-Encoding"
        if encoding != IDENTITY:
            body, etag = ENCODINGS[encoding](body), f'{etag[:-1]}-{encoding}"'
            headers["Content-Encoding"] = encoding
    headers |= {"ETag": etag, "Content-Length": str(len(body))}
    fresh_until = float("inf") if page.expires_s is None else now + page.expires_s - now_s
    return CachedResponse(
        "200 OK",
        tuple(headers.items()),
        body,
        page.tags,
        now + page.made_s - now_s,
        fresh_until,
        etag,
        headers.get("Last-Modified", ""),
    )
