from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import click

from packgrid.importer import export
from packgrid.importer.understanding import Record
from packgrid.importer.writing import ndjson, toml
from packgrid.lib.files import advice, is_full, write_atomically
from packgrid.lib.stop import Stop
from packgrid.ops import preparing

KINDS: dict[str, tuple[Callable[[], Iterator[Record]], ...]] = {
    "grids": (export.grids,),
    "packages": (export.categories, export.packages),
    "all": (export.categories, export.packages, export.grids),
}
WRITERS = {".toml": toml, ".ndjson": ndjson, ".jsonl": ndjson}


@click.command()
@click.option("--grids", "kind", flag_value="grids", help="The grids alone.")
@click.option("--packages", "kind", flag_value="packages", help="Categories and packages alone.")
@click.option("--all", "kind", flag_value="all", default="all", help="Categories, packages and grids (the default).")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
def command(kind: str, path: Path) -> None:
    """Write the catalogue as a file that `packgrid load` takes: FILE.toml or FILE.ndjson; - is NDJSON on stdout."""
    preparing.database_is_current()
    lines = chain.from_iterable(read() for read in KINDS[kind])
    if str(path) == "-":
        write_to_stdout(ndjson(lines))
        return
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise click.BadParameter(f"{path}: a catalogue is written as {', '.join(WRITERS)}", param_hint="FILE")
    write(path, writer(lines))


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
        raise Stop(f"Standard output cannot be written ({error.strerror}). {advice(error)}") from error


def write(path: Path, texts: Iterator[str]) -> None:
    """Write a file whole or not at all.

    Raises:
        Stop: it cannot be written.
    """
    try:
        with write_atomically(path) as file:
            file.writelines(texts)
    except OSError as error:
        raise Stop(f"{path} cannot be written ({error.strerror}). {advice(error)}") from error
