"""Packages by what their newest release says of a series of a framework."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.support_cells import SupportKind, make_framework_cell
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Facts, Package
from packgrid.lib.frameworks import FRAMEWORKS, Framework
from packgrid.lib.version_series import VersionSeries
from packgrid.search.facet_counts import count_values, packages_with
from packgrid.search.missing_tags import NOT_CHECKED, PROJECT

CHECKED = 120
ANSWERS: Mapping[SupportKind, str] = {
    SupportKind.DECLARED: "declare it",
    SupportKind.ALLOWED: "allow it",
    SupportKind.UNDECLARED: "declare other versions only",
    SupportKind.EXCLUDED: "exclude it",
    SupportKind.UNKNOWN: "say nothing",
    SupportKind.NOT_CHECKED: "not checked",
}
REASONS_SHOWN = {SupportKind.ALLOWED, SupportKind.UNDECLARED, SupportKind.EXCLUDED}


@attrs.frozen
class ReadyPackage:
    """A package with the words of its newest release that decide, "" where the answer says it all."""

    package: Package
    reason: str


@attrs.frozen(kw_only=True)
class Readiness:
    """The best known packages by what their newest release says of a series.

    `unread_count` is the number of packages of which nobody knows yet whether they mention the framework.
    """

    framework: Framework
    series: VersionSeries
    is_ended: bool
    packages: Mapping[SupportKind, Sequence[ReadyPackage]]
    unread_count: int
    others: Sequence[Framework]

    @property
    def count(self) -> int:
        """The number of packages on the page."""
        return sum(map(len, self.packages.values()))


@attrs.frozen(kw_only=True)
class FrameworkReadiness:
    """The series of a framework, newest first, with how many packages declare or allow each; and other frameworks.

    `unread_count` is the number of packages of which nobody knows yet what they declare.
    """

    framework: Framework
    series: Sequence[tuple[VersionSeries, int]]
    unread_count: int
    others: Sequence[Framework]


def read_framework_readiness(framework: Framework) -> FrameworkReadiness:
    """How many packages declare or allow each series of a framework; two queries."""
    counts = dict(count_values(framework.key, framework.series_names))
    return FrameworkReadiness(
        framework=framework,
        series=[(series, counts[series.name]) for series in reversed(framework.series)],
        unread_count=count_unread_packages(),
        others=list_other_frameworks(framework),
    )


def read_readiness(framework: Framework, series: VersionSeries, *, today: date) -> Readiness:
    """The best known packages that are not archived or deprecated, by their answer.

    Of a framework that only some packages mention, only those. Three queries.
    """
    found: dict[SupportKind, list[ReadyPackage]] = {kind: [] for kind in ANSWERS}
    for package in list_asked_packages(framework):
        cell = make_framework_cell(framework, make_newest_release(catalogue.facts_of(package)), series.name)
        found[cell.kind].append(ReadyPackage(package, cell.reason if cell.kind in REASONS_SHOWN else ""))
    return Readiness(
        framework=framework,
        series=series,
        is_ended=series.ends is not None and series.ends < today,
        packages=found,
        unread_count=0 if framework.is_general else count_unread_packages(),
        others=list_other_frameworks(framework),
    )


def list_asked_packages(framework: Framework) -> Iterable[Package]:
    """The best known packages; of a framework that only some packages mention, those that do."""
    if framework.is_general:
        return catalogue.most_starred_projects(CHECKED)
    return catalogue.most_starred_projects_of(packages_with("framework", framework.key), CHECKED)


def count_unread_packages() -> int:
    """The number of packages whose project was not read yet; one query."""
    ((_, count),) = count_values(NOT_CHECKED, [PROJECT])
    return count


def list_other_frameworks(framework: Framework) -> list[Framework]:
    return [other for other in FRAMEWORKS if other is not framework]


def make_newest_release(facts: Facts) -> ReleaseEvidence:
    """The newest release, as far as the facts of its package tell what it supports."""
    return ReleaseEvidence(
        version=facts.version or "",
        requires_python=facts.requires_python,
        classifiers=None if facts.classifiers is None else tuple(facts.classifiers),
        requires_dist=None if facts.requires_dist is None else tuple(facts.requires_dist),
    )
