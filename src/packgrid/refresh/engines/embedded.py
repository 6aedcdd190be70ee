"""The engine within `packgrid up`: one thread with an event loop that works the lanes gently, side by side."""

import asyncio
import contextlib
import logging
import threading
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import attrs
from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from packgrid.assessment.storage import UnassessedWalk, assess_due
from packgrid.lib.processes import lower_priority
from packgrid.refresh.cleanup import CLEAN_UP_EVERY, delete_expired_rows
from packgrid.refresh.index_watch import next_look, watch_index
from packgrid.refresh.lanes import Lane
from packgrid.refresh.scheduler import lanes_to_work
from packgrid.refresh.subjects import ensure_part, id_ranges
from packgrid.refresh.worker import work_due

TICK_S = 2
SWEEP_S = 60
FAULT_S = 60
STOP_S = 10
logger = logging.getLogger(__name__)


@attrs.define(eq=False)
class EmbeddedEngine:
    """Start it once, stop it once. All that it knows is in rows.

    One that asks no sources only assesses packages and cleans up. `last_bug` is the last error that was survived and
    that is not the database's; None while there was none.
    """

    asks_sources: bool = True
    tick_s: float = TICK_S
    sweep_s: float = SWEEP_S
    fault_s: float = FAULT_S
    is_quick: bool = False
    unassessed: UnassessedWalk = attrs.field(factory=UnassessedWalk)
    unswept: list[range] = attrs.field(factory=list)
    sweep_at: datetime | None = None
    cleaned_up_at: datetime | None = None
    watch_at: datetime | None = None
    watching: asyncio.Task[None] | None = None
    working: dict[Lane, asyncio.Task[None]] = attrs.field(factory=dict)
    loop: asyncio.AbstractEventLoop | None = None
    task: asyncio.Task[None] | None = None
    thread: threading.Thread | None = None
    last_bug: Exception | None = None

    @property
    def says(self) -> str:
        """How refreshing runs."""
        return "on, gently in the background" if self.asks_sources else "off (PACKGRID_REFRESH=off)"

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self.loop = asyncio.new_event_loop()
        self.task = self.loop.create_task(self.forever())
        self.thread = threading.Thread(target=self.run, args=[self.loop, self.task], name="refresher", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End within moments, also in the middle of a request; what was applied is kept, the rest stays due."""
        if self.thread and self.loop and self.task:
            with contextlib.suppress(RuntimeError):  # it has ended by itself and its loop is closed
                self.loop.call_soon_threadsafe(self.task.cancel)
            self.thread.join(STOP_S)

    def run(self, loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
        """The thread: the loop from its beginning to its end."""
        lower_priority()
        with asyncio.Runner(loop_factory=lambda: loop) as runner, contextlib.suppress(asyncio.CancelledError):
            runner.get_loop().run_until_complete(task)

    async def forever(self) -> None:
        """Tick after tick; one that fails is logged, and the next comes after a pause."""
        try:
            while True:
                try:
                    await self.tick()
                except Exception as error:  # noqa: BLE001 the refresher may not end while the site is up
                    self.log_failure("looking for what is due", error)
                    await asyncio.sleep(self.fault_s)
                await asyncio.sleep(self.tick_s)
        finally:
            await self.end()

    async def tick(self) -> None:
        """Clean up, assess a few packages, sweep, and begin to work each lane that has something to do and is free."""
        await sync_to_async(close_old_connections)()
        await sync_to_async(self.clean_up)(datetime.now(UTC))
        await sync_to_async(assess_due)(datetime.now(UTC), self.unassessed)
        if self.asks_sources:
            await self.begin_lanes()

    async def begin_lanes(self) -> None:
        """Make the rows that packages lack, and begin to work each lane that has something to do and is free."""
        await sync_to_async(self.sweep)(datetime.now(UTC))
        self.begin_watching(datetime.now(UTC))
        for lane in await sync_to_async(lanes_to_work)(datetime.now(UTC)):
            if lane not in self.working:
                self.working[lane] = asyncio.create_task(self.work(lane))

    def begin_watching(self, now: datetime) -> None:
        """Begin to look at what is new at the index, where it is time for that."""
        is_free = self.watching is None or self.watching.done()
        if is_free and (self.watch_at is None or now >= self.watch_at):
            self.watch_at = next_look(now)
            self.watching = asyncio.create_task(self.watch(now))

    async def watch(self, now: datetime) -> None:
        """Look at what is new at the index; if that fails it is logged, and done again at its next time."""
        try:
            if count := await watch_index(now):
                logger.info("the index reports changes of %s packages", count)
        except Exception as error:  # noqa: BLE001 what is new is looked for again in minutes
            self.log_failure("following the index", error)

    def clean_up(self, now: datetime) -> None:
        """Delete what has expired, at the start and then once a day."""
        if self.cleaned_up_at is None or now - self.cleaned_up_at >= CLEAN_UP_EVERY:
            self.cleaned_up_at = now
            delete_expired_rows(now)

    def sweep(self, now: datetime) -> None:
        """Make the rows that the packages of one part lack; all parts have their turn, and then there is a pause."""
        if not self.unswept and (self.sweep_at is None or now >= self.sweep_at):
            self.unswept = id_ranges()
            self.sweep_at = now + timedelta(seconds=self.sweep_s)
        if self.unswept:
            ensure_part(self.unswept.pop(), now)

    async def work(self, lane: Lane) -> None:
        """Work a lane until it is empty or rests; if that fails it is logged, and the lane is free after a pause."""
        try:
            async with aclosing(work_due(lane, is_quick=self.is_quick)) as outcomes:
                async for outcome in outcomes:
                    logger.info("%s: %s of %s %s", lane.title, outcome.kind, outcome.slug, outcome.reason)
        except Exception as error:  # noqa: BLE001 other lanes go on
            self.log_failure(f"refreshing from {lane.title}", error)
            await asyncio.sleep(self.fault_s)
        finally:
            self.working.pop(lane, None)

    def log_failure(self, doing: str, error: Exception) -> None:
        """Log an error that is survived, with its traceback: the database was away, or it is a bug of ours."""
        if isinstance(error, OperationalError | InterfaceError):
            logger.warning(
                "%s failed because of the database (%s). It will be tried again", doing, error, exc_info=error
            )
            return
        self.last_bug = error
        logger.error(
            "%s failed because of a bug in Packgrid (%s). It will be tried again. Please report it with "
            "the lines below",
            doing,
            type(error).__name__,
            exc_info=error,
        )

    async def end(self) -> None:
        """Stop what is under way and leave no connection behind."""
        tasks = [*self.working.values(), *([self.watching] if self.watching else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await sync_to_async(connections.close_all)()
