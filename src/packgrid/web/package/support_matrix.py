"""Tables of the versions of frameworks that the releases of a package support."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

import attrs

from packgrid.assessment.rules.evidence import Evidence, ReleaseEvidence, newest_release
from packgrid.assessment.rules.framework_support import is_mentioned, list_current_series, make_framework_cells
from packgrid.assessment.rules.release_support import ASKED_DJANGOS, ASKED_PYTHONS, make_cell_grid
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind
from packgrid.lib.frameworks import BY_KEY, FRAMEWORKS, Framework
from packgrid.lib.versions import parse_version

LAST_SERIES = 3
SHOWN_ROWS = 25


@attrs.frozen
class FrameworkColumns:
    """A framework with the names of those of its series that a matrix has a column for."""

    framework: Framework
    names: tuple[str, ...]


@attrs.frozen
class MatrixRow:
    """A release with its cells, by framework in the order of the columns."""

    release: ReleaseEvidence
    groups: tuple[tuple[SupportCell, ...], ...]

    @property
    def is_checked(self) -> bool:
        """True if one of its cells was checked."""
        return any(cell.kind is not SupportKind.NOT_CHECKED for cells in self.groups for cell in cells)


@attrs.frozen(kw_only=True)
class SupportMatrix:
    """Releases by the series of frameworks, newest first. `left_out` counts rows of older series.

    `unchecked` are the versions of releases without a row, because nothing of them was checked.
    Django and Python are always there, other frameworks if one of the releases mentions them.
    """

    columns: tuple[FrameworkColumns, ...]
    rows: Sequence[MatrixRow]
    unchecked: Sequence[str] = ()
    left_out: int = 0

    @property
    def kinds(self) -> list[SupportKind]:
        """The kinds of support that it shows, the strongest first."""
        return list_kinds(cell for row in self.rows for cells in row.groups for cell in cells)


@attrs.frozen(kw_only=True)
class NewestReleaseGrid:
    """The newest release on each Django by each Python. A row is a Django and its cells."""

    pythons: Sequence[str]
    rows: Sequence[tuple[str, Sequence[SupportCell]]]

    @property
    def kinds(self) -> list[SupportKind]:
        """The kinds of support that it shows, the strongest first."""
        return list_kinds(cell for _django, cells in self.rows for cell in cells)


def list_kinds(cells: Iterable[SupportCell]) -> list[SupportKind]:
    """The kinds of these cells, each once, the strongest first."""
    return sorted({cell.kind for cell in cells}, key=lambda kind: kind.strength)


def make_compact_matrix(evidence: Evidence, now: datetime) -> SupportMatrix:
    """The newest release of the last series, by the series of frameworks that matter today, where one was checked."""
    releases = list_newest_of_series(evidence)[:LAST_SERIES]
    columns = [
        FrameworkColumns(framework, list_current_series(framework, now))
        for framework in list_shown_frameworks(releases)
    ]
    matrix = make_matrix(releases, columns)
    return attrs.evolve(matrix, rows=tuple(row for row in matrix.rows if row.is_checked))


def make_full_matrix(evidence: Evidence, now: datetime) -> SupportMatrix:
    """The newest release of every series, by each series of a framework that matters today or that one supports."""
    found = list_newest_of_series(evidence)
    releases = found[:SHOWN_ROWS]
    columns = []
    for framework in list_shown_frameworks(releases):
        names = framework.series_names
        rows = [make_framework_cells(framework, release, names) for release in releases]
        columns.append(FrameworkColumns(framework, select_columns(names, rows, list_current_series(framework, now))))
    return attrs.evolve(make_matrix(releases, columns), left_out=len(found) - len(releases))


def make_matrix(releases: Iterable[ReleaseEvidence], columns: Sequence[FrameworkColumns]) -> SupportMatrix:
    """The matrix of the first of these releases, and of the others of which something was checked."""
    rows = [
        MatrixRow(release, tuple(make_framework_cells(group.framework, release, group.names) for group in columns))
        for release in releases
    ]
    return SupportMatrix(
        columns=tuple(columns),
        rows=(*rows[:1], *(row for row in rows[1:] if row.is_checked)),
        unchecked=[row.release.version for row in rows[1:] if not row.is_checked],
    )


def list_newest_cells(evidence: Evidence, now: datetime) -> list[tuple[Framework, tuple[SupportCell, ...]]]:
    """The support of the series that matter today by the newest release, by framework."""
    newest = newest_release(evidence)
    return [
        (framework, make_framework_cells(framework, newest, list_current_series(framework, now)))
        for framework in list_shown_frameworks([newest])
    ]


def list_shown_frameworks(releases: Sequence[ReleaseEvidence]) -> list[Framework]:
    """The frameworks that matter to every package, and those that one of these releases mentions."""
    return [
        framework
        for framework in FRAMEWORKS
        if framework.is_general or any(is_mentioned(framework, release) for release in releases)
    ]


def select_columns(
    asked: Sequence[str], rows: Sequence[Sequence[SupportCell]], supported: Sequence[str]
) -> tuple[str, ...]:
    """The series that get security fixes, or that one of these rows supports; newest first."""
    columns = zip(*rows, strict=True) if rows else [()] * len(asked)
    selected = [name for name, cells in zip(asked, columns, strict=True) if name in supported or has_support(cells)]
    return tuple(reversed(selected))


def make_newest_grid(evidence: Evidence, now: datetime) -> NewestReleaseGrid:
    """The newest release on each Django and Python that gets security fixes or that it supports."""
    newest = newest_release(evidence)
    djangos, pythons = (list_current_series(BY_KEY[key], now) for key in ("django", "python"))
    cells = make_cell_grid(newest)
    pythons = select_columns(ASKED_PYTHONS, cells, pythons)[::-1]
    djangos = select_columns(ASKED_DJANGOS, list(zip(*cells, strict=True)), djangos)
    return NewestReleaseGrid(
        pythons=pythons, rows=list(zip(djangos, make_cell_grid(newest, djangos=djangos, pythons=pythons), strict=True))
    )


def has_support(cells: Iterable[SupportCell]) -> bool:
    """True if one of these cells is declared or allowed."""
    return any(cell.kind in {SupportKind.DECLARED, SupportKind.ALLOWED} for cell in cells)


def list_newest_of_series(evidence: Evidence) -> list[ReleaseEvidence]:
    """The release that is shown as the newest, and the newest of each other series that an installer would choose."""
    newest = newest_release(evidence)
    if not newest.version:
        return []
    first = {format_series(newest.version): newest}
    for name, releases in groupby(list_offered(evidence), key=lambda release: format_series(release.version)):
        first.setdefault(name, next(releases))
    return [newest, *(release for release in first.values() if release is not newest)]


def list_offered(evidence: Evidence) -> Iterator[ReleaseEvidence]:
    """The other releases that an installer would choose, highest version first."""
    return (
        release for release in evidence.releases or () if release.is_offered and release.version != evidence.version
    )


def format_series(version: str) -> str:
    """The series of a version, such as "5.1" of 5.1.3; the version itself if PEP 440 does not know it."""
    parsed = parse_version(version)
    return f"{parsed.major}.{parsed.minor}" if parsed else version
