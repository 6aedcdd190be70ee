"""The projections that follow changes, in their order."""

from collections.abc import Callable
from enum import IntEnum, auto

import attrs

from packgrid.projections.change_set import ChangeSet

type Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and the total."""


def ignore_progress(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


class Turn(IntEnum):
    """When it is the turn of a projection: each may read what those before it wrote."""

    SOURCES = auto()
    PEOPLE = auto()
    HISTORY = auto()
    ASSESSMENTS = auto()
    DOCUMENTS = auto()
    SEARCH = auto()
    CACHE = auto()


@attrs.frozen
class Projection:
    """Data that is made from other rows, or another consequence of their changes.

    `update` brings it up to date with a change set, in the transaction of the change. `backfill` writes what is
    missing or was made by an older version, in small transactions of its own, and returns how many rows it wrote; None
    where nothing can be missing.
    """

    name: str
    turn: Turn
    update: Callable[[ChangeSet, Progress], None]
    backfill: Callable[[Progress], int] | None = None


_registered: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    """Let a projection follow all changes from now on; it replaces one of the same name."""
    _registered[projection.name] = projection


def unregister(name: str) -> None:
    """Let a projection follow no more changes."""
    del _registered[name]


def registered_projections() -> list[Projection]:
    """The projections in the order in which they follow changes."""
    return sorted(_registered.values(), key=lambda projection: projection.turn)


def update_projections(changes: ChangeSet, progress: Progress = ignore_progress) -> None:
    """Bring every projection up to date with a change set, in the transaction that is open."""
    if changes:
        for projection in registered_projections():
            projection.update(changes, progress)
