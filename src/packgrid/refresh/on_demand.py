"""Refreshes what somebody asked for, now: packages by name, what is due, or everything; all lanes side by side."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime

import attrs
from asgiref.sync import sync_to_async
from django.db import connections
from django.db.models import QuerySet

from packgrid.catalogue.models import FetchState, Package
from packgrid.catalogue.source_names import PYPI_PROVENANCE, PYPI_RELEASES
from packgrid.lib.versions import normalize_name
from packgrid.refresh import hosts
from packgrid.refresh.claims import Claimed, claim_these
from packgrid.refresh.fetch import Kind
from packgrid.refresh.lanes import Lane, pace_of
from packgrid.refresh.scheduler import is_switched_on
from packgrid.refresh.subjects import ensure_states
from packgrid.refresh.worker import Outcome, explain_rest, work_lane

type Progress = Callable[[Outcome, int, int], None]
"""Called with each outcome, how many there are now, and how many there will be."""


@attrs.frozen
class Misnamed:
    """A name that cannot be asked about, and why."""

    name: str
    reason: str


@attrs.define
class QueueLine:
    """Rows of one lane that wait for their turn."""

    lane: Lane
    waiting: list[tuple[int, str]]
    missed: list[str] = attrs.field(factory=list)

    def claim(self, limit: int) -> list[Claimed]:
        """Claim the next rows; those that somebody else works on are missed."""
        while self.waiting:
            taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
            found = claim_these([pk for pk, _slug in taken], limit, now=datetime.now(UTC))
            ours = {row.state_id for row in found}
            self.missed += [slug for pk, slug in taken if pk not in ours]
            if found:
                return found
        return []


def select_named(names: Iterable[str]) -> tuple[QuerySet[FetchState], list[Misnamed]]:
    """The rows of these packages, by slug or name on PyPI, and the names that cannot be asked about."""
    found: set[int] = set()
    failures = []
    for name in dict.fromkeys(names):
        package = find_package(name)
        if package is None:
            failures.append(Misnamed(name, f"no package {name} in the catalogue"))
        elif not package.pypi_name and not package.repo_url:
            failures.append(Misnamed(name, "has no PyPI name and no repository"))
        else:
            found.add(package.pk)
    return select_all(datetime.now(UTC)).filter(package__in=found), failures


def find_package(name: str) -> Package | None:
    """The package with this slug, else the first with this name on PyPI."""
    by_slug = Package.objects.filter(slug=name).first()
    named = Package.objects.filter(pypi_name=normalize_name(name)).exclude(pypi_name="")
    return by_slug or named.order_by("pk").first()


def select_due(now: datetime) -> QuerySet[FetchState]:
    """The rows that are due."""
    ensure_states(now)
    return FetchState.objects.filter(due_at__lte=now)


def select_all(now: datetime) -> QuerySet[FetchState]:
    """Every row, due or not, but for old releases: they are asked about once, when they are due."""
    ensure_states(now)
    return FetchState.objects.exclude(source__in=[PYPI_RELEASES, PYPI_PROVENANCE])


def refresh_rows(rows: QuerySet[FetchState], *, progress: Progress | None = None) -> list[Outcome]:
    """Ask about these rows and keep what is said; an outcome for each, as they came."""
    lines = lines_of(rows)
    return asyncio.run(refresh_all(lines, progress or (lambda *_: None)))


def lines_of(rows: QuerySet[FetchState]) -> list[QueueLine]:
    """The rows by lane, the longest waiting first; those of sources that are switched off are left out."""
    lanes: dict[Lane, list[tuple[int, str]]] = defaultdict(list)
    found = rows.order_by("due_at", "pk").values_list("source", "host", "pk", "package__slug")
    for source, host, pk, slug in found:
        lanes[Lane(source, host)].append((pk, slug))
    return [QueueLine(lane, waiting) for lane, waiting in lanes.items() if is_switched_on(lane)]


async def refresh_all(lines: Sequence[QueueLine], progress: Progress) -> list[Outcome]:
    """Refresh the lines in a loop of their own; leaves no connection to the database behind."""
    outcomes: list[Outcome] = []
    total = sum(len(line.waiting) for line in lines)

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress(outcome, len(outcomes), total)

    try:
        async with asyncio.TaskGroup() as lanes:
            for line in lines:
                lanes.create_task(refresh_line(line, tell))
    finally:
        await sync_to_async(connections.close_all)()
    return outcomes


async def refresh_line(line: QueueLine, tell: Callable[[Outcome], None]) -> None:
    """One lane; what could not be asked is told with its reason."""
    async with aclosing(work_lane(line.lane, line.claim, pace_of(line.lane, is_quick=True))) as coming:
        async for outcome in coming:
            tell(outcome)
    for slug in line.missed:
        tell(Outcome(slug, line.lane, Kind.NEVER_ASKED, "is being refreshed by another process"))
    if line.waiting:
        reason = explain_rest(await sync_to_async(hosts.health_of)(line.lane))
        for _pk, slug in line.waiting:
            tell(Outcome(slug, line.lane, Kind.NEVER_ASKED, reason))
