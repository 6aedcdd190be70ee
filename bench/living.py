"""What the engine does while time passes, and what it sees of what happens. Import it once Django is ready."""

import asyncio
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Self

import attrs
import time_machine
from asgiref.sync import sync_to_async
from django.db import connections

from bench import stage
from packgrid.assessment.storage import UnassessedWalk, assess_due
from packgrid.catalogue.models import FetchState
from packgrid.catalogue.source_names import GIT, GITHUB, PYPI, PYPI_RELEASES
from packgrid.refresh.lanes import Lane
from packgrid.refresh.scheduler import lanes_to_work
from packgrid.refresh.subjects import ensure_states
from packgrid.refresh.worker import Outcome, work_due
from world.events import Kind as Happening
from world.identity import Identity, normalized
from world.universe import Universe

MOST_TURNS = 20
MOST_JUDGED = 10_000
A_DAY_H = 24
AN_HOUR = timedelta(hours=1)
# What each source can see happen.
SEEN_BY = {PYPI: Happening.RELEASE, GITHUB: Happening.PUSH, GIT: Happening.PUSH}


@attrs.define
class Diary:
    """What was seen: calls by hour, outcomes and ages (hours) by day, and how late (hours) each event was seen."""

    calls: list[Counter[str]] = attrs.field(factory=list)
    outcomes: list[Counter[tuple[str, str]]] = attrs.field(factory=lambda: [Counter()])
    ages_h: list[dict[str, list[float]]] = attrs.field(factory=list)
    asked_at: dict[tuple[str, str], datetime] = attrs.field(factory=dict)
    delays_h: dict[str, list[float]] = attrs.field(factory=lambda: defaultdict(list))


@attrs.frozen
class Life:
    """A world, what is true of it, and what we saw of it."""

    world: stage.WorldProgram
    truth: Universe
    identities: dict[str, Identity]
    began_at: datetime
    diary: Diary

    @classmethod
    def of(cls, world: stage.WorldProgram, identities: Sequence[Identity], began_at: datetime) -> Self:
        """A life that has not begun."""
        truth = Universe(1, 0, began_at, identities)
        return cls(world, truth, {who.slug: who for who in identities}, began_at, Diary())


def live(life: Life, days: int, step: timedelta) -> None:
    """Pass some days and print what was seen."""
    with time_machine.travel(life.began_at, tick=False) as clock:
        for hour in range(1, days * A_DAY_H + 1):
            for _ in range(AN_HOUR // step):
                asyncio.run(work_all(life))
                life.world.post("clock", advance_s=step.total_seconds())
                clock.shift(step)
            end_hour(life, hour)
    report(life.diary)


async def work_all(life: Life) -> None:
    """What an engine does within a step: tend, and work the lanes until none is worth a call."""
    await sync_to_async(ensure_states)(datetime.now(UTC))
    await sync_to_async(assess_due)(datetime.now(UTC), UnassessedWalk(), MOST_JUDGED)
    lanes: list[Lane] = []
    for _ in range(MOST_TURNS):
        if not (lanes := await sync_to_async(lanes_to_work)(datetime.now(UTC))):
            break
        await asyncio.gather(*(work_lane(life, lane) for lane in lanes))
    if lanes:
        stage.say(f"{datetime.now(UTC):%d %H:%M}: still not done with {', '.join(lane.title for lane in lanes)}")
    await sync_to_async(connections.close_all)()


async def work_lane(life: Life, lane: Lane) -> None:
    """Work a lane until it is empty or rests."""
    async with aclosing(work_due(lane, is_quick=True)) as outcomes:
        async for outcome in outcomes:
            note(life, outcome, datetime.now(UTC))


def note(life: Life, outcome: Outcome, now: datetime) -> None:
    """Remember an outcome, and how late it shows what has happened since the one before."""
    source = outcome.lane.source
    life.diary.outcomes[-1][outcome.lane.title, str(outcome.kind) or "not asked"] += 1
    if outcome.is_failure or source not in SEEN_BY:
        return
    before = life.diary.asked_at.get((outcome.slug, source))
    life.diary.asked_at[outcome.slug, source] = now
    if before:
        life.diary.delays_h[source] += (hours(now - at) for at in happened(life, outcome) if at > before)


def happened(life: Life, outcome: Outcome) -> Iterator[datetime]:
    """When what a source can see happened to what it was asked about, until now."""
    who, source = life.identities[outcome.slug], outcome.lane.source
    by_name, by_path = life.truth.numbers_by_name, life.truth.numbers_by_path
    number = by_name[normalized(who.name)] if source == PYPI else by_path[who.service, who.path.lower()]
    for event in life.truth.events(number, until=datetime.now(UTC)):
        if event.kind is SEEN_BY.get(source):
            yield event.at


def end_hour(life: Life, hour: int) -> None:
    """Note the calls of an hour, and of a day what it leaves behind."""
    life.diary.calls.append(stage.calls(life.world))
    life.world.delete("ledger")
    if hour % A_DAY_H:
        return
    life.diary.ages_h.append(ages_h(datetime.now(UTC)))
    today = sum(life.diary.calls[-A_DAY_H:], Counter())
    stage.say(f"day {hour // A_DAY_H}: {dict(today)}; {dict(life.diary.outcomes[-1])}")
    life.diary.outcomes.append(Counter())


def ages_h(now: datetime) -> dict[str, list[float]]:
    """How old what we know is, by source; infinite where nothing is known."""
    found: dict[str, list[float]] = defaultdict(list)
    asked = FetchState.objects.exclude(last_answer_at=None).exclude(source=PYPI_RELEASES).values("source")
    for source, at in FetchState.objects.filter(source__in=asked).values_list("source", "last_success_at"):
        found[source].append(hours(now - at) if at else float("inf"))
    return found


def hours(time: timedelta) -> float:
    """A time in hours."""
    return time / AN_HOUR


def report(diary: Diary) -> None:
    """Print a table of calls, one of ages, one of delays."""
    days = [diary.calls[at : at + A_DAY_H] for at in range(0, len(diary.calls), A_DAY_H)]
    names = sorted({name for hour in diary.calls for name in hour})
    stage.show(
        ["calls: all, largest hour", *names], ([f"day {day}", *counted(of, names)] for day, of in numbered(days))
    )
    sources = sorted(diary.ages_h[-1])
    rows = ([f"day {day}", *(spread(ages[name]) for name in sources)] for day, ages in numbered(diary.ages_h))
    stage.show(["age in hours: median, 95 %, oldest", *sources], rows)
    late = sorted((name, found) for name, found in diary.delays_h.items() if found)
    rows = ([f"{SEEN_BY[name]} by {name}", f"{len(found):,}", spread(found)] for name, found in late)
    stage.show(["seen", "events", "hours later: median, 95 %, latest"], rows)
    lanes = sorted({lane for day in diary.outcomes for lane in day})
    rows = ([lane, kind, *(f"{day[lane, kind]:,}" for day in diary.outcomes[:-1])] for lane, kind in lanes)
    stage.show(["lane", "outcome", *(f"day {day}" for day, _ in numbered(days))], rows)


def numbered[Value](values: Sequence[Value]) -> Iterator[tuple[int, Value]]:
    """The values counted from 1."""
    return enumerate(values, 1)


def counted(day: Sequence[Counter[str]], names: Sequence[str]) -> Iterator[str]:
    """The calls of a day by service, and those of its largest hour."""
    for name in names:
        yield f"{sum(hour[name] for hour in day):,}, {max(hour[name] for hour in day):,}"


def spread(values: Sequence[float]) -> str:
    """Median, 95th of a hundred, and the largest."""
    ordered = sorted(values)
    near_last = ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]
    return ", ".join(f"{value:.1f}" for value in (statistics.median(ordered), near_last, ordered[-1]))
