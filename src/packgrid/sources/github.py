"""GitHub: facts of many repositories in one call, and who contributed where there was a push.

With a token
    POST <graphql_url> {"query": ..., "variables": ...} of github_query.py for up to 100 repositories, then for each
    that was pushed to since its validator, a few at a time:
    GET <api_url>/repos/<owner>/<name>/contributors?per_page=100[&page=2..5], while `Link` names a next page.
    All with Authorization: Bearer <token>.
Without a token
    GET <api_url>/repos/<owner>/<name>, If-None-Match; one repository a call, then its contributors as above.

A GitHub Enterprise Server has REST at https://<host>/api/v3 and GraphQL at https://<host>/api/graphql; it sets no
limits unless its operator does ("Rate limits" of its REST reference).

A validator is the time of the last push, and without a token also the ETag. 5,000 repositories without a push cost 50
calls with a token. Without one GitHub allows 60 an hour, and a 304 is free only with a token ("Rate limits" and "Best
practices for using the REST API", docs.github.com, read November 2026): that is for small catalogues.

A query that takes more than ten seconds is broken off with 502 or 504, one that is too much for GitHub is answered in
part ("Rate limits and query limits for the GraphQL API"); then the next ones ask for half as many, and slowly for more.

Contributors are the accounts that GitHub found by the addresses of commits, 500 at most; 204 is an empty repository.
Of the largest repositories GitHub refuses the list (403, "too large"): then it stays unknown until the next push.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

import attrs

from packgrid.lib.http import HttpAnswer, HttpClient
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.sources.details import CallLimiter, HostValidator, fetch_if_changed, with_details
from packgrid.sources.errors import Gone, RateLimited, SourceError, Unavailable
from packgrid.sources.github_parse import parse_contributors, parse_rest_repo
from packgrid.sources.github_query import make_query, parse_answers
from packgrid.sources.http_statuses import FORBIDDEN, check_status, retry_time, translate_http_errors
from packgrid.sources.json_fields import located_at
from packgrid.sources.repo_addresses import requested_repo
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import Reply, Source, SourceReply, SourceRequest, reply_or_error

HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
EMPTY = 204
MOST_PAGES = 5
DETAILS_AT_ONCE = 4
GITHUB_COM = "github.com"
NEVER = "never"
MOST_AT_ONCE, LEAST_AT_ONCE = 100, 25
TIMEOUTS = {502, 504}
TOO_MUCH = b'"RESOURCE_LIMITS_EXCEEDED"'


def make_github_client(
    http: HttpClient, *, api_url: str, graphql_url: str, token: str = "", host: str = GITHUB_COM
) -> Source[RepoSnapshot]:
    """The client for this host and token: 100 repositories a call with a token, one at a time without."""
    headers = HEADERS | ({"Authorization": f"Bearer {token}"} if token else {})
    rest = GitHubRest(http, api_url.rstrip("/"), headers, host)
    return GitHubGraphQL(rest, graphql_url) if token else GitHubByRest(rest)


def derive_graphql_url(api_url: str) -> str:
    """Where the GraphQL of a GitHub is whose REST is at this address: `X/api/v3` has it at `X/api/graphql`."""
    return api_url.rstrip("/").removesuffix("/v3") + "/graphql"


@attrs.frozen
class GitHubRest:
    """GitHub's REST at this address, asked with these headers about repositories of this host."""

    http: HttpClient
    api_url: str
    headers: Mapping[str, str] = attrs.field(repr=False)
    host: str = GITHUB_COM

    async def complete(self, facts: RepoSnapshot) -> RepoSnapshot:
        """The facts with the contributors, who stay unknown where the list is too large. One to five requests."""
        pages: list[bytes] = []
        url = f"{self.api_url}/repos/{parse_repo(facts.url).path}/contributors?per_page=100"
        for number in range(1, MOST_PAGES + 1):
            answer = await self.fetch_page(url if number == 1 else f"{url}&page={number}")
            if answer.status == FORBIDDEN:
                return facts
            pages += [answer.body] if answer.status != EMPTY else []
            if 'rel="next"' not in answer.headers.get("link", ""):
                break
        with located_at(url):
            return attrs.evolve(facts, contributors=parse_contributors(pages))

    async def fetch_page(self, url: str) -> HttpAnswer:
        """One page of contributors: 200, 204, or the 403 that says that there are too many."""
        with translate_http_errors(url):
            answer = await self.http.get(url, headers=self.headers)
        is_too_large = answer.status == FORBIDDEN and b"too large" in answer.body
        if answer.status != EMPTY and not is_too_large:
            check_status(answer, url, "repository")
        return answer


@attrs.define
class GitHubGraphQL:
    """Asks for up to 100 repositories by one GraphQL query, for fewer where that is too much."""

    rest: GitHubRest
    graphql_url: str
    most_at_once: int = MOST_AT_ONCE
    limiter: CallLimiter = attrs.field(factory=lambda: CallLimiter(DETAILS_AT_ONCE))

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: one call, and the contributors of those that were pushed to."""
        repos = [requested_repo_or_error(question, self.rest.host) for question in asked]
        found = iter(await self.fetch_facts([repo for repo in repos if isinstance(repo, RepoLocator)]))
        facts = [next(found) if isinstance(repo, RepoLocator) else repo for repo in repos]
        return await asyncio.gather(*map(self.make_reply, asked, facts))

    async def fetch_facts(self, repos: Sequence[RepoLocator]) -> Sequence[RepoSnapshot | SourceError]:
        """GitHub's answer for each repository; if it refuses the whole call, that error for each of them."""
        try:
            return await self.fetch_batch(repos) if repos else []
        except SourceError as error:
            return [error] * len(repos)

    async def fetch_batch(self, repos: Sequence[RepoLocator]) -> list[RepoSnapshot | SourceError]:
        """The answers to one query."""
        url = self.graphql_url
        with translate_http_errors(url):
            answer = await self.rest.http.post(url, make_query(repos), headers=self.rest.headers)
        self.adapt_batch_size(answer)
        try:
            check_status(answer, url, "API")
            return parse_answers(answer.body, repos, url=url)
        except RateLimited as error:
            raise RateLimited(str(error), retry_time(answer)) from error
        except Gone as error:  # the API is not there: of the repositories that says nothing
            raise Unavailable(str(error)) from error

    def adapt_batch_size(self, answer: HttpAnswer) -> None:
        """Ask for half as many after a query that was too much, and for one more after any other."""
        is_too_much = answer.status in TIMEOUTS or TOO_MUCH in answer.body
        wanted = self.most_at_once // 2 if is_too_much else self.most_at_once + 1
        self.most_at_once = min(max(wanted, LEAST_AT_ONCE), MOST_AT_ONCE)

    async def make_reply(self, asked: SourceRequest, facts: RepoSnapshot | SourceError) -> Reply[RepoSnapshot]:
        """The facts with the contributors if there was a push; an error as it is."""
        if isinstance(facts, SourceError):
            return facts
        return await with_details(
            facts, asked, make_push_validator(facts), partial(self.limiter.run, self.rest.complete)
        )


@attrs.frozen
class GitHubByRest:
    """Asks for one repository after the other by REST."""

    rest: GitHubRest
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[RepoSnapshot]]:
        """The repositories at these addresses: a call for each, and the contributors of those that were pushed to."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[RepoSnapshot]:
        """The repository at this address."""
        repo = github_repo_of(asked, self.rest.host)
        url = f"{self.rest.api_url}/repos/{repo.path}"
        answer = await fetch_if_changed(self.rest.http, url, asked, headers=self.rest.headers)
        if answer is None:
            return SourceReply(None, asked.validator)
        with located_at(url):
            facts = parse_rest_repo(answer.body, repo.host)
        return await with_details(facts, asked, make_push_validator(facts, answer.etag), self.rest.complete)


def requested_repo_or_error(asked: SourceRequest, host: str) -> RepoLocator | SourceError:
    """The repository of a request, or the error why it has none."""
    try:
        return github_repo_of(asked, host)
    except SourceError as error:
        return error


def github_repo_of(asked: SourceRequest, host: str) -> RepoLocator:
    """The repository of a request. Other hosts are refused: this one may have another repository of that name."""
    repo = requested_repo(asked)
    if repo.host != host:
        raise Unavailable(f"{repo.url} is not at {'GitHub' if host == GITHUB_COM else host}")
    return repo


def make_push_validator(facts: RepoSnapshot, etag: str = "") -> HostValidator:
    """The validator of an answer: the time of the last push."""
    return HostValidator(facts.pushed_at.isoformat() if facts.pushed_at else NEVER, etag)
