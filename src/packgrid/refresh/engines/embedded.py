"""The engine within `packgrid up`: one thread with an event loop, asking gently, the longest waiting first."""

import asyncio
import contextlib
import logging
import threading
from datetime import UTC, datetime

import attrs
from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections

from packgrid.refresh import due
from packgrid.refresh.fetch import GENTLY, Kind, Pace
from packgrid.refresh.refreshing import Outcome, refreshed

BATCH = 10
IDLE_S = 60
FAULT_S = 60
FAILURES_BEFORE_REST = 3
LONGEST_REST_S = 900
STOP_S = 2
logger = logging.getLogger(__name__)


@attrs.define(eq=False)
class EmbeddedEngine:
    """Start it once, stop it once. All it knows is in rows, but for how many requests in a row went nowhere."""

    pace: Pace = GENTLY
    idle_s: float = IDLE_S
    fault_s: float = FAULT_S
    unreachable_in_a_row: int = 0
    loop: asyncio.AbstractEventLoop | None = None
    task: asyncio.Task[None] | None = None
    thread: threading.Thread | None = None

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
        with asyncio.Runner(loop_factory=lambda: loop) as runner, contextlib.suppress(asyncio.CancelledError):
            runner.get_loop().run_until_complete(task)

    async def forever(self) -> None:
        """Round after round."""
        try:
            while True:
                await self.round_and_rest()
        finally:
            await sync_to_async(connections.close_all)()

    async def round_and_rest(self) -> None:
        """One round and the rest after it; a fault of ours is logged and ends nothing."""
        try:
            await sync_to_async(close_old_connections)()
            rest_s = await self.round()
        except Exception:
            logger.exception("the refresher met a fault and goes on in %s seconds", self.fault_s)
            rest_s = self.fault_s
        await asyncio.sleep(rest_s)

    async def round(self) -> float:
        """Refresh a few of what is due, one alone while the source is out of reach; how long to rest, in seconds."""
        states = await sync_to_async(due.due)(datetime.now(UTC), 1 if self.is_away else BATCH)
        if not states:
            return await sync_to_async(self.idle)()
        async with contextlib.aclosing(refreshed(states, self.pace)) as outcomes:
            async for outcome in outcomes:
                if rest_s := self.rest_after(outcome):
                    return rest_s
        return 0

    @property
    def is_away(self) -> bool:
        """Whether the source seems out of reach as a whole, not one of its documents."""
        return self.unreachable_in_a_row >= FAILURES_BEFORE_REST

    def idle(self) -> float:
        """Look for packages that are new, then rest until something is due, a minute at most."""
        now = datetime.now(UTC)
        if due.ensure_states(now):
            return 0
        first = due.first_due_at()
        return self.idle_s if first is None else min(self.idle_s, max(0.0, (first - now).total_seconds()))

    def rest_after(self, outcome: Outcome) -> float:
        """How long the source wants to be left alone, in seconds; each change of its state is logged once."""
        if outcome.kind is Kind.RATE_LIMITED and outcome.retry_at:
            logger.warning(
                "PyPI asks to be left alone until %s; refreshing rests", f"{outcome.retry_at:%d %B %H:%M %Z}"
            )
            wait = min(outcome.retry_at - datetime.now(UTC), due.LONGEST_RETRY)
            return max(0.0, wait.total_seconds())
        was_away = self.is_away
        self.unreachable_in_a_row = self.unreachable_in_a_row + 1 if outcome.kind is Kind.UNAVAILABLE else 0
        if self.is_away != was_away:
            logger.warning(
                "refreshing %s", f"rests: {outcome.reason}" if self.is_away else "goes on: PyPI answers again"
            )
        doublings = min(self.unreachable_in_a_row - FAILURES_BEFORE_REST, 10)
        return min(self.idle_s * 2**doublings, LONGEST_REST_S) if self.is_away else 0
