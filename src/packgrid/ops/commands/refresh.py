import time
from collections import Counter
from datetime import UTC, datetime

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from packgrid.ops import preparing
from packgrid.ops.console import console, errors
from packgrid.refresh import due
from packgrid.refresh.fetch import Kind
from packgrid.refresh.models import FetchState
from packgrid.refresh.refreshing import Outcome, named, refresh

WORDS = {Kind.CHANGED: "refreshed", Kind.UNCHANGED: "unchanged"}
BETWEEN_LINES_S = 1
INTERRUPTED = 130


@click.command()
@click.argument("names", nargs=-1, metavar="[SLUG_OR_NAME]...")
@click.option("--due", "is_due", is_flag=True, help="Everything that is due.")
@click.option("--all", "is_all", is_flag=True, help="Everything, due or not.")
@click.option("--limit", type=click.IntRange(1), help="At most so many, the longest waiting first.")
def command(names: tuple[str, ...], *, is_due: bool, is_all: bool, limit: int | None) -> None:
    """Ask PyPI about packages now and keep what it says. Name them by slug or by their name on PyPI."""
    if sum((bool(names), is_due, is_all)) != 1:
        raise click.UsageError("Name packages, or say --due or --all.")
    preparing.database()
    states, outcomes = named(names) if names else (chosen(is_all=is_all), [])
    outcomes += refresh_visibly(states[:limit])
    show(outcomes)
    raise SystemExit(any(outcome.is_failure for outcome in outcomes))


def chosen(*, is_all: bool) -> list[FetchState]:
    """Every row, or those that are due."""
    now = datetime.now(UTC)
    due.ensure_states(now)
    return due.everything() if is_all else due.due(now)


def refresh_visibly(states: list[FetchState]) -> list[Outcome]:
    """Refresh with a bar in a terminal, with a line a second elsewhere."""
    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*bars, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        teller = Teller(bar, len(states))
        try:
            return refresh(states, progress=teller)
        except KeyboardInterrupt:
            bar.stop()
            errors.print(f"Stopped after {teller.done:,} of {len(states):,}. What was applied is kept.")
            raise SystemExit(INTERRUPTED) from None


class Teller:
    """Shows how far it is."""

    def __init__(self, bar: Progress, total: int) -> None:
        self.bar = bar
        self.task = bar.add_task("asking PyPI", total=total)
        self.done = 0
        self.told_at = 0.0

    def __call__(self, outcome: Outcome, done: int, total: int) -> None:
        """Move the bar, or print a line if the last one is old enough."""
        self.done = done
        self.bar.update(self.task, completed=done, description=outcome.name)
        if not errors.is_terminal and (done == total or time.monotonic() - self.told_at >= BETWEEN_LINES_S):
            self.told_at = time.monotonic()
            errors.print(f"{done}/{total} {outcome.name}", soft_wrap=True, markup=False)


def show(outcomes: list[Outcome]) -> None:
    """A row for each package, failures last, then the totals."""
    if not outcomes:
        console.print("Nothing is due.")
        return
    table = Table("package", "result", "version", "reason")
    for outcome in sorted(outcomes, key=lambda item: item.is_failure):
        table.add_row(outcome.name, word(outcome), outcome.version or "unknown", outcome.reason)
    console.print(table, markup=False)
    totals = Counter(word(outcome) for outcome in outcomes)
    console.print(", ".join(f"{totals[name]:,} {name}" for name in ("refreshed", "unchanged", "failed")))


def word(outcome: Outcome) -> str:
    """What became of it, in a word."""
    return WORDS.get(outcome.kind, "failed")
