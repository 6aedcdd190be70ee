"""Keeps what is concluded of packages: after each change, and once a day, because conclusions change with time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import batched

import attrs
from django.db import transaction
from django.db.models import Max

from packgrid.catalogue.events import judged
from packgrid.catalogue.judgement.evidence import Evidence
from packgrid.catalogue.judgement.health import labels
from packgrid.catalogue.judgement.identity import identity
from packgrid.catalogue.judgement.proposals import Field, proposals
from packgrid.catalogue.judgement.scoring import score
from packgrid.catalogue.judgement.status import verdict
from packgrid.catalogue.models import Judgement, Package, Proposal
from packgrid.history.recording import record
from packgrid.history.states import State
from packgrid.refresh.evidence import evidence_of
from packgrid.refresh.standing import STANDING

BATCH, AT_ONCE = 50, 10
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
# PyPI's word on documentation is shown as a fact; nobody needs to decide on it.
PROPOSED = {Field.REPO_URL, Field.REPO_SUBDIRECTORY, Field.PYPI_NAME}


@attrs.define
class Unjudged:
    """Walks over the packages that were never judged, by id, so that no look goes through all that were.

    Once an hour it begins again, because a transaction that ends late may bring a lower id than one seen before.
    """

    after: int = 0
    began_at: datetime | None = None

    def some(self, now: datetime, limit: int) -> list[int]:
        """The ids of the next of them; they are given again until they are judged."""
        if self.began_at is None or now - self.began_at >= AN_HOUR:
            self.after, self.began_at = 0, now
        last = Package.objects.aggregate(last=Max("pk"))["last"] or 0
        rows = Package.objects.filter(pk__gt=self.after, judgement=None).order_by("pk")
        found = list(rows.values_list("pk", flat=True)[:limit])
        self.after = found[0] - 1 if found else last
        return found


def judge_due(now: datetime, unjudged: Unjudged, limit: int = BATCH) -> int:
    """Judge some of those that were never judged or not for a day; says how many."""
    ids = unjudged.some(now, limit)
    old = Judgement.objects.filter(judged_at__lte=now - A_DAY).order_by("judged_at").values_list("pk", flat=True)
    ids += old[: limit - len(ids)] if len(ids) < limit else []
    judge(ids, now=now)
    return len(ids)


def judge(package_ids: Collection[int], *, now: datetime) -> None:
    """Conclude what can be concluded of these packages, and remember their scores."""
    if package_ids:
        STANDING.keep(now)
    for ids in batched(sorted(package_ids), BATCH):
        found = evidence_of(ids)
        rows = [judgement(pk, evidence, now) for pk, evidence in found.items()]
        for some in batched(rows, AT_ONCE):
            conclude(some, {row.package_id: found[row.package_id] for row in some}, now)


def conclude(rows: Sequence[Judgement], found: dict[int, Evidence], now: datetime) -> None:
    """Write what is concluded of a few packages, in a transaction so short that an editor hardly waits for it."""
    with transaction.atomic():
        put(rows)
        propose(found, now)
        for row in rows:
            after = State(metrics={"score": row.score})
            record(row.package_id, before=State(), after=after, now=now, source="packgrid")


def judgement(pk: int, evidence: Evidence, now: datetime) -> Judgement:
    """What is concluded of one package."""
    said = verdict(evidence, now)
    return Judgement(
        package_id=pk,
        judged_at=now,
        status=said.status if said.is_true else "",
        sentence=said.sentence,
        score=score(evidence, STANDING.at(now), now=now).total,
        identity=identity(evidence, now).match,
        labels=[finding.check.key for finding in labels(evidence, now)],
    )


def put(rows: Sequence[Judgement]) -> None:
    """Write these over the ones before, and announce those that say something else."""
    before = Judgement.objects.in_bulk([row.package_id for row in rows])
    columns = [field.name for field in Judgement._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 public
    Judgement.objects.bulk_create(rows, update_conflicts=True, unique_fields=["package"], update_fields=columns)
    said = [name for name in columns if name != "judged_at"]
    news = {row.package_id for row in rows if differs(before.get(row.package_id), row, said)}
    if news:
        judged.send(Judgement, ids=news)


def differs(before: Judgement | None, after: Judgement, names: Sequence[str]) -> bool:
    """Whether any of these columns has another value than before."""
    return before is None or any(getattr(before, name) != getattr(after, name) for name in names)


def propose(found: dict[int, Evidence], now: datetime) -> None:
    """Write what the facts speak for, and take back what they no longer do; what people decided stays."""
    open_ones = Proposal.objects.filter(package__in=found, is_accepted=None).exclude(field=Field.PYPI_NAME)
    made = [
        Proposal(package_id=pk, field=item.field, value=item.value[:300], reason=item.reason, made_at=now)
        for pk, evidence in found.items()
        for item in proposals(evidence, now=now)
        if item.field in PROPOSED
    ]
    wanted = {(row.package_id, row.field, row.value) for row in made}
    stale = [row.pk for row in open_ones if (row.package_id, row.field, row.value) not in wanted]
    Proposal.objects.filter(pk__in=stale).delete()
    Proposal.objects.bulk_create(made, ignore_conflicts=True)
