"""Public responses on disk: the second level of the response cache, shared by the web processes of a machine.

One SQLite file of its own in the data folder, bounded in size, never a source of truth: where it cannot be used, pages
are made again. It holds responses without a content encoding, compressed by zstd, and is emptied for another version of
the program. Its state says up to which place in the log of invalidations of which database they were applied.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from packgrid.httpcache.encoding import compress_zstd, decompress_zstd
from packgrid.httpcache.tags import EVERYTHING

logger = logging.getLogger(__name__)

BUSY_MS = 50
BATCH = 500
EVICTED_SHARE = 10
"""One in so many pages is deleted, the oldest first, where the file is full."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS page (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
  tags TEXT NOT NULL, made_s REAL NOT NULL, expires_s REAL
);
CREATE TABLE IF NOT EXISTS page_tag (tag TEXT, page INTEGER, PRIMARY KEY (tag, page)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tags_of_page ON page_tag (page);
"""


@attrs.frozen
class StoredPage:
    """A response without a content encoding; times are in seconds since 1970, `expires_s` None for never."""

    headers: Mapping[str, str]
    body: bytes
    tags: frozenset[str]
    made_s: float
    expires_s: float | None


@attrs.define
class PageStore:
    """The file, with a connection for this process, which its threads share.

    `owed_tags` were invalidated, but could not be deleted yet; until they are, nothing is read from the file.
    """

    path: Path
    max_bytes: int
    fingerprint: str
    connection: sqlite3.Connection | None = None
    owed_tags: set[str] = attrs.field(factory=set)
    has_failed: bool = False
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def read(self, key: str, now_s: float) -> StoredPage | None:
        """The page under a key, if it is there, has not expired, and was not made in the future."""
        row = None
        with self.usable() as connection:
            if connection and self.pay_debts(connection):
                row = connection.execute(READ, [self.fingerprint + key]).fetchone()
        if row is None:
            return None
        headers, body, tags, made_s, expires_s = row
        if made_s > now_s or (expires_s is not None and expires_s <= now_s):
            return None
        return StoredPage(json.loads(headers), decompress_zstd(body), frozenset(tags.split()), made_s, expires_s)

    def write(self, key: str, page: StoredPage) -> None:
        """Store a page; an older one under its key is replaced."""
        body = compress_zstd(page.body)
        if len(body) > self.max_bytes // 50:
            return
        key = self.fingerprint + key
        values = [key, json.dumps(dict(page.headers)), body, " ".join(sorted(page.tags)), page.made_s, page.expires_s]
        with self.usable() as connection:
            if connection and self.pay_debts(connection):
                delete_pages(connection, "key = ?", [key])
                page_id = connection.execute(WRITE, values).lastrowid
                connection.executemany(WRITE_TAG, [(tag, page_id) for tag in page.tags])
                if file_bytes(connection) > self.max_bytes:
                    evict_oldest(connection)

    def delete(self, key: str) -> None:
        """Delete one page."""
        with self.usable() as connection:
            if connection:
                delete_pages(connection, "key = ?", [self.fingerprint + key])

    def invalidate(self, tags: Collection[str], log_id: int | None = None) -> None:
        """Delete the pages with one of these tags, and note up to which id of the log that was done."""
        self.owed_tags.update(tags)
        with self.usable() as connection:
            if connection and self.pay_debts(connection) and log_id is not None:
                connection.execute(SET_HIGHER_LOG_ID, [log_id])

    def pay_debts(self, connection: sqlite3.Connection) -> bool:
        """Delete what was invalidated before, in the transaction that goes on; True, because it raises otherwise."""
        owed = set(self.owed_tags)
        if EVERYTHING in owed:
            delete_all_pages(connection)
        else:
            for start in range(0, len(owed), BATCH):
                some = sorted(owed)[start : start + BATCH]
                marks = ", ".join("?" * len(some))
                delete_pages(connection, f"id IN (SELECT page FROM page_tag WHERE tag IN ({marks}))", some)  # noqa: S608 marks
        self.owed_tags -= owed
        return True

    def read_log_id(self, database: str) -> int | None:
        """The place in this database's log up to which invalidations were applied; None if the file does not know."""
        state: dict[str, Any] = {}
        with self.usable() as connection:
            state = dict(connection.execute("SELECT name, value FROM state")) if connection else {}
        return state.get("log_id") if state.get("database") == database else None

    def begin_anew(self, database: str) -> None:
        """Delete all pages, because those to come are of this database."""
        self.owed_tags.add(EVERYTHING)
        with self.usable() as connection:
            if connection and self.pay_debts(connection):
                connection.execute("DELETE FROM state WHERE name = 'log_id'")
                connection.execute("INSERT OR REPLACE INTO state VALUES ('database', ?)", [database])

    def count(self) -> int:
        """The number of pages."""
        with self.usable() as connection:
            return connection.execute("SELECT COUNT(*) FROM page").fetchone()[0] if connection else 0

    @contextmanager
    def usable(self) -> Iterator[sqlite3.Connection | None]:
        """A transaction on the file, for this thread alone; None where it cannot be opened. Its errors are logged once.

        What the caller does within has no effect if the file fails or somebody else holds it for too long.
        """
        with self.lock:
            opened = self.try_to_open()
            if opened is None:
                yield None
                return
            try:
                with opened:
                    yield opened
            except sqlite3.Error as error:
                self.give_up(error)

    def try_to_open(self) -> sqlite3.Connection | None:
        """The connection, which is opened if need be; None if that fails."""
        try:
            self.connection = self.connection or self.open()
        except (sqlite3.Error, OSError) as error:
            self.give_up(error)
        return self.connection

    def open(self) -> sqlite3.Connection:
        """A connection to the file, which is made, or emptied for another version, if need be."""
        self.path.touch(mode=0o600)
        self.connection = connection = sqlite3.connect(self.path, timeout=BUSY_MS / 1000, check_same_thread=False)
        connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {SCHEMA}")
        row = connection.execute("SELECT value FROM state WHERE name = 'fingerprint'").fetchone()
        if row != (self.fingerprint,):
            with connection:
                delete_all_pages(connection)
                connection.execute("DELETE FROM state")
                connection.execute("INSERT INTO state VALUES ('fingerprint', ?)", [self.fingerprint])
        return connection

    def give_up(self, error: Exception) -> None:
        """Go on without the file for now; a damaged one is deleted, so that the next access makes another."""
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            return
        if not self.has_failed:
            logger.warning("Stored pages cannot be used (%s: %s); pages are made again instead.", self.path, error)
            self.has_failed = True
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


READ = "SELECT headers, body, tags, made_s, expires_s FROM page WHERE key = ?"
WRITE = "INSERT INTO page (key, headers, body, tags, made_s, expires_s) VALUES (?, ?, ?, ?, ?, ?)"
WRITE_TAG = "INSERT OR IGNORE INTO page_tag (tag, page) VALUES (?, ?)"
SET_HIGHER_LOG_ID = """
INSERT INTO state VALUES ('log_id', ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
"""


def delete_pages(connection: sqlite3.Connection, condition: str, values: Collection[object]) -> None:
    """Delete the pages that fulfil a condition, with their tags."""
    ids = connection.execute(f"SELECT id FROM page WHERE {condition}", list(values)).fetchall()  # noqa: S608 our own words
    connection.executemany("DELETE FROM page_tag WHERE page = ?", ids)
    connection.executemany("DELETE FROM page WHERE id = ?", ids)


def delete_all_pages(connection: sqlite3.Connection) -> None:
    """Delete all pages."""
    connection.execute("DELETE FROM page")
    connection.execute("DELETE FROM page_tag")


def evict_oldest(connection: sqlite3.Connection) -> None:
    """Delete a part of the pages, those that were stored first."""
    (count,) = connection.execute("SELECT COUNT(*) FROM page").fetchone()
    part = max(1, count // EVICTED_SHARE)
    delete_pages(connection, "id IN (SELECT id FROM page ORDER BY id LIMIT ?)", [part])


def file_bytes(connection: sqlite3.Connection) -> int:
    """The size of what the file holds, without free space in it."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int((pages - free) * size)
