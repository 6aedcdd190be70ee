"""Makes and writes many model rows at a time with hand-written SQL: Django takes six times as long for the same.

What belongs to a column is looked up once for all rows, and a column without any value is left out.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL

ROOM_KB = -150_000  # SQLite takes a number below 0 for kilobytes
INDEXES = """
SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({tables})
AND sql NOT LIKE 'CREATE UNIQUE %'"""
type Column = Field[Any, Any]
type Prepare = Callable[[Any], Any]


@contextmanager
def large_cache() -> Iterator[None]:
    """Let SQLite cache much of its file while very many rows are written, so that it writes each page less often."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = {ROOM_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


@contextmanager
def without_indexes(*models: type[Model]) -> Iterator[None]:
    """Fill empty tables within a transaction without their indexes, but for those that keep rows unique.

    Sorted at the end, they cost a tenth. Not on PostgreSQL, which would lock out all who read; nor where rows are.
    """
    if connection.vendor != "sqlite" or any(model._default_manager.exists() for model in models):  # noqa: SLF001 its public name
        yield
        return
    tables = [model._meta.db_table for model in models]  # noqa: SLF001 its public name
    with connection.cursor() as cursor:
        cursor.execute(INDEXES.format(tables=", ".join(["%s"] * len(tables))), tables)
        indexes = cursor.fetchall()
        for name, _sql in indexes:
            cursor.execute(f"DROP INDEX {quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        for _name, sql in indexes:
            cursor.execute(sql)


def make_row[M: Model](model: type[M], values: Mapping[str, Any]) -> M:
    """A new row with these values by column. It bypasses Django's constructor, which looks at each column each time."""
    row = model.__new__(model)
    row._state = ModelState()  # noqa: SLF001 its public name
    fixed, fresh = column_defaults(model)
    row.__dict__ |= fixed
    for name, default in fresh.items():
        row.__dict__[name] = default()
    row.__dict__ |= values
    return row


@cache
def column_defaults(model: type[Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The default values of a model, and functions for those that rows must not share."""
    fields = model._meta.concrete_fields  # noqa: SLF001 its public name
    fresh = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    return {field.attname: field.get_default() for field in fields if field.attname not in fresh}, fresh


def in_values(values: Collection[int] | Collection[str]) -> RawSQL | list[Any]:
    """These values for `__in` as one parameter: Django spends longer on each value than finding its row takes."""
    listed = list(values)
    if not listed:
        return []
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(listed)])
    kind = "text" if isinstance(listed[0], str) else "bigint"
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [listed])  # noqa: S611 the kind is one of two texts of ours


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert these rows, which are of one model. If you need their ids, call `assign_ids` before."""
    if not rows:
        return
    columns = {field: column_values(field, rows) for field in row_fields(rows[0])}
    write_rows(rows, {field: said for field, said in columns.items() if said.count(None) < len(rows)})


def upsert_rows(rows: Sequence[Model], key: str) -> None:
    """Insert these rows, or replace all columns of those with the same value in the column `key`."""
    if not rows:
        return
    columns = {field: column_values(field, rows) for field in row_fields(rows[0])}
    names = [quote_name(field.column) for field in columns if not field.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    write_rows(rows, columns, f" ON CONFLICT ({quote_name(key)}) DO UPDATE SET {changes}")


def assign_ids(rows: Sequence[Model]) -> None:
    for row, pk in zip(rows, next_ids(type(rows[0]), len(rows)) if rows else (), strict=True):
        row.pk = pk


def next_ids(model: type[Model], count: int) -> Sequence[int]:
    """Ids that nobody else will get. SQLite has one writer at a time, which is this process."""
    table = model._meta.db_table  # noqa: SLF001 its public name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
    return range(last + 1, last + count + 1)


def write_rows(rows: Sequence[Model], columns: Mapping[Column, Sequence[Any]], ending: str = "") -> None:
    table = quote_name(rows[0]._meta.db_table)  # noqa: SLF001 its public name
    names, places = ", ".join(quote_name(field.column) for field in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places}){ending}",  # noqa: S608 names of our own
            list(zip(*columns.values(), strict=True)),
        )


def column_values(field: Column, rows: Sequence[Model]) -> list[Any]:
    """The values of a column as the database takes them."""
    said = map(attrgetter(field.attname), rows)
    prepare = value_adapter(field)
    return [None if value is None else prepare(value) for value in said] if prepare else list(said)


def value_adapter(field: Column) -> Prepare | None:
    """The function that prepares a value for its column; None if drivers take it as it is."""
    if isinstance(field, DateTimeField):
        return cache(connection.ops.adapt_datetimefield_value)
    if isinstance(field, JSONField):
        return partial(field.get_db_prep_save, connection=connection)
    return None


def row_fields(row: Model) -> list[Column]:
    return list(row._meta.concrete_fields)  # noqa: SLF001 its public name


def quote_name(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
