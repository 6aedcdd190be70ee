import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import click
from django.db.models import QuerySet
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from packgrid.catalogue.models import FetchState, Package
from packgrid.catalogue.source_names import TITLES
from packgrid.lib.stop import Stop
from packgrid.ops import refresh_report, refresh_status
from packgrid.ops.console import console, errors
from packgrid.ops.database import prepare_database
from packgrid.ops.options import WholeNumber, only_flag
from packgrid.refresh import name_lookup, on_demand
from packgrid.refresh.worker import Outcome

BETWEEN_LINES_S = 1
INTERRUPTED = 130
FLAGS = {"due": "--due", "all": "--all", "look_up": "--names", "status": "--status"}
BARS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


@click.command()
@click.argument("names", nargs=-1, metavar="[SLUG_OR_NAME]...")
@click.option("--due", is_flag=True, help="Refresh everything that is due.")
@click.option("--all", is_flag=True, help="Refresh everything, due or not.")
@click.option("--names", "look_up", is_flag=True, help="Look for missing PyPI names and propose them.")
@click.option("--status", is_flag=True, help="Show the state of each lane; send no request.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(list(TITLES)),
    help="Ask only this source. Repeat it for more sources.",
)
@click.option("--limit", type=WholeNumber(1), help="Send at most this many requests, oldest first.")
def command(names: tuple[str, ...], sources: tuple[str, ...], *, limit: int | None, **flags: bool) -> None:
    """Ask the sources about packages now and store the answers. Name packages by slug or by their name on PyPI."""
    which = only_flag(flags, FLAGS)
    check_names(names, which)
    prepare_database()
    if which == "status":
        refresh_status.show_lanes(datetime.now(UTC))
        return
    if which == "look_up":
        look_up_with_progress(names, limit)
        return
    rows, misnamed = on_demand.select_named(names) if names else (choose_states(which), [])
    rows = limit_states(rows, sources, limit)
    if names and not misnamed and not rows.exists():
        raise Stop(
            f"No facts about {' or '.join(names)} come from {' or '.join(sources)}. Choose another "
            "--source, or leave it out."
        )
    outcomes = refresh_with_progress(rows)
    refresh_report.show_outcomes(outcomes, misnamed)
    raise SystemExit(bool(misnamed) or any(outcome.is_failure for outcome in outcomes))


def check_names(names: Sequence[str], which: str) -> None:
    """Check that either packages or a flag say what to refresh; --names goes with packages, too.

    Raises:
        UsageError: both do, neither does, or a name is empty.
    """
    if not all(name.strip() for name in names):
        raise click.UsageError("A name is empty. Write the slug of a package or its name on PyPI.")
    if not names and not which:
        raise click.UsageError("Name one or more packages, or use --due, --all, --names or --status.")
    if names and which not in {"", "look_up"}:
        raise click.UsageError(f"{FLAGS[which]} is for all packages. Remove it, or remove {' '.join(names)}.")


def choose_states(which: str) -> QuerySet[FetchState]:
    """All fetch states, or those that are due."""
    now = datetime.now(UTC)
    return on_demand.select_all(now) if which == "all" else on_demand.select_due(now)


def limit_states(rows: QuerySet[FetchState], sources: Iterable[str], limit: int | None) -> QuerySet[FetchState]:
    """The rows of these sources, at most `limit` of them."""
    if sources:
        rows = rows.filter(source__in=list(sources))
    if limit:
        first = rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
        rows = FetchState.objects.filter(pk__in=list(first))
    return rows


def refresh_with_progress(rows: QuerySet[FetchState]) -> list[Outcome]:
    """Refresh, with a progress bar in a terminal, and with one line a second elsewhere."""
    with Progress(*BARS, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        progress = RefreshProgress(bar, rows.count())
        try:
            return on_demand.refresh_rows(rows, progress=progress)
        except KeyboardInterrupt:
            bar.stop()
            errors.print(f"Stopped after {progress.done:,} of {progress.total:,}. The answers so far are saved.")
            raise SystemExit(INTERRUPTED) from None


def look_up_with_progress(slugs: Iterable[str], limit: int | None) -> None:
    """Look for the names of these packages, or of all that lack one; a line for each proposal."""
    packages = find_packages(set(slugs)) if slugs else name_lookup.packages_to_look_up()
    ids = list(packages.order_by("pk").values_list("pk", flat=True)[:limit])
    with Progress(*BARS, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("looking on PyPI", total=len(ids))
        made = name_lookup.look_up(ids, progress=lambda done, _all: bar.update(task, completed=done))
    for proposal in made:
        console.print(f"{proposal.package.slug}: {proposal.reason}", soft_wrap=True, markup=False)
    console.print(
        f"{len(made):,} of {len(ids):,} found. Nothing was changed: moderators accept or decline each "
        "proposal at /moderation/."
    )
    if reason := name_lookup.why_left(datetime.now(UTC)):
        raise Stop(f"Some were {reason}.")


def find_packages(slugs: set[str]) -> QuerySet[Package]:
    """The packages with these slugs.

    Raises:
        Stop: one of them does not exist.
    """
    packages = Package.objects.filter(slug__in=slugs)
    if unknown := slugs - set(packages.values_list("slug", flat=True)):
        raise Stop(f"The catalogue has no package {' or '.join(sorted(unknown))}. Check the slug.")
    return packages


class RefreshProgress:
    """Shows the progress of a refresh."""

    def __init__(self, bar: Progress, total: int) -> None:
        self.bar = bar
        self.total = total
        self.task = bar.add_task("asking the sources", total=total)
        self.done = 0
        self.told_at = 0.0

    def __call__(self, outcome: Outcome, done: int, total: int) -> None:
        """Move the bar, or print a line if the last one is old enough."""
        self.done = done
        self.bar.update(self.task, completed=done, description=f"{outcome.lane.title}: {outcome.slug}"[:50])
        if not errors.is_terminal and (done == total or time.monotonic() - self.told_at >= BETWEEN_LINES_S):
            self.told_at = time.monotonic()
            errors.print(f"{done}/{total} {outcome.lane.title}: {outcome.slug}", soft_wrap=True, markup=False)
