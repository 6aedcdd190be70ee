"""Stores what is concluded of packages: after each change, and once a day, because conclusions change with time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import batched

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from packgrid.assessment.models import Assessment, Proposal
from packgrid.assessment.percentiles import PERCENTILES
from packgrid.assessment.queries import read_evidence
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.health import list_labels
from packgrid.assessment.rules.identity import match_identity
from packgrid.assessment.rules.proposals import ProposableField, propose_changes
from packgrid.assessment.rules.score import compute_score
from packgrid.assessment.rules.status import find_verdict
from packgrid.catalogue.models import Package
from packgrid.history.change_log import record_state
from packgrid.history.states import State
from packgrid.projections.announcements import announce
from packgrid.projections.projection import Projection, Turn

BATCH, AT_ONCE = 50, 10
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
# PyPI's word on documentation is shown as a fact; nobody needs to decide on it.
PROPOSED = {ProposableField.REPO_URL, ProposableField.REPO_SUBDIRECTORY, ProposableField.PYPI_NAME}


@attrs.define
class UnassessedWalk:
    """Walks over the packages that were never assessed, by id, so that no query reads all that were.

    It starts again once an hour, because a transaction that ends late may add a lower id than one seen before.
    """

    after: int = 0
    began_at: datetime | None = None

    def next_ids(self, now: datetime, limit: int) -> list[int]:
        """The next ids; the same ones again until they are assessed."""
        if self.began_at is None or now - self.began_at >= AN_HOUR:
            self.after, self.began_at = 0, now
        last = Package.objects.aggregate(last=Max("pk"))["last"] or 0
        rows = Package.objects.filter(pk__gt=self.after, assessment=None).order_by("pk")
        found = list(rows.values_list("pk", flat=True)[:limit])
        self.after = found[0] - 1 if found else last
        return found


def assess_due(now: datetime, unassessed: UnassessedWalk, limit: int = BATCH) -> int:
    """Assess packages that were never assessed, or not for a day; returns how many."""
    ids = unassessed.next_ids(now, limit)
    old = Assessment.objects.filter(assessed_at__lte=now - A_DAY).order_by("assessed_at").values_list("pk", flat=True)
    ids += old[: limit - len(ids)] if len(ids) < limit else []
    assess_packages(ids, now=now)
    return len(ids)


def assess_packages(package_ids: Collection[int], *, now: datetime) -> None:
    """Store what is concluded of these packages, propose corrections, and add their scores to the history."""
    if package_ids:
        PERCENTILES.refresh(now)
    for ids in batched(sorted(package_ids), BATCH):
        found = read_evidence(ids)
        rows = [make_assessment(pk, evidence, now) for pk, evidence in found.items()]
        for some in batched(rows, AT_ONCE):
            store_assessments(some, {row.package_id: found[row.package_id] for row in some}, now)


def store_assessments(rows: Sequence[Assessment], found: dict[int, Evidence], now: datetime) -> None:
    """Write the assessments of a few packages, in a transaction so short that editors hardly wait for it."""
    with transaction.atomic():
        write_assessments(rows)
        write_proposals(found, now)
        for row in rows:
            after = State(metrics={"score": row.score})
            record_state(row.package_id, before=State(), after=after, now=now, source="packgrid")


def make_assessment(pk: int, evidence: Evidence, now: datetime) -> Assessment:
    claim = find_verdict(evidence, now)
    return Assessment(
        package_id=pk,
        assessed_at=now,
        status=claim.status if claim.is_true else "",
        sentence=claim.sentence,
        score=compute_score(evidence, PERCENTILES.read(now), now=now).total,
        identity=match_identity(evidence, now).match,
        labels=[finding.check.key for finding in list_labels(evidence, now)],
    )


def write_assessments(rows: Sequence[Assessment]) -> None:
    """Replace the stored assessments, and announce those that say something else."""
    before = Assessment.objects.in_bulk([row.package_id for row in rows])
    columns = [field.name for field in Assessment._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 public
    Assessment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["package"], update_fields=columns)
    compared = [name for name in columns if name != "assessed_at"]
    changed = {row.package_id for row in rows if differs(before.get(row.package_id), row, compared)}
    if changed:
        announce(assessed_packages=changed)


def differs(before: Assessment | None, after: Assessment, names: Sequence[str]) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in names)


def write_proposals(found: dict[int, Evidence], now: datetime) -> None:
    """Write the proposals that the evidence speaks for, and delete open ones that it no longer does."""
    open_ones = Proposal.objects.filter(package__in=found, is_accepted=None).exclude(field=ProposableField.PYPI_NAME)
    made = [
        Proposal(package_id=pk, field=item.field, value=item.value[:300], reason=item.reason, made_at=now)
        for pk, evidence in found.items()
        for item in propose_changes(evidence, now=now)
        if item.field in PROPOSED
    ]
    wanted = {(row.package_id, row.field, row.value) for row in made}
    stale = [row.pk for row in open_ones if (row.package_id, row.field, row.value) not in wanted]
    Proposal.objects.filter(pk__in=stale).delete()
    Proposal.objects.bulk_create(made, ignore_conflicts=True)


def reassess_replaced(package_ids: Collection[int]) -> None:
    """Assess those of these packages anew that were assessed: their sentences name what replaces them."""
    ids = Assessment.objects.filter(package__in=package_ids).values_list("pk", flat=True) if package_ids else ()
    assess_packages(list(ids), now=timezone.now())


PROJECTION = Projection(
    "assessments", Turn.ASSESSMENTS, lambda changes, _progress: reassess_replaced(changes.replaced_packages)
)
