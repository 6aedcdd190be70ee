"""Works a lane: claim, ask, apply, again, by a few questioners at a time, until nothing is left or the host rests."""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from itertools import batched

import attrs
from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError

from packgrid.assessment.storage import assess_in_batches
from packgrid.refresh import hosts
from packgrid.refresh.apply import apply_all, apply_answer
from packgrid.refresh.claims import Claimed, claim_due, give_back
from packgrid.refresh.clients import AnySource, open_client
from packgrid.refresh.fetch import Answer, Kind, fetch_answers
from packgrid.refresh.lanes import Lane, Pace, pace_of
from packgrid.refresh.schedule import SUCCESSES

logger = logging.getLogger(__name__)


@attrs.frozen
class Outcome:
    """The outcome for one row: the package by its slug, the lane that was asked, and the reason of a failure."""

    slug: str
    lane: Lane
    kind: Kind
    reason: str = ""

    @property
    def is_failure(self) -> bool:
        """True if nothing was learnt."""
        return self.kind not in SUCCESSES


MOST_STORED_AT_ONCE = 100
type ClaimRows = Callable[[int], list[Claimed]]
"""Claims at most so many rows of a lane; none are left where it gives none."""


async def work_due(lane: Lane, *, is_quick: bool = False) -> AsyncGenerator[Outcome]:
    """Refresh what is due in a lane; the outcomes as they come."""

    def claim(limit: int) -> list[Claimed]:
        return claim_due(lane, limit, now=datetime.now(UTC))

    async with aclosing(work_lane(lane, claim, pace_of(lane, is_quick=is_quick))) as outcomes:
        async for outcome in outcomes:
            yield outcome


async def work_lane(lane: Lane, claim: ClaimRows, pace: Pace) -> AsyncGenerator[Outcome]:
    """Refresh what is claimed until nothing is left or the host rests; each outcome is kept before it is told."""
    health = await sync_to_async(hosts.health_of)(lane)
    told: asyncio.Queue[list[Outcome] | None] = asyncio.Queue()
    async with open_client(lane, health.observe) as source:
        worker = LaneWorker(source, claim, pace, health, told.put)
        working = asyncio.create_task(worker.run())
        working.add_done_callback(lambda _task: told.put_nowait(None))
        try:
            while (outcomes := await told.get()) is not None:
                for outcome in outcomes:
                    yield outcome
            await working
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await sync_to_async(hosts.save_health)(health, datetime.now(UTC))


@attrs.frozen
class LaneWorker:
    """The questioners of one lane."""

    source: AnySource
    claim: ClaimRows
    pace: Pace
    health: hosts.HostHealth
    tell: Callable[[list[Outcome]], Awaitable[None]]

    async def run(self) -> None:
        """Every questioner, until each has nothing left; a suspect host is tried by one question."""
        if self.health.is_suspect:
            await self.turn(1)
        async with asyncio.TaskGroup() as questioners:
            for _ in range(self.pace.at_once):
                questioners.create_task(self.question())

    async def question(self) -> None:
        """One questioner: turn after turn."""
        while await self.turn(self.pace.rows):
            await sync_to_async(hosts.save_health)(self.health, datetime.now(UTC))

    async def turn(self, limit: int) -> bool:
        """Claim some rows, ask, apply; False where there is nothing to do or the host is to be left alone."""
        if self.health.is_resting(datetime.now(UTC)):
            return False
        rows = await sync_to_async(self.claim)(limit)
        try:
            answers = await self.ask(rows)
        except BaseException:
            await asyncio.shield(sync_to_async(give_back)(rows))
            raise
        for some in batched(answers, MOST_STORED_AT_ONCE):  # other lanes write, too
            await self.tell(await sync_to_async(store_answers)(some))
        if unasked := rows[len(answers) :]:
            await sync_to_async(give_back)(unasked)
            await self.tell(
                [Outcome(row.slug, row.lane, Kind.NEVER_ASKED, explain_rest(self.health)) for row in unasked]
            )
        return bool(answers)

    async def ask(self, rows: Sequence[Claimed]) -> list[Answer]:
        """The answers to these rows, a call after the other; fewer where the host wants to be left alone."""
        answers: list[Answer] = []
        while len(answers) < len(rows) and not self.health.is_resting(datetime.now(UTC)):
            await asyncio.sleep(self.pace.pause_s)
            asked = rows[len(answers) : len(answers) + self.source.most_at_once]
            answers += self.learn(await fetch_answers(self.source, asked))
        return answers

    def learn(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """Record how the host answered one call; a 404 or a bad document shows that it works.

        Returns the answers; those that were refused without a time come back when the host has rested.
        """
        now = datetime.now(UTC)
        if limited := next((answer for answer in answers if answer.kind is Kind.RATE_LIMITED), None):
            self.health.limit(limited.retry_at, limited.reason, now)
            return [with_retry_time(answer, self.health.rests_until) for answer in answers]
        if answers and all(answer.kind is Kind.UNAVAILABLE for answer in answers):
            self.health.fail(answers[0].reason, now)
        else:
            self.health.succeed()
        return answers


def with_retry_time(answer: Answer, at: datetime | None) -> Answer:
    """An answer; if it was refused without a time, it is worth another try at this one."""
    is_open = answer.kind is Kind.RATE_LIMITED and answer.retry_at is None
    return attrs.evolve(answer, retry_at=at) if is_open else answer


def explain_rest(health: hosts.HostHealth) -> str:
    """Why a lane was left before everything was asked."""
    until = f" until {health.rests_until:%d %B %H:%M} UTC" if health.rests_until else ""
    return f"not asked: {health.lane.title} rests{until} ({health.last_error})"


def store_answers(answers: Sequence[Answer]) -> list[Outcome]:
    """Apply answers. One that cannot be stored is put off as malformed, so that it does not come up for ever."""
    now = datetime.now(UTC)
    try:
        kinds = apply_all(answers, now=now, jitter=random_jitter)
    except (OperationalError, InterfaceError):
        raise  # the database is away, the answers are not at fault
    except Exception:  # noqa: BLE001 each is tried alone, and what fails there is said
        return [store_answer(answer, now) for answer in answers]
    assess_in_batches(
        {answer.claimed.package_id for answer, kind in zip(answers, kinds, strict=True) if kind in NEWS}, now
    )
    return [make_outcome(answer, kind) for answer, kind in zip(answers, kinds, strict=True)]


NEWS = {Kind.CHANGED, Kind.GONE}


def store_answer(answer: Answer, now: datetime) -> Outcome:
    """Apply one answer of a batch in which something could not be stored."""
    try:
        return make_outcome(answer, apply_answer(answer, now=now, jitter=random_jitter()))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        said = answer.claimed.lane.title
        logger.exception("the answer of %s about %s could not be saved", said, answer.claimed.slug)
        reason = f"what {said} said could not be saved ({type(error).__name__}: {error})"
        bad = Answer(answer.claimed, Kind.MALFORMED, reason=reason)
        return make_outcome(bad, apply_answer(bad, now=now, jitter=random_jitter()))


def make_outcome(answer: Answer, kind: Kind) -> Outcome:
    """The outcome of an answer."""
    return Outcome(answer.claimed.slug, answer.claimed.lane, kind, answer.reason)


def random_jitter() -> float:
    """From -1 to 1, for the schedule."""
    return random.uniform(-1, 1)  # noqa: S311 no secret
