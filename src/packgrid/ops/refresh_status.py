"""The state of refreshing, as tables for a terminal."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from rich.table import Table

from packgrid.ops.console import console
from packgrid.refresh import queries
from packgrid.refresh.models import HostState
from packgrid.refresh.queries import LaneStatus

MOST_FAILING = 20


def show_lanes(now: datetime) -> None:
    """Print every lane with its backlog, its oldest fact and the host's limits; then what fails, with the reasons."""
    lanes = queries.read_lane_status(now)
    if not lanes:
        console.print("Nothing to refresh: no package has a name on PyPI or a repository.")
        return
    table = Table("lane", "rows", "due", "never fetched", "failing", "oldest fact", "budget", "rests")
    for lane in lanes:
        table.add_row(*lane_row(lane, now))
    console.print(table, markup=False)
    show_failing(now)
    show_left_out()


def lane_row(lane: LaneStatus, now: datetime) -> list[str]:
    """One lane."""
    counts = (lane.rows, lane.due, lane.never_answered, lane.failing)
    oldest = format_ago(lane.oldest_success_at, now) or "none"
    return [
        lane.lane.title,
        *(f"{count:,}" for count in counts),
        oldest,
        format_budget(lane.host, now),
        format_rest(lane.host, now),
    ]


def format_budget(host: HostState | None, now: datetime) -> str:
    """How many requests a host still answers, and until when; "" where that is unknown."""
    if host is None or host.remaining is None or host.limit is None or host.resets_at is None:
        return ""
    if host.resets_at <= now:
        return f"{host.limit:,}"
    return f"{host.remaining:,} of {host.limit:,} until {host.resets_at:%H:%M} UTC"


def format_rest(host: HostState | None, now: datetime) -> str:
    """Until when a host is not asked, and why; "" if it may be asked."""
    if host is None or host.rests_until is None or host.rests_until <= now:
        return ""
    return f"until {host.rests_until:%d %b %H:%M} UTC: {host.last_error}"


def format_age(at: datetime, now: datetime) -> str:
    """The time between two moments, such as "3 hours"."""
    return timesince(at, now, depth=1).replace("\xa0", " ")


def format_ago(at: datetime | None, now: datetime) -> str:
    """Such as "3 hours ago"; "" where the moment is unknown."""
    if at is None:
        return ""
    return "just now" if now - at < timedelta(minutes=1) else f"{format_age(at, now)} ago"


def format_until(at: datetime, now: datetime) -> str:
    """Such as "in 3 hours"."""
    return f"in {format_age(now, at)}" if at > now else "now"


def show_failing(now: datetime) -> None:
    """Print the packages that fail most, with the reasons."""
    rows = list(queries.failing_rows(MOST_FAILING))
    if not rows:
        return
    table = Table("package", "source", "failures", "last success", "next try", "reason")
    for state in rows:
        success = format_ago(state.last_success_at, now) or "never"
        failures, due = str(state.failures_in_a_row), format_until(state.due_at, now)
        table.add_row(state.package.slug, state.source, failures, success, due, state.last_error)
    console.print(table, markup=False)


def show_left_out() -> None:
    """Print what could not be read in the last answers, and was left out of them."""
    rows = list(queries.incomplete_rows(MOST_FAILING))
    if not rows:
        return
    table = Table("package", "source", "left out")
    for state in rows:
        table.add_row(state.package.slug, state.source, "\n".join(left_out_lines(state.note)))
    console.print(table, markup=False)


def left_out_lines(note: str) -> list[str]:
    """The lines of a note that tell what was left out."""
    return [line for line in note.splitlines() if line.startswith(queries.LEFT_OUT)]
