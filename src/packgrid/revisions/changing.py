"""Rows of any room as the plain values that edits keep, and back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from packgrid.revisions.errors import Conflict
from packgrid.revisions.merging import State, merged


def state_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Fields of a row as JSON keeps them: a time is a text in UTC, a row elsewhere is its id."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:  # noqa: ANN401 whatever a column holds
    """A value as JSON keeps it."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def lay(row: Model, values: Mapping[str, Any], *, was: State) -> dict[str, Any]:
    """Set what somebody changed, in memory, and check it; the values that differ from what the row said.

    Raises:
        Conflict: somebody else has changed one of these fields since `was`.
        ValidationError: a value cannot be kept; it names the fields, with a sentence each.
    """
    wanted = {name: plain(value) for name, value in values.items()}
    merge = merged(was, state_of(row, wanted), wanted)
    if merge.clashes:
        raise Conflict(merge.clashes)
    set_all(row, merge.written)
    return merge.written


def set_all(row: Model, values: Mapping[str, Any]) -> None:
    """Set these fields from plain values, and check them.

    Raises:
        ValidationError: a value cannot be kept.
    """
    fields = {field.attname: field for field in row._meta.concrete_fields}  # noqa: SLF001 its public name
    for name, value in values.items():
        setattr(row, name, fields[name].to_python(value))
    row.clean_fields(exclude={field.name for name, field in fields.items() if name not in values})
