"""What the catalogue announces, inside the transaction that changed it. Rooms above listen; nobody below knows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

packages_changed = Signal()
"""Sent with `ids`, a set of package ids whose rows or facts changed or that were added."""

facts_loaded = Signal()
"""Sent with `ids`, a set of package ids whose facts a file has changed: sources should be asked for everything."""

judged = Signal()
"""Sent with `ids`, a set of package ids of which something else is concluded than before (Judgement)."""

categories_changed = Signal()
"""Sent with `ids`, a set of category ids that a load has added or changed."""

MANY: ContextVar[bool] = ContextVar("many", default=False)


@contextmanager
def many() -> Iterator[None]:
    """Say within it that very much changes at once: who listens may forget what was kept instead of renewing it."""
    token = MANY.set(True)
    try:
        yield
    finally:
        MANY.reset(token)


def are_many() -> bool:
    """Whether what is announced now is part of something very large."""
    return MANY.get()
