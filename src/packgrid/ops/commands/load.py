from pathlib import Path

import click
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from packgrid.catalogue.records import Verdict
from packgrid.importer.load import Report, load
from packgrid.ops import preparing
from packgrid.ops.console import console, errors

MOST_SHOWN = 50


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--all-problems", is_flag=True, help=f"List every problem, not just the first {MOST_SHOWN}.")
def command(paths: tuple[Path, ...], *, dry_run: bool, all_problems: bool) -> None:
    """Load catalogue files: TOML, NDJSON, CSV (docs/catalogue-format.md). A folder means its TOML files."""
    preparing.data_folder()
    preparing.database()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step)
            bar.update(tasks[step], completed=done, total=total)

        report = load(paths, now=timezone.now(), is_dry_run=dry_run, progress=tell)
    show(report, len(report.problems) if all_problems else MOST_SHOWN)
    if dry_run:
        console.print("Dry run: nothing was changed.")
    raise SystemExit(1 if report.problems else 0)


def show(report: Report, most: int) -> None:
    """Print what was done, what is odd, what was not loaded."""
    table = Table("", *(verdict if verdict != Verdict.REFUSED else "skipped" for verdict in Verdict))
    for kind, counts in report.counts.items():
        if counts:
            table.add_row(kind, *(f"{counts[verdict]:,}" for verdict in Verdict))
    if table.row_count:
        console.print(table)
    for note, count in report.notes.items():
        if count:
            console.print(f"{count:,} {note}", style="dim", soft_wrap=True)
    for problem in report.problems[:most]:
        errors.print(str(problem), soft_wrap=True, markup=False)
    if len(report.problems) > most:
        errors.print(f"and {len(report.problems) - most:,} more; --all-problems lists them")
