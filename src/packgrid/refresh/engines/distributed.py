"""The engine of many machines: Procrastinate on PostgreSQL hands out lanes; what is done in a lane is the same as ever.

Every minute one worker tends: it makes the rows that packages lack, defers a job for each lane that has something to
do, and takes back the jobs of workers that died. A lane is worked by one worker at a time, so that a host sees the same
pace however many machines there are. The schedule itself is in our rows: losing every job loses nothing.
"""

import asyncio
from contextlib import aclosing, suppress
from datetime import UTC, datetime

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from packgrid.assessment.storage import UnassessedWalk, assess_due
from packgrid.refresh.cleanup import delete_expired_rows
from packgrid.refresh.index_watch import watch_index
from packgrid.refresh.lanes import Lane
from packgrid.refresh.scheduler import lanes_to_work
from packgrid.refresh.subjects import ensure_states
from packgrid.refresh.worker import work_due

A_TURN_S = 300
A_MINUTES_WORTH = 1000
STOP_S = 5
HEARTBEAT_S = 5
DEAD_AFTER_S = 20
CONCURRENCY = 8


def run_worker(concurrency: int = CONCURRENCY, *, is_patient: bool = True) -> None:
    """Work until Ctrl-C or SIGTERM; one that is not patient ends when no job is left."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined] # Django's
        worker.run_worker(
            concurrency=concurrency,
            wait=is_patient,
            delete_jobs="always",
            shutdown_graceful_timeout=STOP_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=DEAD_AFTER_S,
        )


@app.periodic(cron="* * * * *")
# jobs that a worker of an earlier version queued have the old name
@app.task(queueing_lock="tend", aliases=["packgrid.refresh.engines.distributed.tend"])
async def schedule_lanes(timestamp: int) -> None:
    """Drop the jobs of the dead, make missing rows, assess what was not assessed today, hand out lanes.

    It has no lock: one that died with it would be the last.
    """
    now = datetime.fromtimestamp(timestamp, UTC)
    await sync_to_async(close_old_connections)()
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
        if job.id is not None:
            await app.job_manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=True)
    await sync_to_async(ensure_states)(now)
    await sync_to_async(assess_due)(now, UnassessedWalk(), A_MINUTES_WORTH)
    for lane in await sync_to_async(lanes_to_work)(datetime.now(UTC)):
        with suppress(AlreadyEnqueued):
            await work_lane.configure(lock=lane.name, queueing_lock=lane.name).defer_async(
                source=lane.source, host=lane.host
            )


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clean_up")
async def clean_up(timestamp: int) -> None:
    """Delete what has expired, once a day."""
    await sync_to_async(close_old_connections)()
    await sync_to_async(delete_expired_rows)(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="follow_index", lock="follow_index")
async def follow_index(timestamp: int) -> None:
    """Look at what is new at the index, as often as the settings say: each look has one worker."""
    await sync_to_async(close_old_connections)()
    await watch_index(datetime.fromtimestamp(timestamp, UTC))


@app.task
async def work_lane(source: str, host: str) -> None:
    """Work a lane for five minutes at most, so that lanes take turns."""
    await sync_to_async(close_old_connections)()
    with suppress(TimeoutError):
        async with asyncio.timeout(A_TURN_S), aclosing(work_due(Lane(source, host))) as outcomes:
            async for _ in outcomes:
                pass
