"""The files that a load was asked for, checked before anything is read or changed."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from packgrid.importer.input_formats import READERS, STANDARD_INPUT
from packgrid.lib.files import find_advice
from packgrid.lib.stop import Stop


def find_catalogue_files(paths: Iterable[Path]) -> list[Path]:
    """The files meant, each once: a folder means the TOML files below it, "-" is standard input.

    Raises:
        Stop: some cannot be loaded; the message names each of them.
    """
    found: dict[Path, Path] = {}
    problems = []
    for path in paths:
        inside = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not inside:
            problems.append(f"{path} has no .toml file. Name files in other formats one by one.")
        for file in inside:
            if problem := problem_with(file):
                problems.append(problem)
            found.setdefault(file.resolve(), file)
    if problems:
        raise Stop("\n".join([*problems, "Nothing was loaded."]))
    return list(found.values())


def problem_with(path: Path) -> str:
    """Why a file cannot be loaded at all, and what to do; "" if it may be."""
    if path == STANDARD_INPUT:
        return ""
    if path.suffix.lower() not in READERS:
        return f"{path} cannot be loaded: its name must end in {', '.join(READERS)}."
    if not path.exists():
        return f"{path} does not exist. Check its name."
    if not path.is_file():
        return f"{path} cannot be loaded: it is not a file."
    try:
        with path.open("rb") as file:
            return "" if file.read(1) else f"{path} is empty (0 bytes). Create it again, or leave it out."
    except OSError as error:
        return f"{path} cannot be read ({error.strerror}). {find_advice(error)}"


def starter_files() -> list[Path]:
    """The files of the catalogue that Packgrid ships."""
    return sorted(Path(str(files("packgrid.catalogue") / "starter")).rglob("*.toml"))
