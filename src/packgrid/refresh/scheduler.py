"""Selects the lanes to work now. Every engine asks this repeatedly, and works the same lanes the same way."""

from datetime import datetime, timedelta

from django.conf import settings

from packgrid.catalogue.refresh_requests import HEAD_OF_THE_QUEUE
from packgrid.catalogue.source_names import DEPSDEV, GIT, OSV, PYPISTATS, TOP_DOWNLOADS
from packgrid.refresh.claims import A_FULL_CALL, LaneQueue, read_queues
from packgrid.refresh.lanes import AFTER, Lane, has_large_calls
from packgrid.refresh.models import HostState

MOST_LANES = 12
PATIENCE = timedelta(minutes=15)


def lanes_to_work(now: datetime) -> list[Lane]:
    """The lanes that have something to do and do not rest, the longest waiting first; two statements."""
    hosts = {row.host: row for row in HostState.objects.all()}
    waiting = read_queues(now)
    busy = {queue.lane.name for queue in waiting} | {name for name, host in hosts.items() if is_resting(host, now)}
    ready = (queue for queue in waiting if is_ready(queue, hosts.get(queue.lane.name), now))
    lanes = [queue.lane for queue in ready if AFTER.get(queue.lane.source) not in busy]
    in_turn = sorted(lanes, key=lambda lane: not has_large_calls(lane))  # these are soon done, and many wait for them
    return [lane for lane in in_turn if is_switched_on(lane)][:MOST_LANES]


def is_ready(queue: LaneQueue, host: HostState | None, now: datetime) -> bool:
    """True if a lane may be worked: its host does not rest, and a call is worth while.

    A lane of large calls waits until one is full, but never longer than a quarter of an hour, nor when it was never
    asked or somebody wished for something.
    """
    if is_resting(host, now):
        return False
    if host is None or not has_large_calls(queue.lane):
        return True
    asked_at = host.last_answer_at
    is_wished = queue.since <= HEAD_OF_THE_QUEUE
    return queue.count >= A_FULL_CALL or is_wished or asked_at is None or now - asked_at >= PATIENCE


def is_resting(host: HostState | None, now: datetime) -> bool:
    """True if a host must not be called now."""
    return host is not None and host.rests_until is not None and host.rests_until > now


def is_switched_on(lane: Lane) -> bool:
    """True if the operator allows this source to be asked."""
    needs = {
        PYPISTATS: settings.PYPISTATS_URL,
        OSV: settings.OSV_URL,
        GIT: settings.GIT_CACHE_BYTES,
        DEPSDEV: settings.DEPSDEV_URL,
        TOP_DOWNLOADS: settings.TOP_DOWNLOADS_URL,
    }
    return bool(needs.get(lane.source, True))
