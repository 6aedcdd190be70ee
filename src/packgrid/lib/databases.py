"""Databases that Django can use, and the projects on PyPI that connect to each. A package that requires one needs it.

The drivers are those that Django's documentation names for each backend (docs.djangoproject.com/en/5.2/ref/databases/),
and the usual ones without Django. Read in November 2026.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from packgrid.lib.requirements import find_extras, parse_requirement
from packgrid.lib.versions import normalize_name


@attrs.frozen
class Database:
    """A database; `key` names it in addresses, `drivers` are normalized names of projects."""

    key: str
    title: str
    drivers: tuple[str, ...] = ()


DATABASES: Sequence[Database] = (
    Database("postgresql", "PostgreSQL", ("psycopg", "psycopg2", "psycopg2-binary", "psycopg-binary", "asyncpg")),
    Database("sqlite", "SQLite"),
    Database("mysql", "MySQL or MariaDB", ("mysqlclient", "pymysql", "mysql-connector-python", "aiomysql")),
    Database("oracle", "Oracle", ("oracledb", "cx-oracle")),
    Database("mssql", "SQL Server", ("mssql-django", "pymssql")),
)
"""SQLite needs no driver: Python has it."""
DATABASES_BY_KEY: Mapping[str, Database] = {database.key: database for database in DATABASES}


def find_needed_databases(requires_dist: Iterable[str]) -> list[Database]:
    """The databases whose drivers these requirements name, without those of extras."""
    needs = [need for need in map(parse_requirement, requires_dist) if need and not find_extras(need)]
    names = {normalize_name(need.name) for need in needs}
    return [database for database in DATABASES if names.intersection(database.drivers)]
