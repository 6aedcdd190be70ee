"""What one release says of one series of Django or Python, with the words that say so.

Requirements exclude and classifiers declare. What neither excludes nor declares stands between: let in by a
requirement, left out of the versions that are named, or not spoken of at all. docs/metrics/support.md has the rules.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import attrs
from packaging.requirements import Requirement

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.requirements import admits_series, applies_on, quote_requirement, select_requirements
from packgrid.assessment.rules.series import PYTHON as PYTHON_SERIES
from packgrid.assessment.rules.series import django_runs_on, series_names
from packgrid.assessment.rules.text_format import format_list
from packgrid.lib.classifiers import DJANGO, PYTHON, after, finest

PYTHONS = series_names(PYTHON_SERIES)


class Kind(StrEnum):
    """What a release says of a series, from the strongest yes to no."""

    DECLARED = "declared"
    ALLOWED = "allowed"
    UNDECLARED = "undeclared"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"

    @property
    def strength(self) -> int:
        """0 is the strongest."""
        return list(Kind).index(self)


@attrs.frozen
class Cell:
    """What a release says of one series, or of one Django on one Python, and where it says so."""

    series: str
    kind: Kind
    reason: str

    @property
    def is_supported(self) -> bool | None:
        """Yes if it is declared, no if it is excluded, unknown of all between."""
        return {Kind.DECLARED: True, Kind.EXCLUDED: False}.get(self.kind)


@attrs.frozen
class Said:
    """What a release says: its classifiers, which name series behind `prefix`, and what it requires, quoted."""

    prefix: str
    classifiers: tuple[str, ...] | None
    excluded_by: str = ""
    admitted_by: str = ""
    unread: str = ""


def python_cell(release: ReleaseEvidence, series: str) -> Cell:
    """What a release says of a Python."""
    text = f"requires_python {release.requires_python}" if release.requires_python else ""
    admitted = admits_series(release.requires_python or "", series)
    excluded_by = text if admitted is False else only_another(release.classifiers or (), series)
    return judged(
        series,
        Said(
            PYTHON,
            release.classifiers,
            excluded_by=excluded_by and f"{excluded_by} excludes it",
            admitted_by=text if admitted else "",
            unread=text if admitted is None else "",
        ),
    )


def only_another(classifiers: Iterable[str], series: str) -> str:
    """The classifier that says that it runs on another major Python only; "" if there is none."""
    majors = [text.partition(" :: ")[0] for text in after(PYTHON, classifiers) if text.endswith(" :: Only")]
    other = next((major for major in majors if major != series.partition(".")[0]), "")
    return f"classifier {PYTHON}{other} :: Only" if other else ""


def django_cell(release: ReleaseEvidence, series: str, python: str = "") -> Cell:
    """What a release says of a Django on this Python, or on any that it lets in."""
    possible = [known for known in PYTHONS if admits_series(release.requires_python or "", known) is not False]
    on = [python] if python else possible or PYTHONS
    needs = select_requirements("django", release.requires_dist or ())
    return judged(
        series,
        Said(
            DJANGO,
            release.classifiers,
            excluded_by=stranded(release, series, possible) or shut_out(needs, series, on),
            admitted_by=let_in(needs, series, on),
        ),
    )


def stranded(release: ReleaseEvidence, series: str, pythons: Iterable[str]) -> str:
    """Why no Python that a release lets in runs this Django; "" if one does or might."""
    if not release.requires_python or any(django_runs_on(series, python) is not False for python in pythons):
        return ""
    return f"requires_python {release.requires_python} admits no Python that Django {series} runs on"


def shut_out(needs: Sequence[Requirement], series: str, pythons: Iterable[str]) -> str:
    """The requirement that excludes a Django, if on each of these Pythons one does; else ""."""
    against = [next(filter(None, (excluded(need, series, python) for need in needs)), "") for python in pythons]
    return f"requires_dist {against[0]} excludes it" if all(against) else ""


def excluded(need: Requirement, series: str, python: str) -> str:
    """The requirement, quoted, if it counts on this Python and excludes the series; else ""."""
    return (
        quote_requirement(need)
        if applies_on(need, python) and admits_series(str(need.specifier), series) is False
        else ""
    )


def let_in(needs: Iterable[Requirement], series: str, pythons: Sequence[str]) -> str:
    """The first requirement that names versions, counts on one of these Pythons and admits the series; else ""."""
    for need in needs:
        if (
            need.specifier
            and any(applies_on(need, python) for python in pythons)
            and admits_series(str(need.specifier), series)
        ):
            return f"requires_dist {quote_requirement(need)}"
    return ""


def judged(series: str, words: Said) -> Cell:
    """The cell that these words make: what excludes first, then what declares, then what stands between."""
    mark, major = f"{words.prefix}{series}", series.partition(".")[0]
    spoken = after(words.prefix, words.classifiers or ())
    named = finest(spoken)
    if words.excluded_by:
        though = f", though the classifier {mark} declares it" if series in spoken else ""
        return Cell(series, Kind.EXCLUDED, f"{words.excluded_by}{though}")
    if series in spoken:
        return Cell(series, Kind.DECLARED, f"classifier {mark}")
    if major in spoken and not any(version.startswith(f"{major}.") for version in named):
        return Cell(series, Kind.ALLOWED, f"classifier {words.prefix}{major}, without a finer one")
    if named:
        admitted = f"; {words.admitted_by} admits it" if words.admitted_by else ""
        return Cell(series, Kind.UNDECLARED, f"the classifiers name {format_list(named)}{admitted}")
    return unspoken(series, words)


def unspoken(series: str, words: Said) -> Cell:
    """The cell of a series where no version is named."""
    silent = "its classifiers are unknown" if words.classifiers is None else "no classifier names a version"
    if words.admitted_by:
        return Cell(series, Kind.ALLOWED, f"{words.admitted_by} admits it, and {silent}")
    if words.unread:
        return Cell(series, Kind.UNKNOWN, f"{words.unread} cannot be read")
    return Cell(series, Kind.UNKNOWN, f"{silent}, and no requirement says")
