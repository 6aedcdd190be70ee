"""Figures of many repositories in one call, without a key: POST <base>/v3alpha/projectbatch of deps.dev.

{"requests": [{"projectKey": {"id": "github.com/o/r"}}, ...], "pageToken": ""} for at most 5,000 repositories; the same
again with the token of the last page until there is none. Each response repeats its request; one without a project
says that deps.dev does not know the repository, which is no failure (its api.proto of v3alpha, read November 2026).

The figures are undated copies of what the host said some time ago. Stars, forks and open issues are there for GitHub
and GitLab only. Their messages leave out a count of 0 (proto3), so a count that is missing beside others is 0, and
where all are missing nothing is known.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.licenses import canonical_expression
from packgrid.lib.locators import RepoLocator
from packgrid.sources.depsdev_hosts import HOSTS, HOSTS_WITH_COUNTS
from packgrid.sources.errors import Gone, Malformed, SourceError, Unavailable
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.json_fields import (
    Json,
    located_at,
    object_list,
    optional_object,
    optional_tally,
    optional_text,
    parse_object,
    required_object,
    required_text,
)
from packgrid.sources.repo_addresses import requested_repo
from packgrid.sources.source import Reply, SourceReply, SourceRequest

MOST_AT_ONCE = 500
"""A tenth of what deps.dev takes, because each answer carries a long scorecard and has to arrive in time."""
COUNTS = ("starsCount", "forksCount", "openIssuesCount")
UNKNOWN_LICENSE = "non-standard"


@attrs.frozen(kw_only=True)
class UndatedRepoSnapshot:
    """Figures of a repository from an unknown day; None is not said. A licence of "" is one without a name."""

    stars: int | None = None
    forks: int | None = None
    open_issues: int | None = None
    license: str | None = None


@attrs.frozen
class DepsDev:
    """The API at this address. There are no validators."""

    http: HttpClient
    base_url: str
    most_at_once: int = MOST_AT_ONCE

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[UndatedRepoSnapshot]]:
        """The figures of the repositories at these addresses: a call, and one more for each further page."""
        keys = {question: key_or_error(question) for question in asked}
        known, error = await self.fetch_pages(sorted({key for key in keys.values() if isinstance(key, str)}))
        return [make_reply(keys[question], known, error) for question in asked]

    async def fetch_pages(self, keys: Sequence[str]) -> tuple[dict[str, UndatedRepoSnapshot], SourceError | None]:
        """The snapshots by key, and the error that ended the pages early."""
        known: dict[str, UndatedRepoSnapshot] = {}
        token = ""
        try:
            for _ in keys:  # no page is empty
                page, token = await self.fetch_page(keys, token)
                known |= page
                if not token:
                    break
        except SourceError as error:
            return known, error
        return known, Malformed(f"{self.url}: the pages do not end") if token else None

    async def fetch_page(self, keys: Sequence[str], token: str) -> tuple[dict[str, UndatedRepoSnapshot], str]:
        """The snapshots on one page, and the token of the next one, "" after the last."""
        body = {"requests": [{"projectKey": {"id": key}} for key in keys], "pageToken": token}
        with translate_http_errors(self.url):
            answer = await self.http.post(self.url, body)
        try:
            check_status(answer, self.url, "API")
        except Gone as error:  # of the repositories that says nothing
            raise Unavailable(str(error)) from error
        with located_at(self.url):
            return parse_page(answer.body)

    @property
    def url(self) -> str:
        """The address of the batch."""
        return f"{self.base_url}/v3alpha/projectbatch"


def key_or_error(asked: SourceRequest) -> str | SourceError:
    """The key that deps.dev has for the repository of a request, or the error why it has none."""
    try:
        repo = requested_repo(asked)
    except SourceError as error:
        return error
    return (
        project_key(repo) if repo.host in HOSTS else Unavailable(f"{repo.url} is at a host that deps.dev does not know")
    )


def project_key(repo: RepoLocator) -> str:
    """The key of a repository: github.com/owner/name."""
    return f"{repo.host}/{repo.path}"


def make_reply(
    key: str | SourceError, known: Mapping[str, UndatedRepoSnapshot], error: SourceError | None
) -> Reply[UndatedRepoSnapshot]:
    """The reply to one request: its snapshot, or the error that kept us from learning it."""
    if isinstance(key, SourceError):
        return key
    if key not in known:
        return error or Malformed(f"{key} is missing in the answer of deps.dev")
    return SourceReply(known[key], "")


def parse_page(body: bytes) -> tuple[dict[str, UndatedRepoSnapshot], str]:
    """The snapshots on a page by the keys of their requests, and the token of the next page."""
    found = parse_object(body)
    return dict(parse_responses(object_list(found, "responses"))), optional_text(found, "nextPageToken") or ""


def parse_responses(responses: Iterable[Json]) -> Iterable[tuple[str, UndatedRepoSnapshot]]:
    """The key of each request with its snapshot. One that cannot be read is left out and loses nothing else."""
    for response in responses:
        try:
            key = required_text(required_object(required_object(response, "request"), "projectKey"), "id")
            yield key, parse_project(optional_object(response, "project"), key.partition("/")[0])
        except Malformed:
            continue


def parse_project(project: Json, host: str) -> UndatedRepoSnapshot:
    """The snapshot of a project; one that says nothing of a project that deps.dev does not know."""
    counts = {name: optional_tally(project, name) for name in COUNTS}
    is_counted = host in HOSTS_WITH_COUNTS and any(count is not None for count in counts.values())
    stars, forks, open_issues = ((counts[name] or 0) if is_counted else None for name in COUNTS)
    return UndatedRepoSnapshot(
        stars=stars, forks=forks, open_issues=open_issues, license=parse_license(optional_text(project, "license"))
    )


def parse_license(stated: str | None) -> str | None:
    """The SPDX expression of a licence, "" where deps.dev knows one but not which."""
    return "" if stated == UNKNOWN_LICENSE else canonical_expression(stated) if stated else None
