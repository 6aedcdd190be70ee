"""Records as files that `packgrid load` takes, by the tables of the format: TOML for people, NDJSON for programs."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from packgrid.catalogue.records import CategoryRecord, ExampleRecord, PackageRecord
from packgrid.comparison.records import FeatureRecord
from packgrid.importer.validation import FEATURE, TABLES, Record, Table
from packgrid.lib.clean_text import clean_text

KIND = {CategoryRecord: "category", PackageRecord: "package"}
BARE = re.compile(r"[A-Za-z0-9_-]+")


def kind_of(record: Record) -> str:
    """category, package or grid."""
    return KIND.get(type(record), "grid")


def values_of(record: Record) -> dict[str, Any]:
    """The values of a record by the keys of the format, without those that are unknown or empty."""
    found = values_by_key(record, TABLES[kind_of(record)])
    if isinstance(record, PackageRecord) and record.released_to_the_month:
        found["pypi_released_month"] = f"{found.pop('pypi_released_at'):%Y-%m}"
    else:
        found.pop("pypi_released_month", None)
    features = [values_by_key(feature, FEATURE) for feature in getattr(record, "features", ())]
    return found | ({"feature": features} if features else {})


def values_by_key(record: Record | FeatureRecord, table: Table) -> dict[str, Any]:
    """The fields of a record that say something, by key."""
    said = ((key, getattr(record, field, None)) for key, (field, _reader) in table.items() if field)
    return {key: to_plain_value(value) for key, value in said if value not in (None, "", [], (), {})}


def to_plain_value(value: Any) -> Any:  # noqa: ANN401 whatever a record holds
    """A value as both formats have it. A load takes clean text alone, which old rows may not hold."""
    if isinstance(value, (list, tuple)):
        return [to_plain_value(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain_value(item) for key, item in value.items()}
    if isinstance(value, ExampleRecord):
        return to_plain_value(attrs.asdict(value))
    return clean_text(value) if isinstance(value, str) else value


def write_ndjson(records: Iterable[Record]) -> Iterator[str]:
    """A line for each record."""
    for record in records:
        said = {"type": kind_of(record)} | values_of(record)
        yield json.dumps(said, ensure_ascii=False, default=format_moment) + "\n"


def write_toml(records: Iterable[Record]) -> Iterator[str]:
    """A table for each record, with an empty line before the next."""
    for number, record in enumerate(records):
        kind = kind_of(record)
        yield ("\n" if number else "") + "\n".join(write_table([kind], values_of(record))) + "\n"


def write_table(path: list[str], values: Mapping[str, Any]) -> Iterator[str]:
    """A table of an array, its plain keys first, then its own tables."""
    yield f"[[{'.'.join(path)}]]"
    inner = {"feature", "elements"}
    yield from (f"{key} = {format_toml_value(value)}" for key, value in values.items() if key not in inner)
    if values.get("elements"):
        yield f"[{'.'.join([*path, 'elements'])}]"
        yield from (f"{format_toml_key(key)} = {format_toml_value(text)}" for key, text in values["elements"].items())
    for feature in values.get("feature", ()):
        yield ""
        yield from write_table([*path, "feature"], feature)


def format_toml_value(value: Any) -> str:  # noqa: ANN401 whatever a record holds
    """A value of TOML (toml.io, 1.0)."""
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, list):
        return f"[{', '.join(map(format_toml_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{format_toml_key(key)} = {format_toml_value(item)}' for key, item in value.items())}}}"
    # JSON's texts, numbers and truths are TOML's, but that TOML wants DEL escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def format_toml_key(key: str) -> str:
    """A key, in quotes where it needs them."""
    return key if BARE.fullmatch(key) else json.dumps(key)


def format_moment(value: datetime) -> str:
    """A time in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
