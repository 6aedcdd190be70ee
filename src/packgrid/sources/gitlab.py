"""GitLab: gitlab.com and every host of its own, with groups within groups.

    GET <api>/projects/<path, / written %2F>?license=true     If-None-Match
    GET <api>/projects/<path>/repository/contributors?order_by=commits&sort=desc&per_page=100     after activity only

with PRIVATE-TOKEN where there is a token for the host. <api> is https://<host>/api/v4 by default. (docs.gitlab.com,
"Projects API" and "Repositories API", read November 2026.)

Who has no token gets a shorter document, without `archived` and `open_issues_count`; so they stay unknown.
A project that moved is answered by 301 to its number (gitlab merge request 128642), under its new path.

A validator is `last_activity_at` and the ETag. Issues and comments are activity too, so it is not the time of the last
push, which GitLab does not tell; and it moves once an hour at most, so that contributors may lag behind as long.
Contributors are authors by their names, for GitLab does not know their accounts.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.licenses import canonical_expression
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.sources.bots import is_bot
from packgrid.sources.details import HostValidator, fetch_document, fetch_if_changed, with_details
from packgrid.sources.json_fields import (
    Json,
    free_text,
    free_text_in,
    located_at,
    optional_flag,
    optional_object,
    optional_tally,
    optional_text,
    optional_time,
    parse_list,
    parse_object,
    required_text,
    text_list,
)
from packgrid.sources.person_names import decode_name
from packgrid.sources.repo_addresses import repo_at_host, requested_repo
from packgrid.sources.repos import Contributor, RepoSnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error

type ApiUrlOf = Callable[[RepoLocator], str]
MOST_AUTHORS = 100


def api_of(repo: RepoLocator) -> str:
    """The API of the host that a repository is at."""
    return f"https://{repo.host}/api/v4"


@attrs.frozen
class GitLab:
    """All GitLabs: a repository's host says whose API is asked. `tokens` are by host; none goes to another host."""

    http: HttpClient
    api_url_of: ApiUrlOf = api_of
    tokens: Mapping[str, str] = attrs.field(factory=dict)
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[RepoSnapshot]]:
        """The projects at these addresses: a request for each, and a second one after activity."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[RepoSnapshot]:
        """The project at this address."""
        repo = requested_repo(asked)
        url = f"{self.project_url(repo)}?license=true"
        answer = await fetch_if_changed(self.http, url, asked, headers=self.headers(repo))
        if answer is None:
            return SourceReply(None, asked.validator)
        with located_at(url):
            found = parse_object(answer.body)
            facts, active_at = parse_project(found, repo.host), optional_time(found, "last_activity_at")
        validator = HostValidator(active_at.isoformat() if active_at else "", answer.etag)
        return await with_details(facts, asked, validator, self.complete)

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the hundred who committed most."""
        repo = parse_repo(facts.url)
        url = f"{self.project_url(repo)}/repository/contributors?order_by=commits&sort=desc&per_page={MOST_AUTHORS}"
        answer = await fetch_document(self.http, url, headers=self.headers(repo))
        with located_at(url):
            return attrs.evolve(facts, contributors=parse_contributors(answer.body))

    def project_url(self, repo: RepoLocator) -> str:
        """The API's address of a project."""
        return f"{self.api_url_of(repo).rstrip('/')}/projects/{quote(repo.path, safe='')}"

    def headers(self, repo: RepoLocator) -> dict[str, str]:
        """The token for the host, if there is one."""
        token = self.tokens.get(repo.host)
        return {"PRIVATE-TOKEN": token} if token else {}


def parse_project(found: Json, host: str) -> RepoSnapshot:
    """The snapshot in a project's document."""
    return RepoSnapshot(
        url=repo_at_host(host, required_text(found, "path_with_namespace")).url,
        description=free_text(found, "description"),
        stars=optional_tally(found, "star_count"),
        forks=optional_tally(found, "forks_count"),
        open_issues=optional_tally(found, "open_issues_count"),
        topics=text_list(found, "topics") if "topics" in found else None,
        license=parse_license(found),
        default_branch=free_text(found, "default_branch"),
        is_archived=optional_flag(found, "archived"),
        is_fork=parse_is_fork(found),
        created_at=optional_time(found, "created_at"),
    )


def parse_license(found: Json) -> str | None:
    """The SPDX id of the licence, whose key is that id in small letters; "" where GitLab names none."""
    key = free_text_in(found, "license", "key")
    return canonical_expression(key) or "" if key else key


def parse_is_fork(found: Json) -> bool | None:
    """True if it is a fork; the document for those without a token may be silent on it (gitlab issue 361952)."""
    if optional_object(found, "forked_from_project"):
        return True
    return False if "archived" in found else None


def parse_contributors(body: bytes) -> tuple[Contributor, ...]:
    """The authors, most commits first. Who wrote from two addresses is listed twice, and is counted as one."""
    commits: Counter[str] = Counter()
    programs: set[str] = set()
    for item in parse_list(body):
        name = public_name(required_text(item, "name"))
        commits[name] += optional_tally(item, "commits") or 0
        if is_bot(name, optional_text(item, "email") or ""):
            programs.add(name)
    return tuple(
        Contributor(name=name, is_account=False, is_bot=name in programs, commits=count)
        for name, count in commits.most_common(MOST_AUTHORS)
    )


def public_name(name: str) -> str:
    """The name of an author; of an e-mail address in its place, what stands before the @."""
    decoded = decode_name(name)
    return decoded.partition("@")[0].strip() or decoded.strip("@ ")
