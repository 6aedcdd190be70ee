"""Records decisions of people as changes: packages that are added, deprecated or replaced."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from itertools import batched

import attrs
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.models import Package
from packgrid.history.change_log import write_added, write_changes
from packgrid.history.models import Change, Kind
from packgrid.history.state_diff import UnrecordedChange, find_changes
from packgrid.history.states import State
from packgrid.projections.projection import Projection, Turn

SOURCE = "catalogue"
BATCH = 5000
READ = ("pk", "deprecated_at", "replaced_by__slug")
DECIDED = (Kind.DEPRECATED, Kind.UNDEPRECATED, Kind.REPLACED)


@attrs.frozen
class DecisionState:
    """Since when people call a package deprecated, and the slug of what replaces it."""

    deprecated_at: datetime | None
    replaced_by: str | None


def record_later(package_ids: Collection[int]) -> None:
    """Record decisions once they are committed: a long load keeps no other writer of changes waiting.

    What a crash in between loses is recorded when the package is announced again.
    """
    if package_ids:
        transaction.on_commit(partial(record_decisions, sorted(package_ids), now=timezone.now()))


def record_decisions(package_ids: Collection[int], *, now: datetime) -> None:
    """Record what was decided about these packages and is not recorded yet; three reads for each 5,000 if nothing."""
    for batch in batched(package_ids, BATCH):
        if added := list(find_packages_not_added(batch).values_list("pk", flat=True)):
            write_added(added, source=SOURCE)
        if seen := find_unrecorded(batch, now):
            with transaction.atomic():
                write_changes(seen, source=SOURCE)


def find_packages_not_added(package_ids: Collection[int]) -> QuerySet[Package]:
    """The packages whose addition is not recorded."""
    added = Change.objects.filter(package=OuterRef("pk"), kind=Kind.ADDED)
    return Package.objects.filter(~Exists(added), pk__in=in_values(package_ids))


def find_unrecorded(package_ids: Collection[int], now: datetime) -> dict[int, list[UnrecordedChange]]:
    """Other decisions that are not recorded yet, by package."""
    recorded = read_recorded(package_ids)
    is_decided = Q(deprecated_at__isnull=False) | Q(replaced_by__isnull=False) | Q(pk__in=recorded)
    rows = Package.objects.filter(is_decided, pk__in=in_values(package_ids)).values_list(*READ)
    seen = {pk: decisions_about(DecisionState(*said), recorded.get(pk, ()), now) for pk, *said in rows}
    return {pk: changes for pk, changes in seen.items() if changes}


def read_recorded(package_ids: Collection[int]) -> dict[int, list[Change]]:
    """The recorded decisions by package, oldest first."""
    found = defaultdict(list)
    for change in Change.objects.filter(package__in=in_values(package_ids), kind__in=DECIDED).order_by("id"):
        found[change.package_id].append(change)
    return found


def decisions_about(package: DecisionState, recorded: Sequence[Change], now: datetime) -> list[UnrecordedChange]:
    """The decisions about a package that are not among the recorded ones."""
    return list(find_changes(recorded_state(recorded), current_state(package), now=now))


def recorded_state(recorded: Sequence[Change]) -> State:
    """The state after these recorded changes."""
    switched = [change.kind for change in recorded if change.kind in {Kind.DEPRECATED, Kind.UNDEPRECATED}]
    replaced = [change.new for change in recorded if change.kind == Kind.REPLACED]
    return State(is_deprecated=switched[-1:] == [Kind.DEPRECATED], replaced_by=(replaced or [""])[-1])


def current_state(package: DecisionState) -> State:
    """The state of the package now."""
    return State(
        is_deprecated=package.deprecated_at is not None,
        deprecated_at=package.deprecated_at,
        replaced_by=package.replaced_by or "",
    )


PROJECTION = Projection("decisions", Turn.HISTORY, lambda changes, _progress: record_later(changes.packages))
