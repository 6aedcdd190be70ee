"""Which Django and Python releases say that they support: a row a release, a cell with its reason a series."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

import attrs

from packgrid.assessment.rules.evidence import Evidence, ReleaseEvidence, newest_release
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind, make_django_cell, make_python_cell
from packgrid.lib import version_series as table


@attrs.frozen
class ReleaseSupport:
    """One release with a cell for each series that was asked for."""

    release: ReleaseEvidence
    djangos: tuple[SupportCell, ...]
    pythons: tuple[SupportCell, ...]


ASKED_DJANGOS, ASKED_PYTHONS = table.series_names(table.DJANGO), table.series_names(table.PYTHON)


def read_support(
    releases: Iterable[ReleaseEvidence],
    *,
    djangos: Sequence[str] = ASKED_DJANGOS,
    pythons: Sequence[str] = ASKED_PYTHONS,
) -> tuple[ReleaseSupport, ...]:
    """A row for each release, in their order."""
    return tuple(read_release_support(release, tuple(djangos), tuple(pythons)) for release in releases)


@lru_cache(maxsize=1000)
def read_release_support(
    release: ReleaseEvidence, djangos: tuple[str, ...], pythons: tuple[str, ...]
) -> ReleaseSupport:
    """The row of one release. Cached, because status, labels and score ask for the same one."""
    return ReleaseSupport(
        release,
        tuple(make_django_cell(release, series) for series in djangos),
        tuple(make_python_cell(release, series) for series in pythons),
    )


def current_support(evidence: Evidence, now: datetime) -> ReleaseSupport:
    """The newest release's support of the series that get security fixes today."""
    return read_supported_series([newest_release(evidence)], now)[0]


def earlier_support(evidence: Evidence, now: datetime) -> tuple[ReleaseSupport, ...]:
    """The rows of earlier releases that an installer would choose and whose classifiers are known, newest first."""
    newest, releases = newest_release(evidence), evidence.releases or ()
    earlier = [release for release in releases if release.version != newest.version and release.is_offered]
    return read_supported_series([release for release in earlier if release.classifiers is not None], now)


def read_supported_series(releases: Iterable[ReleaseEvidence], now: datetime) -> tuple[ReleaseSupport, ...]:
    """Rows with the series that get security fixes today."""
    djangos, pythons = (
        table.series_names(table.supported_series(known, now)) for known in (table.DJANGO, table.PYTHON)
    )
    return read_support(releases, djangos=djangos, pythons=pythons)


def make_cell(release: ReleaseEvidence, *, django: str = "", python: str = "") -> SupportCell:
    """A release's support of a Django, of a Python, or of that Django on that Python: the weakest cell wins.

    Name at least one of the two.
    """
    cells = []
    if python:
        cells.append(make_python_cell(release, python))
    if django:
        cells.append(make_django_cell(release, django, python))
    if django and python and table.django_runs_on(django, python) is False:
        cells.append(SupportCell("", SupportKind.EXCLUDED, f"Django {django} does not run on Python {python}"))
    weakest = max((cell.kind for cell in cells), key=lambda kind: kind.strength)
    reasons = [cell.reason for cell in cells if cell.kind is weakest]
    return SupportCell(format_target(django, python), weakest, "; ".join(reasons))


def format_target(django: str, python: str) -> str:
    """Such as "5.2", "3.13" or "Django 5.2 on Python 3.13"."""
    return f"Django {django} on Python {python}" if django and python else django or python


def make_cell_grid(
    release: ReleaseEvidence, *, djangos: Sequence[str] = ASKED_DJANGOS, pythons: Sequence[str] = ASKED_PYTHONS
) -> tuple[tuple[SupportCell, ...], ...]:
    """A row for each Django with a cell for each Python: what a release says of the two together."""
    return tuple(tuple(make_cell(release, django=django, python=python) for python in pythons) for django in djangos)


def admits_any(cells: Iterable[SupportCell]) -> bool | None:
    """True if one of these series is declared or allowed, None if nothing is said, else False."""
    kinds = {cell.kind for cell in cells}
    if kinds & {SupportKind.DECLARED, SupportKind.ALLOWED}:
        return True
    return None if kinds & {SupportKind.UNKNOWN, SupportKind.NOT_CHECKED} or not kinds else False
