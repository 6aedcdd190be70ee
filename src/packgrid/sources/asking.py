"""The one shape of every source: questions in, an answer for each out."""

from collections.abc import Awaitable, Sequence
from typing import Protocol

import attrs

from packgrid.sources.errors import SourceError


@attrs.frozen
class Asked:
    """One question: a project's name or a repository's address, and what the last answer said it was good for."""

    subject: str
    validator: str = ""


@attrs.frozen
class Fetched[Snapshot]:
    """An answer: its snapshot, None where nothing has changed since the validator that was asked with.

    `validator` belongs into the next question. `moved_to` is the address that the subject has moved to for good.
    An answer is not whole where a limit kept the source from asking for all of it: the rest is to be had soon.
    """

    snapshot: Snapshot | None
    validator: str
    moved_to: str = ""
    is_whole: bool = True


type Reply[Snapshot] = Fetched[Snapshot] | SourceError


class Source[Snapshot](Protocol):
    """A client of an outside service. It saves nothing and knows nothing of our tables."""

    @property
    def most_at_once(self) -> int:
        """How many questions one call to fetch() may carry."""

    async def fetch(self, asked: Sequence[Asked]) -> Sequence[Reply[Snapshot]]:
        """A reply for each question, in their order; no SourceError is raised, it is the reply.

        What concerns the service as a whole (RateLimited, Unavailable) is the reply to every question of the call.
        """


async def replied[Snapshot](fetching: Awaitable[Fetched[Snapshot]]) -> Reply[Snapshot]:
    """The answer to one question, or the error that came instead."""
    try:
        return await fetching
    except SourceError as error:
        return error
