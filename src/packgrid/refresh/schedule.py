"""When to ask again: pure arithmetic on how it went."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import attrs

from packgrid.catalogue.models import FetchState

Answer = FetchState.Answer
SUCCESSES = {Answer.CHANGED, Answer.UNCHANGED}

FIRST_WAIT = timedelta(hours=24)
SHORTEST_WAIT = timedelta(hours=6)
LONGEST_WAIT = timedelta(days=7)
QUIET_TIMES_A_WAIT = 10
FIRST_RETRY = timedelta(hours=1)
FIRST_RETRY_WHEN_GONE = timedelta(days=1)
LONGEST_RETRY = timedelta(days=30)
SPREAD = 0.25
type Jitter = Callable[[], float]
"""Gives a number from -1 to 1, another one each time."""


@attrs.frozen
class AskResult:
    """How it went: the answer and whether it was whole, failures in a row, the last change seen, "come back then".

    `every` is the wait after a whole answer where that does not depend on changes, `at` the moment that ends it where
    that is the same for all.
    """

    answer: str
    failures: int = 0
    changed_at: datetime | None = None
    retry_at: datetime | None = None
    is_whole: bool = True
    every: timedelta | None = None
    at: datetime | None = None


def next_due(went: AskResult, *, now: datetime, jitter: float = 0.0) -> datetime:
    """When to ask again; `jitter` from -1 to 1 moves a wait by up to a quarter, so that nothing comes in herds.

    What changed is asked again in hours, what has been quiet for long within a week, and what a limit cut short after
    an hour. Failures wait one hour, two, four and so on, a project that is gone one day, two, four; nothing waits
    longer than 30 days, and nothing is given up.
    """
    if went.answer == Answer.RATE_LIMITED and went.retry_at:
        return min(max(now, went.retry_at), now + LONGEST_RETRY) + SHORTEST_RETRY_SPREAD * abs(jitter)
    if went.at and went.answer in SUCCESSES:
        return went.at
    longest = LONGEST_WAIT if went.answer in SUCCESSES else LONGEST_RETRY
    return now + min(wait_time(went, now), longest / (1 + SPREAD)) * (1 + SPREAD * jitter)


def wait_time(went: AskResult, now: datetime) -> timedelta:
    """How long to wait, before it is spread and held below the longest."""
    if went.answer in SUCCESSES:
        if not went.is_whole:
            return FIRST_RETRY
        return went.every or after_success(went.changed_at, now)
    first = FIRST_RETRIES.get(went.answer, FIRST_RETRY)
    return min(first * (1 << min(max(went.failures, 1) - 1, MOST_DOUBLINGS)), LONGEST_RETRY)


def after_success(changed_at: datetime | None, now: datetime) -> timedelta:
    """A tenth of the time for which nothing has changed, from six hours to a week; a day where that is unknown."""
    if changed_at is None:
        return FIRST_WAIT
    return min(max((now - changed_at) / QUIET_TIMES_A_WAIT, SHORTEST_WAIT), LONGEST_WAIT)


FIRST_RETRIES: Mapping[str, timedelta] = {Answer.GONE: FIRST_RETRY_WHEN_GONE}
SHORTEST_RETRY_SPREAD = timedelta(minutes=5)
MOST_DOUBLINGS = 20
