"""A database connection that threads use in turn."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

ALIAS = "default"


class SharedConnection:
    """One connection for what takes a fraction of a millisecond in any of many threads.

    With a connection of their own, 64 threads would have 64 page caches, and PostgreSQL would soon refuse more.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._connection = connections.create_connection(ALIAS)
        self._connection.inc_thread_sharing()

    @contextmanager
    def hold(self, wait_s: float) -> Iterator[bool]:
        """Give it to this thread, in place of its own; False if others kept it for `wait_s` seconds."""
        if not self._turn.acquire(timeout=wait_s):
            yield False
            return
        try:
            own = next((one for one in connections.all(initialized_only=True) if one.alias == ALIAS), None)
            connections[ALIAS] = self._connection
            try:
                yield True
            finally:
                if own:
                    connections[ALIAS] = own
                else:
                    del connections[ALIAS]
        finally:
            self._turn.release()
