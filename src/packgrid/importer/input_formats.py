"""Readers of the three formats: lines of a file in, rows with their places out; what cannot be read is a problem."""

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from packgrid.importer.csv_rows import UTF8, WINDOWS, find_encoding, read_csv
from packgrid.importer.problems import Place, Problem, Row
from packgrid.importer.validation import TABLES
from packgrid.importer.value_readers import describe_value

type Read = Iterator[Row | Problem]

STANDARD_INPUT = Path("-")
AS_WINDOWS = "it is not UTF-8; read as Windows-1252, as Excel saves it; check that accents are correct"
NOT_UTF8 = "this byte is not UTF-8; save the file as UTF-8"


def read_file(path: Path) -> Read:
    """The rows of a file, by the format that its suffix names; standard input is NDJSON."""
    if path == STANDARD_INPUT:
        yield from read_standard_input()
        return
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        yield Problem(
            Place(str(path)), f"{path.suffix or 'no suffix'}: write the catalogue as a {', '.join(READERS)} file"
        )
        return
    try:
        encoding = find_encoding(path) if reader is read_csv else UTF8
        if encoding == UTF8 and (problem := find_undecodable_byte(path)):
            yield problem
            return
        if encoding == WINDOWS:
            yield Problem(Place(str(path)), AS_WINDOWS, is_skipped=False)
        with path.open(encoding=encoding, newline="") as lines:
            yield from reader(lines, str(path))
    except OSError as error:
        yield Problem(Place(str(path)), f"it cannot be read ({error.strerror})")


def find_undecodable_byte(path: Path) -> Problem | None:
    """The first byte that is not UTF-8: nothing is read of such a file."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                place = Place(str(path), number, error.start + 1)
                return Problem(place, NOT_UTF8)
    return None


def read_standard_input() -> Read:
    """Its rows up to the first line that is not UTF-8: it cannot be looked through before, as a file is."""
    line = 0

    def decoded() -> Iterator[str]:
        nonlocal line
        for line, text in enumerate(sys.stdin.buffer, 1):
            yield text.decode("utf-8-sig" if line == 1 else "utf-8")

    try:
        yield from read_ndjson(decoded(), "standard input")
    except UnicodeDecodeError as error:
        yield Problem(Place("standard input", line, error.start + 1), NOT_UTF8)


def read_toml(text: str, file: str) -> Read:
    """The tables [[category]], [[package]] and [[grid]]."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(spot[1]), int(spot[2])) if spot else (1, 1)
        yield Problem(Place(file, line, column), f"not valid TOML: {re.sub(r' ?[(]at .*[)]', '', str(error))}")
        return
    lines = text.split("\n")
    for kind, rows in tables.items():
        if kind not in TABLES or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield Problem(Place(file, *place_of(lines, kind)), f"{kind}: write [[category]], [[package]] or [[grid]]")
            continue
        headers = headers_of(lines, kind)
        for number, values in enumerate(rows, 1):
            line = headers[number - 1] if number <= len(headers) else 0
            yield Row(kind, values, Place(file, line, min(line, 1)), spots_of(lines, line).get, number)


def place_of(lines: Sequence[str], name: str) -> tuple[int, int]:
    """The place where a table or key of the top level first appears."""
    at = re.compile(rf"\s*\[*\s*\"?{re.escape(name)}\b")
    return next(((number, 1) for number, line in enumerate(lines, 1) if at.match(line)), (0, 0))


def headers_of(lines: Sequence[str], kind: str) -> list[int]:
    """The lines of the headers of this kind, in order. tomllib keeps no places."""
    header = re.compile(rf"\s*\[\[\s*\"?{kind}\"?\s*\]\]\s*(#.*)?")
    return [number for number, line in enumerate(lines, 1) if header.fullmatch(line.rstrip("\r"))]


KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*=")
TABLE = re.compile(r"\s*\[+[\w.\" -]+\]+\s*(#.*)?")


def spots_of(lines: Sequence[str], header: int) -> dict[str, tuple[int, int]]:
    """The place of each key below a header, up to the next table."""
    spots: dict[str, tuple[int, int]] = {}
    for at in range(header, len(lines) if header else 0):
        if TABLE.fullmatch(lines[at].rstrip("\r")):
            break
        if key := KEY.match(lines[at]):
            spots.setdefault(key[1], (at + 1, key.start(1) + 1))
    return spots


def read_ndjson(lines: Iterable[str], file: str) -> Read:
    """One JSON object a line; its `type` names its kind, null is "not given"."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            yield Problem(Place(file, number, error.colno), f"not valid JSON: {error.msg}")
            continue
        except (ValueError, RecursionError) as error:
            yield Problem(Place(file, number, 1), f"not usable JSON: {error}")
            continue
        if not isinstance(found, dict):
            yield Problem(Place(file, number, 1), f"{describe_value(found)} is not a JSON object")
            continue
        kind = str(found.pop("type", ""))
        values = {key: value for key, value in found.items() if value is not None}
        yield Row(kind, values, Place(file, number, 1), partial(spot_in, line, number))


def spot_in(line: str, number: int, key: str) -> tuple[int, int] | None:
    """The place of a key in a line; None if it is not there."""
    at = line.find(f'"{key}"')
    return (number, at + 1) if at >= 0 else None


READERS: dict[str, Callable[[IO[str], str], Read]] = {
    ".toml": lambda lines, file: read_toml(lines.read(), file),
    ".ndjson": read_ndjson,
    ".jsonl": read_ndjson,
    ".csv": read_csv,
}
