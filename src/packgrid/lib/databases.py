"""Databases that Django can use, and the projects on PyPI that connect to each. A package that requires one needs it.

The drivers are those that Django's documentation names for each backend (docs.djangoproject.com/en/5.2/ref/databases/),
and the usual ones without Django. Read in November 2026.
"""

from collections.abc import Mapping, Sequence

import attrs


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
