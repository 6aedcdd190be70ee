"""The client of each lane, made from the settings: the one table of which source is asked where."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import attrs
from asgiref.sync import sync_to_async
from django.conf import settings

from packgrid.catalogue.source_names import (
    DEPSDEV,
    GIT,
    OSV,
    PYPI,
    PYPI_PROVENANCE,
    PYPI_RELEASES,
    PYPISTATS,
    TOP_DOWNLOADS,
)
from packgrid.lib.bitbucket_paths import BitbucketPath
from packgrid.lib.git import Git, GitLimits
from packgrid.lib.git_hosts import BITBUCKET, BITBUCKET_DATA_CENTER, FORGEJO, GITHUB, GITLAB
from packgrid.lib.http import HttpClient, Observer
from packgrid.lib.locators import RepoLocator, parse_repo
from packgrid.lib.netguard import Guard
from packgrid.refresh.advisories import find_stored_advisories
from packgrid.refresh.host_access import api_url_of, git_login_of, read_tokens, token_of
from packgrid.refresh.lanes import Lane
from packgrid.sources import bitbucket_data_center, forgejo, github, gitlab, osv
from packgrid.sources.bitbucket import Bitbucket
from packgrid.sources.depsdev import DepsDev
from packgrid.sources.git import GitActivity
from packgrid.sources.git_cache import GitCache
from packgrid.sources.private_index import PrivateIndex
from packgrid.sources.provenance import PyPIProvenance
from packgrid.sources.pypi import PyPI
from packgrid.sources.pypi_releases import PyPIReleases
from packgrid.sources.pypistats import PyPIStats
from packgrid.sources.source import Reply, Source, SourceRequest
from packgrid.sources.top_downloads import TopDownloads

type AnySource = Source[Any]


@asynccontextmanager
async def open_client(lane: Lane, observer: Observer | None = None) -> AsyncIterator[AnySource]:
    """The client of a lane, with connections of its own; `observer` is told of every exchange."""
    async with open_http(observer) as http:
        yield make_client(lane, http)


def make_client(lane: Lane, http: HttpClient) -> AnySource:
    """The client of a lane: that of its source, or of the private index or host that it names."""
    if lane.source == PYPI and lane.host:
        return PrivateIndex(http, lane.host, settings.PRIVATE_INDEXES.get(lane.host))
    if lane.source == GITHUB.key and lane.host:
        return make_enterprise_client(lane.host, http)
    if lane.source == BITBUCKET.key and lane.host:
        return make_data_center_client(http)
    return CLIENTS[lane.source](http)


@asynccontextmanager
async def open_http(observer: Observer | None = None) -> AsyncIterator[HttpClient]:
    """An HTTP client that says who we are and calls what the settings allow."""
    agent = f"packgrid/{settings.VERSION} ({settings.SITE_URL or 'no public address'})"
    guard = Guard(settings.PRIVATE_HOSTS)
    async with HttpClient(user_agent=agent, guard=guard, timeout_s=settings.TIMEOUT_S, observer=observer) as http:
        yield http


def index_url() -> str:
    """Where the pages of the index are."""
    return str(settings.INDEX_URL or derive_index_url(settings.PYPI_URL))


def feed_url() -> str:
    """Where the feed of the newest releases at the index is."""
    return str(settings.FEED_URL or f"{index_url().rstrip('/').removesuffix('/simple')}/rss/updates.xml")


def derive_index_url(pypi_url: str) -> str:
    """Where the pages of an index are whose JSON documents are at this address: `X/pypi` has them at `X/simple`."""
    return pypi_url.rstrip("/").removesuffix("/pypi") + "/simple"


def github_com(http: HttpClient) -> AnySource:
    """GitHub, with our token if there is one."""
    return github.make_github_client(
        http,
        api_url=api_url_of("github.com"),
        graphql_url=settings.GITHUB_GRAPHQL_URL,
        token=token_of("github.com"),
    )


def make_enterprise_client(host: str, http: HttpClient) -> AnySource:
    """One GitHub Enterprise Server."""
    api_url = api_url_of(host) or f"https://{host}/api/v3"
    return github.make_github_client(
        http, host=host, api_url=api_url, graphql_url=github.derive_graphql_url(api_url), token=token_of(host)
    )


def make_gitlab_client(http: HttpClient) -> AnySource:
    """Every GitLab."""
    return gitlab.GitLab(http, lambda repo: api_url_of(repo.host) or gitlab.api_of(repo), read_tokens())


def make_forgejo_client(http: HttpClient) -> AnySource:
    """Every Forgejo and Gitea."""
    return forgejo.Forgejo(http, lambda repo: api_url_of(repo.host) or forgejo.api_of(repo), read_tokens())


def make_data_center_client(http: HttpClient) -> AnySource:
    """Every Bitbucket Data Center."""
    return bitbucket_data_center.BitbucketDataCenter(
        http, lambda repo: api_url_of(repo.host) or bitbucket_data_center.api_of(repo), read_tokens()
    )


def make_git_client(http: HttpClient) -> AnySource:
    """Git, with the folder where histories are kept."""
    cache = GitCache(settings.GIT_CACHE, settings.GIT_CACHE_BYTES)
    limits = GitLimits(time_s=GIT_TAKES_TIMES * settings.TIMEOUT_S)
    return Addressed(GitActivity(http, Git(http.user_agent, limits), cache, login_of=git_login_of), address_of)


GIT_TAKES_TIMES = 6  # a year of history is more than a document


@attrs.frozen
class Addressed:
    """A source that is asked about repositories where `address` says they are, not where people say."""

    source: AnySource
    address: Callable[[RepoLocator], str]

    @property
    def most_at_once(self) -> int:
        """The limit of the source."""
        return self.source.most_at_once

    async def fetch(self, asked: Sequence[SourceRequest]) -> Sequence[Reply[Any]]:
        """The source's replies."""
        return await self.source.fetch(
            [attrs.evolve(question, subject=self.address(parse_repo(question.subject))) for question in asked]
        )


def address_of(repo: RepoLocator) -> str:
    """The address that git fetches a repository from."""
    address: str = settings.GIT_URL
    return address.format(host=repo.host, path=clone_path_of(repo))


def clone_path_of(repo: RepoLocator) -> str:
    """The path that git clones a repository from, which at a Bitbucket Data Center is not that of its page."""
    is_bitbucket = repo.known_host is None or repo.known_host.software is BITBUCKET_DATA_CENTER
    found = BitbucketPath.parse(repo.path.split("/"), is_known=False) if is_bitbucket else None
    return found.clone_path if found else repo.path


CLIENTS: dict[str, Callable[[HttpClient], AnySource]] = {
    PYPI: lambda http: PyPI(http, settings.PYPI_URL, index_url(), always_reads_documents=not settings.OSV_URL),
    PYPI_RELEASES: lambda http: PyPIReleases(http, settings.PYPI_URL),
    PYPI_PROVENANCE: PyPIProvenance,
    PYPISTATS: lambda http: PyPIStats(http, settings.PYPISTATS_URL),
    OSV: lambda http: osv.OSV(http, settings.OSV_URL, sync_to_async(find_stored_advisories)),
    GIT: make_git_client,
    DEPSDEV: lambda http: DepsDev(http, settings.DEPSDEV_URL),
    TOP_DOWNLOADS: lambda http: TopDownloads(http, settings.TOP_DOWNLOADS_URL),
    GITHUB.key: github_com,
    GITLAB.key: make_gitlab_client,
    BITBUCKET.key: lambda http: Bitbucket(http, api_url_of("bitbucket.org"), token_of("bitbucket.org")),
    FORGEJO.key: make_forgejo_client,
}
