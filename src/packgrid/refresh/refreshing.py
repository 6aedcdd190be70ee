"""Refreshes packages: fetch and apply, as the answers come."""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime

import attrs
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from packgrid.catalogue.models import Facts, Package
from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Guard
from packgrid.lib.versions import normalize_name
from packgrid.refresh import due
from packgrid.refresh.apply import SUCCESSES, apply
from packgrid.refresh.fetch import QUICKLY, Answer, Kind, Pace, Question, fetch
from packgrid.refresh.models import FetchState
from packgrid.sources.pypi import PyPI

logger = logging.getLogger(__name__)
type Progress = Callable[[Outcome, int, int], None]


@attrs.frozen
class Outcome:
    """What became of one package; `version` is the stored one, `reason` says why it failed."""

    name: str
    kind: Kind
    version: str | None = None
    reason: str = ""
    retry_at: datetime | None = None

    @property
    def is_failure(self) -> bool:
        """Whether nothing was learnt of the project."""
        return self.kind not in SUCCESSES


def named(names: Iterable[str]) -> tuple[list[FetchState], list[Outcome]]:
    """The rows of these packages, by slug or name on PyPI, and an outcome for each that cannot be asked about."""
    found: dict[int, None] = {}
    failures = []
    for name in dict.fromkeys(names):
        package = find(name)
        if package is None:
            failures.append(Outcome(name, Kind.NEVER_ASKED, reason=f"no package {name} in the catalogue"))
        elif not package.pypi_name:
            failures.append(Outcome(name, Kind.NEVER_ASKED, reason="has no PyPI name"))
        else:
            found[package.pk] = None
    due.ensure_states(datetime.now(UTC))
    return due.states_of(list(found)), failures


def find(name: str) -> Package | None:
    """The package with this slug, else the first with this name on PyPI."""
    by_slug = Package.objects.filter(slug=name).first()
    return (
        by_slug or Package.objects.filter(pypi_name=normalize_name(name)).exclude(pypi_name="").order_by("pk").first()
    )


def refresh(states: Sequence[FetchState], *, progress: Progress | None = None) -> list[Outcome]:
    """Ask about these packages and keep what is said; an outcome for each, in their order.

    `progress` is told of each outcome as it comes, how many there are now and how many there will be.
    """
    return asyncio.run(refresh_all(states, progress))


async def refresh_all(states: Sequence[FetchState], progress: Progress | None) -> list[Outcome]:
    """The same as a coroutine of its own loop; it leaves no connection to the database behind."""
    outcomes: dict[str, Outcome] = {}
    try:
        async with aclosing(refreshed(states, QUICKLY)) as coming:
            async for outcome in coming:
                outcomes[outcome.name] = outcome
                if progress:
                    progress(outcome, len(outcomes), len(states))
    finally:
        await sync_to_async(connections.close_all)()
    return [outcomes[state.package.slug] for state in states]


async def refreshed(states: Iterable[FetchState], pace: Pace) -> AsyncGenerator[Outcome]:
    """The outcomes as they come, each kept before it is told."""
    slugs = {state.package_id: state.package.slug for state in states}
    agent = f"packgrid/{settings.VERSION} ({settings.SITE_URL or 'no public address'})"
    async with HttpClient(user_agent=agent, guard=Guard(settings.PRIVATE_HOSTS)) as http:
        answers = fetch(PyPI(http, settings.PYPI_URL), [question_of(state) for state in states], pace)
        async with aclosing(answers):
            async for answer in answers:
                yield await sync_to_async(keep)(answer, slugs[answer.question.package_id])


def question_of(state: FetchState) -> Question:
    """What to ask. "Not modified" confirms only what came from PyPI, so facts of another origin ask for all of it."""
    facts = getattr(state.package, "facts", None)
    is_ours = facts is not None and facts.pypi_origin == due.PYPI
    return Question(state.package_id, state.package.pypi_name, state.etag if is_ours else "")


def keep(answer: Answer, slug: str) -> Outcome:
    """Apply an answer. One that cannot be stored is put off as malformed, so that it does not come up for ever."""
    now, jitter = datetime.now(UTC), random.random()  # noqa: S311 no secret
    try:
        kind = apply(answer, now=now, jitter=jitter)
    except (OperationalError, InterfaceError):
        raise  # the database is away, the answer is not at fault
    except Exception as error:
        logger.exception("what PyPI said of %s could not be kept", slug)
        reason = f"what PyPI said could not be kept ({type(error).__name__}: {error})"
        answer = Answer(answer.question, Kind.MALFORMED, reason=reason)
        kind = apply(answer, now=now, jitter=jitter)
    version = Facts.objects.filter(package=answer.question.package_id).values_list("version", flat=True).first()
    return Outcome(slug, kind, version, answer.reason, answer.retry_at)
