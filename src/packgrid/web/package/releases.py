"""The releases of a package as its pages list them, with their notes and the pauses between them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

import attrs

from packgrid.catalogue.models import Facts, Package, Release
from packgrid.lib.locators import RepoLocator, find_repo
from packgrid.web import addresses

PAUSE = timedelta(days=365)


@attrs.frozen
class ReleaseRow:
    """A release. `paused_since` is the release before it, if more than a year lay between; `notes_url` may be ""."""

    release: Release
    url: str
    notes_url: str
    paused_since: datetime | None = None


def make_release_rows(package: Package, facts: Facts, releases: Sequence[Release]) -> list[ReleaseRow]:
    """The rows of these releases, highest version first."""
    repo, tags = find_repo(package.repo_url), set(facts.tags or ())
    return [
        ReleaseRow(release, find_release_page(package, release), find_release_notes(repo, tags, release), before)
        for release, before in zip(releases, find_pauses(releases), strict=True)
    ]


def find_release_page(package: Package, release: Release) -> str:
    """The page of a release at PyPI; "" if the project has no name or the release is gone."""
    is_there = package.pypi_name and release.gone_since is None
    return f"{addresses.make_pypi_url(package.pypi_name)}{release.version}/" if is_there else ""


def find_release_notes(repo: RepoLocator | None, tags: Collection[str], release: Release) -> str:
    """The page of its tag at the host; "" if there is no such tag, or the host has no such pages."""
    tag = next((name for name in (release.version, f"v{release.version}") if name in tags), "")
    host = repo.known_host if repo else None
    return host.software.release_page.format(repo=repo.url, tag=tag) if repo and host and tag else ""


def find_pauses(releases: Sequence[Release]) -> Iterator[datetime | None]:
    """For each release the day of the one before it, if more than a year lay between them."""
    days = [release.uploaded_at for release in releases]
    for at, before in zip(days, [*days[1:], None][: len(days)], strict=True):
        yield before if at and before and at - before > PAUSE else None
