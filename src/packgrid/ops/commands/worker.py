import click
from django.conf import settings

from packgrid.lib.stop import Stop
from packgrid.ops.console import console, show_step
from packgrid.ops.database import check_database
from packgrid.ops.options import WholeNumber


@click.command()
@click.option(
    "--concurrency", type=WholeNumber(1, 64), default=8, show_default=True, help="How many lanes to work on at a time."
)
def command(concurrency: int) -> None:
    """Refresh, sharing the work with all workers on the same database (PACKGRID_ENGINE=distributed)."""
    if not settings.IS_DISTRIBUTED:
        raise Stop(
            "`packgrid worker` needs PACKGRID_ENGINE=distributed and PostgreSQL in DATABASE_URL. "
            "With the embedded engine `packgrid up` refreshes by itself."
        )
    with show_step("Database", "Checking the database") as current:
        current.says = check_database()
    from packgrid.refresh.engines.distributed import run_worker  # noqa: PLC0415 Procrastinate only where it is used

    console.print(f"[green]✓[/green] {'Worker':<12} up to {concurrency} lanes at a time. Press Ctrl-C to stop.")
    run_worker(concurrency)
    console.print("Stopped.")
