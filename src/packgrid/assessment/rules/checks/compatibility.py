"""Checks of the versions of Django and Python that the newest release supports."""

from collections.abc import Callable, Sequence
from datetime import datetime

from packgrid.assessment.rules.checks.check import Check, Level
from packgrid.assessment.rules.evidence import Evidence, newest_release
from packgrid.assessment.rules.release_support import admits_any, current_support, make_cell
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind
from packgrid.assessment.rules.text_format import format_list
from packgrid.assessment.rules.three_valued import negate
from packgrid.lib import version_series as table
from packgrid.lib.version_series import VersionSeries


def is_python_old(evidence: Evidence, now: datetime) -> bool | None:
    """True if it excludes every Python with security fixes."""
    return negate(admits_any(current_support(evidence, now).pythons))


def is_django_old(evidence: Evidence, now: datetime) -> bool | None:
    """True if it excludes every Django with security fixes."""
    return negate(admits_any(current_support(evidence, now).djangos))


def describe_excluded(name: str, cells: Sequence[SupportCell]) -> str:
    """Which versions it excludes, and what says so."""
    reasons = {cell.reason: None for cell in cells}
    return f"It does not support {name} {format_list([cell.series for cell in cells])}: {'; '.join(reasons)}."


def newest_django(now: datetime) -> VersionSeries | None:
    """The newest Django; None after the last day of the table."""
    return next(reversed(table.supported_series(table.DJANGO, now)), None)


def newest_lts_django(now: datetime) -> VersionSeries | None:
    """The newest Django whose long-term support has not ended."""
    return next((series for series in reversed(table.supported_series(table.DJANGO, now)) if series.is_lts), None)


def find_django_cell(
    evidence: Evidence, now: datetime, which: Callable[[datetime], VersionSeries | None]
) -> SupportCell | None:
    """The newest release's support of this Django."""
    series = which(now)
    return make_cell(newest_release(evidence), django=series.name) if series else None


def is_django_declared(
    evidence: Evidence, now: datetime, which: Callable[[datetime], VersionSeries | None]
) -> bool | None:
    """True if this Django is declared, False if it is excluded or missing, None if it is only allowed or unknown."""
    cell = find_django_cell(evidence, now, which)
    answers = {SupportKind.DECLARED: True, SupportKind.UNDECLARED: False, SupportKind.EXCLUDED: False}
    return answers.get(cell.kind) if cell else None


def describe_declared_django(
    evidence: Evidence, now: datetime, which: Callable[[datetime], VersionSeries | None]
) -> str:
    cell = find_django_cell(evidence, now, which)
    return f"Supports Django {cell.series}: {cell.reason}." if cell else ""


COMPATIBILITY = (
    Check(
        key="old-python",
        level=Level.WARNING,
        title="Only old Python versions",
        holds=is_python_old,
        words=lambda evidence, now: describe_excluded("Python", current_support(evidence, now).pythons),
        exactly="The newest release supports no Python version with security fixes: each one is excluded or not named.",
        advice="Test it with your Python. A missing classifier is often an oversight, a requires_python is not.",
    ),
    Check(
        key="old-django",
        level=Level.WARNING,
        title="Only old Django versions",
        holds=is_django_old,
        words=lambda evidence, now: describe_excluded("Django", current_support(evidence, now).djangos),
        exactly="The newest release supports no Django version with security fixes: each one is excluded or not named.",
        advice="Test it with your Django. A missing classifier is often an oversight, a requirement is not.",
    ),
    Check(
        key="newest-django",
        level=Level.GOOD,
        title="Supports newest Django",
        holds=lambda evidence, now: is_django_declared(evidence, now, newest_django),
        words=lambda evidence, now: describe_declared_django(evidence, now, newest_django),
        exactly="The newest release has the classifier of the newest Django, and no requirement excludes it.",
        advice="This package does not stop you from using the newest Django.",
    ),
    Check(
        key="lts-django",
        level=Level.GOOD,
        title="Supports Django LTS",
        holds=lambda evidence, now: is_django_declared(evidence, now, newest_lts_django),
        words=lambda evidence, now: describe_declared_django(evidence, now, newest_lts_django),
        exactly="The newest release has the classifier of the newest Django with long-term support, and no requirement "
        "excludes it.",
        advice="It fits a project that stays on LTS versions.",
    ),
)
