"""A release's support of one series of a framework (frameworks.py), with the declaration that shows it.

Requirements exclude and classifiers declare. What is neither excluded nor declared is allowed by a requirement, missing
from the versions that are named, or not mentioned at all. Where the classifiers of a release were never read, only an
exclusion is certain: everything else is "not checked". Of a framework without classifiers, requirements decide alone.
docs/metrics/support.md has the rules.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import attrs
from packaging.requirements import Requirement

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.requirements import admits_series, quote_requirement, select_requirements
from packgrid.assessment.rules.text_format import format_list
from packgrid.lib.classifiers import drop_coarse_versions, strip_prefix
from packgrid.lib.frameworks import BY_KEY, Framework
from packgrid.lib.requirements import applies_on
from packgrid.lib.version_series import django_runs_on

DJANGO, PYTHON = BY_KEY["django"], BY_KEY["python"]
PYTHONS = PYTHON.series_names


class SupportKind(StrEnum):
    """The kinds of support for a series, from the strongest yes to no."""

    DECLARED = "declared"
    ALLOWED = "allowed"
    UNDECLARED = "undeclared"
    UNKNOWN = "says nothing"
    NOT_CHECKED = "not checked"
    EXCLUDED = "excluded"

    @property
    def strength(self) -> int:
        """0 is the strongest."""
        return list(SupportKind).index(self)


@attrs.frozen
class SupportCell:
    """A release's support of one series, or of one Django on one Python, and the declaration that shows it."""

    series: str
    kind: SupportKind
    reason: str


@attrs.frozen
class Declarations:
    """The declarations of a release: classifiers that start with `prefix`, and its requirements, quoted.

    `prefix` is "" for a framework without classifiers; requires_dist is read then where classifiers are else.
    """

    prefix: str
    classifiers: tuple[str, ...] | None
    excluded_by: str = ""
    admitted_by: str = ""
    unread: str = ""


def make_framework_cell(framework: Framework, release: ReleaseEvidence, series: str) -> SupportCell:
    """A release's support of one series of a framework."""
    if framework is PYTHON:
        return make_python_cell(release, series)
    return make_project_cell(framework, release, series)


def make_python_cell(release: ReleaseEvidence, series: str) -> SupportCell:
    text = f"requires_python {release.requires_python}" if release.requires_python else ""
    admitted = admits_series(release.requires_python or "", series)
    excluded_by = text if admitted is False else find_only_classifier(release.classifiers or (), series)
    return decide_cell(
        series,
        Declarations(
            PYTHON.series_classifier,
            release.classifiers,
            excluded_by=excluded_by and f"{excluded_by} excludes it",
            admitted_by=text if admitted else "",
            unread=text if admitted is None else "",
        ),
    )


def find_only_classifier(classifiers: Iterable[str], series: str) -> str:
    """The classifier that says that it runs on another major Python only; "" if there is none."""
    majors = [
        text.partition(" :: ")[0]
        for text in strip_prefix(PYTHON.series_classifier, classifiers)
        if text.endswith(" :: Only")
    ]
    other = next((major for major in majors if major != series.partition(".")[0]), "")
    return f"classifier {PYTHON.series_classifier}{other} :: Only" if other else ""


def make_django_cell(release: ReleaseEvidence, series: str, python: str = "") -> SupportCell:
    """A release's support of a Django on this Python, or on any Python that it allows."""
    return make_project_cell(DJANGO, release, series, python)


def make_project_cell(framework: Framework, release: ReleaseEvidence, series: str, python: str = "") -> SupportCell:
    """A release's support of a framework that is a project on PyPI."""
    possible = [known for known in PYTHONS if admits_series(release.requires_python or "", known) is not False]
    on = [python] if python else possible or PYTHONS
    needs = select_requirements(framework.project, release.requires_dist or ())
    python_excludes = explain_missing_python(release, series, possible) if framework is DJANGO else ""
    return decide_cell(
        series,
        Declarations(
            framework.series_classifier,
            release.classifiers if framework.classifier else release.requires_dist,
            excluded_by=python_excludes or find_exclusion(needs, series, on),
            admitted_by=find_admission(needs, series, on),
        ),
    )


def explain_missing_python(release: ReleaseEvidence, series: str, pythons: Iterable[str]) -> str:
    """Why no Python that the release allows runs this Django; "" if one does or might."""
    if not release.requires_python or any(django_runs_on(series, python) is not False for python in pythons):
        return ""
    return f"requires_python {release.requires_python} admits no Python that Django {series} runs on"


def find_exclusion(needs: Sequence[Requirement], series: str, pythons: Iterable[str]) -> str:
    """The requirement that excludes a Django, if there is one for each of these Pythons; else ""."""
    against = [next(filter(None, (quote_exclusion(need, series, python) for need in needs)), "") for python in pythons]
    return f"requires_dist {against[0]} excludes it" if all(against) else ""


def quote_exclusion(need: Requirement, series: str, python: str) -> str:
    """The requirement, quoted, if it applies on this Python and excludes the series; else ""."""
    return (
        quote_requirement(need)
        if applies_on(need, python) and admits_series(str(need.specifier), series) is False
        else ""
    )


def find_admission(needs: Iterable[Requirement], series: str, pythons: Sequence[str]) -> str:
    """The first requirement that names versions, applies on one of these Pythons and admits the series; else ""."""
    for need in needs:
        if (
            need.specifier
            and any(applies_on(need, python) for python in pythons)
            and admits_series(str(need.specifier), series)
        ):
            return f"requires_dist {quote_requirement(need)}"
    return ""


def decide_cell(series: str, words: Declarations) -> SupportCell:
    """The cell for these declarations: exclusion wins, then declaration, then what is between."""
    mark, major = f"{words.prefix}{series}", series.partition(".")[0]
    spoken = strip_prefix(words.prefix, words.classifiers or ()) if words.prefix else []
    named = drop_coarse_versions(spoken)
    if words.excluded_by:
        though = f", though the classifier {mark} declares it" if series in spoken else ""
        return SupportCell(series, SupportKind.EXCLUDED, f"{words.excluded_by}{though}")
    if series in spoken:
        return SupportCell(series, SupportKind.DECLARED, f"classifier {mark}")
    if major in spoken and not any(version.startswith(f"{major}.") for version in named):
        return SupportCell(series, SupportKind.ALLOWED, f"classifier {words.prefix}{major}, without a finer one")
    if named:
        admitted = f"; {words.admitted_by} admits it" if words.admitted_by else ""
        return SupportCell(series, SupportKind.UNDECLARED, f"the classifiers name {format_list(named)}{admitted}")
    return decide_undeclared(series, words)


def decide_undeclared(series: str, words: Declarations) -> SupportCell:
    """The cell of a series where no classifier names a version."""
    if words.classifiers is None:
        unchecked = "its classifiers were not checked" if words.prefix else "its requirements were not checked"
        admitted = f", though {words.admitted_by} admits it" if words.admitted_by else ""
        return SupportCell(series, SupportKind.NOT_CHECKED, f"{unchecked}{admitted}")
    if words.admitted_by:
        silent = ", and no classifier names a version" if words.prefix else ""
        return SupportCell(series, SupportKind.ALLOWED, f"{words.admitted_by} admits it{silent}")
    if words.unread:
        return SupportCell(series, SupportKind.UNKNOWN, f"{words.unread} cannot be read")
    silent = (
        "no classifier names a version, and no requirement says" if words.prefix else "no requirement names a version"
    )
    return SupportCell(series, SupportKind.UNKNOWN, silent)
