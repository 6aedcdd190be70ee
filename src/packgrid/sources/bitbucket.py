"""Bitbucket Cloud 2.0.

    GET <api>/repositories/<workspace>/<name>     If-None-Match
    GET <api>/repositories/<workspace>/<name>/forks?pagelen=1&fields=size     after a change only

(developer.atlassian.com, "Repositories", "Pagination" and "Partial responses", read November 2026.) Without an account
Bitbucket allows 60 requests an hour.

Bitbucket has no stars: its watchers are those who want to be told of every push, so the number of stars stays unknown.
Forks are counted by `size`, which is all of them, whatever the page holds. A validator is `updated_on` and the ETag;
settings move it as well as pushes, so it is not the time of the last push. Licence, topics, contributors and whether a
repository is archived are not to be had.
"""

from collections.abc import Sequence

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.locators import parse_repo
from packgrid.sources.details import HostValidator, fetch_document, fetch_if_changed, with_details
from packgrid.sources.json_fields import (
    Json,
    free_text,
    free_text_in,
    located_at,
    optional_object,
    optional_tally,
    optional_time,
    parse_object,
    required_text,
)
from packgrid.sources.links import parse_homepage
from packgrid.sources.repo_addresses import repo_at_host, requested_repo
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class Bitbucket:
    """Bitbucket's API at this address."""

    http: HttpClient
    api_url: str
    token: str = attrs.field(default="", repr=False)
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: a request for each, and a second one after a change."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[RepoSnapshot]:
        """The repository at this address."""
        repo = requested_repo(asked)
        url = self.repo_url(repo.path)
        answer = await fetch_if_changed(self.http, url, asked, headers=self.headers)
        if answer is None:
            return SourceReply(None, asked.validator)
        with located_at(url):
            found = parse_object(answer.body)
            facts, updated_at = parse_repository(found, repo.host), optional_time(found, "updated_on")
        validator = HostValidator(updated_at.isoformat() if updated_at else "", answer.etag)
        return await with_details(facts, asked, validator, self.complete)

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the number of forks."""
        url = f"{self.repo_url(parse_repo(facts.url).path)}/forks?pagelen=1&fields=size"
        answer = await fetch_document(self.http, url, headers=self.headers)
        with located_at(url):
            return attrs.evolve(facts, forks=optional_tally(parse_object(answer.body), "size"))

    @property
    def headers(self) -> dict[str, str]:
        """Our token, if there is one."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def repo_url(self, path: str) -> str:
        """The API's address of a repository."""
        return f"{self.api_url.rstrip('/')}/repositories/{path}"


def parse_repository(found: Json, host: str) -> RepoSnapshot:
    """The snapshot in a repository's document."""
    return RepoSnapshot(
        url=repo_at_host(host, required_text(found, "full_name")).url,
        description=free_text(found, "description"),
        homepage=parse_homepage(found, "website"),
        default_branch=free_text_in(found, "mainbranch", "name"),
        is_fork=bool(optional_object(found, "parent")) if "parent" in found else None,
        created_at=optional_time(found, "created_on"),
    )
