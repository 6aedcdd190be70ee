"""Deletes rows that have expired, once a day, a few at a time so that nobody waits for it."""

from datetime import datetime, timedelta

from packgrid.accounts.sessions import delete_expired_sessions

BATCH = 500
CLEAN_UP_EVERY = timedelta(days=1)


def delete_expired_rows(now: datetime, *, batch: int = BATCH) -> int:
    """Delete what has expired in every table that keeps such rows, in batches; returns how many rows that were."""
    count = 0
    for delete_some in (delete_expired_sessions,):
        while deleted := delete_some(now, batch):
            count += deleted
    return count
