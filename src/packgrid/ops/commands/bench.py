import os
import sys
from pathlib import Path

import click

from packgrid.lib.stop import Stop

TOP = Path(__file__).parents[4]


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run the benchmarks, in a checkout of the project."""
    if not (TOP / "bench" / "__main__.py").exists():
        raise Stop("The benchmarks are not installed with Packgrid. Run `make bench` in a checkout of the project.")
    os.chdir(TOP)
    os.execv(sys.executable, [sys.executable, "-m", "bench", *arguments])  # noqa: S606 our own program
