"""The evidence about a package, which the rules read. Names are those of Package, Facts and Release.

None is unknown. Empty means "there is none", except for what people enter: there "" means "not entered".
"""

from collections.abc import Mapping
from datetime import datetime

import attrs

from packgrid.assessment.rules.text_format import capitalize_first
from packgrid.lib.index_names import name_index
from packgrid.lib.versions import is_prerelease, version_sort_key


@attrs.frozen(kw_only=True)
class ClaimDecision:
    """A person's decision about one claim (see status.py), with the reason. The newest decision counts."""

    claim: str
    is_true: bool
    decided_at: datetime | None = None
    reason: str = ""


@attrs.frozen
class CommitAuthor:
    """Somebody who committed in the last 52 weeks, and how often."""

    name: str
    commits: int
    is_bot: bool = False


@attrs.frozen(kw_only=True)
class KnownVulnerability:
    """A vulnerability of the newest version, with the versions that fix it."""

    id: str
    fixed_in: tuple[str, ...] = ()
    is_malware: bool = False


@attrs.frozen(kw_only=True)
class ReleaseEvidence:
    """One release. Classifiers and requires_dist are known for the newest of each recent series, else mostly None."""

    version: str
    uploaded_at: datetime | None = None
    is_yanked: bool = False
    has_wheel: bool | None = None
    has_sdist: bool | None = None
    gone_since: datetime | None = None
    requires_python: str | None = None
    classifiers: tuple[str, ...] | None = None
    requires_dist: tuple[str, ...] | None = None

    @property
    def is_offered(self) -> bool:
        """True if an installer would choose it unasked: listed, not yanked, no pre-release."""
        return not (self.gone_since or self.is_yanked or is_prerelease(self.version))


@attrs.frozen(kw_only=True)
class Namesake:
    """Another package of the catalogue that names the same project of the same index."""

    slug: str
    repo_url: str = ""


@attrs.frozen(kw_only=True)
class Evidence:
    """One package.

    `repo_moved_from` are addresses that its host has redirected to `repo_url`, `repo_moved_to` is where it redirects
    now. Until `*_confirmed_at` the silence of a source is known. `authors` are those of the last 52 weeks. `links` map
    the kind of a link to its address, as the index has them; `index_name` is "" for the public one;
    `other_indexes` are those that are known to have a project of this name, too.
    """

    slug: str
    title: str = ""
    repo_url: str = ""
    repo_subdirectory: str = ""
    pypi_name: str = ""
    index_name: str = ""
    documentation_url: str = ""
    deprecated_at: datetime | None = None
    deprecated_reason: str = ""
    replaced_by: str = ""
    decisions: tuple[ClaimDecision, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    other_indexes: tuple[str, ...] = ()

    repo_origin: str = ""
    repo_confirmed_at: datetime | None = None
    repo_homepage: str | None = None
    repo_license: str | None = None
    repo_moved_to: str = ""
    repo_moved_from: tuple[str, ...] = ()
    repo_gone_since: datetime | None = None
    repo_gone_times: int = 0
    is_archived: bool | None = None
    archived_at: datetime | None = None
    is_fork: bool | None = None
    stars: int | None = None
    forks: int | None = None
    open_issues: int | None = None
    last_commit_at: datetime | None = None
    pushed_at: datetime | None = None
    weekly_commits: tuple[int, ...] | None = None
    contributor_count: int | None = None
    authors: tuple[CommitAuthor, ...] | None = None

    pypi_origin: str = ""
    pypi_confirmed_at: datetime | None = None
    pypi_gone_since: datetime | None = None
    pypi_gone_times: int = 0
    index_status: str | None = None
    index_status_reason: str | None = None
    has_readme: bool | None = None
    classifiers: tuple[str, ...] | None = None
    requires_python: str | None = None
    requires_dist: tuple[str, ...] | None = None
    license: str | None = None
    links: Mapping[str, str] | None = None
    vulnerabilities: tuple[KnownVulnerability, ...] | None = None
    version: str | None = None
    released_at: datetime | None = None
    released_to_the_month: bool = False
    releases: tuple[ReleaseEvidence, ...] | None = None
    downloads_30d: int | None = None
    usage_count: int | None = None

    @property
    def index_title(self) -> str:
        """The index of its project, to begin a sentence with: "PyPI" or "The index acme"."""
        return capitalize_first(name_index(self.index_name))


def newest_release(evidence: Evidence) -> ReleaseEvidence:
    """The release that is shown as the newest, with all that is known of it; an empty one if nothing is known."""
    version = evidence.version or ""
    listed = next((release for release in evidence.releases or () if release.version == version), None)
    release = listed or ReleaseEvidence(version=version, uploaded_at=evidence.released_at)
    names = ("requires_python", "classifiers", "requires_dist")
    unsaid = {name: getattr(evidence, name) for name in names if getattr(release, name) is None}
    return attrs.evolve(release, **unsaid)


def highest_release(evidence: Evidence) -> ReleaseEvidence | None:
    """The listed release with the highest version, pre-releases left out; None if there is none. It may be yanked."""
    listed = [release for release in evidence.releases or () if not release.gone_since]
    stable = [release for release in listed if not is_prerelease(release.version)]
    return max(stable, key=lambda release: version_sort_key(release.version), default=None)


def first_released_at(evidence: Evidence) -> datetime | None:
    """When the oldest known release came."""
    return min((release.uploaded_at for release in evidence.releases or () if release.uploaded_at), default=None)


def last_decision(evidence: Evidence, claim: str) -> ClaimDecision | None:
    """The last decision of a person about this claim; None if there is none. Deprecating and naming a successor count.

    Who decides that it is maintained decides that it is not unmaintained.
    """
    made = [decided for decided in (*evidence.decisions, *entered_decisions(evidence)) if decided.claim == claim]
    other = OPPOSITES.get(claim)
    made += [
        attrs.evolve(said, claim=claim, is_true=not said.is_true) for said in evidence.decisions if said.claim == other
    ]
    return max(made, key=lambda decided: decided.decided_at.timestamp() if decided.decided_at else 0.0, default=None)


OPPOSITES = {"maintained": "unmaintained", "unmaintained": "maintained"}


def entered_decisions(evidence: Evidence) -> tuple[ClaimDecision, ...]:
    """The decisions that are entered in the package itself."""
    at = evidence.deprecated_at
    made = []
    if at:
        made.append(ClaimDecision(claim="deprecated", is_true=True, decided_at=at, reason=evidence.deprecated_reason))
    if evidence.replaced_by:
        made.append(ClaimDecision(claim="superseded", is_true=True, decided_at=at))
    return tuple(made)
