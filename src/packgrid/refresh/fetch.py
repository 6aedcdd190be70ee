"""Asks PyPI about many projects, a few at a time. It touches no database."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice

import attrs

from packgrid.refresh.models import FetchState
from packgrid.sources.asking import Asked, Fetched, Source
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError
from packgrid.sources.pypi import ProjectSnapshot

LONGEST_PAUSE = timedelta(seconds=60)
UNSAID_PAUSE = timedelta(minutes=15)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
Kind = FetchState.Answer
KINDS = {Gone: Kind.GONE, RateLimited: Kind.RATE_LIMITED, Malformed: Kind.MALFORMED}


@attrs.frozen
class Pace:
    """How many questions may be under way, and the pause before each."""

    at_once: int
    pause_s: float = 0


QUICKLY = Pace(at_once=4)
GENTLY = Pace(at_once=1, pause_s=0.5)


@attrs.frozen
class Question:
    """What to ask: a package, its name on PyPI, the validator of the last answer."""

    package_id: int
    name: str
    etag: str = ""


@attrs.frozen
class Answer:
    """What came back: a snapshot if it is not the one we have, else the reason why there is none."""

    question: Question
    kind: Kind
    snapshot: ProjectSnapshot | None = None
    etag: str = ""
    reason: str = ""
    retry_at: datetime | None = None


async def fetch(source: Source[ProjectSnapshot], questions: Iterable[Question], pace: Pace) -> AsyncGenerator[Answer]:
    """The answers as they come; the place of one is free for the next question once the answer was dealt with.

    After "come back later" the rest waits for up to a minute, or is given back unasked. Close it if you stop early.
    """
    line, waiting = Line(source, pace.pause_s), iter(questions)
    pending = {asyncio.create_task(line.ask(question)) for question in islice(waiting, pace.at_once)}
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
                pending |= {asyncio.create_task(line.ask(question)) for question in islice(waiting, 1)}
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


@attrs.define
class Line:
    """The queue before one source: nobody asks before `closed_until`."""

    source: Source[ProjectSnapshot]
    pause_s: float
    closed_until: datetime = LONG_AGO

    async def ask(self, question: Question) -> Answer:
        """One answer, whatever happens on the way."""
        await asyncio.sleep(self.pause_s)
        while (wait := self.closed_until - datetime.now(UTC)) > timedelta():
            if wait > LONGEST_PAUSE:
                reason = "not asked: PyPI had asked to come back later"
                return Answer(question, Kind.RATE_LIMITED, reason=reason, retry_at=self.closed_until)
            await asyncio.sleep(wait.total_seconds())
        reply = (await self.source.fetch([Asked(question.name, question.etag)]))[0]
        if isinstance(reply, RateLimited):
            retry_at = reply.retry_at or datetime.now(UTC) + UNSAID_PAUSE
            self.closed_until = max(self.closed_until, retry_at)
            return failed(question, reply, retry_at)
        return failed(question, reply) if isinstance(reply, SourceError) else answered(question, reply)


def answered(question: Question, fetched: Fetched[ProjectSnapshot]) -> Answer:
    """An answer with a snapshot, or with none where the source says that nothing has changed."""
    kind = Kind.CHANGED if fetched.snapshot else Kind.UNCHANGED
    return Answer(question, kind, fetched.snapshot, fetched.validator)


def failed(question: Question, error: SourceError, retry_at: datetime | None = None) -> Answer:
    """An answer that says why there is no snapshot."""
    reason = PASSWORD.sub("", str(error))
    return Answer(question, KINDS.get(type(error), Kind.UNAVAILABLE), reason=reason, retry_at=retry_at)


PASSWORD = re.compile(r"(?<=://)[^/@\s]+@")  # an index of one's own may need one; reasons are shown to everyone
