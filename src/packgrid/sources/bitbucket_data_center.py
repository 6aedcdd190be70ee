"""Bitbucket Data Center 1.0, which is not the API of bitbucket.org.

    GET <api>/projects/<KEY>/repos/<slug>
    GET <api>/projects/<KEY>/repos/<slug>/commits?limit=1
    GET <api>/projects/<KEY>/repos/<slug>/default-branch     after a push only
    GET <api>/projects/<KEY>/repos/<slug>/forks?limit=1000     after a push only

with Authorization: Bearer <token> where there is a token for the host. <api> is https://<host>/rest/api/1.0 by default.
(developer.atlassian.com, "Bitbucket Data Center REST API", versions 8 and 9, read November 2026.)

It has no stars, topics, licences and times of creation, so they stay unknown; `archived` is there since version 8.0.
Commits are those of the default branch; their times are in milliseconds. Lists do not tell how long they are, so that
forks are counted up to a page. A repository without commits has no default branch: 404 on both, or 204. Where the
operator limits requests, each user has a bucket of them, and an empty one is 429. A validator is the newest commit.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import attrs

from packgrid.lib.bitbucket_paths import BitbucketPath
from packgrid.lib.http import HttpAnswer, HttpClient
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.sources.details import HostValidator, fetch_document, with_details
from packgrid.sources.errors import Gone, Malformed
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.json_fields import (
    Json,
    free_text,
    located_at,
    located_in,
    object_list,
    optional_count,
    optional_flag,
    optional_object,
    optional_tally,
    parse_object,
    required_object,
    required_text,
)
from packgrid.sources.repo_addresses import repo_at_host, requested_repo
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error

type ApiUrlOf = Callable[[RepoLocator], str]
NO_CONTENT = 204
LATEST_MS = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp() * 1000)


def api_of(repo: RepoLocator) -> str:
    """The API of the host that a repository is at."""
    return "/".join(["https:/", repo.host, *path_of(repo).context, "rest/api/1.0"])


def path_of(repo: RepoLocator) -> BitbucketPath:
    """The parts of a repository's path.

    Raises:
        Malformed: it is not one of a Bitbucket Data Center.
    """
    found = BitbucketPath.parse(repo.path.split("/"), is_known=True)
    if found is None:
        raise Malformed(
            f"{repo.url} is not a Bitbucket Data Center repository; write https://host/projects/KEY/repos/name"
        )
    return found


@attrs.frozen
class BitbucketDataCenter:
    """Every Bitbucket Data Center: a repository's host says whose API is asked, and with which token."""

    http: HttpClient
    api_url_of: ApiUrlOf = api_of
    tokens: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: two requests for each, and two more after a push."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[RepoSnapshot]:
        """The repository at this address."""
        repo = requested_repo(asked)
        url = self.repo_url(repo)
        answer = await fetch_document(self.http, url, headers=self.headers(repo))
        with located_at(url):
            facts = parse_repository(parse_object(answer.body), repo)
        newest, facts = await self.with_newest_commit(facts)
        return await with_details(facts, asked, HostValidator(newest), self.complete)

    async def with_newest_commit(self, facts: RepoSnapshot) -> tuple[str, RepoSnapshot]:
        """The id of the newest commit, "none" of an empty repository, and the facts with its time."""
        repo = parse_repo(facts.url)
        url = f"{self.repo_url(repo)}/commits?limit=1"
        try:
            answer = await fetch_document(self.http, url, headers=self.headers(repo))
        except Gone:
            return EMPTY, facts
        with located_at(url):
            newest = next(iter(object_list(parse_object(answer.body), "values")), None)
            if newest is None:
                return EMPTY, facts
            with located_in("values[0]"):
                committed_at = parse_milliseconds(newest, "committerTimestamp")
                return required_text(newest, "id"), attrs.evolve(facts, last_commit_at=committed_at)

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the default branch and the number of forks."""
        repo = parse_repo(facts.url)
        branch = await self.fetch_branch(repo)
        url = f"{self.repo_url(repo)}/forks?limit={MOST_FORKS}"
        answer = await fetch_document(self.http, url, headers=self.headers(repo))
        with located_at(url):
            forks = parse_list_size(parse_object(answer.body))
        return attrs.evolve(facts, default_branch=branch, forks=forks)

    async def fetch_branch(self, repo: RepoLocator) -> str:
        """The default branch, "" of an empty repository."""
        url = f"{self.repo_url(repo)}/default-branch"
        try:
            answer = await self.fetch_or_nothing(url, repo)
        except Gone:
            return ""
        if answer.status == NO_CONTENT:
            return ""
        with located_at(url):
            return required_text(parse_object(answer.body), "displayId")

    async def fetch_or_nothing(self, url: str, repo: RepoLocator) -> HttpAnswer:
        """The answer: 200, or 204 where there is nothing."""
        with translate_http_errors(url):
            answer = await self.http.get(url, accept="application/json", headers=self.headers(repo))
        if answer.status != NO_CONTENT:
            check_status(answer, url, "repository")
        return answer

    def repo_url(self, repo: RepoLocator) -> str:
        """The API's address of a repository."""
        return f"{self.api_url_of(repo).rstrip('/')}/{path_of(repo).api_path}"

    def headers(self, repo: RepoLocator) -> dict[str, str]:
        """The token for the host, if there is one."""
        token = self.tokens.get(repo.host)
        return {"Authorization": f"Bearer {token}"} if token else {}


EMPTY, MOST_FORKS = "none", 1000


def parse_repository(found: Json, asked: RepoLocator) -> RepoSnapshot:
    """The snapshot in a repository's document."""
    project = required_object(found, "project")
    with located_in("project"):
        key = required_text(project, "key")
    slug = required_text(found, "slug")
    path = BitbucketPath.make(path_of(asked).context, key, slug)
    return RepoSnapshot(
        url=repo_at_host(asked.host, "/".join(path.web_path)).url,
        description=free_text(found, "description") or "",
        is_archived=optional_flag(found, "archived"),
        is_fork=bool(optional_object(found, "origin")),
    )


def parse_list_size(found: Json) -> int | None:
    """How many things a list has; None where there are more pages than this one."""
    return optional_tally(found, "size") if optional_flag(found, "isLastPage") else None


def parse_milliseconds(found: Json, key: str) -> datetime | None:
    """A time in UTC, out of the milliseconds since 1970; None if it is missing."""
    said = optional_count(found, key, most=LATEST_MS)
    return None if said is None else datetime.fromtimestamp(said / 1000, UTC)
