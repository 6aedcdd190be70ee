"""Reads what all processes have invalidated, on a database connection of its own, without a thread.

Whoever is about to answer from memory calls `poll()` first. Mostly that only looks at a clock. Five times a second it
asks the database whether anything was committed: SQLite by `PRAGMA data_version`, which takes microseconds, PostgreSQL
by looking for notifications that have arrived, which takes no round trip, and twice a second by reading the table.
"""

import threading
import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any

import attrs
from django.db import DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from packgrid.httpcache.invalidation import CHANNEL

CHECK_S, READ_S, UNREACHABLE_AFTER_S = 0.2, 0.5, 0.9
FORGET_GAPS_AFTER_S = 3600.0
MAX_ROWS = 5000


@attrs.frozen
class Invalidations:
    """The tags that were invalidated since the last call; anything may have been where the log is incomplete.

    `since`, on the monotonic clock, is when the log was read last, so that all of it happened later.
    """

    tags: Collection[str] = ()
    is_incomplete: bool = False
    since: float = float("-inf")


NOTHING = Invalidations()


class LogUnreachable(Exception):
    """The database did not answer for a second, so that nobody knows whether what is in memory is still fresh."""


@attrs.define
class InvalidationListener:
    """The place of this process in the log.

    `last_id` is the highest id that it has read, None before the first time; it knows of all commits before `read_at`.
    PostgreSQL gives ids before the commit, so that some rows appear late: `gaps` are the ids that were missing below
    `last_id`, with the time of that. One that is missing for an hour was rolled back.
    """

    last_id: int | None = None
    gaps: dict[int, float] = attrs.field(factory=dict)
    checked_at: float = -UNREACHABLE_AFTER_S
    read_at: float = float("-inf")
    data_version: int | None = None
    connection: BaseDatabaseWrapper | None = None
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def poll(self) -> Invalidations:
        """The invalidations since the last call, by any process.

        Raises:
            LogUnreachable: the last successful check is too long ago, and another one failed.
        """
        now = time.monotonic()
        if now - self.checked_at < CHECK_S:
            return NOTHING
        if not self.lock.acquire(blocking=now - self.checked_at > UNREACHABLE_AFTER_S):
            return NOTHING  # another thread is checking
        try:
            return self.check(now) if self.checked_at < now - CHECK_S else NOTHING
        except (DatabaseError, InterfaceError) as error:
            self.close_connection()
            raise LogUnreachable from error
        finally:
            self.lock.release()

    def check(self, now: float) -> Invalidations:
        """Ask the database."""
        connection = self.open_connection()
        since = self.read_at
        found = self.read_log(connection, now) if self.may_have_grown(connection, now) else NOTHING
        self.checked_at = now
        return attrs.evolve(found, since=since)

    def open_connection(self) -> BaseDatabaseWrapper:
        """The connection of this listener; it gets notifications from PostgreSQL."""
        if self.connection is None:
            connection = connections["default"].copy()
            connection.inc_thread_sharing()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
            self.connection, self.data_version, self.read_at = connection, None, float("-inf")
        return self.connection

    def close_connection(self) -> None:
        """Give the connection up; the next check opens another one and reads on from the same place."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(DatabaseError, InterfaceError):  # a broken connection may fail to close, too
                connection.close()

    def may_have_grown(self, connection: BaseDatabaseWrapper, now: float) -> bool:
        """True if there may be new rows since the last check."""
        if connection.vendor == "sqlite":
            before, self.data_version = self.data_version, fetch(connection, "PRAGMA data_version")[0][0]
            self.read_at = now if before == self.data_version else self.read_at
            return before != self.data_version
        is_notified = any(connection.connection.notifies(timeout=0))
        return is_notified or now - self.read_at >= READ_S

    def read_log(self, connection: BaseDatabaseWrapper, now: float) -> Invalidations:
        """The new rows, and those that appeared late."""
        lowest, highest = fetch(connection, BOUNDS)[0]
        before, after = self.last_id, highest or 0
        if before is None or after < before or (lowest or 0) > before + 1 or after - before > MAX_ROWS:
            start = max(after - MAX_ROWS, (lowest or 1) - 1)
            self.gaps = {}
            self.advance({pk for (pk,) in fetch(connection, IDS, start)}, start, now)
            return Invalidations(is_incomplete=True)
        rows = dict(fetch(connection, NEW, before)) | self.fetch_late(connection)
        self.advance(rows, before, now)
        return Invalidations({tag for tags in rows.values() for tag in tags.split()})

    def fetch_late(self, connection: BaseDatabaseWrapper) -> dict[int, str]:
        """The rows that were gaps and are there now."""
        if not self.gaps:
            return {}
        return dict(fetch(connection, LATE.format(", ".join(["%s"] * len(self.gaps))), *self.gaps))

    def advance(self, ids: Collection[int], before: int, now: float) -> None:
        """Go to the highest of these ids; remember the gaps below it, the latest if they are too many."""
        self.last_id, self.read_at = max([before, *ids]), now
        gaps = self.gaps | dict.fromkeys(range(before + 1, self.last_id), now)
        missing = [(pk, at) for pk, at in gaps.items() if pk not in ids and now - at < FORGET_GAPS_AFTER_S]
        self.gaps = dict(missing[-MAX_ROWS:])


BOUNDS = "SELECT MIN(id), MAX(id) FROM httpcache_invalidation"
IDS = "SELECT id FROM httpcache_invalidation WHERE id > %s"
NEW = "SELECT id, tags FROM httpcache_invalidation WHERE id > %s"
LATE = "SELECT id, tags FROM httpcache_invalidation WHERE id IN ({})"


def fetch(connection: BaseDatabaseWrapper, statement: str, *values: int) -> list[tuple[Any, ...]]:
    """All rows that a statement selects."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())
