"""Announces changes: at once, or collected until the end of their transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import transaction

from packgrid.projections.change_set import ChangeSet
from packgrid.projections.projection import Progress, ignore_progress, update_projections

_collected: ContextVar[ChangeSet | None] = ContextVar("collected_changes", default=None)


def announce(**changed: Iterable[int]) -> None:
    """Tell the projections which rows changed, by the names of ChangeSet; within `collect_changes` at its end.

    Call it in the transaction of the change.
    """
    collected = _collected.get()
    if collected is None:
        with transaction.atomic(savepoint=False):
            update_projections(ChangeSet(**changed))  # type: ignore[arg-type] # the fields that a caller names are sets of ids
        return
    for kind, ids in changed.items():
        collected.add(kind, ids)


@contextmanager
def collect_changes(
    *, is_large: bool = False, progress: Progress = ignore_progress, at: datetime | None = None
) -> Iterator[None]:
    """A transaction that hands everything announced in it to the projections as one change set, before it commits.

    `at` is when they happened: now, unless told otherwise. Inside another one it is a savepoint, and its changes are
    handed on with the outer ones. Nothing is handed on if the transaction is to be rolled back.
    """
    with transaction.atomic():
        if _collected.get() is not None:
            yield
            return
        changes = ChangeSet(is_large=is_large, at=at or datetime.now(UTC))
        token = _collected.set(changes)
        try:
            yield
        finally:
            _collected.reset(token)
        if not transaction.get_rollback():
            update_projections(changes, progress)
