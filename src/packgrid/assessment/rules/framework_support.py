"""Which frameworks a release mentions, and what it says of their series."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from packaging.requirements import Requirement

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.requirements import select_requirements
from packgrid.assessment.rules.support_cells import SupportCell, make_framework_cell
from packgrid.lib.classifiers import drop_coarse_versions, strip_prefix
from packgrid.lib.frameworks import OPTIONAL, Framework
from packgrid.lib.version_series import series_names, supported_series

LAST_SERIES = 3


def make_framework_cells(
    framework: Framework, release: ReleaseEvidence, names: Iterable[str]
) -> tuple[SupportCell, ...]:
    """The support of each of these series of a framework, by the classifiers and requirements of a release."""
    return tuple(make_framework_cell(framework, release, name) for name in names)


def list_current_series(framework: Framework, now: datetime) -> tuple[str, ...]:
    """The series that get security fixes; the last ones where nobody knows how long they do."""
    if framework.has_dates:
        return series_names(supported_series(framework.series, now))
    return framework.series_names[-LAST_SERIES:]


def list_mentioned(release: ReleaseEvidence) -> Sequence[Framework]:
    """The frameworks that a release mentions, without those that matter to every package."""
    return [framework for framework in OPTIONAL if is_mentioned(framework, release)]


def is_mentioned(framework: Framework, release: ReleaseEvidence) -> bool:
    """True if a classifier names the framework, or the release requires it without an extra."""
    return has_classifier(framework, release) or bool(list_requirements(framework, release))


def has_classifier(framework: Framework, release: ReleaseEvidence) -> bool:
    """True if a classifier names the framework, with a version or without one."""
    beginning = framework.series_classifier
    return bool(beginning) and any(f"{text} :: ".startswith(beginning) for text in release.classifiers or ())


def list_requirements(framework: Framework, release: ReleaseEvidence) -> Sequence[Requirement]:
    """The requirements of a framework that apply without an extra."""
    found = select_requirements(framework.project, release.requires_dist or ()) if framework.project else ()
    return [need for need in found if need.marker is None or "extra" not in str(need.marker)]


def read_declared_series(framework: Framework, release: ReleaseEvidence) -> tuple[str, ...] | str | None:
    """The series that classifiers name, else the versions that are required, such as ">=5.2"; None if neither says."""
    beginning = framework.series_classifier
    named = drop_coarse_versions(strip_prefix(beginning, release.classifiers or ())) if beginning else ()
    required = dict.fromkeys(str(need.specifier) for need in list_requirements(framework, release) if need.specifier)
    return named or ", ".join(required) or None
