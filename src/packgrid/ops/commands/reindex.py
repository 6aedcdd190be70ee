import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from packgrid.api.v4.document_store import write_missing_documents
from packgrid.ops.console import console
from packgrid.ops.data_folder import prepare_data_folder
from packgrid.ops.database import prepare_database
from packgrid.search.full_reindex import reindex_everything

BARS = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


@click.command()
def command() -> None:
    """Rebuild the search index and the stored documents of API v4, while the site runs. Only changes are written."""
    prepare_data_folder()
    prepare_database()
    errors = Console(stderr=True, highlight=False)
    with Progress(*BARS, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def show_progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step)
            bar.update(tasks[step], completed=done, total=total)

        count = reindex_everything(show_progress)
        write_missing_documents(show_progress)
    console.print(f"{count:,} packages and grids are indexed.")
