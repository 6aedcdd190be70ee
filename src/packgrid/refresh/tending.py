"""What an engine asks again and again: which lanes to work now. Every engine works the same lanes the same way."""

from datetime import datetime, timedelta

from django.conf import settings

from packgrid.refresh.claims import Queue, queues
from packgrid.refresh.hosts import resting
from packgrid.refresh.lanes import GIT, PYPISTATS, Lane, has_large_calls

MOST_LANES = 12
A_FULL_CALL = 100
PATIENCE = timedelta(hours=1)


def lanes_to_work(now: datetime) -> list[Lane]:
    """The lanes that have something to do and do not rest, the longest waiting first; two statements."""
    left_alone = set(resting(now).values_list("host", flat=True))
    ready = (queue for queue in queues(now) if queue.lane.name not in left_alone and is_worth_a_call(queue, now))
    return [queue.lane for queue in ready if is_switched_on(queue.lane)][:MOST_LANES]


def is_worth_a_call(queue: Queue, now: datetime) -> bool:
    """Whether to begin with a lane: always, but for one of large calls that has little to ask and may wait."""
    return not has_large_calls(queue.lane) or queue.count >= A_FULL_CALL or now - queue.since >= PATIENCE


def is_switched_on(lane: Lane) -> bool:
    """Whether the operator wants this source to be asked."""
    return {PYPISTATS: bool(settings.PYPISTATS_URL), GIT: bool(settings.GIT_CACHE_BYTES)}.get(lane.source, True)
