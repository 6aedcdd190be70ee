"""The interface of every source: requests in, one reply for each out."""

from collections.abc import Awaitable, Sequence
from typing import Protocol

import attrs

from packgrid.sources.errors import SourceError


@attrs.frozen
class SourceRequest:
    """A request: the name of a project or the address of a repository, and the validator of the last reply."""

    subject: str
    validator: str = ""


@attrs.frozen
class SourceReply[Snapshot]:
    """A reply: its snapshot, or None where nothing has changed since the validator of the request.

    `validator` is for the next request. `moved_to` is the address that the subject has permanently moved to. A reply is
    not whole where a limit kept the source from fetching all of it; the rest can be fetched soon. `note` tells people,
    line by line, which parts answered and what was left out of them.
    """

    snapshot: Snapshot | None
    validator: str
    moved_to: str = ""
    is_whole: bool = True
    note: str = ""


type Reply[Snapshot] = SourceReply[Snapshot] | SourceError


class Source[Snapshot](Protocol):
    """A client of an outside service. It stores nothing and does not know our tables."""

    @property
    def most_at_once(self) -> int:
        """How many requests one call of fetch() may carry."""

    async def fetch(self, asked: Sequence[SourceRequest]) -> Sequence[Reply[Snapshot]]:
        """A reply for each request, in their order. A SourceError is returned as the reply, not raised.

        What concerns the service as a whole (RateLimited, Unavailable) is the reply to every request of the call.
        """


async def reply_or_error[Snapshot](fetching: Awaitable[SourceReply[Snapshot]]) -> Reply[Snapshot]:
    """The reply to one request, or the error that was raised instead."""
    try:
        return await fetching
    except SourceError as error:
        return error
