"""Which file of a release pip would install on CPython 3.13 on Linux x86-64."""

from collections.abc import Iterable, Iterator, Mapping

from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from packgrid.sources.file_names import is_sdist, is_wheel
from packgrid.sources.index_pages import IndexFile

PYTHON = (3, 13)
NEWEST_GLIBC, OLDEST_GLIBC = 41, 5
OLD_NAMES: Mapping[int, str] = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
"""The minor versions of glibc 2 that have a name of their own (PEP 600)."""


def list_platforms() -> Iterator[str]:
    """The platforms of wheels that a current Linux on x86-64 takes, the best first."""
    for minor in range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1):
        yield f"manylinux_2_{minor}_x86_64"
        if minor in OLD_NAMES:
            yield f"{OLD_NAMES[minor]}_x86_64"
    yield "linux_x86_64"


def rank_tags() -> dict[Tag, int]:
    """The place of each tag of a wheel that can be installed, 0 for the best."""
    platforms, interpreter = list(list_platforms()), f"cp{PYTHON[0]}{PYTHON[1]}"
    every = [
        *cpython_tags(PYTHON, [interpreter], platforms),
        *compatible_tags(PYTHON, interpreter, platforms),
    ]
    ranks: dict[Tag, int] = {}
    for rank, tag in enumerate(every):
        ranks.setdefault(tag, rank)
    return ranks


RANKS = rank_tags()


def choose_install_file(files: Iterable[IndexFile]) -> IndexFile | None:
    """The wheel with the best tags, else the source archive; None where none of the files can be installed.

    Yanked files count only where all of them are. Of two source archives the one whose name comes first counts.
    """
    every = sorted(files, key=lambda file: file.filename)
    usable = [file for file in every if not file.is_yanked] or every
    wheels = [(place, file) for file in usable if (place := place_wheel(file.filename)) is not None]
    if wheels:
        return min(wheels, key=lambda pair: pair[0])[1]
    return next((file for file in usable if is_sdist(file.filename)), None)


def place_wheel(filename: str) -> tuple[int, int] | None:
    """A sort key for wheels, the best lowest: its best tag, then the highest build; None if it cannot be installed."""
    if not is_wheel(filename):
        return None
    try:
        _name, _version, build, tags = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        return None
    ranks = [RANKS[tag] for tag in tags if tag in RANKS]
    return (min(ranks), -(build[0] if build else 0)) if ranks else None


def measure_install_file(files: Iterable[IndexFile]) -> int | None:
    """The bytes of the file that would be installed; None where the index does not tell, 0 where there is no such file.

    Files of no size are none: 0 says that somebody has looked.
    """
    known = list(files)
    chosen = choose_install_file(known)
    if chosen is None:
        return 0 if known else None
    return chosen.size_bytes or None
