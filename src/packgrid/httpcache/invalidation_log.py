"""Reads what all processes have written down, on a connection of its own, without a thread.

Whoever is about to answer from memory calls `news()` first. Mostly that looks at a clock; five times a second it asks
the database whether anything was committed: SQLite by `PRAGMA data_version` (microseconds), PostgreSQL by looking for
notifications that have arrived (no round trip) and, twice a second, in the table itself.
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

CHECK_S, POLL_S, UNKNOWN_AFTER_S = 0.2, 0.5, 0.9
LATECOMERS_S = 3600.0
MOST_AT_ONCE = 5000


@attrs.frozen
class News:
    """What was touched since the last call; `is_lost` where the log cannot tell any more, so that all may be.

    `since`, on the monotonic clock, is when the log was known last, so that all of it happened later.
    """

    tags: Collection[str] = ()
    is_lost: bool = False
    since: float = float("-inf")


NOTHING = News()


class Unknown(Exception):
    """It cannot be told whether what is in memory is still true: the database did not answer within a second."""


@attrs.define
class Follower:
    """Where this process stands in the log.

    `last` is the highest id it has seen, None before the first look; what was committed before `known_at` is heard of.
    On PostgreSQL ids are given before the commit, so that some come late: `late` are those that were passed over, with
    the time at which they were, also before the first look. One that has not come after an hour was rolled back.
    """

    last: int | None = None
    late: dict[int, float] = attrs.field(factory=dict)
    checked_at: float = -UNKNOWN_AFTER_S
    known_at: float = float("-inf")
    version: int | None = None
    connection: BaseDatabaseWrapper | None = None
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def news(self) -> News:
        """What was touched since the last call, whoever made it.

        Raises:
            Unknown: the last look at the database is too long ago, and another one did not succeed.
        """
        now = time.monotonic()
        if now - self.checked_at < CHECK_S:
            return NOTHING
        if not self.lock.acquire(blocking=now - self.checked_at > UNKNOWN_AFTER_S):
            return NOTHING  # somebody else is looking
        try:
            return self.look(now) if self.checked_at < now - CHECK_S else NOTHING
        except (DatabaseError, InterfaceError) as error:
            self.close()
            raise Unknown from error
        finally:
            self.lock.release()

    def look(self, now: float) -> News:
        """Ask the database."""
        connection = self.connected()
        since = self.known_at
        found = self.read(connection, now) if self.is_stirred(connection, now) else NOTHING
        self.checked_at = now
        return attrs.evolve(found, since=since)

    def connected(self) -> BaseDatabaseWrapper:
        """A connection of our own, listening where the database can notify."""
        if self.connection is None:
            connection = connections["default"].copy()
            connection.inc_thread_sharing()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
            self.connection, self.version, self.known_at = connection, None, float("-inf")
        return self.connection

    def close(self) -> None:
        """Give the connection up; the next look makes another one and reads on from the same place."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(DatabaseError, InterfaceError):  # what is broken may fail to close, too
                connection.close()

    def is_stirred(self, connection: BaseDatabaseWrapper, now: float) -> bool:
        """Whether the log may have grown since the last look."""
        if connection.vendor == "sqlite":
            before, self.version = self.version, rows_of(connection, "PRAGMA data_version")[0][0]
            self.known_at = now if before == self.version else self.known_at
            return before != self.version
        heard = any(connection.connection.notifies(timeout=0))
        is_time = now - self.known_at >= POLL_S
        return heard or is_time

    def read(self, connection: BaseDatabaseWrapper, now: float) -> News:
        """The rows that are new, and those that came late."""
        lowest, highest = rows_of(connection, BOUNDS)[0]
        before, after = self.last, highest or 0
        if before is None or after < before or (lowest or 0) > before + 1 or after - before > MOST_AT_ONCE:
            start = max(after - MOST_AT_ONCE, (lowest or 1) - 1)
            self.late = {}
            self.pass_over({pk for (pk,) in rows_of(connection, IDS, start)}, start, now)
            return News(is_lost=True)
        rows = dict(rows_of(connection, NEW, before)) | self.came_late(connection)
        self.pass_over(rows, before, now)
        return News({tag for said in rows.values() for tag in said.split()})

    def came_late(self, connection: BaseDatabaseWrapper) -> dict[int, str]:
        """Those rows that had been passed over and are there now."""
        if not self.late:
            return {}
        return dict(rows_of(connection, LATE.format(", ".join(["%s"] * len(self.late))), *self.late))

    def pass_over(self, rows: Collection[int], before: int, now: float) -> None:
        """Stand at the highest of these rows; remember the gaps between, the youngest if they are too many."""
        self.last, self.known_at = max([before, *rows]), now
        gaps = self.late | dict.fromkeys(range(before + 1, self.last), now)
        waiting = [(pk, at) for pk, at in gaps.items() if pk not in rows and now - at < LATECOMERS_S]
        self.late = dict(waiting[-MOST_AT_ONCE:])


BOUNDS = "SELECT MIN(id), MAX(id) FROM httpcache_invalidation"
IDS = "SELECT id FROM httpcache_invalidation WHERE id > %s"
NEW = "SELECT id, tags FROM httpcache_invalidation WHERE id > %s"
LATE = "SELECT id, tags FROM httpcache_invalidation WHERE id IN ({})"


def rows_of(connection: BaseDatabaseWrapper, statement: str, *values: int) -> list[tuple[Any, ...]]:
    """What a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())
