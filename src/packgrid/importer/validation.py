"""Rows of a file become records. The tables are the format (docs/catalogue-format.md): key, field, reader."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import attrs
from django.db.models import BigIntegerField

from packgrid.catalogue.builtin_facts import find_builtin_problems
from packgrid.catalogue.fact_table import BY_COLUMN, Fact, FactKind
from packgrid.catalogue.models import Facts
from packgrid.catalogue.records import FACT_COLUMNS, CategoryRecord, PackageRecord
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.importer.problems import Problem, Row
from packgrid.importer.value_readers import (
    BIG_INTEGER,
    INTEGER,
    Reader,
    address_reader,
    choice_reader,
    describe_value,
    list_reader,
    read_boolean,
    read_cells,
    read_examples,
    read_index,
    read_moment,
    read_month,
    read_project,
    read_repo,
    read_weeks,
    skip_value,
    slug_reader,
    stripped_reader,
    text_reader,
    title_reader,
    whole_number_reader,
)

type Record = CategoryRecord | PackageRecord | GridRecord
type Table = Mapping[str, tuple[str, Reader]]

DATES: Table = {
    "created": ("created", read_moment),
    "modified": ("modified", read_moment),
}
CATEGORY: Table = {
    "id": ("id", whole_number_reader(smallest=1)),
    "slug": ("slug", slug_reader(50)),
    "title": ("title", title_reader(50)),
    "title_plural": ("title_plural", text_reader(50)),
    "description": ("description", text_reader(1000)),
    "show_pypi": ("show_pypi", read_boolean),
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
        FactKind.COUNT: whole_number_reader(BIG_INTEGER if isinstance(field, BigIntegerField) else INTEGER),
        FactKind.MOMENT: read_moment,
        FactKind.TEXT: text_reader(field.max_length or LONGEST_TEXT),
        FactKind.NAMES: list_reader(text_reader(100)),
        FactKind.WEEKS: read_weeks,
    }
    return readers[fact.kind]


PACKAGE: Table = {
    "id": ("id", whole_number_reader(smallest=1)),
    "slug": ("slug", slug_reader(100)),
    "title": ("title", title_reader(100)),
    "category": ("category", slug_reader(50)),
    "repo_url": ("repo_url", read_repo),
    "repo_subdirectory": ("repo_subdirectory", text_reader(200)),
    "pypi_name": ("pypi_name", read_project),
    "index": ("index_name", read_index),
    "pypi_url": ("pypi_url", address_reader(255)),
    "documentation_url": ("documentation_url", address_reader(300)),
    "deprecated_at": ("deprecated_at", read_moment),
    "deprecated_reason": ("deprecated_reason", text_reader(300)),
    "replaced_by": ("replaced_by", slug_reader(100)),
    "replaced_by_url": ("replaced_by_url", address_reader(300)),
    "builtin_in": ("builtin_in", stripped_reader(20)),
    "builtin_since": ("builtin_since", stripped_reader(20)),
    "builtin_name": ("builtin_name", stripped_reader(100)),
    "builtin_url": ("builtin_url", stripped_reader(300)),
    "hidden": ("is_hidden", read_boolean),
    **DATES,
    "last_fetched": ("last_fetched_at", read_moment),
    "grids": ("grids", list_reader(slug_reader(100))),
    "former_slugs": ("former_slugs", list_reader(slug_reader(100))),
    "distinct_from": ("distinct_from", list_reader(slug_reader(100))),
    "examples": ("examples", read_examples),
    **{FACT_KEYS.get(column, column): (column, fact_reader(BY_COLUMN[column])) for column in GIVEN},
    "pypi_released_month": ("released_month", read_month),
    "repo_host": ("", skip_value),  # it follows from the address
    "archived_guess": ("", skip_value),  # a guess is no fact
}
FEATURE: Table = {
    "title": ("title", title_reader(100)),
    "description": ("description", text_reader(1000)),
    "kind": ("kind", choice_reader(FeatureKind.values)),
    "elements": ("cells", read_cells),
}
GRID: Table = {
    "id": ("id", whole_number_reader(smallest=1)),
    "slug": ("slug", slug_reader(100)),
    "title": ("title", title_reader(100)),
    "description": ("description", text_reader(1000)),
    "locked": ("is_locked", read_boolean),
    "header": ("is_header", read_boolean),
    **DATES,
    "packages": ("packages", list_reader(slug_reader(100))),
    "feature": ("feature", list_reader(lambda value: value)),
}
TABLES = {"category": CATEGORY, "package": PACKAGE, "grid": GRID}


@attrs.frozen
class RowReading:
    """A row that is being read: its values so far, by field of the record, and its problems."""

    row: Row
    found: dict[str, Any]
    problems: list[Problem]

    def complain(self, key: str, reason: str) -> None:
        """Say what is wrong with a key."""
        self.problems.append(Problem(self.row.at(key), f"{key}: {reason}", self.row.name))


def validate_row(row: Row) -> Record | list[Problem]:
    """The record that a row means, or everything that is wrong with it."""
    if row.kind not in TABLES:
        said = f"{describe_value(row.kind)} is not a kind of record; " if row.kind else "missing; "
        return [Problem(row.at("type"), f"type: {said}write {' or '.join(TABLES)}", row.name)]
    reading = RowReading(row, {}, [])
    read_values(reading, row.values, TABLES[row.kind])
    if "slug" not in row.values:
        reading.complain("slug", "missing")
    if row.kind == "package":
        for key, sentence in find_builtin_problems(reading.found).items():
            reading.complain(key, sentence)
        if reading.found.get("replaced_by_url") and not row.values.get("replaced_by"):
            reading.complain("replaced_by_url", "also set replaced_by to the package that replaces it, or leave it out")
    features = validate_features(reading)
    return reading.problems or build_record(row.kind, reading.found, features)


def read_values(reading: RowReading, values: Mapping[str, object], table: Table) -> None:
    """Read each value with the reader of its key."""
    for key, value in values.items():
        if key not in table:
            reading.complain(key, describe_unknown_key(key, table))
            continue
        field, reader = table[key]
        try:
            reading.found[field] = reader(value)
        except ValueError as error:
            reading.complain(key, str(error))
    reading.found.pop("", None)


def describe_unknown_key(key: str, known: Iterable[str]) -> str:
    """The reason for a key that nobody knows, with the nearest one that is known."""
    near = get_close_matches(key, list(known), 1)
    return f"unknown key{f'; did you mean {near[0]}?' if near else ''}"


def validate_features(reading: RowReading) -> tuple[FeatureRecord, ...]:
    """The features of a grid; what is wrong with them joins the problems."""
    features = []
    for number, item in enumerate(reading.found.pop("feature", ()), 1):
        inner = RowReading(reading.row, {}, [])
        if isinstance(item, dict):
            read_values(inner, item, FEATURE)
        if not isinstance(item, dict) or "title" not in item:
            inner.complain("title", "missing")
        reading.problems.extend(
            Problem(reading.row.at("feature"), f"feature {number}: {problem.reason}", problem.slug)
            for problem in inner.problems
        )
        if not inner.problems:
            features.append(FeatureRecord(**inner.found))
    if len({feature.title for feature in features}) < len(features):
        reading.complain("feature", "two features have the same title")
    return tuple(features)


def build_record(kind: str, found: dict[str, Any], features: tuple[FeatureRecord, ...]) -> Record:
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
