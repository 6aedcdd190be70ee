"""The ways in which a package ends: declared by people or maintainers, archived by its host, or lost by a source."""

from datetime import datetime

from packgrid.assessment.rules.ages import is_gone
from packgrid.assessment.rules.evidence import ClaimDecision, Evidence, last_decision
from packgrid.assessment.rules.text_format import format_count, format_day, format_since
from packgrid.assessment.rules.three_valued import all_true, any_true

INACTIVE = "Development Status :: 7 - Inactive"


def has_index_status(evidence: Evidence, status: str) -> bool | None:
    """True if the index marks the whole project so (PEP 792); None if it has said nothing about that."""
    return None if evidence.index_status is None else evidence.index_status == status


def is_quarantined(evidence: Evidence) -> bool | None:
    """True if the index withholds every file of the project, because it may do harm."""
    return has_index_status(evidence, "quarantined")


def is_archived(evidence: Evidence) -> bool | None:
    """True if the git host has archived the repository, or the maintainers the project at the index."""
    return True if has_index_status(evidence, "archived") else evidence.is_archived


def is_deprecated(evidence: Evidence) -> bool:
    """True if a person said so, else if the index does."""
    made = last_decision(evidence, "deprecated")
    return made.is_true if made else has_index_status(evidence, "deprecated") is True


def is_superseded(evidence: Evidence) -> bool:
    """True if a person named a successor."""
    return is_decided_true(last_decision(evidence, "superseded"))


def is_decided_true(made: ClaimDecision | None) -> bool:
    return made is not None and made.is_true


def is_inactive(evidence: Evidence) -> bool | None:
    """True if its maintainers say in a classifier that it is inactive."""
    return None if evidence.classifiers is None else INACTIVE in evidence.classifiers


def is_pypi_gone(evidence: Evidence, now: datetime) -> bool | None:
    return is_gone(evidence.pypi_gone_since, evidence.pypi_gone_times, evidence.pypi_confirmed_at, now=now)


def is_repo_gone(evidence: Evidence, now: datetime) -> bool | None:
    return is_gone(evidence.repo_gone_since, evidence.repo_gone_times, evidence.repo_confirmed_at, now=now)


def list_losses(evidence: Evidence, now: datetime) -> list[bool | None]:
    """For each source that is entered, whether it has lost the package."""
    losses = [is_pypi_gone(evidence, now)] if evidence.pypi_name else []
    return [*losses, is_repo_gone(evidence, now)] if evidence.repo_url else losses


def is_gone_everywhere(evidence: Evidence, now: datetime) -> bool | None:
    """True if every source that is entered has lost it; None if none is entered."""
    losses = list_losses(evidence, now)
    return all_true(losses) if losses else None


def has_lost_a_source(evidence: Evidence, now: datetime) -> bool | None:
    """True if the index or the git host has lost it; the other one may still have it."""
    return any_true(list_losses(evidence, now))


def has_ended(evidence: Evidence, now: datetime) -> bool | None:
    """True if it ended in any of these ways. A host that has no archive is not held against a package."""
    return any_true(
        (
            is_deprecated(evidence),
            is_superseded(evidence),
            is_archived(evidence) is True,
            is_quarantined(evidence) is True,
            is_gone_everywhere(evidence, now),
        )
    )


def describe_deprecation(evidence: Evidence) -> str:
    """Such as "Deprecated since 3 May 2021: nobody has time."."""
    made = last_decision(evidence, "deprecated")
    if made is None:
        return describe_index_deprecation(evidence)
    reason = f": {made.reason.rstrip('.')}" if made and made.reason else ""
    return f"Deprecated{format_since(made.decided_at if made else None)}{reason}."


def describe_index_deprecation(evidence: Evidence) -> str:
    return f"Its maintainers marked it as deprecated on the index{format_index_reason(evidence)}."


def describe_successor(evidence: Evidence) -> str:
    """Such as "Replaced by django-b."."""
    made = last_decision(evidence, "superseded")
    return f"Replaced by {evidence.replaced_by or (made.reason if made else '') or 'another package'}."


def describe_archiving(evidence: Evidence) -> str:
    """Since when it is archived, or when that was seen."""
    if has_index_status(evidence, "archived"):
        return f"Its maintainers archived the project on the index{format_index_reason(evidence)}."
    if evidence.archived_at:
        return f"The repository has been archived{format_since(evidence.archived_at)}."
    seen = f", as seen on {format_day(evidence.repo_confirmed_at)}" if evidence.repo_confirmed_at else ""
    return f"The repository is archived{seen}."


def describe_quarantine(evidence: Evidence) -> str:
    """That nothing can be installed, and the reason if the index gives one."""
    return f"Quarantined: the index blocks all files, because they may be harmful{format_index_reason(evidence)}."


def format_index_reason(evidence: Evidence) -> str:
    """Such as ": use b instead"; "" if the index gives no reason."""
    return f": {evidence.index_status_reason.strip().rstrip('.')}" if evidence.index_status_reason else ""


def describe_inactivity(_evidence: Evidence) -> str:
    return f"Its maintainers say so: classifier {INACTIVE}."


def describe_gone_project(evidence: Evidence) -> str:
    """Since when the index has answered 404, and how often it was asked."""
    asked = format_count(evidence.pypi_gone_times, "time")
    since = format_since(evidence.pypi_gone_since)
    return f"{evidence.index_title} has had no project {evidence.pypi_name}{since}, asked {asked}."


def describe_gone_repo(evidence: Evidence) -> str:
    """Since when the host has answered 404, and how often it was asked."""
    asked = format_count(evidence.repo_gone_times, "time")
    return f"{evidence.repo_url} has been gone{format_since(evidence.repo_gone_since)}, asked {asked}."
