"""The health of a package: a table of small checks, each answering yes, no or unknown, with a sentence where it holds.

After the health indicators of The Ruby Toolbox. No check hides a package, and none counts in the score.
"""

from datetime import datetime

import attrs

from packgrid.assessment.rules.checks.activity import ACTIVITY
from packgrid.assessment.rules.checks.check import Check
from packgrid.assessment.rules.checks.compatibility import COMPATIBILITY
from packgrid.assessment.rules.checks.endings import ENDINGS
from packgrid.assessment.rules.checks.identity import IDENTITY
from packgrid.assessment.rules.checks.releases import RELEASES
from packgrid.assessment.rules.evidence import Evidence

CHECKS = tuple(sorted((*ENDINGS, *RELEASES, *ACTIVITY, *COMPATIBILITY, *IDENTITY), key=lambda check: check.level.order))


@attrs.frozen
class CheckResult:
    """The result of a check. `holds` is None if unknown; `sentence` is "" unless it holds."""

    check: Check
    holds: bool | None
    sentence: str


def run_checks(evidence: Evidence, now: datetime) -> tuple[CheckResult, ...]:
    """The results of all checks, the worst levels first."""
    return tuple(run_check(check, evidence, now) for check in CHECKS)


def list_labels(evidence: Evidence, now: datetime) -> tuple[CheckResult, ...]:
    """The checks that hold, the worst first: what a page shows."""
    return tuple(found for found in run_checks(evidence, now) if found.holds)


def run_check(check: Check, evidence: Evidence, now: datetime) -> CheckResult:
    holds = check.holds(evidence, now)
    return CheckResult(check, holds, check.words(evidence, now) if holds else "")
