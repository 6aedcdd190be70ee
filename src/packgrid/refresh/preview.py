"""Asks the sources about something that somebody is about to add. Nothing is kept but how the hosts are doing."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import attrs
from django.conf import settings

from packgrid.catalogue.package_preview import PackagePreview, PreviewAnswer, SourcePreview, parse_package_text
from packgrid.catalogue.source_names import GIT, OF_HOSTS, PYPI, TITLES, name_source
from packgrid.lib.git_hosts import find_stored_host
from packgrid.lib.index_names import name_index
from packgrid.lib.locators import RepoLocator, find_repo, parse_project, parse_repo
from packgrid.refresh import hosts
from packgrid.refresh.clients import open_client
from packgrid.refresh.lanes import Lane
from packgrid.refresh.public_names import is_public_repo, may_look_up
from packgrid.refresh.subjects import repo_sources
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.pypi import ProjectSnapshot
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest

PATIENCE_S = 5.0
"""How long a person waits for one source."""
CODE_LINKS = ("repository", "homepage", "issues")


def preview_package(text: str) -> PackagePreview:
    """A preview of the package that a text names, from its index and its host, each within five seconds.

    At most one question to each private index, two to PyPI and one to a host. Where refreshing is switched off nobody
    is asked.

    Raises:
        NotAPackage: it names nothing.
    """
    found = parse_package_text(text)
    if not settings.REFRESH:
        return found
    if found.pypi_name:
        found = with_named_project(found)
    if found.repo_url:
        found = with_repo(found)
    if not found.pypi_name and found.repo_url and is_public_repo(found.repo_url):
        found = with_guessed_project(found)
    return found


def with_named_project(found: PackagePreview) -> PackagePreview:
    """The preview completed by the first index that has the project: private ones in their order, PyPI last.

    While a private index does not answer, no index after it is asked: the name may be private.
    """
    for index in settings.PRIVATE_INDEXES:
        project, look = ask_lane(Lane(PYPI, index), found.pypi_name)
        if project is not None:
            return attrs.evolve(with_project(found, project, look), index_name=index)
        found = attrs.evolve(found, looks=(*found.looks, look))
        if look.answer is not PreviewAnswer.GONE:
            sentence = f"Other indexes were not checked, because the name may belong to {name_index(index)}."
            unasked = SourcePreview(TITLES[PYPI], PreviewAnswer.NOT_ASKED, sentence)
            return attrs.evolve(found, looks=(*found.looks, unasked))
    if not may_look_up(found.pypi_name):
        return found
    return with_project(found, *ask_lane(Lane(PYPI), found.pypi_name))


def ask_lane(lane: Lane, subject: str) -> tuple[Any, SourcePreview]:
    """A source's snapshot, None where it gave none, and how it answered."""
    health, now = hosts.health_of(lane), datetime.now(UTC)
    name = name_source(lane.source, lane.host if lane.source == PYPI else "")
    title = f"{name[:1].upper()}{name[1:]}"
    if health.is_resting(now):
        return None, SourcePreview(
            title, PreviewAnswer.NOT_ASKED, f"{title} could not be checked now. Packgrid will try again later."
        )
    reply = asyncio.run(reply_of(lane, subject, health))
    record_reply(health, reply)
    hosts.save_health(health, datetime.now(UTC))
    if isinstance(reply, SourceReply):
        return reply.snapshot, SourcePreview(title, PreviewAnswer.FOUND, f"{title}: found.")
    describe = describe_unknown_project if isinstance(reply, Gone) and lane.source == PYPI else SAID.get(type(reply))
    return None, SourcePreview(title, *(describe or SILENCE)(title))


async def reply_of(lane: Lane, subject: str, health: hosts.HostHealth) -> Reply[Any]:
    """A source's reply, within the time that a person waits."""
    try:
        async with asyncio.timeout(patience_s()), open_client(lane, health.observe) as source:
            return (await source.fetch([SourceRequest(subject)]))[0]
    except TimeoutError:
        return Unavailable(f"no answer within {patience_s():g} s")


def patience_s() -> float:
    """How long to wait, in seconds."""
    return min(PATIENCE_S, settings.TIMEOUT_S)


def record_reply(health: hosts.HostHealth, reply: Reply[Any]) -> None:
    """Record in the host's health how it replied."""
    now = datetime.now(UTC)
    match reply:
        case RateLimited():
            health.limit(reply.retry_at, str(reply), now)
        case Unavailable():
            health.fail(str(reply), now)
        case _:
            health.succeed()


def describe_unknown_project(index: str) -> tuple[PreviewAnswer, str]:
    """The index has no such project."""
    return PreviewAnswer.GONE, f"{index} has no project of this name."


def describe_gone(source: str) -> tuple[PreviewAnswer, str]:
    """It does not exist, as far as we may see."""
    return PreviewAnswer.GONE, f"{source} has no such repository, or it is private."


def describe_silent(source: str) -> tuple[PreviewAnswer, str]:
    """It did not say."""
    return PreviewAnswer.SILENT, f"{source} did not answer in time. Packgrid will try again later."


def describe_malformed(source: str) -> tuple[PreviewAnswer, str]:
    """It answered with something else."""
    return PreviewAnswer.SILENT, f"{source} sent an answer that cannot be read."


SILENCE = describe_silent
SAID = {Gone: describe_gone, Malformed: describe_malformed}


def with_project(found: PackagePreview, project: ProjectSnapshot | None, look: SourcePreview) -> PackagePreview:
    """The preview completed with the facts of PyPI."""
    looks = (*found.looks, look)
    if project is None:
        return attrs.evolve(found, looks=looks)
    said: Mapping[str, Any] = {
        "pypi_name": project.normalized_name,
        "title": project.name,
        "description": project.summary or found.description,
        "documentation_url": project.links.get("documentation", ""),
        "version": project.version or "",
        "released_at": project.released_at,
        "release_count": len(project.releases),
        "classifiers": project.classifiers,
    }
    repo = None if found.repo_url else repo_in(project)
    where: Mapping[str, Any] = {"repo_url": repo.url, "repo_subdirectory": repo.subdirectory} if repo else {}
    return attrs.evolve(found, **said, **where, looks=looks)


def repo_in(project: ProjectSnapshot) -> RepoLocator | None:
    """The repository that a project links to: any that it calls so, else one at a host that we know."""
    links = ((kind, find_repo(project.links.get(kind, ""))) for kind in CODE_LINKS)
    return next((repo for kind, repo in links if repo and (kind == "repository" or repo_kind(repo))), None)


def repo_kind(repo: RepoLocator) -> str:
    """The source that a repository's host can be asked by; "" where git alone can."""
    return next((source for source in repo_sources(repo) if source in OF_HOSTS), "")


def with_repo(found: PackagePreview) -> PackagePreview:
    """The preview completed with the facts of the repository's host."""
    repo = parse_repo(found.repo_url)
    source = repo_kind(repo)
    if not source:
        sentence = f"{repo.host} is not a git host that Packgrid knows. Packgrid will read the history with git later."
        return attrs.evolve(found, looks=(*found.looks, SourcePreview(TITLES[GIT], PreviewAnswer.NOT_ASKED, sentence)))
    snapshot, look = ask_lane(Lane(source, find_stored_host(source, repo.host)), found.repo_url)
    looks = (*found.looks, look)
    if not isinstance(snapshot, RepoSnapshot):
        return attrs.evolve(found, looks=looks)
    return attrs.evolve(
        found,
        repo_url=snapshot.url or found.repo_url,
        description=found.description or snapshot.description or "",
        is_archived=bool(snapshot.is_archived),
        topics=snapshot.topics or (),
        looks=looks,
    )


def with_guessed_project(found: PackagePreview) -> PackagePreview:
    """The preview completed with the project that has the repository's name, if that links back to it."""
    name = parse_project(found.repo_url.rpartition("/")[2])
    project, look = ask_lane(Lane(PYPI), name) if name and may_look_up(name) else (None, None)
    if not isinstance(project, ProjectSnapshot) or look is None:
        return found
    linked = repo_in(project)
    if linked is None or linked.same_key != parse_repo(found.repo_url).same_key:
        return found
    return with_project(found, project, look)
