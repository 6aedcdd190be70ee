from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from packgrid.catalogue.records import RecordStatus
from packgrid.importer.catalogue_files import find_catalogue_files
from packgrid.importer.load import LoadOptions, load
from packgrid.importer.reports import KEPT, LoadReport
from packgrid.ops.console import console
from packgrid.ops.data_folder import prepare_data_folder
from packgrid.ops.database import prepare_database
from packgrid.ops.options import NonEmptyPath
from packgrid.refresh.index_order import find_private_indexes

MOST_SHOWN = 50
BARS = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
HEADS = ("kind", "added", "changed", "unchanged", "skipped")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=NonEmptyPath(), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Show the changes, but do not save them.")
@click.option("--overwrite", is_flag=True, help="Replace values in the catalogue with those in the file.")
@click.option("--all-problems", is_flag=True, help=f"List every problem, not just the first {MOST_SHOWN}.")
def command(paths: tuple[Path, ...], *, dry_run: bool, overwrite: bool, all_problems: bool) -> None:
    """Load catalogue files: TOML, NDJSON, CSV (docs/catalogue-format.md); - is NDJSON on standard input.

    A folder means its TOML files. If the catalogue is empty and the files have no categories, the starter catalogue is
    loaded too. The exit code is 1 if anything was skipped.
    """
    find_catalogue_files(paths)
    prepare_data_folder()
    prepare_database()
    options = LoadOptions(dry_run=dry_run, overwrites=overwrite, adds_starter=True, find_indexes=find_private_indexes)
    errors = Console(stderr=True, highlight=False)
    with Progress(*BARS, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def show_progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step)
            bar.update(tasks[step], completed=done, total=total)

        report = load(paths, now=timezone.now(), options=options, progress=show_progress)
    show_counts(report)
    show_problems(report, len(report.problems) if all_problems else MOST_SHOWN)
    if dry_run:
        console.print("Dry run: nothing was changed.")
    raise SystemExit(0 if report.is_complete else 1)


def show_counts(report: LoadReport) -> None:
    """Print the counts for each kind, and how often there was a warning; no table if no record was read."""
    table = Table(*HEADS)
    for kind, counts in report.counts.items():
        table.add_row(kind, *(f"{counts[verdict]:,}" for verdict in RecordStatus))
    if report.counts.keys() - {"file"}:
        console.print(table)
    if report.has_starter:
        console.print("The catalogue was empty, so the starter catalogue was loaded too.", soft_wrap=True)
    for kind, count in report.noted.items():
        noun = "row" if kind == KEPT else "package"
        console.print(f"{count:,} {noun}{'' if count == 1 else 's'} {kind} (kept)", style="dim", soft_wrap=True)


def show_problems(report: LoadReport, most: int) -> None:
    """Print why something was not loaded, one line each, at most `most` of them."""
    for problem in report.problems[:most]:
        console.print(str(problem), soft_wrap=True, markup=False)
    if len(report.problems) > most:
        console.print(f"and {len(report.problems) - most:,} more; --all-problems lists them")
