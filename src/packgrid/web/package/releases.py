"""The releases of a package as its pages list them, with their notes and the pauses between them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

import attrs

from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.models import Facts, Package, Release
from packgrid.catalogue.release_trust import TrustChange, describe_publishers, find_trust_changes
from packgrid.catalogue.size_jumps import SizeJump, find_size_jumps
from packgrid.lib.locators import RepoLocator, find_repo
from packgrid.lib.vulnerabilities import Vulnerability
from packgrid.web import addresses
from packgrid.web.missing_words import describe_missing
from packgrid.web.package.vulnerabilities import VulnerabilityLine, list_of_release

PAUSE = timedelta(days=365)


@attrs.frozen
class ReleaseRow:
    """A release. `paused_since` is the release before it, if more than a year lay between; `notes_url` may be "".

    `vulnerabilities` are None where nobody was asked about them.
    `publisher` is who uploaded it, as the index recorded; "" if that is not known. `trust` is what it lost or has
    otherwise than the release before it. `jump` is there if its file is much larger than that of the release before it.
    """

    release: Release
    url: str
    notes_url: str
    paused_since: datetime | None = None
    publisher: str = ""
    trust: TrustChange | None = None
    jump: SizeJump | None = None
    vulnerabilities: Sequence[VulnerabilityLine] | None = None

    @property
    def install_bytes(self) -> int | None:
        """The size of the file that would be installed."""
        return self.release.install_bytes or None

    @property
    def missing_size(self) -> str:
        """Why the size of its file is missing; "" where it is known."""
        if self.install_bytes:
            return ""
        is_due = self.release.install_bytes is None and self.release.size_bytes is not None
        return describe_missing(MissingValue.NOT_CHECKED if is_due else MissingValue.NOT_STATED)

    @property
    def worst(self) -> str:
        """The worst that is known of its vulnerabilities: "malware", a severity, or "" for neither."""
        found = self.vulnerabilities or ()
        is_malware = any(item.is_malware for item in found)
        return "malware" if is_malware else next((item.severity for item in found if item.severity), "")


def make_release_rows(
    package: Package, facts: Facts, releases: Sequence[Release], known: Sequence[Vulnerability] | None
) -> list[ReleaseRow]:
    """The rows of these releases, highest version first; `known` are the vulnerabilities of any of them."""
    repo, tags = find_repo(package.repo_url), set(facts.tags or ())
    changes, jumps = find_trust_changes(releases), find_size_jumps(releases)
    return [
        ReleaseRow(
            release,
            find_release_page(package, release),
            find_release_notes(repo, tags, release),
            before,
            vulnerabilities=list_of_release(facts, release, known),
            publisher=describe_publishers(release.publishers),
            trust=changes.get(release.version),
            jump=jumps.get(release.version),
        )
        for release, before in zip(releases, find_pauses(releases), strict=True)
    ]


def find_release_page(package: Package, release: Release) -> str:
    """The page of a release on PyPI; "" if the project is not there or the release is gone."""
    is_there = package.public_name and release.gone_since is None
    return f"{addresses.make_pypi_url(package.public_name)}{release.version}/" if is_there else ""


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
