from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import click

from packgrid.importer import export
from packgrid.importer.output_formats import write_ndjson, write_toml
from packgrid.importer.validation import Record
from packgrid.lib.files import find_advice, is_full, write_atomically
from packgrid.lib.stop import Stop
from packgrid.ops.database import check_database
from packgrid.ops.options import NonEmptyPath, only_flag

KINDS: dict[str, tuple[Callable[[], Iterator[Record]], ...]] = {
    "grids": (export.export_grids,),
    "packages": (export.export_categories, export.export_packages),
    "all": (export.export_categories, export.export_packages, export.export_grids),
}
STANDARD_OUTPUT = Path("-")
WRITERS = {".toml": write_toml, ".ndjson": write_ndjson, ".jsonl": write_ndjson}


FLAGS = {"grids": "--grids", "packages": "--packages", "all": "--all"}


@click.command()
@click.option("--grids", is_flag=True, help="Only grids.")
@click.option("--packages", is_flag=True, help="Only categories and packages.")
@click.option("--all", is_flag=True, help="Categories, packages and grids (the default).")
@click.argument("path", metavar="FILE", type=NonEmptyPath())
def command(path: Path, **flags: bool) -> None:
    """Write the catalogue to a file that `packgrid load` can read: FILE.toml or FILE.ndjson; - is NDJSON on stdout."""
    kind = only_flag(flags, FLAGS) or "all"
    writer = write_ndjson if path == STANDARD_OUTPUT else WRITERS.get(path.suffix.lower())
    if writer is None:
        raise click.BadParameter(
            f"{path} does not end in {', '.join(WRITERS)}. Choose one of these formats.", param_hint="FILE"
        )
    check_database()
    texts = writer(chain.from_iterable(read() for read in KINDS[kind]))
    if path == STANDARD_OUTPUT:
        write_to_stdout(texts)
    else:
        write_file(path, texts)


def write_to_stdout(texts: Iterator[str]) -> None:
    """Write to standard output, which may lead to a file on a full disk.

    Raises:
        Stop: that disk is full.
    """
    try:
        for text in texts:
            click.echo(text, nl=False)
    except OSError as error:
        if not is_full(error):
            raise  # click knows what to do when nobody reads any more
        raise Stop(f"Standard output cannot be written ({error.strerror}). {find_advice(error)}") from error


def write_file(path: Path, texts: Iterator[str]) -> None:
    """Write a file, whole or not at all.

    Raises:
        Stop: it cannot be written.
    """
    try:
        with write_atomically(path) as file:
            file.writelines(texts)
    except OSError as error:
        raise Stop(f"{path} cannot be written ({error.strerror}). {find_advice(error)}") from error
