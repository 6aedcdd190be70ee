"""Values that pages show and that are dear to make, kept in this process until something they depend on changes.

They do not depend on the response cache. Each use asks the database whether anything was committed, on a connection of
its own (SQLite: 10 µs, PostgreSQL: a round trip), and reads the log of invalidations if so. So what is kept is never
older than the last commit, whichever process wrote it, and whoever edits sees it at once.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import Any

import attrs
from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from packgrid.httpcache.invalidation_log import NOTHING, InvalidationListener, Invalidations, fetch
from packgrid.httpcache.tags import EVERYTHING

SNAPSHOT = "SELECT pg_current_snapshot()::text"
MAX_VALUES = 30
"""How many values a process keeps; the one that was not used for longest goes first."""


@attrs.frozen
class KeptValue:
    """A value, the cache tags of what it shows, and until when it is right, on the monotonic clock."""

    value: Any
    tags: frozenset[str]
    fresh_until: float


@attrs.define(eq=False)
class Making:
    """A value in the making; it is not kept if one of its tags, None for any tag, is invalidated meanwhile."""

    tags: frozenset[str] | None
    is_outdated: bool = False


@attrs.define
class KeptValues:
    """The values of a process by name. `snapshot` is the state of PostgreSQL at the last look."""

    listener: InvalidationListener = attrs.field(factory=InvalidationListener)
    values: OrderedDict[Hashable, KeptValue] = attrs.field(factory=OrderedDict)
    in_progress: set[Making] = attrs.field(factory=set)
    snapshot: str = ""
    now: Callable[[], float] = time.monotonic
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def keep[T](
        self,
        name: Hashable,
        tags: Collection[str] | Callable[[T], Collection[str]],
        make: Callable[[], T],
        *,
        fresh_for_s: Callable[[T], float] | None = None,
    ) -> T:
        """The value of this name, made if it is not there, or if one of its tags was invalidated since it was made.

        `tags` and `fresh_for_s` may be told by the value. It is shared by all threads, so it must not be changed.
        Within a transaction it is always made, because that may be rolled back; so is it where the log cannot be read.
        """
        if connection.in_atomic_block or not self.apply_invalidations():
            return make()
        kept, now = self.find(name), self.now()
        if kept is not None and kept.fresh_until > now:
            found: T = kept.value
            return found
        making = Making(None if callable(tags) else frozenset(tags))
        with self.lock:
            self.in_progress.add(making)
        try:
            value = make()
        finally:
            with self.lock:
                self.in_progress.discard(making)
        fresh_until = now + fresh_for_s(value) if fresh_for_s else float("inf")
        made = KeptValue(value, frozenset(tags(value) if callable(tags) else tags), fresh_until)
        with self.lock:
            if not making.is_outdated:
                self.put(name, made)
        return value

    def find(self, name: Hashable) -> KeptValue | None:
        """The value of this name, which counts as used."""
        with self.lock:
            if name in self.values:
                self.values.move_to_end(name)
            return self.values.get(name)

    def put(self, name: Hashable, made: KeptValue) -> None:
        """Keep a value, and drop another one if there are too many; the caller holds the lock."""
        self.values[name] = made
        self.values.move_to_end(name)
        if len(self.values) > MAX_VALUES:
            self.values.popitem(last=False)

    def apply_invalidations(self) -> bool:
        """Drop what was invalidated since the last call; False if the log cannot be read."""
        with self.lock:
            try:
                new = self.read_new()
            except (DatabaseError, InterfaceError):
                self.listener.close_connection()
                return False
            if new.is_incomplete or EVERYTHING in new.tags:
                self.drop(lambda _tags: True)
            elif new.tags:
                self.drop(lambda tags: tags is None or not tags.isdisjoint(new.tags))
            return True

    def read_new(self) -> Invalidations:
        """All invalidations that were committed since the last call."""
        now, follower = time.monotonic(), self.listener
        database = follower.open_connection()
        return follower.read_log(database, now) if self.may_have_grown(database, now) else NOTHING

    def may_have_grown(self, database: BaseDatabaseWrapper, now: float) -> bool:
        """True if anything was committed since the last call; the listener alone would ask PostgreSQL now and then."""
        is_reported = self.listener.may_have_grown(database, now)
        if database.vendor != "postgresql":
            return is_reported
        before, self.snapshot = self.snapshot, str(fetch(database, SNAPSHOT)[0][0])
        return is_reported or before != self.snapshot

    def drop(self, is_changed: Callable[[frozenset[str] | None], bool]) -> None:
        """Drop the values whose tags match, and mark those in the making; the caller holds the lock."""
        for name in [name for name, kept in self.values.items() if is_changed(kept.tags)]:
            del self.values[name]
        for making in self.in_progress:
            making.is_outdated = making.is_outdated or is_changed(making.tags)


KEPT = KeptValues()
keep = KEPT.keep
