"""The client of each lane, made from the settings: the one table of which source is asked where."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import attrs
from django.conf import settings

from packgrid.catalogue.source_names import BITBUCKET, FORGEJO, GIT, GITHUB, GITLAB, PYPI, PYPI_RELEASES, PYPISTATS
from packgrid.lib.git import Git, Limits
from packgrid.lib.http import HttpClient, Observer
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.lib.netguard import Guard
from packgrid.refresh.lanes import Lane
from packgrid.sources import forgejo, gitlab
from packgrid.sources.asking import Asked, Reply, Source
from packgrid.sources.bitbucket import Bitbucket
from packgrid.sources.git import GitActivity
from packgrid.sources.git_cache import GitCache
from packgrid.sources.github import github
from packgrid.sources.pypi import PyPI
from packgrid.sources.pypi_releases import PyPIReleases
from packgrid.sources.pypistats import PyPIStats

type AnySource = Source[Any]


@asynccontextmanager
async def client(lane: Lane, observer: Observer | None = None) -> AsyncIterator[AnySource]:
    """The client of a lane, with connections of its own; `observer` is told of every exchange."""
    agent = f"packgrid/{settings.VERSION} ({settings.SITE_URL or 'no public address'})"
    guard = Guard(settings.PRIVATE_HOSTS)
    async with HttpClient(user_agent=agent, guard=guard, timeout_s=settings.TIMEOUT_S, observer=observer) as http:
        yield CLIENTS[lane.source](http)


def github_here(http: HttpClient) -> AnySource:
    """GitHub, with the operator's token if there is one."""
    return github(
        http,
        api_url=settings.GITHUB_API_URL,
        graphql_url=settings.GITHUB_GRAPHQL_URL,
        token=settings.GITHUB_TOKEN,
    )


def gitlab_tokens() -> dict[str, str]:
    """The operator's token, for its host alone."""
    return {"gitlab.com": settings.GITLAB_TOKEN} if settings.GITLAB_TOKEN else {}


def git(http: HttpClient) -> AnySource:
    """Git, with the folder where histories are kept."""
    cache = GitCache(settings.GIT_CACHE, settings.GIT_CACHE_BYTES)
    limits = Limits(time_s=GIT_TAKES_TIMES * settings.TIMEOUT_S)
    return Addressed(GitActivity(http, Git(http.user_agent, limits), cache), address_of)


GIT_TAKES_TIMES = 6  # a year of history is more than a document


@attrs.frozen
class Addressed:
    """A source that is asked about repositories where `address` says they are, not where people say."""

    source: AnySource
    address: Callable[[RepoLocator], str]

    @property
    def most_at_once(self) -> int:
        """As the source."""
        return self.source.most_at_once

    async def fetch(self, asked: Sequence[Asked]) -> Sequence[Reply[Any]]:
        """The source's replies."""
        return await self.source.fetch(
            [attrs.evolve(question, subject=self.address(parse_repo(question.subject))) for question in asked]
        )


def address_of(repo: RepoLocator) -> str:
    """Where git finds a repository."""
    address: str = settings.GIT_URL
    return address.format(host=repo.host, path=repo.path)


def gitlab_api(repo: RepoLocator) -> str:
    """The base of the API of a GitLab."""
    if repo.host == "gitlab.com":
        return str(settings.GITLAB_API_URL)
    return forge_base(repo) or gitlab.own_api(repo)


def forgejo_api(repo: RepoLocator) -> str:
    """The base of the API of a Forgejo or Gitea."""
    if repo.host == "codeberg.org":
        return str(settings.CODEBERG_API_URL)
    return forge_base(repo) or forgejo.own_api(repo)


def forge_base(repo: RepoLocator) -> str:
    """The base that the operator named for a host, "" for none."""
    _kind, base = settings.FORGES.get(repo.host, ("", ""))
    return str(base)


CLIENTS: dict[str, Callable[[HttpClient], AnySource]] = {
    PYPI: lambda http: PyPI(http, settings.PYPI_URL),
    PYPI_RELEASES: lambda http: PyPIReleases(http, settings.PYPI_URL),
    PYPISTATS: lambda http: PyPIStats(http, settings.PYPISTATS_URL),
    GITHUB: github_here,
    GITLAB: lambda http: gitlab.GitLab(http, gitlab_api, gitlab_tokens()),
    GIT: git,
    BITBUCKET: lambda http: Bitbucket(http, settings.BITBUCKET_API_URL),
    FORGEJO: lambda http: forgejo.Forgejo(http, forgejo_api),
}
