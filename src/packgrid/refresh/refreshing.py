"""Refreshes packages: fetch and apply, one after the other as the answers come."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import attrs
from asgiref.sync import sync_to_async
from django.conf import settings

from packgrid.catalogue.models import Facts, Package
from packgrid.lib.locators import parse_project
from packgrid.lib.versions import normalize_name
from packgrid.refresh import due
from packgrid.refresh.apply import apply
from packgrid.refresh.fetch import AT_ONCE, Kind, Question, fetch
from packgrid.refresh.models import FetchState

type Progress = Callable[[Outcome, int, int], None]
SUCCESSES = {Kind.CHANGED, Kind.UNCHANGED}


@attrs.frozen
class Outcome:
    """What became of one package; `reason` where it failed."""

    name: str
    kind: Kind
    version: str | None = None
    reason: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether nothing was learnt."""
        return self.kind not in SUCCESSES


def named(names: Iterable[str]) -> tuple[list[FetchState], list[Outcome]]:
    """The rows of these packages, by slug or name on PyPI, and an outcome for each that cannot be asked about."""
    found: list[int] = []
    failures = []
    for name in dict.fromkeys(names):
        package = find(name)
        if package is None:
            failures.append(Outcome(name, Kind.NEVER_ASKED, reason="no package of this slug or name in the catalogue"))
        elif not package.pypi_name:
            failures.append(Outcome(name, Kind.NEVER_ASKED, reason="it has no name on PyPI"))
        else:
            found.append(package.pk)
    return due.states_of(list(dict.fromkeys(found)), datetime.now(UTC)), failures


def find(name: str) -> Package | None:
    """The package with this slug, else with this name on PyPI."""
    by_slug = Package.objects.filter(slug=name).first()
    return by_slug or Package.objects.filter(pypi_name=normalize_name(parse_project(name) or name)).first()


def refresh(states: Sequence[FetchState], *, progress: Progress | None = None, at_once: int = AT_ONCE) -> list[Outcome]:
    """Ask about these packages and keep what is said; the outcomes in the order of their coming."""
    return asyncio.run(refresh_async(states, progress=progress, at_once=at_once))


async def refresh_async(
    states: Sequence[FetchState], *, progress: Progress | None = None, at_once: int = AT_ONCE
) -> list[Outcome]:
    """The same within a running event loop."""
    slugs = {state.package_id: state.package.slug for state in states}
    questions = [Question(state.package_id, state.package.pypi_name, state.etag) for state in states]
    outcomes: list[Outcome] = []
    user_agent = f"packgrid/{settings.VERSION} ({settings.SITE_URL or 'no address'})"
    async for answer in fetch(questions, base_url=settings.PYPI_URL, user_agent=user_agent, at_once=at_once):
        kind = await sync_to_async(apply)(answer, now=datetime.now(UTC))
        version = await sync_to_async(version_of)(answer.question.package_id)
        outcomes.append(Outcome(slugs[answer.question.package_id], kind, version, answer.reason))
        if progress:
            progress(outcomes[-1], len(outcomes), len(questions))
    return outcomes


def version_of(package_id: int) -> str | None:
    """The version that is stored now."""
    return Facts.objects.filter(package=package_id).values_list("version", flat=True).first()
