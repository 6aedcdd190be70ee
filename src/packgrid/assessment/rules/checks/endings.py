"""Checks of packages that have ended."""

from packgrid.assessment.rules import endings
from packgrid.assessment.rules.ages import GONE_AFTER, GONE_TIMES
from packgrid.assessment.rules.checks.check import Check, Level
from packgrid.assessment.rules.text_format import format_count

GONE_RULE = f"answered 404 at least {GONE_TIMES} times, over at least {format_count(GONE_AFTER.days, 'day')}"

ENDINGS = (
    Check(
        key="quarantined",
        level=Level.DANGER,
        title="Quarantined",
        holds=lambda evidence, _: endings.is_quarantined(evidence),
        words=lambda evidence, _: endings.describe_quarantine(evidence),
        exactly='The index gives the project the status "quarantined" (PEP 792).',
        advice="Do not install it. If you installed it recently, find out what happened first.",
    ),
    Check(
        key="deprecated",
        level=Level.DANGER,
        title="Deprecated",
        holds=lambda evidence, _: endings.is_deprecated(evidence),
        words=lambda evidence, _: endings.describe_deprecation(evidence),
        exactly=(
            "A person marked the package as deprecated, "
            'or its maintainers gave the project the status "deprecated" on the index.'
        ),
        advice="Do not start with it. If you use it, plan to replace it, with its successor if it has one.",
    ),
    Check(
        key="archived",
        level=Level.DANGER,
        title="Archived",
        holds=lambda evidence, _: endings.is_archived(evidence),
        words=lambda evidence, _: endings.describe_archiving(evidence),
        exactly=(
            "The git host says that the repository is archived, or the index says that the project is archived. "
            "Unarchiving it clears this at the next refresh."
        ),
        advice="Look for a maintained fork. The owners no longer accept issues and changes.",
    ),
    Check(
        key="repo-gone",
        level=Level.DANGER,
        title="Repository gone",
        holds=endings.is_repo_gone,
        words=lambda evidence, _: endings.describe_gone_repo(evidence),
        exactly=f"The git host {GONE_RULE}.",
        advice="If you know the new address of the code, correct it. The facts shown are from before.",
    ),
    Check(
        key="pypi-gone",
        level=Level.DANGER,
        title="Not on the index",
        holds=endings.is_pypi_gone,
        words=lambda evidence, _: endings.describe_gone_project(evidence),
        exactly=f"The index {GONE_RULE}.",
        advice="Check before you install this name: anyone can register a deleted name.",
    ),
    Check(
        key="inactive",
        level=Level.DANGER,
        title="Inactive",
        holds=lambda evidence, _: endings.is_inactive(evidence),
        words=lambda evidence, _: endings.describe_inactivity(evidence),
        exactly=f'The newest release has the classifier "{endings.INACTIVE}".',
        advice="Look for a maintained package instead.",
    ),
    Check(
        key="superseded",
        level=Level.WARNING,
        title="Replaced",
        holds=lambda evidence, _: endings.is_superseded(evidence),
        words=lambda evidence, _: endings.describe_successor(evidence),
        exactly="A person named another package that replaces it.",
        advice="Use the successor.",
    ),
)
