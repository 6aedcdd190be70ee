"""Waits for others who change the same rows, before a projection reads them."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Model


def lock_rows(model: type[Model], ids: Collection[int]) -> None:
    """Wait for whoever else is changing these rows, so that what is read next holds their change, too.

    Everybody locks rows in the order of their ids. A statement of its own: one that waited would read the rows that it
    joins as they were before (PostgreSQL 18 manual, 13.2.1, read 2026-11). No query on SQLite, where one transaction
    writes at a time.
    """
    if connection.features.has_select_for_update:
        rows = model._default_manager.filter(pk__in=ids).order_by("pk")  # noqa: SLF001 its public name
        list(rows.select_for_update(no_key=True).values_list("pk"))
