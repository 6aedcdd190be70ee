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
from packgrid.sources.addresses import asked_repo, named_repo
from packgrid.sources.asking import Asked, Fetched, Reply, replied
from packgrid.sources.details import Mark, answered, news, with_details
from packgrid.sources.links import homepage
from packgrid.sources.reading import Json, at, document, part, required, said, said_in, tally, when
from packgrid.sources.repos import RepoSnapshot


@attrs.frozen
class Bitbucket:
    """Bitbucket's API at this address."""

    http: HttpClient
    api_url: str
    most_at_once = 1

    async def fetch(self, asked: Sequence[Asked]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: a request for each, and a second one after a change."""
        return [await replied(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: Asked) -> Fetched[RepoSnapshot]:
        """The repository at this address."""
        repo = asked_repo(asked)
        url = self.repo_url(repo.path)
        answer = await news(self.http, url, asked)
        if answer is None:
            return Fetched(None, asked.validator)
        with at(url):
            found = document(answer.body)
            facts, updated_at = parse(found, repo.host), when(found, "updated_on")
        mark = Mark(updated_at.isoformat() if updated_at else "", answer.etag)
        return await with_details(facts, asked, mark, self.complete)

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the number of forks."""
        url = f"{self.repo_url(parse_repo(facts.url).path)}/forks?pagelen=1&fields=size"
        answer = await answered(self.http, url)
        with at(url):
            return attrs.evolve(facts, forks=tally(document(answer.body), "size"))

    def repo_url(self, path: str) -> str:
        """Where the API keeps a repository."""
        return f"{self.api_url.rstrip('/')}/repositories/{path}"


def parse(found: Json, host: str) -> RepoSnapshot:
    """The snapshot in a repository's document."""
    return RepoSnapshot(
        url=named_repo(host, required(found, "full_name")).url,
        description=said(found, "description"),
        homepage=homepage(found, "website"),
        default_branch=said_in(found, "mainbranch", "name"),
        is_fork=bool(part(found, "parent")) if "parent" in found else None,
        created_at=when(found, "created_on"),
    )
