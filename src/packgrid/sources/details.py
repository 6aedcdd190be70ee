"""Asks git hosts for a repository's document only if it changed, and for costly details only if there was a push."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Self

import attrs

from packgrid.lib.http import Headers, HttpAnswer, HttpClient
from packgrid.sources.errors import RateLimited, SourceError
from packgrid.sources.http_statuses import NOT_MODIFIED, check_status, translate_http_errors
from packgrid.sources.repo_addresses import moved_address, requested_repo
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import SourceReply, SourceRequest

type Complete = Callable[[RepoSnapshot], Awaitable[RepoSnapshot]]


@attrs.frozen
class HostValidator:
    """The two parts of a validator for a git host.

    `state` is what changes with every push, or what the host has nearest to it, as it was when the details were last
    asked for; it has no spaces. `etag` is that of the repository's document, "" where there is none.
    """

    state: str = ""
    etag: str = ""

    @classmethod
    def parse(cls, validator: str) -> Self:
        """Parse a stored validator."""
        state, _, etag = validator.partition(" ")
        return cls(state, etag)

    @property
    def text(self) -> str:
        """The stored form: both parts in one text."""
        return f"{self.state} {self.etag}".rstrip()


async def fetch_if_changed(
    http: HttpClient, url: str, asked: SourceRequest, *, headers: Headers | None = None
) -> HttpAnswer | None:
    """Fetch the document of a repository; None if it has not changed since the last answer. One request.

    Raises:
        Gone, RateLimited, Unavailable; each says for which address.
    """
    answer = await fetch_document(http, url, etag=HostValidator.parse(asked.validator).etag, headers=headers)
    return None if answer.status == NOT_MODIFIED else answer


async def fetch_document(http: HttpClient, url: str, *, etag: str = "", headers: Headers | None = None) -> HttpAnswer:
    """Fetch an address: 200, or 304 if there is an `etag`. One request; raises the errors of check_status()."""
    with translate_http_errors(url):
        answer = await http.get(url, accept="application/json", etag=etag, headers=headers)
    check_status(answer, url, "repository", etag=etag)
    return answer


async def with_details(
    facts: RepoSnapshot, asked: SourceRequest, validator: HostValidator, complete: Complete
) -> SourceReply[RepoSnapshot]:
    """The reply, with the details fetched again if the state has changed since the last answer.

    If the details cannot be had, the facts come alone and the validator stays the old one: next time they are asked
    for again.
    """
    moved = moved_address(requested_repo(asked), facts.url)
    if validator.state and validator.state == HostValidator.parse(asked.validator).state:
        return SourceReply(facts, validator.text, moved)
    try:
        return SourceReply(await complete(facts), validator.text, moved)
    except SourceError as error:
        return SourceReply(facts, asked.validator, moved, is_whole=not isinstance(error, RateLimited))


class CallLimiter:
    """Allows a few calls at a time, and none until the time that the host set when it refused one."""

    def __init__(self, at_once: int) -> None:
        self.free = asyncio.Semaphore(at_once)
        self.limit: RateLimited | None = None
        self.until = datetime.min.replace(tzinfo=UTC)

    async def run(self, complete: Complete, facts: RepoSnapshot) -> RepoSnapshot:
        """Complete the facts as soon as a call is allowed.

        Raises:
            RateLimited: this one was refused, or an earlier one was and it is not yet time to ask again.
        """
        async with self.free:
            if self.limit and datetime.now(UTC) < self.until:
                raise self.limit
            try:
                return await complete(facts)
            except RateLimited as error:
                self.limit, self.until = error, error.retry_at or datetime.now(UTC) + A_WHILE
                raise


A_WHILE = timedelta(minutes=1)  # what GitHub asks for where its headers say nothing
