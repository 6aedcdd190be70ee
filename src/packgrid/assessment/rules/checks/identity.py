"""Checks of whether the project and the repository belong together."""

from datetime import datetime

from packgrid.assessment.rules.checks.check import Check, Level
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.identity import IdentityMatch, match_identity


def has_match(evidence: Evidence, now: datetime, match: IdentityMatch) -> bool | None:
    """True if the identity is this; None if there is nothing to compare yet."""
    if not evidence.repo_url or not evidence.pypi_name:
        return None
    found = match_identity(evidence, now).match
    return None if evidence.links is None and found is IdentityMatch.UNVERIFIED else found is match


def describe_match(evidence: Evidence, now: datetime) -> str:
    return match_identity(evidence, now).reasons[0]


IDENTITY = (
    Check(
        key="mismatch",
        level=Level.WARNING,
        title="Another repository",
        holds=lambda evidence, now: has_match(evidence, now, IdentityMatch.MISMATCH),
        words=describe_match,
        exactly=(
            "The project's index links to another repository or another folder of this one, "
            "or never had a project of this name."
        ),
        advice="Do not mix up the figures: commits and stars may be those of a fork. If you know better, correct it.",
    ),
    Check(
        key="unverified",
        level=Level.NOTE,
        title="Repository not verified",
        holds=lambda evidence, now: has_match(evidence, now, IdentityMatch.UNVERIFIED),
        words=describe_match,
        exactly="The index has answered, and none of its links leads to a repository.",
        advice="Compare the two yourself before you trust either with the other's name.",
    ),
)
