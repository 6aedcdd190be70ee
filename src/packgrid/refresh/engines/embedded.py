"""The engine within `packgrid up`: one thread with an event loop, asking gently, the longest waiting first."""

import asyncio
import contextlib
import logging
import threading
from datetime import UTC, datetime

import attrs
from asgiref.sync import sync_to_async
from django.db import connection

from packgrid.refresh import due
from packgrid.refresh.fetch import Kind
from packgrid.refresh.models import FetchState
from packgrid.refresh.refreshing import Outcome, refresh_async

BATCH = 10
PAUSE_S = 0.5
IDLE_S = 60
LONGEST_REST_S = 900
STOP_S = 5
logger = logging.getLogger(__name__)


@attrs.define
class EmbeddedEngine:
    """Start it once, stop it once."""

    pause_s: float = PAUSE_S
    idle_s: float = IDLE_S
    loop: asyncio.AbstractEventLoop = attrs.field(factory=asyncio.new_event_loop)
    task: asyncio.Task[None] | None = None
    thread: threading.Thread | None = None
    is_network_down: bool = False

    def start(self) -> None:
        """Begin in a thread of its own."""
        self.thread = threading.Thread(target=self.run, name="refresher", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End within moments, also in the middle of a request; what was applied is kept, the rest stays due."""
        if self.thread is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop may have ended by itself
            self.loop.call_soon_threadsafe(lambda: self.task and self.task.cancel())
        self.thread.join(STOP_S)

    def run(self) -> None:
        """The thread."""
        asyncio.set_event_loop(self.loop)
        self.task = self.loop.create_task(self.forever())
        with contextlib.suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self.task)
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    async def forever(self) -> None:
        """Round after round; a fault of ours is logged and does not end it."""
        rest_s = self.idle_s
        try:
            while True:
                try:
                    rest_s = await self.round(rest_s)
                except Exception:
                    logger.exception("the refresher met a fault and goes on after a pause")
                    rest_s = self.idle_s
                await asyncio.sleep(rest_s)
        finally:
            await sync_to_async(connection.close)()

    async def round(self, rest_s: float) -> float:
        """Refresh a few of what is due; how long to rest after it, in seconds."""
        states = await sync_to_async(due.due)(datetime.now(UTC), BATCH)
        if not states:
            return self.idle_s
        for state in states:
            outcome = await self.one(state)
            if outcome and outcome.kind is Kind.UNAVAILABLE:
                return self.note_network(is_down=True, reason=outcome.reason, rest_s=rest_s)
            await asyncio.sleep(self.pause_s)
        return self.note_network(is_down=False, reason="", rest_s=0)

    async def one(self, state: FetchState) -> Outcome | None:
        """Refresh one package."""
        outcomes = await refresh_async([state], at_once=1)
        return outcomes[0] if outcomes else None

    def note_network(self, *, is_down: bool, reason: str, rest_s: float) -> float:
        """Say once that the source went away or came back; rest ever longer while it is away."""
        if is_down != self.is_network_down:
            logger.warning("refreshing rests: %s" if is_down else "refreshing goes on%s", reason)
        self.is_network_down = is_down
        return min(max(rest_s, self.idle_s) * 2, LONGEST_REST_S) if is_down else self.pause_s
