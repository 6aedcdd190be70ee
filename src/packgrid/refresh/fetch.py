"""Asks a source about claimed rows. It touches no database."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

from packgrid.catalogue.models import FetchState
from packgrid.refresh.claims import Claimed
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError, Unavailable
from packgrid.sources.source import Reply, Source, SourceReply, SourceRequest

Kind = FetchState.Answer
KINDS: dict[type[SourceError], Kind] = {
    Gone: Kind.GONE,
    RateLimited: Kind.RATE_LIMITED,
    Malformed: Kind.MALFORMED,
    Unavailable: Kind.UNAVAILABLE,
}


@attrs.frozen
class Answer:
    """The answer for a row: a snapshot if it is new, else the reason why there is none.

    `moved_to` is the address that the subject has moved to for good. What is not whole is worth asking for again soon.
    `note` tells which parts of the source answered, and what was left out of them.
    """

    claimed: Claimed
    kind: Kind
    snapshot: object = None
    validator: str = ""
    moved_to: str = ""
    reason: str = ""
    retry_at: datetime | None = None
    is_whole: bool = True
    note: str = ""


async def fetch_answers(source: Source[Any], rows: Sequence[Claimed]) -> list[Answer]:
    """An answer for each row, in their order; one call, with at most the questions that the source takes at once.

    Rows of one subject (packages of one repository) ask once.
    """
    questions = list(dict.fromkeys(SourceRequest(row.subject, row.validator) for row in rows))
    replies = dict(zip(questions, await source.fetch(questions), strict=True))
    return [make_answer(row, replies[SourceRequest(row.subject, row.validator)]) for row in rows]


def make_answer(row: Claimed, reply: Reply[Any]) -> Answer:
    """The answer for a row in the reply of a source."""
    if isinstance(reply, SourceReply):
        kind = Kind.UNCHANGED if reply.snapshot is None else Kind.CHANGED
        return Answer(
            row,
            kind,
            reply.snapshot,
            reply.validator,
            reply.moved_to,
            is_whole=reply.is_whole,
            note=without_password(reply.note),
        )
    retry_at = reply.retry_at if isinstance(reply, RateLimited) else None
    return Answer(row, KINDS.get(type(reply), Kind.UNAVAILABLE), reason=without_password(str(reply)), retry_at=retry_at)


def without_password(reason: str) -> str:
    """A reason as everybody may read it: an index of one's own may need a password in its address."""
    return PASSWORD.sub("", reason)


PASSWORD = re.compile(r"(?<=://)[^/@\s]+@")
