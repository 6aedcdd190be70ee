"""Compact storage for millions of points: a day in two bytes, and a table that is its own index."""

from datetime import date, timedelta
from typing import Any

from django.db import migrations, models

EPOCH = date(2000, 1, 1)


class DayField(models.Field[date, date]):
    """A date, kept as the number of days since 2000-01-01 in a small integer; it lasts until September 2089."""

    def get_internal_type(self) -> str:
        """The column that Django makes for it, with its check that no day lies before the first."""
        return "PositiveSmallIntegerField"

    def to_python(self, value: str | date | None) -> date | None:
        """The date itself, also where a file or a filter has it as text."""
        return date.fromisoformat(value) if isinstance(value, str) else value

    def get_prep_value(self, value: str | date | None) -> int | None:
        """The number that is stored."""
        day = self.to_python(value)
        return None if day is None else (day - EPOCH).days

    def from_db_value(self, value: int | None, *_: object) -> date | None:
        """The date that a number means."""
        return None if value is None else EPOCH + timedelta(days=value)


class CreateClustered(migrations.CreateModel):
    """Creates a table whose rows lie within its primary key: on SQLite WITHOUT ROWID, a third of the bytes.

    PostgreSQL has no such tables; there it is a table like any other. Name the columns of the key first and in its
    order: `PRAGMA quick_check` of SQLite 3.40 takes a table in another order for damaged.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ANN401 Django does not say
        """Create it."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.sql_create_table += " WITHOUT ROWID"
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        vars(schema_editor).pop("sql_create_table", None)
