"""The fields of a row as JSON values, as edits store them, and back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from packgrid.revisions.errors import Conflict
from packgrid.revisions.three_way_merge import State, merge_states


def read_fields(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Fields of a row as JSON values: a time is a text in UTC, a foreign key an id."""
    return {name: to_plain_value(getattr(row, name)) for name in names}


def to_plain_value(value: Any) -> Any:  # noqa: ANN401 whatever a column holds
    """A value of a column as a JSON value."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def merge_into_row(row: Model, values: Mapping[str, Any], *, was: State) -> dict[str, Any]:
    """Set changed values on a row in memory and validate them; returns the values that differ from the row.

    Raises:
        Conflict: somebody else has changed one of these fields since `was`.
        ValidationError: a value is not valid; it has a sentence for each field.
    """
    wanted = {name: to_plain_value(value) for name, value in values.items()}
    merge = merge_states(was, read_fields(row, wanted), wanted)
    if merge.clashes:
        raise Conflict(merge.clashes)
    set_fields(row, merge.written)
    return merge.written


def set_fields(row: Model, values: Mapping[str, Any]) -> None:
    """Set fields of a row from JSON values, and validate them.

    Raises:
        ValidationError: a value is not valid.
    """
    fields = {field.attname: field for field in row._meta.concrete_fields}  # noqa: SLF001 its public name
    for name, value in values.items():
        setattr(row, name, fields[name].to_python(value))
    row.clean_fields(exclude={field.name for name, field in fields.items() if name not in values})
