"""Changes gathered while much is changed at once, as by a load, and indexed in one go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import attrs

type Progress = Callable[[str, int, int], None]
"""Told the step, what is done and what there is to do."""


@attrs.define
class Gathered:
    """The ids of what changed and is not indexed yet."""

    packages: set[int] = attrs.field(factory=set)
    grids: set[int] = attrs.field(factory=set)


CURRENT: ContextVar[Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[Gathered]:
    """Gather within it what is announced; whoever does so hands it to indexing.index_gathered in the transaction."""
    found = Gathered()
    token = CURRENT.set(found)
    try:
        yield found
    finally:
        CURRENT.reset(token)


def gather(*, packages: set[int] = frozenset(), grids: set[int] = frozenset()) -> bool:  # type: ignore[assignment] # as good as empty
    """Whether these were gathered, and so need no indexing now."""
    found = CURRENT.get()
    if found is None:
        return False
    found.packages |= packages
    found.grids |= grids
    return True
