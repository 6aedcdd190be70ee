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

EVERYTHING = 10_000_000
WORDS = {Kind.CHANGED: "refreshed", Kind.UNCHANGED: "unchanged"}


@click.command()
@click.argument("names", nargs=-1, metavar="[SLUG OR PYPI NAME]...")
@click.option("--due", "is_due", is_flag=True, help="Everything that is due.")
@click.option("--all", "is_all", is_flag=True, help="Everything, due or not.")
@click.option("--limit", type=click.IntRange(1), default=EVERYTHING, show_default="no limit", help="At most so many.")
def command(names: tuple[str, ...], *, is_due: bool, is_all: bool, limit: int) -> None:
    """Ask PyPI about packages now and keep what it says."""
    if sum((bool(names), is_due, is_all)) != 1:
        raise click.UsageError("Name packages, or say --due or --all.")
    preparing.database()
    states, outcomes = named(names) if names else (chosen(is_all=is_all), [])
    try:
        outcomes += with_progress(states[:limit])
    except KeyboardInterrupt:
        errors.print("Stopped. What had been answered is kept.")
        raise SystemExit(130) from None
    show(outcomes)
    raise SystemExit(1 if any(outcome.is_failure for outcome in outcomes) else 0)


def chosen(*, is_all: bool) -> list[FetchState]:
    """Every row, or those that are due."""
    now = datetime.now(UTC)
    if not is_all:
        return due.due(now, EVERYTHING)
    due.ensure_states(now)
    return list(FetchState.objects.filter(source=due.PYPI).select_related("package").order_by("due_at", "pk"))


def with_progress(states: list[FetchState]) -> list[Outcome]:
    """Refresh with a bar in a terminal, with a line now and then elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("asking PyPI", total=len(states))

        def tell(outcome: Outcome, done: int, total: int) -> None:
            bar.update(task, completed=done, description=outcome.name)
            if not errors.is_terminal and (done % 25 == 0 or done == total):
                errors.print(f"{done}/{total} {outcome.name}")

        return refresh(states, progress=tell)


def show(outcomes: list[Outcome]) -> None:
    """A row for each package, then the totals."""
    if not outcomes:
        console.print("Nothing is due.")
        return
    table = Table("package", "result", "version", "reason")
    for outcome in sorted(outcomes, key=lambda item: (item.is_failure, item.name)):
        table.add_row(outcome.name, word(outcome), outcome.version or "unknown", outcome.reason)
    console.print(table)
    totals = Counter(word(outcome) for outcome in outcomes)
    console.print(", ".join(f"{totals[name]:,} {name}" for name in ("refreshed", "unchanged", "failed")))


def word(outcome: Outcome) -> str:
    """What became of it, in a word."""
    return WORDS.get(outcome.kind, "failed")
