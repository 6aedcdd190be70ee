"""How refreshing stands, as tables for a terminal."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from rich.table import Table

from packgrid.ops.console import console
from packgrid.refresh import queries
from packgrid.refresh.models import HostState
from packgrid.refresh.queries import LaneStatus

MOST_FAILING = 20


def show(now: datetime) -> None:
    """Every lane with its backlog, its oldest fact and what its host allows; then what fails, with the reasons."""
    lanes = queries.status(now)
    if not lanes:
        console.print("There is nothing to refresh: no package has a name on PyPI or a repository.")
        return
    table = Table("lane", "rows", "due", "never answered", "failing", "oldest fact", "budget", "rests")
    for lane in lanes:
        table.add_row(*row(lane, now))
    console.print(table, markup=False)
    show_failing(now)


def row(lane: LaneStatus, now: datetime) -> list[str]:
    """One lane."""
    counts = (lane.rows, lane.due, lane.never_answered, lane.failing)
    oldest = ago(lane.oldest_success_at, now) or "none"
    return [lane.lane.title, *(f"{count:,}" for count in counts), oldest, budget(lane.host, now), rest(lane.host, now)]


def budget(host: HostState | None, now: datetime) -> str:
    """What a host still answers."""
    if host is None or host.remaining is None or host.limit is None or host.resets_at is None:
        return ""
    if host.resets_at <= now:
        return f"{host.limit:,}"
    return f"{host.remaining:,} of {host.limit:,} until {host.resets_at:%H:%M} UTC"


def rest(host: HostState | None, now: datetime) -> str:
    """Until when a host is left alone, and why."""
    if host is None or host.rests_until is None or host.rests_until <= now:
        return ""
    return f"until {host.rests_until:%d %b %H:%M} UTC: {host.last_error}"


def age(at: datetime, now: datetime) -> str:
    """How long something takes or has lasted."""
    return timesince(at, now, depth=1).replace("\xa0", " ")


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago something was; "" where that is unknown."""
    if at is None:
        return ""
    return "just now" if now - at < timedelta(minutes=1) else f"{age(at, now)} ago"


def until(at: datetime, now: datetime) -> str:
    """How soon something is."""
    return f"in {age(now, at)}" if at > now else "now"


def show_failing(now: datetime) -> None:
    """The packages that fail most, with the reasons."""
    rows = list(queries.failing(MOST_FAILING))
    if not rows:
        return
    table = Table("package", "source", "failures", "last success", "next try", "reason")
    for state in rows:
        success = ago(state.last_success_at, now) or "never"
        failures, due = str(state.failures_in_a_row), until(state.due_at, now)
        table.add_row(state.package.slug, state.source, failures, success, due, state.last_error)
    console.print(table, markup=False)
