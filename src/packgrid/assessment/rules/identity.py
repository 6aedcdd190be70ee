"""Judges whether the project and the repository of a package belong together, by their links to each other.

The index decides: it links to the repository, to another one, or to none. What the repository says supports that and
proves nothing, because anybody can write the name of a known project into a description.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import attrs

from packgrid.assessment.rules.endings import is_pypi_gone
from packgrid.assessment.rules.evidence import Evidence
from packgrid.lib.index_names import name_project
from packgrid.lib.locators import RepoLocator, find_repo, parse_project
from packgrid.lib.versions import normalize_name

# The links of a project that say where its code is. Documentation and funding may well live in another repository.
SAYING_WHERE = ("repository", "homepage", "issues")


class IdentityMatch(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    MISMATCH = "mismatch"


@attrs.frozen
class Identity:
    """The match with its reasons, the deciding one first."""

    match: IdentityMatch
    reasons: tuple[str, ...]


def match_identity(evidence: Evidence, now: datetime) -> Identity:
    """True if the project links to this repository."""
    match, reason = compare_repos(evidence, now)
    return Identity(match, (reason, *list_remarks(evidence)))


def compare_repos(evidence: Evidence, now: datetime) -> tuple[IdentityMatch, str]:
    """The match and its reason."""
    ours = find_repo(evidence.repo_url)
    if not evidence.pypi_name or ours is None:
        missing = "no PyPI project" if not evidence.pypi_name else "no repository"
        return IdentityMatch.UNVERIFIED, f"Nothing to compare: {missing} is entered."
    if evidence.links is None:
        return match_without_links(evidence, now)
    links = select_deciding_links(evidence, ours)
    if naming := next((kind for kind, link in links.items() if is_own_repo(link, evidence)), ""):
        return match_linked_repo(evidence, naming, links[naming])
    if other := next((links[kind] for kind in SAYING_WHERE if kind in links), None):
        return (
            IdentityMatch.MISMATCH,
            f"{evidence.index_title} links to {other.url}{describe_owner(other, evidence, ours)}, not to {ours.url}.",
        )
    return IdentityMatch.UNVERIFIED, f"{evidence.index_title} does not link to {ours.url}, nor to another repository."


def select_deciding_links(evidence: Evidence, ours: RepoLocator) -> dict[str, RepoLocator]:
    """The links that count: the one called "repository" if there is one, else all that lead to a repository."""
    links = {
        kind: link for kind, link in repo_links(evidence) if is_surely_repo(link, ours) or find_owner(link, evidence)
    }
    return {"repository": links["repository"]} if "repository" in links else links


def match_without_links(evidence: Evidence, now: datetime) -> tuple[IdentityMatch, str]:
    """The match if the index gave no links: it has no such project, or was not asked yet."""
    if is_pypi_gone(evidence, now) and evidence.pypi_confirmed_at is None:
        return IdentityMatch.MISMATCH, f"{evidence.index_title} has no project {evidence.pypi_name}."
    return IdentityMatch.UNVERIFIED, f"{evidence.index_title} has not given its links yet."


def match_linked_repo(evidence: Evidence, kind: str, link: RepoLocator) -> tuple[IdentityMatch, str]:
    """The match if the index links to the repository: verified, unless it links to another folder of it."""
    folders = link.subdirectory, evidence.repo_subdirectory.strip("/")
    if all(folders) and folders[0] != folders[1]:
        return (
            IdentityMatch.MISMATCH,
            f"{evidence.index_title} links to the folder {folders[0]} of the repository, not to {folders[1]}.",
        )
    return (
        IdentityMatch.VERIFIED,
        f"{evidence.index_title} links to this repository ({kind}: {(evidence.links or {})[kind]}).",
    )


def describe_owner(other: RepoLocator, evidence: Evidence, ours: RepoLocator) -> str:
    """A description of the repository that the index links to instead."""
    if owning := find_owner(other, evidence):
        return f" (the repository of {owning})"
    names = [locator.path.rpartition("/")[2].lower() for locator in (other, ours)]
    return " (the same name, another owner)" if names[0] == names[1] else ""


def list_remarks(evidence: Evidence) -> Iterator[str]:
    """Remarks that are worth knowing, and decide nothing."""
    homepage = evidence.repo_homepage or ""
    if homepage and evidence.pypi_name and names_project(homepage, evidence.pypi_name):
        yield f"The repository's home page is {name_project(evidence.pypi_name, evidence.index_name)}."
    elif homepage and strip_url(homepage) in {strip_url(url) for url in (evidence.links or {}).values()}:
        yield f"The repository and {name_project(evidence.pypi_name, evidence.index_name)} both point to {homepage}."
    if evidence.pypi_gone_since:
        yield f"{evidence.index_title} says that it has no project {evidence.pypi_name}."
    if evidence.repo_moved_to:
        yield f"The host says that the repository has moved to {evidence.repo_moved_to}."
    if evidence.is_fork:
        yield "The host says that the repository is a fork."
    for other in evidence.namesakes:
        yield f"{other.slug} names {name_project(evidence.pypi_name, evidence.index_name)}, too."


def repo_links(evidence: Evidence) -> Iterator[tuple[str, RepoLocator]]:
    """The links of the project that lead to a repository, by kind, the most telling first."""
    links = evidence.links or {}
    for kind in sorted(links, key=lambda kind: (kind not in SAYING_WHERE, kind != "repository", kind)):
        if locator := find_repo(links[kind]):
            yield kind, locator


def is_own_repo(link: RepoLocator, evidence: Evidence) -> bool:
    """True if a link leads to the repository, by its address or by one that its host redirects."""
    addresses = (evidence.repo_url, evidence.repo_moved_to, *evidence.repo_moved_from)
    return link.same_key in {known.same_key for known in map(find_repo, addresses) if known}


def is_surely_repo(link: RepoLocator, ours: RepoLocator) -> bool:
    """True if an address is surely a repository: at a known host, or at the host of ours."""
    return link.known_host is not None or link.host == ours.host


def find_owner(link: RepoLocator, evidence: Evidence) -> str:
    """The slug of another package of the same project that has this repository; "" if there is none."""
    theirs = {other.slug: find_repo(other.repo_url) for other in evidence.namesakes}
    return next((slug for slug, repo in theirs.items() if repo and repo.same_key == link.same_key), "")


def names_project(url: str, name: str) -> bool:
    """True if an address is the page of this project, on any index."""
    found = parse_project(url) if "/" in url else ""
    return bool(found) and normalize_name(found) == normalize_name(name)


def strip_url(url: str) -> str:
    """An address without the parts that do not change where it leads."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()
