"""Any repository on any host, without a token, by git itself: commits a week, last commit, authors, tags.

One or two requests say whether anything has changed. If so, the commits of the last year are fetched, without trees and
files, into a copy that is kept; later only what is new.
"""

import hashlib
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import attrs

from packgrid.lib.git import Git, GitFailed, GitRefused, GitStopped
from packgrid.lib.git_remote import pin_addresses
from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Forbidden
from packgrid.sources.activity import Commit, is_recent, summarize_activity
from packgrid.sources.errors import Gone, RateLimited, SourceError, Unavailable
from packgrid.sources.git_cache import CopyInUse, GitCache
from packgrid.sources.git_history import CommitHistory
from packgrid.sources.git_server import GitServer, RemoteRepo
from packgrid.sources.git_wire import Refs, ServerError
from packgrid.sources.json_fields import located_at
from packgrid.sources.repos import ActivitySnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error

FOR_EVER = "ever"
NOT_THERE = re.compile(r"not exported|repository not found|no such repository", re.IGNORECASE)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def without_login(_url: str) -> str:
    """No Authorization header: everybody may read."""
    return ""


@attrs.frozen
class GitActivity:
    """The activity of repositories by their https:// or git:// addresses. `now` is asked for the time.

    `login_of` is asked for the Authorization header for an address, "" for none.
    """

    http: HttpClient
    git: Git
    cache: GitCache
    now: Callable[[], datetime] = utc_now
    login_of: Callable[[str], str] = without_login
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[ActivitySnapshot]]:
        """The activity of these repositories, one after the other."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[ActivitySnapshot]:
        """The activity of the repository at this address.

        A validator is good while the default branch, its newest commit and the tags are the same: until the day ends
        (UTC), as the weeks move with the time; but for ever where nothing was committed in them.

        Raises:
            Gone (also where a password is asked for), RateLimited, Unavailable, Malformed; each says for which address.
        """
        with git_errors(asked.subject):
            server = GitServer(self.http, self.git, self.login_of(asked.subject))
            place, now = await server.look_up_repo(asked.subject), self.now()
            if asked.validator in {make_validator(place.refs, FOR_EVER), make_validator(place.refs, utc_day(now))}:
                return SourceReply(None, asked.validator, place.moved_to)
            commits = await self.commits(place, now) if place.refs.head else []
        good_until = utc_day(now) if any(is_recent(commit, now) for commit in commits) else FOR_EVER
        return SourceReply(
            summarize_activity(place.refs, commits, now=now), make_validator(place.refs, good_until), place.moved_to
        )

    async def commits(self, place: RemoteRepo, now: datetime) -> list[Commit]:
        """The commits of the year, newest first."""
        remote = await pin_addresses(place.remote, self.http.guard)
        async with self.cache.hold(remote.url) as copy:
            return await CommitHistory(self.git, copy, remote, place.refs.head).commits(now)


def make_validator(refs: Refs, good_until: str) -> str:
    """A validator for these refs and this time limit; its first character is the version of our counting rules."""
    said = "\0".join([refs.head, refs.branch, *refs.tags])
    return f"1-{hashlib.sha256(said.encode()).hexdigest()[:32]}-{good_until}"


def utc_day(now: datetime) -> str:
    """The day, in UTC."""
    return now.astimezone(UTC).date().isoformat()


@contextmanager
def git_errors(url: str) -> Iterator[None]:
    """Turns what goes wrong with git, its server or our copy into a SourceError with the address."""
    try:
        with located_at(url):
            yield
    except (GitFailed, GitRefused, GitStopped, ServerError, Forbidden, CopyInUse, OSError) as error:
        raise source_error_of(error, url) from error


def source_error_of(error: Exception, url: str) -> SourceError:
    """The SourceError that this is."""
    match error:
        case GitRefused(status=429 | 503):
            return RateLimited(f"{url}: asks to come back later ({error.status})", None)
        case GitFailed() if NOT_THERE.search(str(error)):
            return Gone(f"{url}: there is no such repository ({error})")
        case socket.gaierror():
            return Unavailable(f"{url}: no address is known for its host (is there a network?)")
        case _:
            return Unavailable(f"{url}: {error}")
