"""Writes many answers that say nothing new: the hottest path of all, for most of the world sleeps.

The statement is written by hand, because building it again for each row cost more than running it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from packgrid.catalogue.models import FetchState
from packgrid.refresh.fetch import Answer
from packgrid.refresh.lanes import fixed_time, fixed_wait
from packgrid.refresh.schedule import AskResult, Jitter, next_due

COLUMNS = ("due_at", "last_answer_at", "last_success_at", "validator")
STATEMENT = (
    f"UPDATE {FetchState._meta.db_table} SET {', '.join(f'{name} = %s' for name in COLUMNS)}, "  # noqa: S608, SLF001 names of ours
    "last_answer = 'unchanged', last_error = '', failures_in_a_row = 0, claim = '', claimed_until = NULL "
    "WHERE id = %s AND claim = %s"
)


def write_unchanged(answers: Sequence[Answer], *, now: datetime, jitter: Jitter) -> None:
    """Move the times of the rows, one statement for all of them; those that are no longer ours are left alone."""
    if answers:
        with connection.cursor() as cursor:
            cursor.executemany(STATEMENT, [row_values(answer, now, jitter()) for answer in answers])


def row_values(answer: Answer, now: datetime, jitter: float) -> tuple[str | int | datetime | None, ...]:
    """The values for one row."""
    claimed = answer.claimed
    went = AskResult(
        FetchState.Answer.UNCHANGED,
        changed_at=claimed.last_change_at,
        is_whole=answer.is_whole,
        every=fixed_wait(claimed.lane.source),
        at=fixed_time(claimed.lane.source, now),
    )
    adapted = connection.ops.adapt_datetimefield_value
    at = adapted(now)
    due_at = adapted(next_due(went, now=now, jitter=jitter))
    return due_at, at, at, shorten_validator(answer.validator), claimed.state_id, claimed.claim


def shorten_validator(validator: str) -> str:
    """A validator that can be kept; without it everything is asked for again."""
    return validator if len(validator) <= LONGEST_VALIDATOR else ""


LONGEST_VALIDATOR = 500
