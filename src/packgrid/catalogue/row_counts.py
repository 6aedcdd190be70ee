"""Counts over very many rows, cached by each thread until anybody writes to the database."""

import threading
from collections.abc import Callable, Hashable

from django.db import connection

KEPT = threading.local()
# Either differs as soon as a statement could see anything else: what others committed, and what this connection wrote
# (sqlite.org/pragma.html#pragma_data_version; PostgreSQL 18 manual, 9.27.9; both read in November 2026).
STATES = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


def cached_count[T](name: str, count: Callable[[], T]) -> T:
    """The result of `count`, cached until the database changes; one small query.

    Within a transaction it is not cached, because the transaction may be rolled back.
    """
    if connection.in_atomic_block:
        return count()
    before = database_state()
    found: dict[str, tuple[Hashable, T]] = KEPT.__dict__.setdefault("found", {})
    if name not in found or found[name][0] != before:
        found[name] = before, count()
    return found[name][1]


def database_state() -> Hashable:
    """A value that differs for two states of the database."""
    with connection.cursor() as cursor:
        cursor.execute(STATES[connection.vendor])
        (seen,) = cursor.fetchone()
    return connection.connection, seen, getattr(connection.connection, "total_changes", 0)
