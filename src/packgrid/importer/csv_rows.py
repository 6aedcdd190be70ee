"""Rows of CSV files, also as Excel, pandas and BigQuery write them."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from packgrid.importer.problems import Place, Problem, Row
from packgrid.importer.validation import PACKAGE, describe_unknown_key
from packgrid.importer.value_readers import describe_value

UTF8, WINDOWS = "utf-8-sig", "cp1252"
SEPARATORS = ",;\t|"
SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
INDEX_COLUMN = re.compile(r"(?:Unnamed: \d+|index)?")
# How programs write that nothing is known: pandas, BigQuery, SQL, R, Excel.
NULLS = {"nan", "nat", "<na>", "none", "null", "\\n", "na", "n/a", "#n/a", "-nan", "(null)"}
NULLS |= {"#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#n/a n/a"}
CHUNK = 1_000_000


def find_encoding(path: Path) -> str:
    """The encoding of a CSV file: UTF-8, UTF-16 (what Excel calls Unicode text), or else Windows-1252 if it fits.

    What is neither counts as UTF-8, whose reader tells the byte.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if len(start) > 1 and 0 in start[:2]:
            return "utf-16-le" if start[1] == 0 else "utf-16-be"
        file.seek(0)
        return UTF8 if are_text_lines(file, "utf-8") or not decodes_whole(path, WINDOWS) else WINDOWS


def decodes_whole(path: Path, encoding: str) -> bool:
    """True if all lines of a file are text in this encoding."""
    with path.open("rb") as file:
        return are_text_lines(file, encoding)


def are_text_lines(lines: Iterable[bytes], encoding: str) -> bool:
    """True if all these lines are text in this encoding; a NUL is no text."""
    try:
        return not any("\0" in line.decode(encoding) for line in lines)
    except UnicodeDecodeError:
        return False


def read_csv(lines: Iterable[str], file: str) -> Iterator[Row | Problem]:
    """Packages, one a row below a row of keys. An empty cell, or NaN and the like, is "not given"."""
    text = iter(lines)
    first = next(text, "")
    skipped = 0
    if named := SEPARATOR_LINE.fullmatch(first):
        first, skipped = next(text, ""), 1
    separator = named[1] if named else find_separator(first)
    reader = csv.reader(chain([first] if first else [], text), strict=True, delimiter=separator)
    header: list[str] = []
    end = skipped
    try:
        for cells in reader:
            line, end = end + 1, reader.line_num + skipped
            if not any(cells):
                continue
            if header:
                yield read_cells(cells, header, Place(file, line))
                continue
            header = read_header(cells)
            if "slug" not in header:
                yield Problem(
                    Place(file, line), "slug: missing; the first line must name the columns, separated by commas"
                )
                return
            yield from unknown_columns(header, Place(file, line))
    except csv.Error as error:
        place = Place(file, reader.line_num + skipped)
        yield Problem(place, f"not valid CSV: {error}; the rest of the file was not read")


def find_separator(header: str) -> str:
    """The separator of the cells: the one that makes "slug" a cell of the first line; "," if none does."""
    names = {separator: re.split(re.escape(separator), header) for separator in SEPARATORS}
    return next(
        (sign for sign, cells in names.items() if "slug" in (cell.strip(' "\r\n\ufeff').lower() for cell in cells)), ","
    )


def read_header(cells: Sequence[str]) -> list[str]:
    """The names of the columns, without empty ones at the end."""
    names = [name.lower() if (name := cell.strip()).lower() in PACKAGE else name for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def read_cells(cells: Sequence[str], header: Sequence[str], place: Place) -> Row | Problem:
    """One row below the header. Empty cells beyond the header, which Excel writes, do not count."""
    if len(cells) < len(header) or any(cells[len(header) :]):
        return Problem(place, f"{len(cells)} cells; the first line has {len(header)}", cells[0][:100])
    values: dict[str, object] = {
        key: cell for key, cell in zip(header, cells, strict=False) if key in PACKAGE and is_given(key, cell)
    }
    return Row("package", values, Place(place.file, place.line, 1), partial(spot_below, header, place.line))


def is_given(key: str, cell: str) -> bool:
    """True if a cell says something; a package may well be called "null"."""
    said = cell.strip()
    return bool(said) and (key in {"slug", "title", "pypi_name"} or said.lower() not in NULLS)


def spot_below(header: Sequence[str], line: int, key: str) -> tuple[int, int] | None:
    """The cell of a key; the last one counts."""
    return (line, len(header) - header[::-1].index(key)) if key in header else None


def unknown_columns(header: Sequence[str], place: Place) -> Iterator[Problem]:
    """A problem for each column that nobody knows or that is there twice; the rows are read without it.

    The first column may be the index that pandas writes.
    """
    for column, key in enumerate(header, 1):
        at = Place(place.file, place.line, column)
        if column == 1 and INDEX_COLUMN.fullmatch(key):
            continue
        if key not in PACKAGE:
            yield Problem(
                at, f"{describe_value(key)}: {describe_unknown_key(key, PACKAGE)} (column left out)", is_skipped=False
            )
        elif key in header[: column - 1]:
            yield Problem(at, f"{key}: the column appears twice; the last one is used", is_skipped=False)
