"""What the catalogue announces, inside the transaction that changed it. Rooms above listen; nobody below knows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

packages_changed = Signal()
"""Sent with `ids`, a set of package ids whose rows or facts changed or that were added."""

facts_loaded = Signal()
"""Sent with `ids`, a set of package ids whose facts a file has changed: sources should be asked for everything."""

categories_changed = Signal()
"""Sent with `ids`, a set of category ids that a load has added or changed."""

MANY: ContextVar[set[int] | None] = ContextVar("many", default=None)


def announce_packages(ids: set[int]) -> None:
    """Send `packages_changed`, or let it be sent with many others."""
    found = MANY.get()
    if found is None:
        packages_changed.send(None, ids=ids)
    else:
        found |= ids


@contextmanager
def many() -> Iterator[None]:
    """Change a large part of the catalogue within it: announced once, at its end.

    Who listens may then forget what was kept instead of renewing it.
    """
    found: set[int] = set()
    token = MANY.set(found)
    try:
        yield
        packages_changed.send(None, ids=found)
    finally:
        MANY.reset(token)


def are_many() -> bool:
    """Whether what is announced now is a large part of the catalogue."""
    return MANY.get() is not None
