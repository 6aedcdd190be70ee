"""Finished is not dead: a package that is complete needs no commits.

After the rule of npms.io (npms-analyzer, lib/analyze/evaluate/maintenance.js). What stands for its tests in a Python
project is that it allows versions that are still supported.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from packgrid.assessment.rules.ages import YEAR, LatestEvent, describe_quiet, is_quiet
from packgrid.assessment.rules.endings import has_ended, has_lost_a_source, is_inactive
from packgrid.assessment.rules.evidence import Evidence, last_decision
from packgrid.assessment.rules.release_support import admits_any, current_support
from packgrid.assessment.rules.text_format import format_count
from packgrid.assessment.rules.three_valued import all_true, any_true, negate
from packgrid.lib.classifiers import development_status
from packgrid.lib.versions import parse_version

FEW_ISSUES = 15
STABLE = {"Production/Stable", "Mature"}


@attrs.frozen
class FinishedCondition:
    """One thing that a finished package has, in words, and a function that says whether a package has it."""

    wanted: str
    holds: Callable[[Evidence, datetime], bool | None]


def is_finished(evidence: Evidence, now: datetime) -> bool | None:
    """The decision of a person, else the answer of the rule."""
    made = last_decision(evidence, "finished")
    return made.is_true if made else is_finished_by_rule(evidence, now)


def is_finished_by_rule(evidence: Evidence, now: datetime) -> bool | None:
    """True if all conditions hold."""
    return all_true(condition.holds(evidence, now) for condition in CONDITIONS)


def select_conditions(evidence: Evidence, now: datetime, answer: bool | None) -> list[str]:  # noqa: FBT001 an answer to look for
    """The conditions with this answer, in words."""
    return [condition.wanted for condition in CONDITIONS if condition.holds(evidence, now) is answer]


def is_neglected(
    evidence: Evidence, latest: LatestEvent, *, above: timedelta, up_to: timedelta = timedelta.max, now: datetime
) -> bool | None:
    """True if nothing came for longer than `above`, but not longer than `up_to`, and it is not finished."""
    is_silent = latest.is_silent(above, now)
    return is_silent and latest.silence(now) <= up_to and is_finished(evidence, now) is not True


def describe_finished(evidence: Evidence, now: datetime) -> str:
    """Why it seems finished rather than neglected; starts with a small letter."""
    issues = f", {format_count(evidence.open_issues, 'open issue')}" if evidence.open_issues is not None else ""
    return f"{describe_quiet(evidence, now)}, and it has everything: a stable version, a README, a licence{issues}."


def is_stable(evidence: Evidence, _now: datetime) -> bool | None:
    """True if its version is 1.0 or later, or its classifiers call it stable."""
    if development_status(evidence.classifiers or ()) in STABLE:
        return True
    version = parse_version(evidence.version) if evidence.version else None
    return None if version is None else version.major >= 1 and not version.is_prerelease


def has_not_ended(evidence: Evidence, now: datetime) -> bool | None:
    inactive = is_inactive(evidence) if evidence.pypi_name else False
    return negate(any_true((has_ended(evidence, now), inactive, has_lost_a_source(evidence, now))))


def has_few_issues(evidence: Evidence, _now: datetime) -> bool | None:
    return None if evidence.open_issues is None else evidence.open_issues < FEW_ISSUES


def has_readme(evidence: Evidence, _now: datetime) -> bool | None:
    return evidence.has_readme


def has_license(evidence: Evidence, _now: datetime) -> bool | None:
    """True if it or its repository states a licence; None until PyPI has been asked."""
    if evidence.license or evidence.repo_license:
        return True
    return None if evidence.pypi_confirmed_at is None else False


def is_without_vulnerability(evidence: Evidence, _now: datetime) -> bool | None:
    return None if evidence.vulnerabilities is None else not evidence.vulnerabilities


def admits_supported_versions(evidence: Evidence, now: datetime) -> bool:
    """True if it excludes neither all supported Pythons nor all supported Djangos."""
    newest = current_support(evidence, now)
    return admits_any(newest.pythons) is not False and admits_any(newest.djangos) is not False


def is_quiet_for_a_year(evidence: Evidence, now: datetime) -> bool | None:
    return is_quiet(evidence, YEAR, now=now)


CONDITIONS = (
    FinishedCondition("a version of 1.0 or later, or a classifier that calls it stable", is_stable),
    FinishedCondition("no deprecation, no successor, no archive, and neither source gone", has_not_ended),
    FinishedCondition(f"fewer than {FEW_ISSUES} open issues", has_few_issues),
    FinishedCondition("a README", has_readme),
    FinishedCondition("a licence", has_license),
    FinishedCondition("no known vulnerability", is_without_vulnerability),
    FinishedCondition("no limit to versions of Python and Django whose support has ended", admits_supported_versions),
    FinishedCondition(f"no release and no commit for {YEAR.days} days", is_quiet_for_a_year),
)
