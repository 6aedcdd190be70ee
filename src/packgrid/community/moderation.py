"""Writes the decisions of moderators, each with who made it, when and why."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

import attrs
from django.db import transaction

from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_moderate
from packgrid.assessment.editing import decide_proposals
from packgrid.assessment.models import Proposal
from packgrid.catalogue.models import Example, Package
from packgrid.community.errors import Refused
from packgrid.community.models import Decision, Flag
from packgrid.lib.clean_text import clean_text
from packgrid.projections.announcements import announce


class ModeratorVerdict(StrEnum):
    """The decisions that a moderator can make."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@attrs.frozen
class Ruling:
    """A decision of a moderator with its reason."""

    verdict: ModeratorVerdict
    reason: str = ""


@attrs.frozen
class Case:
    """The item that was decided on, in the words of the log."""

    package: Package
    about: str


type Rule = Callable[[int, ModeratorVerdict, User, datetime], Case | None]


def record_decision(subject: str, pk: int, ruling: Ruling, *, by: User, now: datetime) -> Decision:
    """Decide on a flag, an example or a proposal, and write it down.

    Raises:
        Refused: somebody has decided already, or who asks is no moderator.
    """
    if not may_moderate(by):
        raise Refused("Only moderators can decide this.")
    with transaction.atomic():
        case = SUBJECTS[subject](pk, ruling.verdict, by, now)
        if case is None:
            raise Refused("Someone else already decided this, or it was deleted. Nothing was changed.")
        return Decision.objects.create(
            by=by,
            at=now,
            package=case.package,
            subject=subject,
            about=case.about[:300],
            verdict=ruling.verdict,
            reason=clean_text(ruling.reason).strip()[:300],
        )


def decide_flag(pk: int, verdict: ModeratorVerdict, by: User, now: datetime) -> Case | None:  # noqa: ARG001 every rule is asked alike
    """Show a flag, decline it, or take one down that is shown."""
    expected = True if verdict is ModeratorVerdict.WITHDRAWN else None
    row = Flag.objects.select_for_update(of=("self",)).select_related("package").filter(pk=pk).first()
    if row is None or row.is_accepted is not expected:
        return None
    row.is_accepted, row.decided_at = verdict is ModeratorVerdict.ACCEPTED, now
    row.save(update_fields=["is_accepted", "decided_at"])
    announce(discussed_packages={row.package_id})
    about = f"Verdict {row.contested_verdict}: {row.reason}" if row.contested_verdict else row.reason
    return Case(row.package, about)


def decide_example(pk: int, verdict: ModeratorVerdict, by: User, now: datetime) -> Case | None:  # noqa: ARG001 every rule is asked alike
    """Approve or decline a site."""
    row = Example.objects.select_for_update(of=("self",)).select_related("package").filter(pk=pk).first()
    if row is None or row.is_approved is not None or verdict is ModeratorVerdict.WITHDRAWN:
        return None
    row.is_approved = verdict is ModeratorVerdict.ACCEPTED
    row.save(update_fields=["is_approved"])
    announce(packages={row.package_id})
    return Case(row.package, f"{row.title} {row.url}")


def decide_proposal(pk: int, verdict: ModeratorVerdict, by: User, now: datetime) -> Case | None:  # noqa: ARG001 every rule is asked alike
    """Apply or decline a proposed change."""
    rows = Proposal.objects.filter(pk=pk).select_related("package")
    row = rows.first()
    if row is None or verdict is ModeratorVerdict.WITHDRAWN:
        return None
    is_ours = decide_proposals(rows, by=by, is_accepted=verdict is ModeratorVerdict.ACCEPTED)
    return Case(row.package, f"{row.field}: {row.value}") if is_ours else None


SUBJECTS: Mapping[str, Rule] = {"flag": decide_flag, "example": decide_example, "proposal": decide_proposal}
