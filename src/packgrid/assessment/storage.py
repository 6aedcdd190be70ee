"""Stores what is concluded of packages: after a change, and once a day, because conclusions change with time.

Both are announced as due, so that search entries and cache tags follow in the same change set and transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched

import attrs
from django.db import transaction
from django.db.models import Max

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
from packgrid.projections.announcements import announce, collect_changes
from packgrid.projections.change_set import ChangeSet
from packgrid.projections.locks import lock_rows
from packgrid.projections.projection import Progress, Projection, Turn, ignore_progress

BATCH, BATCH_OF_CHANGE_SET, BATCH_OF_IDS = 50, 10, 500
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
    assess_in_batches(ids, now)
    return len(ids)


def assess_in_batches(package_ids: Collection[int], now: datetime) -> None:
    """Assess these packages, a few in each change set, so that editors hardly wait for it."""
    if package_ids:
        PERCENTILES.refresh(now)
    for ids in batched(sorted(package_ids), BATCH_OF_CHANGE_SET):
        with collect_changes(at=now):
            announce(due_assessments=ids)


def update_assessments(changes: ChangeSet, progress: Progress) -> None:
    """Assess what is due, and anew what was decided otherwise; what was never assessed waits for its turn.

    Packages whose assessment says something else than before join the change set, for the projections that follow.
    """
    if ids := changes.due_assessments | select_assessed(changes.decided_packages - changes.due_assessments):
        changes.add("assessed_packages", assess_packages(ids, now=changes.at, progress=progress))


def select_assessed(package_ids: Collection[int]) -> set[int]:
    """Those of these packages that were assessed."""
    found: set[int] = set()
    for ids in batched(sorted(package_ids), BATCH_OF_IDS):
        found.update(Assessment.objects.filter(package__in=ids).values_list("pk", flat=True))
    return found


def assess_packages(package_ids: Collection[int], *, now: datetime, progress: Progress = ignore_progress) -> set[int]:
    """Store what is concluded of these packages, propose corrections, and add their scores to the history.

    Returns the packages of which it says something else than before.
    """
    changed: set[int] = set()
    done = 0
    for ids in batched(sorted(package_ids), BATCH):
        progress("Assessments", done, len(package_ids))
        with transaction.atomic(savepoint=False):
            lock_rows(Package, ids)
            changed |= store_assessments(read_evidence(ids), now)
        done += len(ids)
    return changed


def store_assessments(found: Mapping[int, Evidence], now: datetime) -> set[int]:
    """Write the assessments and proposals for this evidence; returns the packages whose assessment changed."""
    rows = [make_assessment(pk, evidence, now) for pk, evidence in found.items()]
    changed = write_assessments(rows)
    write_proposals(found, now)
    for row in rows:
        after = State(metrics={"score": row.score})
        record_state(row.package_id, before=State(), after=after, now=now, source="packgrid")
    return changed


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


def write_assessments(rows: Sequence[Assessment]) -> set[int]:
    """Replace the stored assessments; returns the packages whose assessment says something else."""
    before = Assessment.objects.in_bulk([row.package_id for row in rows])
    columns = [field.name for field in Assessment._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 public
    Assessment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["package"], update_fields=columns)
    compared = [name for name in columns if name != "assessed_at"]
    return {row.package_id for row in rows if is_changed_assessment(before.get(row.package_id), row, compared)}


def is_changed_assessment(before: Assessment | None, after: Assessment, names: Sequence[str]) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in names)


def write_proposals(found: Mapping[int, Evidence], now: datetime) -> None:
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


PROJECTION = Projection("assessments", Turn.ASSESSMENTS, update_assessments)
