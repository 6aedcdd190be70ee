"""`packgrid bench`: measures the rows of goals.py and writes docs/benchmarks.md."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from bench import report, stage
from bench.goals import ROWS, Figure, NotMeasured, unmeasured
from bench.ground import Ground

LARGE, QUICK_LARGE = 886_000, 50_000


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("rows", nargs=-1, type=click.Choice([str(number) for number in ROWS]), metavar="[ROW]...")
@click.option("--quick", is_flag=True, help=f"One short round, {QUICK_LARGE:,} packages; prints, and writes nothing.")
@click.option(
    "--names", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Names of packages, a line each."
)
@click.option("--large", type=click.IntRange(1), help=f"How many packages the large catalogue has; {LARGE:,}.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=stage.TOP / "var" / "bench",
    help="Where catalogues are kept; var/bench.",
)
def main(rows: Sequence[str], *, quick: bool, names: Path | None, large: int | None, folder: Path) -> None:
    """Measure some rows, or all, against the ordinary way, and write docs/benchmarks.md."""
    folder.mkdir(parents=True, exist_ok=True)
    ground = Ground(folder.resolve(), names and names.resolve(), large or (QUICK_LARGE if quick else LARGE), quick)
    for number in sorted({int(row) for row in rows} or ROWS):
        stage.say(f"row {number}: {ROWS[number].what}")
        machine = report.machine()
        figures = measured(number, ground)
        show(number, figures)
        if not quick:
            report.keep(number, figures, machine)
            report.write()


def measured(number: int, ground: Ground) -> list[Figure]:
    """The figures of a row, those that cannot be had here with the reason."""
    row, figures = ROWS[number], list[Figure]()
    why = "it gave no figure"
    try:
        figures.extend(import_module(f"bench.{row.module}").measure(ground))
    except NotMeasured as reason:
        why = str(reason)
    return figures + unmeasured(row, figures, why)


def show(number: int, figures: Sequence[Figure]) -> None:
    """Print the figures of a row."""
    for figure in figures:
        goal = ROWS[number].goals[figure.goal]
        said = report.shown(figure.value, goal.unit), report.verdict(goal, figure.value), figure.says
        click.echo(f"{number:>2} {goal.what}: {'; '.join(filter(None, said))}")


if __name__ == "__main__":
    main()
