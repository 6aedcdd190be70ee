"""Readers of the three formats: text of a file in, rows with their places out; what cannot be read is a problem."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packgrid.importer.problems import Place, Problem, Row
from packgrid.importer.understanding import PACKAGE, TABLES, unknown

type Read = Iterator[Row | Problem]


def read_file(path: Path) -> Read:
    """The rows of a file, by the format that its suffix names."""
    readers = {".toml": read_toml, ".ndjson": read_ndjson, ".jsonl": read_ndjson, ".csv": read_csv}
    place = Place(str(path))
    if path.suffix.lower() not in readers:
        yield Problem(place, f"{path.suffix or 'no suffix'}: a catalogue is one of {', '.join(readers)}")
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        yield Problem(place, f"it cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        yield Problem(Place(str(path), line, column), "it is not UTF-8; save it as UTF-8")
    else:
        yield from readers[path.suffix.lower()](text, str(path))


def read_toml(text: str, file: str) -> Read:
    """The tables [[category]], [[package]] and [[grid]]."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(spot[1]), int(spot[2])) if spot else (0, 0)
        yield Problem(Place(file, line, column), f"no TOML: {re.sub(r' ?[(]at .*[)]', '', str(error))}")
        return
    lines = text.splitlines()
    for kind, rows in tables.items():
        if kind not in TABLES or not isinstance(rows, list):
            yield Problem(Place(file, 1, 1), unknown(f"[{kind}]", {f"[[{name}]]": None for name in TABLES}))
            continue
        headers = [number for number, line in enumerate(lines, 1) if line.strip() == f"[[{kind}]]"]
        for index, values in enumerate(rows):
            line = headers[index] if index < len(headers) else 0
            yield Row(kind, values, Place(file, line, 1))


def read_ndjson(text: str, file: str) -> Read:
    """One JSON object a line; its `type` names its kind."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            yield Problem(Place(file, number, error.colno), f"no JSON: {error.msg}")
            continue
        if not isinstance(found, dict):
            yield Problem(Place(file, number, 1), "a JSON object was expected")
            continue
        columns = {key: line.find(json.dumps(key)) + 1 for key in found}
        kind = str(found.pop("type", ""))
        given = {key: value for key, value in found.items() if value is not None}
        yield Row(kind, given, Place(file, number, 1), columns)


def read_csv(text: str, file: str) -> Read:
    """Packages, one a row below a row of keys. An empty cell is "not given"."""
    reader = csv.reader(io.StringIO(text), strict=True)
    header: list[str] = []
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not header:
                header = cells
                yield from unknown_columns(header, file)
            elif not cells:
                continue
            elif len(cells) != len(header):
                yield Problem(Place(file, line), f"{len(cells)} cells; the first line has {len(header)}")
            else:
                filled = {key: cell for key, cell in zip(header, cells, strict=True) if cell.strip() and key in PACKAGE}
                columns = {key: column for column, key in enumerate(header, 1)}
                yield Row("package", dict(filled), Place(file, line, 1), columns)
    except csv.Error as error:
        yield Problem(Place(file, reader.line_num), f"no CSV: {error}")


def unknown_columns(header: list[str], file: str) -> Iterator[Problem]:
    """A problem for each column that nobody knows or that stands there twice; the rows are read without it."""
    for column, key in enumerate(header, 1):
        if key not in PACKAGE:
            yield Problem(Place(file, 1, column), f"{unknown(key, PACKAGE)} (the column is left out)")
        elif key in header[: column - 1]:
            yield Problem(Place(file, 1, column), f"{key}: the column is there twice (the last one counts)")
