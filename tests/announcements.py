"""Hears what is announced to projections."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from packgrid.projections.change_set import ChangeSet
from packgrid.projections.projection import Projection, Turn, register, unregister


@contextmanager
def heard_by(hear: Callable[[ChangeSet], None]) -> Iterator[None]:
    """Call `hear` with each change set, after all other projections."""
    register(Projection("a test", Turn.CACHE, lambda changes, _progress: hear(changes)))
    try:
        yield
    finally:
        unregister("a test")


@contextmanager
def heard_ids(kind: str) -> Iterator[list[set[int]]]:
    """The sets of ids of one kind that are announced, such as "packages"; empty ones are left out."""
    heard: list[set[int]] = []

    def hear(changes: ChangeSet) -> None:
        if ids := getattr(changes, kind):
            heard.append(set(ids))

    with heard_by(hear):
        yield heard
