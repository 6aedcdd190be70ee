"""Checks of packages that have ended."""

from packgrid.assessment.rules import endings
from packgrid.assessment.rules.ages import GONE_AFTER, GONE_TIMES
from packgrid.assessment.rules.checks.check import Check, Level
from packgrid.assessment.rules.text_format import format_count

GONE_RULE = f"has answered 404 at least {GONE_TIMES} times, over at least {format_count(GONE_AFTER.days, 'day')}"

ENDINGS = (
    Check(
        key="quarantined",
        level=Level.DANGER,
        title="Quarantined",
        holds=lambda evidence, _: endings.is_quarantined(evidence),
        words=lambda evidence, _: endings.describe_quarantine(evidence),
        exactly='The index gives the project the status "quarantined" (PEP 792).',
        advice="Do not install it. If you have installed it lately, find out what happened before you go on.",
    ),
    Check(
        key="deprecated",
        level=Level.DANGER,
        title="Deprecated",
        holds=lambda evidence, _: endings.is_deprecated(evidence),
        words=lambda evidence, _: endings.describe_deprecation(evidence),
        exactly=(
            "A person has marked the package as deprecated, and nobody has taken that back; "
            'or its maintainers have given the project the status "deprecated" at the index.'
        ),
        advice="Do not start with it. If you use it, plan to leave it, for its successor where one is named.",
    ),
    Check(
        key="archived",
        level=Level.DANGER,
        title="Archived",
        holds=lambda evidence, _: endings.is_archived(evidence),
        words=lambda evidence, _: endings.describe_archiving(evidence),
        exactly=(
            "The git host says that the repository is archived, or the index that the project is. "
            "Unarchiving it clears this at the next refresh."
        ),
        advice="Look for a fork that goes on. Who archived it no longer takes issues and changes.",
    ),
    Check(
        key="repo-gone",
        level=Level.DANGER,
        title="Repository gone",
        holds=endings.is_repo_gone,
        words=lambda evidence, _: endings.describe_gone_repo(evidence),
        exactly=f"The git host {GONE_RULE}.",
        advice="If you know where the code lives now, correct the address. What is shown was known before.",
    ),
    Check(
        key="pypi-gone",
        level=Level.DANGER,
        title="Gone from the index",
        holds=endings.is_pypi_gone,
        words=lambda evidence, _: endings.describe_gone_project(evidence),
        exactly=f"The index {GONE_RULE}.",
        advice="Do not install this name unseen: a name that was given up can be taken by anybody.",
    ),
    Check(
        key="inactive",
        level=Level.DANGER,
        title="Inactive",
        holds=lambda evidence, _: endings.is_inactive(evidence),
        words=lambda evidence, _: endings.describe_inactivity(evidence),
        exactly=f'The newest release has the classifier "{endings.INACTIVE}".',
        advice="Take its maintainers at their word, and look for something that is looked after.",
    ),
    Check(
        key="superseded",
        level=Level.WARNING,
        title="Replaced",
        holds=lambda evidence, _: endings.is_superseded(evidence),
        words=lambda evidence, _: endings.describe_successor(evidence),
        exactly="A person has named another package that takes its place.",
        advice="Start with the successor.",
    ),
)
