"""The two databases: how each keeps the full-text index of the entries, and how it is asked."""

from types import ModuleType

from django.db import connection

from packgrid.search.backends import postgres, sqlite


def current_backend() -> ModuleType:
    """The module that speaks to the database in use."""
    return sqlite if connection.vendor == "sqlite" else postgres
