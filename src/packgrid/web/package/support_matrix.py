"""Tables of the Django and Python versions that the releases of a package support."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

import attrs

from packgrid.assessment.rules import series
from packgrid.assessment.rules.evidence import Evidence, ReleaseEvidence, newest_release
from packgrid.assessment.rules.release_support import (
    ASKED_DJANGOS,
    ASKED_PYTHONS,
    ReleaseSupport,
    make_cell_grid,
    read_support,
)
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind
from packgrid.lib.versions import parse_version

LAST_SERIES = 3
SHOWN_ROWS = 25


@attrs.frozen(kw_only=True)
class SupportMatrix:
    """Releases by the series of Django and Python, newest first. `left_out` counts rows of older series."""

    djangos: tuple[str, ...]
    pythons: tuple[str, ...]
    rows: Sequence[ReleaseSupport]
    left_out: int = 0


@attrs.frozen(kw_only=True)
class NewestReleaseGrid:
    """The newest release on each Django by each Python. A row is a Django and its cells."""

    pythons: Sequence[str]
    rows: Sequence[tuple[str, Sequence[SupportCell]]]


def make_compact_matrix(evidence: Evidence, now: datetime) -> SupportMatrix:
    """The newest release of the last series, by the Djangos and Pythons that get security fixes today."""
    found = list_newest_of_series(evidence)[:LAST_SERIES]
    djangos, pythons = list_supported(now)
    return SupportMatrix(djangos=djangos, pythons=pythons, rows=read_support(found, djangos=djangos, pythons=pythons))


def make_full_matrix(evidence: Evidence, now: datetime) -> SupportMatrix:
    """The newest release of every series, by each Django and Python that gets security fixes or that one supports."""
    found = list_newest_of_series(evidence)
    releases = found[:SHOWN_ROWS]
    support, (djangos, pythons) = read_support(releases), list_supported(now)
    djangos = select_columns(ASKED_DJANGOS, [row.djangos for row in support], djangos)
    pythons = select_columns(ASKED_PYTHONS, [row.pythons for row in support], pythons)
    rows = read_support(releases, djangos=djangos, pythons=pythons)
    return SupportMatrix(djangos=djangos, pythons=pythons, rows=rows, left_out=len(found) - len(releases))


def select_columns(
    asked: Sequence[str], rows: Sequence[Sequence[SupportCell]], supported: Sequence[str]
) -> tuple[str, ...]:
    """The series that get security fixes, or that one of these rows supports; newest first."""
    columns = zip(*rows, strict=True) if rows else [()] * len(asked)
    selected = [name for name, cells in zip(asked, columns, strict=True) if name in supported or has_support(cells)]
    return tuple(reversed(selected))


def make_newest_grid(evidence: Evidence, now: datetime) -> NewestReleaseGrid:
    """The newest release on each Django and Python that gets security fixes or that it supports."""
    newest, (djangos, pythons) = newest_release(evidence), list_supported(now)
    cells = make_cell_grid(newest)
    pythons = select_columns(ASKED_PYTHONS, cells, pythons)[::-1]
    djangos = select_columns(ASKED_DJANGOS, list(zip(*cells, strict=True)), djangos)
    return NewestReleaseGrid(
        pythons=pythons, rows=list(zip(djangos, make_cell_grid(newest, djangos=djangos, pythons=pythons), strict=True))
    )


def list_supported(now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the Djangos and the Pythons that get security fixes."""
    tables = series.DJANGO, series.PYTHON
    djangos, pythons = (series.series_names(series.supported_series(table, now)) for table in tables)
    return djangos, pythons


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
