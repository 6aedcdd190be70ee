"""Forgejo and Gitea, which have the same API: Codeberg, and every host of its own.

    GET <api>/repos/<owner>/<name>     If-None-Match, where a host gives ETags
    GET <api>/repos/<owner>/<name>/releases/latest     after a change only, and if there are releases; 404 is none
    GET <api>/repos/<owner>/<name>/topics     after a change only, of versions whose repositories do not name them

<api> is https://<host>/api/v1 by default; what stands before owner/name in an address stands before api/v1 too.
(modules/structs/repo.go of both, read November 2026.)

A repository that moved is answered by 307, so only its new name in the document says so. `archived_at` is 1970 where
it is not archived. `open_issues_count` is without pull requests. `updated_at` moves with settings and comments as well
as with pushes, so the time of the last push stays unknown. There is not a list of contributors. A validator is
`updated_at` with the number of releases, and the ETag.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.sources.addresses import asked_repo, named_repo
from packgrid.sources.asking import Asked, Fetched, Reply, replied
from packgrid.sources.details import Mark, answered, news, with_details
from packgrid.sources.errors import Gone
from packgrid.sources.links import homepage
from packgrid.sources.reading import Json, at, document, flag, required, said, tally, texts, when
from packgrid.sources.repos import RepoSnapshot

type ApiUrlOf = Callable[[RepoLocator], str]
GO_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # some versions write it where there is no time


def own_api(repo: RepoLocator) -> str:
    """The API of the host that a repository is at."""
    return "/".join(["https:/", repo.host, *repo.path.split("/")[:-2], "api/v1"])


@attrs.frozen
class Forgejo:
    """All Forgejos and Giteas: a repository's host says whose API is asked."""

    http: HttpClient
    api_url_of: ApiUrlOf = own_api
    most_at_once = 1

    async def fetch(self, asked: Sequence[Asked]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: a request for each, and one or two more after a change."""
        return [await replied(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: Asked) -> Fetched[RepoSnapshot]:
        """The repository at this address."""
        repo = asked_repo(asked)
        url = self.repo_url(repo)
        answer = await news(self.http, url, asked)
        if answer is None:
            return Fetched(None, asked.validator)
        with at(url):
            found = document(answer.body)
            facts, updated_at = parse(found, repo), when(found, "updated_at")
        state = f"{updated_at.isoformat()}/{facts.release_count}" if updated_at else ""
        return await with_details(facts, asked, Mark(state, answer.etag), self.complete)

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the latest release, and with the topics if they are not known yet."""
        url = self.repo_url(parse_repo(facts.url))
        if facts.topics is None:
            answer = await answered(self.http, f"{url}/topics")
            with at(answer.url):
                facts = attrs.evolve(facts, topics=texts(document(answer.body), "topics"))
        if facts.release_count == 0:
            return attrs.evolve(facts, latest_release="")
        return await self.with_release(facts, f"{url}/releases/latest")

    async def with_release(self, facts: RepoSnapshot, url: str) -> RepoSnapshot:
        """The facts with the latest release; drafts and previews are none."""
        try:
            answer = await answered(self.http, url)
        except Gone:
            return attrs.evolve(facts, latest_release="")
        with at(url):
            found = document(answer.body)
            tag, published_at = required(found, "tag_name"), when(found, "published_at")
        return attrs.evolve(facts, latest_release=tag, latest_release_at=published_at)

    def repo_url(self, repo: RepoLocator) -> str:
        """Where the API keeps a repository."""
        owner, name = repo.path.split("/")[-2:]
        return f"{self.api_url_of(repo).rstrip('/')}/repos/{owner}/{name}"


def parse(found: Json, asked: RepoLocator) -> RepoSnapshot:
    """The snapshot in a repository's document."""
    name = "/".join([*asked.path.split("/")[:-2], required(found, "full_name")])
    return RepoSnapshot(
        url=named_repo(asked.host, name).url,
        description=said(found, "description"),
        homepage=homepage(found, "website"),
        stars=tally(found, "stars_count"),
        forks=tally(found, "forks_count"),
        open_issues=tally(found, "open_issues_count"),
        topics=texts(found, "topics") if "topics" in found else None,
        license="/".join(dict.fromkeys(texts(found, "licenses"))) if "licenses" in found else None,
        default_branch=said(found, "default_branch"),
        is_archived=flag(found, "archived"),
        archived_at=archived_at(found),
        is_fork=flag(found, "fork"),
        created_at=when(found, "created_at"),
        release_count=tally(found, "release_counter"),
    )


def archived_at(found: Json) -> datetime | None:
    """When it was archived; None if it is not, or was before that was recorded."""
    told = when(found, "archived_at")
    return told if told and told > GO_NEVER and flag(found, "archived") else None
