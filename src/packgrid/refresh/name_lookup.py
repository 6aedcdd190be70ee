"""Looks on PyPI for packages that have no name there, or a wrong one. It proposes; nothing is changed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from datetime import UTC, datetime

from asgiref.sync import sync_to_async
from django.db import connections
from django.db.models import Q, QuerySet

from packgrid.assessment.models import Proposal
from packgrid.assessment.queries import read_evidence
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.identity import IdentityMatch
from packgrid.assessment.rules.proposals import ProjectCandidate, ProposableField, names_to_look_up, propose_changes
from packgrid.catalogue.models import Package
from packgrid.catalogue.source_names import PYPI
from packgrid.refresh import hosts
from packgrid.refresh.clients import AnySource, open_client
from packgrid.refresh.fetch import without_password
from packgrid.refresh.lanes import Lane, pace_of
from packgrid.refresh.public_names import IS_PUBLIC
from packgrid.refresh.worker import explain_rest
from packgrid.sources.errors import RateLimited, Unavailable
from packgrid.sources.pypi import ProjectSnapshot
from packgrid.sources.source import Reply, SourceReply, SourceRequest

type Progress = Callable[[int, int], None]
PROJECTS = Lane(PYPI)


def packages_to_look_up() -> QuerySet[Package]:
    """The packages with a repository whose name on PyPI is missing, gone, or of something else."""
    is_wrong = Q(assessment__identity=IdentityMatch.MISMATCH) | Q(facts__pypi_gone_since__isnull=False)
    return Package.objects.exclude(repo_url="").filter(IS_PUBLIC, Q(pypi_name="") | is_wrong)


def look_up(package_ids: Collection[int], *, progress: Progress) -> list[Proposal]:
    """Ask PyPI about the names that these packages might have, one after the other; the proposals that were made.

    At most three questions a package.
    """
    return asyncio.run(look_up_all(package_ids, progress))


async def look_up_all(package_ids: Collection[int], progress: Progress) -> list[Proposal]:
    """Look up the names in a loop of their own; ends early if PyPI limits requests."""
    made: list[Proposal] = []
    health = await sync_to_async(hosts.health_of)(PROJECTS)
    try:
        async with open_client(PROJECTS, health.observe) as source:
            for number, pk in enumerate(package_ids, 1):
                if health.is_resting(datetime.now(UTC)):
                    break
                evidence = (await sync_to_async(read_evidence)([pk]))[pk]
                candidates = [found async for found in fetch_projects(source, names_to_look_up(evidence), health)]
                made += await sync_to_async(write_proposals)(pk, evidence, candidates)
                progress(number, len(package_ids))
    finally:
        await sync_to_async(hosts.save_health)(health, datetime.now(UTC))
        await sync_to_async(connections.close_all)()
    return made


def why_left(now: datetime) -> str:
    """Why PyPI is left alone now, "" if it is not."""
    health = hosts.health_of(PROJECTS)
    return explain_rest(health) if health.is_resting(now) else ""


async def fetch_projects(
    source: AnySource, names: Iterable[str], health: hosts.HostHealth
) -> AsyncIterator[ProjectCandidate]:
    """The projects that PyPI has under these names."""
    for name in names:
        await asyncio.sleep(pace_of(PROJECTS, is_quick=False).pause_s)
        if health.is_resting(datetime.now(UTC)):
            return
        reply = (await source.fetch([SourceRequest(name)]))[0]
        record_reply(health, reply)
        if isinstance(reply, SourceReply) and isinstance(reply.snapshot, ProjectSnapshot):
            yield ProjectCandidate(name=reply.snapshot.name, links=reply.snapshot.links)


def record_reply(health: hosts.HostHealth, reply: Reply[ProjectSnapshot]) -> None:
    """Record in PyPI's health how it replied."""
    now = datetime.now(UTC)
    match reply:
        case RateLimited():
            health.limit(reply.retry_at, without_password(str(reply)), now)
        case Unavailable():
            health.fail(without_password(str(reply)), now)
        case _:
            health.succeed()


def write_proposals(pk: int, evidence: Evidence, candidates: Iterable[ProjectCandidate]) -> list[Proposal]:
    """Write the names that lead to the repository; what was proposed before stays as people decided."""
    now = datetime.now(UTC)
    found = [
        item
        for item in propose_changes(evidence, candidates=candidates, now=now)
        if item.field is ProposableField.PYPI_NAME
    ]
    rows = [
        Proposal(package_id=pk, field=item.field, value=item.value, reason=item.reason, made_at=now) for item in found
    ]
    Proposal.objects.bulk_create(rows, ignore_conflicts=True)
    return rows
