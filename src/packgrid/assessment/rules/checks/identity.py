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
        title="Different repository",
        holds=lambda evidence, now: has_match(evidence, now, IdentityMatch.MISMATCH),
        words=describe_match,
        exactly=(
            "The index links to another repository or another folder of this one, "
            "or never had a project with this name."
        ),
        advice="Stars and commits may belong to a fork. If you know the right repository, correct the address.",
    ),
    Check(
        key="unverified",
        level=Level.NOTE,
        title="Repository not verified",
        holds=lambda evidence, now: has_match(evidence, now, IdentityMatch.UNVERIFIED),
        words=describe_match,
        exactly="The index answered, and none of its links leads to a repository.",
        advice="Check yourself that the project and the repository belong together.",
    ),
)
