"""Asks PyPI about many projects, a few at a time. It knows no database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from packgrid.lib.http import HttpClient
from packgrid.refresh.models import FetchState
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError
from packgrid.sources.pypi import Fetched, ProjectSnapshot, PyPI

AT_ONCE = 4
LONGEST_PAUSE = timedelta(seconds=60)
Kind = FetchState.Answer


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


async def fetch(
    questions: Sequence[Question], *, base_url: str, user_agent: str, at_once: int = AT_ONCE
) -> AsyncIterator[Answer]:
    """The answers as they come. After "come back later" the rest waits up to a minute, or is given back unasked."""
    async with HttpClient(user_agent=user_agent) as http:
        line = Line(PyPI(http, base_url), asyncio.Semaphore(at_once))
        tasks = [asyncio.create_task(line.ask(question)) for question in questions]
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            for task in tasks:
                task.cancel()


@attrs.define
class Line:
    """The queue before one source: so many at once, and none before `closed_until`."""

    source: PyPI
    places: asyncio.Semaphore
    closed_until: datetime | None = None

    async def ask(self, question: Question) -> Answer:
        """One answer, whatever happens on the way."""
        async with self.places:
            if (until := self.closed_until) and (pause := until - datetime.now(UTC)) > timedelta():
                if pause > LONGEST_PAUSE:
                    return Answer(question, Kind.RATE_LIMITED, reason="PyPI asks to come back later", retry_at=until)
                await asyncio.sleep(pause.total_seconds())
            try:
                return answered(question, await self.source.fetch(question.name, etag=question.etag))
            except SourceError as error:
                if isinstance(error, RateLimited):
                    self.closed_until = error.retry_at
                return failed(question, error)


def answered(question: Question, fetched: Fetched) -> Answer:
    """An answer with a snapshot, or with none where the source says that nothing has changed."""
    kind = Kind.CHANGED if fetched.snapshot else Kind.UNCHANGED
    return Answer(question, kind, fetched.snapshot, fetched.etag)


def failed(question: Question, error: SourceError) -> Answer:
    """An answer that says why there is no snapshot."""
    kinds = {Gone: Kind.GONE, RateLimited: Kind.RATE_LIMITED, Malformed: Kind.MALFORMED}
    kind = kinds.get(type(error), Kind.UNAVAILABLE)
    return Answer(question, kind, reason=str(error), retry_at=getattr(error, "retry_at", None))
