"""Whole rows as JSON values, as edits store those that they delete, and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import SET_NULL, ForeignKey, Model

from packgrid.revisions.field_values import read_fields

type StoredRow = Mapping[str, Any]


def read_row(row: Model) -> dict[str, Any]:
    """All fields of a row as JSON values."""
    return read_fields(row, (field.attname for field in row._meta.concrete_fields))  # noqa: SLF001 its public name


def insert_stored_rows(model: type[Model], stored: Iterable[StoredRow]) -> int:
    """Insert rows under their old ids; returns how many were left out because a row that they need was deleted.

    A deleted row that is not needed, such as the account of somebody who replied, becomes None.
    """
    wanted = list(stored)
    rows = [make_row(model, values) for values in wanted]
    for field in model._meta.concrete_fields:  # noqa: SLF001 its public name
        if isinstance(field, ForeignKey):
            rows = drop_deleted_owners(rows, field)
    model._default_manager.bulk_create(rows)  # noqa: SLF001 its public name
    return len(wanted) - len(rows)


def make_row(model: type[Model], values: StoredRow) -> Model:
    """A row in memory from its JSON values."""
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 its public name
    return model(**{name: fields[name].to_python(value) for name, value in values.items() if name in fields})


def drop_deleted_owners(rows: Sequence[Model], field: ForeignKey[Any, Any]) -> list[Model]:
    """The rows whose owner by this key exists; where the key may be empty, it is made so instead. One query."""
    owners = field.related_model._base_manager  # noqa: SLF001 its public name
    ids = {getattr(row, field.attname) for row in rows} - {None}
    missing = ids - set(owners.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    found = []
    for row in rows:
        if getattr(row, field.attname) in missing:
            if not is_optional(field):
                continue
            setattr(row, field.attname, None)
        found.append(row)
    return found


def is_optional(field: ForeignKey[Any, Any]) -> bool:
    """True if a row outlives its owner by this key."""
    return field.remote_field.on_delete is SET_NULL
