"""Corrections of a package that the evidence speaks for. People decide; proposing changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import attrs

from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.identity import (
    IdentityMatch,
    is_own_repo,
    is_surely_repo,
    match_identity,
    repo_links,
)
from packgrid.lib.locators import find_repo
from packgrid.lib.versions import normalize_name


class ProposableField(StrEnum):
    """The columns of Package that a proposal may be about."""

    REPO_URL = "repo_url"
    REPO_SUBDIRECTORY = "repo_subdirectory"
    PYPI_NAME = "pypi_name"
    DOCUMENTATION_URL = "documentation_url"


@attrs.frozen
class ProposedChange:
    """A value for a field, and why."""

    field: ProposableField
    value: str
    reason: str


@attrs.frozen(kw_only=True)
class ProjectCandidate:
    """A PyPI project whose name might be the right one, with its links."""

    name: str
    links: Mapping[str, str]


def propose_changes(
    evidence: Evidence, *, candidates: Iterable[ProjectCandidate] = (), now: datetime
) -> tuple[ProposedChange, ...]:
    """Every change that the evidence speaks for, each value once."""
    match = match_identity(evidence, now).match
    found = [
        *propose_repo_url(evidence, match),
        *propose_subdirectory(evidence, match),
        *propose_documentation(evidence, match),
    ]
    if match is not IdentityMatch.VERIFIED:
        found += propose_pypi_names(evidence, candidates)
    return tuple({(proposal.field, proposal.value): proposal for proposal in reversed(found)}.values())[::-1]


def names_to_look_up(evidence: Evidence) -> tuple[str, ...]:
    """The normalized names that the PyPI project might have: from the slug, the title and the repository."""
    ours = find_repo(evidence.repo_url)
    said = (evidence.slug, evidence.title, ours.path.rpartition("/")[2] if ours else "")
    names = dict.fromkeys(normalize_name(name.replace(" ", "-")) for name in said if name.strip())
    return tuple(name for name in names if name != evidence.pypi_name)


def propose_repo_url(evidence: Evidence, match: IdentityMatch) -> Iterator[ProposedChange]:
    """The address of the repository as its host or the index gives it."""
    if evidence.repo_moved_to:
        yield ProposedChange(ProposableField.REPO_URL, evidence.repo_moved_to, f"{evidence.repo_url} redirects there.")
    if match is IdentityMatch.VERIFIED:
        return
    said = (evidence.links or {}).get("repository", "")
    there, ours = find_repo(said), find_repo(evidence.repo_url)
    if there and is_surely_repo(there, ours or there) and not is_own_repo(there, evidence):
        yield ProposedChange(
            ProposableField.REPO_URL,
            there.url,
            f"{evidence.index_title} says that the repository of {evidence.pypi_name} is {said}.",
        )


def propose_subdirectory(evidence: Evidence, match: IdentityMatch) -> Iterator[ProposedChange]:
    """The folder of the repository that the index links to, if none is entered."""
    if match is not IdentityMatch.VERIFIED or evidence.repo_subdirectory:
        return
    for kind, link in repo_links(evidence):
        if kind in {"repository", "homepage"} and link.subdirectory and is_own_repo(link, evidence):
            reason = f"{evidence.index_title} links to this folder of the repository ({kind})."
            yield ProposedChange(ProposableField.REPO_SUBDIRECTORY, link.subdirectory, reason)


def propose_documentation(evidence: Evidence, match: IdentityMatch) -> Iterator[ProposedChange]:
    """The documentation that the index links to, if none is entered."""
    said = (evidence.links or {}).get("documentation", "")
    if said and not evidence.documentation_url and match is not IdentityMatch.MISMATCH:
        yield ProposedChange(
            ProposableField.DOCUMENTATION_URL,
            said,
            f"{evidence.index_title} links there as the documentation of {evidence.pypi_name}.",
        )


def propose_pypi_names(evidence: Evidence, candidates: Iterable[ProjectCandidate]) -> Iterator[ProposedChange]:
    """The projects that link to the repository; a similar name alone is no evidence."""
    for candidate in candidates:
        theirs = attrs.evolve(evidence, links=candidate.links)
        kind = next((kind for kind, link in repo_links(theirs) if is_own_repo(link, evidence)), "")
        if kind and normalize_name(candidate.name) != evidence.pypi_name:
            reason = f"The PyPI project {candidate.name} links to this repository ({kind}: {candidate.links[kind]})."
            yield ProposedChange(ProposableField.PYPI_NAME, normalize_name(candidate.name), reason)
