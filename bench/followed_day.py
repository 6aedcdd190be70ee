"""A day of the refresher that follows an index, and how late it shows each upload. Import it once Django is ready."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from itertools import batched

import attrs
import time_machine
from asgiref.sync import sync_to_async
from django.db import connections

from bench import stage
from bench.index_day import FIRST_SERIAL, IndexDay, Upload
from packgrid.catalogue.models import Category, Facts, FetchState, Package, Release
from packgrid.catalogue.source_names import PYPI
from packgrid.refresh.index_watch import next_look, watch_index
from packgrid.refresh.lanes import Lane
from packgrid.refresh.scheduler import lanes_to_work
from packgrid.refresh.worker import work_due

STEP = timedelta(seconds=15)
BATCH = 5000
A_MINUTE_S = 60
AN_HOUR = timedelta(hours=1)
BEFORE, LATER = timedelta(days=1), timedelta(days=30)


def list_projects(names: Sequence[str], now: datetime) -> None:
    """List these projects as they were refreshed yesterday: what is due in the day is what the index announces."""
    category = Category.objects.create(slug="apps", title="App")
    for part in batched(names, BATCH):
        packages = Package.objects.bulk_create(
            Package(slug=name, title=name, pypi_name=name, category=category, created=now, modified=now)
            for name in part
        )
        Facts.objects.bulk_create(Facts(package=package, version="1.0") for package in packages)
        Release.objects.bulk_create(
            Release(package=package, version="1.0", classifiers=[], requires_dist=[]) for package in packages
        )
        FetchState.objects.bulk_create(
            FetchState(
                package=package,
                source=PYPI,
                subject=package.pypi_name,
                due_at=now + LATER,
                last_answer="changed",
                last_answer_at=now - BEFORE,
                last_success_at=now - BEFORE,
                serial=FIRST_SERIAL,
            )
            for package in packages
        )


@attrs.define
class Delays:
    """How many seconds after each upload it was stored, and how long the work of a step took at most."""

    found_s: list[float] = attrs.field(factory=list)
    longest_step_s: float = 0
    work_s: float = 0


def follow(index: IndexDay, ours: Sequence[Upload], hours: int) -> None:
    """Pass some hours, and print how late what was uploaded is shown and what that cost."""
    delays, coming, waiting = Delays(), list(reversed(ours)), dict[tuple[str, str], Upload]()
    with time_machine.travel(index.began_at, tick=False) as clock:
        watch_at = index.began_at
        for number in range(1, hours * (AN_HOUR // STEP) + 1):
            now = datetime.now(UTC)
            while coming and coming[-1].at <= now:
                upload = coming.pop()
                waiting[upload.name, upload.version] = upload
            began_s = time.perf_counter()
            is_watched = now >= watch_at
            watch_at = next_look(now) if is_watched else watch_at
            asyncio.run(work_step(now, is_watched=is_watched))
            took_s = time.perf_counter() - began_s
            delays.work_s += took_s
            delays.longest_step_s = max(delays.longest_step_s, took_s)
            delays.found_s += take_stored(waiting, now + timedelta(seconds=took_s))
            if number % (AN_HOUR // STEP) == 0:
                stage.say(f"hour {number // (AN_HOUR // STEP)}: {len(delays.found_s):,} shown, {len(waiting)} not yet")
            clock.shift(STEP)
    report(index, delays, len(waiting), hours)


async def work_step(now: datetime, *, is_watched: bool) -> None:
    """Do as the refresher does in a moment: look at the index if it is time, and work what is due."""
    if is_watched:
        await watch_index(now)
    while lanes := await sync_to_async(lanes_to_work)(now):
        await asyncio.gather(*(work_lane(lane) for lane in lanes))
    await sync_to_async(connections.close_all)()


async def work_lane(lane: Lane) -> None:
    """Work a lane until it is empty or rests."""
    async with aclosing(work_due(lane, is_quick=True)) as outcomes:
        async for outcome in outcomes:
            if outcome.is_failure:
                stage.say(f"{outcome.slug}: {outcome.reason}")


def take_stored(waiting: dict[tuple[str, str], Upload], now: datetime) -> list[float]:
    """How old the uploads are, in seconds, that are stored now; they wait no longer."""
    names = [name for name, _ in waiting]
    stored = [
        key
        for part in batched(names, 500)
        for key in Release.objects.filter(package__slug__in=part).values_list("package__slug", "version")
        if key in waiting
    ]
    return [(now - waiting.pop(key).at).total_seconds() for key in stored]


def report(index: IndexDay, delays: Delays, not_shown: int, hours: int) -> None:
    """Print delays, calls and work."""
    ordered = sorted(delays.found_s)
    near_last = ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]
    late = ", ".join(f"{value / A_MINUTE_S:.1f}" for value in (statistics.median(ordered), near_last, ordered[-1]))
    stage.show(
        ["releases shown", "not shown", "minutes later: median, 95 %, latest"],
        [[f"{len(ordered):,}", f"{not_shown:,}", late]],
    )
    rows = [
        [f"{kind} {status}", f"{count:,}", f"{index.bytes_sent[kind] / 1000:,.0f}"]
        for (kind, status), count in sorted(index.calls.items())
    ]
    stage.show(["asked", "calls", "kB of this kind"], rows)
    stage.say(f"{hours} h in {delays.work_s:.0f} s of work, at most {delays.longest_step_s:.1f} s a step")
