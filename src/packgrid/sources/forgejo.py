"""Forgejo and Gitea, which have the same API: Codeberg, and every host of its own.

    GET <api>/repos/<owner>/<name>     If-None-Match, where a host gives ETags
    GET <api>/repos/<owner>/<name>/releases/latest     after a change only, and if there are releases; 404 is none
    GET <api>/repos/<owner>/<name>/topics     after a change only, of versions whose repositories do not name them

with Authorization: token <token> where there is a token for the host. <api> is https://<host>/api/v1 by default; what
stands before owner/name in an address stands before api/v1 too. (modules/structs/repo.go of both, read November 2026.)

A repository that moved is answered by 307, so only its new name in the document says so. `archived_at` is 1970 where
it is not archived. `open_issues_count` is without pull requests. `updated_at` moves with settings and comments as well
as with pushes, so the time of the last push stays unknown. There is not a list of contributors. A validator is
`updated_at` with the number of releases, and the ETag.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.sources.details import HostValidator, fetch_document, fetch_if_changed, with_details
from packgrid.sources.errors import Gone
from packgrid.sources.json_fields import (
    Json,
    free_text,
    located_at,
    optional_flag,
    optional_tally,
    optional_time,
    parse_object,
    required_text,
    text_list,
)
from packgrid.sources.links import parse_homepage
from packgrid.sources.repo_addresses import repo_at_host, requested_repo
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error

type ApiUrlOf = Callable[[RepoLocator], str]
GO_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # some versions write it where there is no time


def api_of(repo: RepoLocator) -> str:
    """The API of the host that a repository is at."""
    return "/".join(["https:/", repo.host, *repo.path.split("/")[:-2], "api/v1"])


@attrs.frozen
class Forgejo:
    """All Forgejos and Giteas: a repository's host says whose API is asked, and with which token."""

    http: HttpClient
    api_url_of: ApiUrlOf = api_of
    tokens: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: a request for each, and one or two more after a change."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[RepoSnapshot]:
        """The repository at this address."""
        repo = requested_repo(asked)
        url = self.repo_url(repo)
        answer = await fetch_if_changed(self.http, url, asked, headers=self.headers(repo))
        if answer is None:
            return SourceReply(None, asked.validator)
        with located_at(url):
            found = parse_object(answer.body)
            facts, updated_at = parse_repository(found, repo), optional_time(found, "updated_at")
        state = f"{updated_at.isoformat()}/{facts.release_count}" if updated_at else ""
        return await with_details(facts, asked, HostValidator(state, answer.etag), self.complete)

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the latest release, and with the topics if they are not known yet."""
        repo = parse_repo(facts.url)
        url, headers = self.repo_url(repo), self.headers(repo)
        if facts.topics is None:
            answer = await fetch_document(self.http, f"{url}/topics", headers=headers)
            with located_at(answer.url):
                facts = attrs.evolve(facts, topics=text_list(parse_object(answer.body), "topics"))
        if facts.release_count == 0:
            return attrs.evolve(facts, latest_release="")
        return await self.with_release(facts, f"{url}/releases/latest", headers)

    async def with_release(self, facts: RepoSnapshot, url: str, headers: Mapping[str, str]) -> RepoSnapshot:
        """The facts with the latest release; drafts and previews are none."""
        try:
            answer = await fetch_document(self.http, url, headers=headers)
        except Gone:
            return attrs.evolve(facts, latest_release="")
        with located_at(url):
            found = parse_object(answer.body)
            tag, published_at = required_text(found, "tag_name"), optional_time(found, "published_at")
        return attrs.evolve(facts, latest_release=tag, latest_release_at=published_at)

    def headers(self, repo: RepoLocator) -> dict[str, str]:
        """The token for the host, if there is one."""
        token = self.tokens.get(repo.host)
        return {"Authorization": f"token {token}"} if token else {}

    def repo_url(self, repo: RepoLocator) -> str:
        """The API's address of a repository."""
        owner, name = repo.path.split("/")[-2:]
        return f"{self.api_url_of(repo).rstrip('/')}/repos/{owner}/{name}"


def parse_repository(found: Json, asked: RepoLocator) -> RepoSnapshot:
    """The snapshot in a repository's document."""
    name = "/".join([*asked.path.split("/")[:-2], required_text(found, "full_name")])
    return RepoSnapshot(
        url=repo_at_host(asked.host, name).url,
        description=free_text(found, "description"),
        homepage=parse_homepage(found, "website"),
        stars=optional_tally(found, "stars_count"),
        forks=optional_tally(found, "forks_count"),
        open_issues=optional_tally(found, "open_issues_count"),
        topics=text_list(found, "topics") if "topics" in found else None,
        license="/".join(dict.fromkeys(text_list(found, "licenses"))) if "licenses" in found else None,
        default_branch=free_text(found, "default_branch"),
        is_archived=optional_flag(found, "archived"),
        archived_at=parse_archived_at(found),
        is_fork=optional_flag(found, "fork"),
        created_at=optional_time(found, "created_at"),
        release_count=optional_tally(found, "release_counter"),
    )


def parse_archived_at(found: Json) -> datetime | None:
    """When it was archived; None if it is not, or was before that was recorded."""
    archived_at = optional_time(found, "archived_at")
    return archived_at if archived_at and archived_at > GO_NEVER and optional_flag(found, "archived") else None
