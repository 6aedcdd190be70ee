"""Rows of a file become records. The tables are the format (docs/catalogue-format.md): key, field, reader."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import attrs
from django.db.models import BigIntegerField

from packgrid.catalogue.fact_table import BY_COLUMN, Fact, FactKind
from packgrid.catalogue.models import Facts
from packgrid.catalogue.records import FACT_COLUMNS, CategoryRecord, PackageRecord
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.importer.problems import Problem, Row
from packgrid.importer.values import (
    BIG_INTEGER,
    INTEGER,
    Reader,
    address,
    cells,
    claim,
    examples,
    many,
    moment,
    month,
    nothing,
    project,
    repo,
    shown,
    slug,
    text,
    title,
    weeks,
    whole,
)

type Record = CategoryRecord | PackageRecord | GridRecord
type Table = Mapping[str, tuple[str, Reader]]

DATES: Table = {
    "created": ("created", moment),
    "modified": ("modified", moment),
}
CATEGORY: Table = {
    "id": ("id", whole(smallest=1)),
    "slug": ("slug", slug(50)),
    "title": ("title", title(50)),
    "title_plural": ("title_plural", text(50)),
    "description": ("description", text(1000)),
    "show_pypi": ("show_pypi", claim),
    **DATES,
}
FACT_KEYS = {
    "version": "pypi_version",
    "released_at": "pypi_released_at",
    "downloads_rank": "pypi_downloads_rank",
}
"""How columns of Facts are called in files, where the name is another."""
GIVEN = [column for column in FACT_COLUMNS if column != "released_to_the_month"]  # which key gives the day says this
LONGEST_TEXT = 2000


def fact_reader(fact: Fact) -> Reader:
    """The reader of a fact, by what it is made of and what its column takes."""
    field: Any = Facts._meta.get_field(fact.column)  # noqa: SLF001 Django documents it
    readers: Mapping[FactKind, Reader] = {
        FactKind.COUNT: whole(BIG_INTEGER if isinstance(field, BigIntegerField) else INTEGER),
        FactKind.MOMENT: moment,
        FactKind.TEXT: text(field.max_length or LONGEST_TEXT),
        FactKind.NAMES: many(text(100)),
        FactKind.WEEKS: weeks,
    }
    return readers[fact.kind]


PACKAGE: Table = {
    "id": ("id", whole(smallest=1)),
    "slug": ("slug", slug(100)),
    "title": ("title", title(100)),
    "category": ("category", slug(50)),
    "repo_url": ("repo_url", repo),
    "repo_subdirectory": ("repo_subdirectory", text(200)),
    "pypi_name": ("pypi_name", project),
    "pypi_url": ("pypi_url", address(255)),
    "documentation_url": ("documentation_url", address(300)),
    "deprecated_at": ("deprecated_at", moment),
    "deprecated_reason": ("deprecated_reason", text(300)),
    "replaced_by": ("replaced_by", slug(100)),
    "hidden": ("is_hidden", claim),
    **DATES,
    "last_fetched": ("last_fetched_at", moment),
    "grids": ("grids", many(slug(100))),
    "examples": ("examples", examples),
    **{FACT_KEYS.get(column, column): (column, fact_reader(BY_COLUMN[column])) for column in GIVEN},
    "pypi_released_month": ("released_month", month),
    "repo_host": ("", nothing),  # it follows from the address
    "archived_guess": ("", nothing),  # a guess is no fact
}
FEATURE: Table = {
    "title": ("title", title(100)),
    "description": ("description", text(1000)),
    "elements": ("cells", cells),
}
GRID: Table = {
    "id": ("id", whole(smallest=1)),
    "slug": ("slug", slug(100)),
    "title": ("title", title(100)),
    "description": ("description", text(1000)),
    "locked": ("is_locked", claim),
    "header": ("is_header", claim),
    **DATES,
    "packages": ("packages", many(slug(100))),
    "feature": ("feature", many(lambda value: value)),
}
TABLES = {"category": CATEGORY, "package": PACKAGE, "grid": GRID}


@attrs.frozen
class Reading:
    """What was read of a row so far: the values by field of the record, and everything that is wrong."""

    row: Row
    found: dict[str, Any]
    problems: list[Problem]

    def complain(self, key: str, reason: str) -> None:
        """Say what is wrong with a key."""
        self.problems.append(Problem(self.row.at(key), f"{key}: {reason}", self.row.name))


def understand(row: Row) -> Record | list[Problem]:
    """The record that a row means, or everything that is wrong with it."""
    if row.kind not in TABLES:
        said = f"{shown(row.kind)} is no kind of record; " if row.kind else "missing; "
        return [Problem(row.at("type"), f"type: {said}write {' or '.join(TABLES)}", row.name)]
    reading = Reading(row, {}, [])
    read(reading, row.values, TABLES[row.kind])
    if "slug" not in row.values:
        reading.complain("slug", "missing")
    features = understand_features(reading)
    return reading.problems or record_of(row.kind, reading.found, features)


def read(reading: Reading, values: Mapping[str, object], table: Table) -> None:
    """Read each value with the reader of its key."""
    for key, value in values.items():
        if key not in table:
            reading.complain(key, unknown(key, table))
            continue
        field, reader = table[key]
        try:
            reading.found[field] = reader(value)
        except ValueError as error:
            reading.complain(key, str(error))
    reading.found.pop("", None)


def unknown(key: str, known: Iterable[str]) -> str:
    """The reason for a key that nobody knows, with the nearest one that is known."""
    near = get_close_matches(key, list(known), 1)
    return f"no such key{f'; did you mean {near[0]}?' if near else ''}"


def understand_features(reading: Reading) -> tuple[FeatureRecord, ...]:
    """The features of a grid; what is wrong with them joins the problems."""
    features = []
    for number, item in enumerate(reading.found.pop("feature", ()), 1):
        inner = Reading(reading.row, {}, [])
        if isinstance(item, dict):
            read(inner, item, FEATURE)
        if not isinstance(item, dict) or "title" not in item:
            inner.complain("title", "missing")
        reading.problems.extend(
            Problem(reading.row.at("feature"), f"feature {number}: {problem.reason}", problem.slug)
            for problem in inner.problems
        )
        if not inner.problems:
            features.append(FeatureRecord(**inner.found))
    if len({feature.title for feature in features}) < len(features):
        reading.complain("feature", "two have the same title")
    return tuple(features)


def record_of(kind: str, found: dict[str, Any], features: tuple[FeatureRecord, ...]) -> Record:
    """The record of these values."""
    if kind == "category":
        return CategoryRecord(**found)
    if kind == "grid":
        return GridRecord(**found | {"packages": tuple(found.get("packages", ())), "features": features})
    released_month = found.pop("released_month", None)
    if "released_at" in found:
        found["released_to_the_month"] = False
    elif released_month:
        found |= {"released_at": released_month, "released_to_the_month": True}
    return PackageRecord(**found)
