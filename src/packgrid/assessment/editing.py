"""Writes decisions about proposals."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from packgrid.assessment.models import Proposal
from packgrid.catalogue.models import Package
from packgrid.projections.announcements import announce


def decide_proposals(proposals: QuerySet[Proposal], *, by: AbstractBaseUser | AnonymousUser, is_accepted: bool) -> int:
    """Accept or decline those that nobody has decided; returns how many. Accepting one changes its package."""
    now = timezone.now()
    with transaction.atomic():
        rows = list(proposals.filter(is_accepted=None).select_for_update(of=("self",)))
        for row in rows if is_accepted else ():
            Package.objects.filter(pk=row.package_id).update(**{row.field: row.value}, modified=now)
        ids = [row.pk for row in rows]
        Proposal.objects.filter(pk__in=ids).update(is_accepted=is_accepted, decided_at=now, decided_by=by)
        if rows and is_accepted:
            announce(packages={row.package_id for row in rows})
    return len(rows)
