"""The database: checked, made, and brought up to date."""

import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from packgrid.lib.stop import Stop
from packgrid.ops.database_errors import database_name, describe_unreadable, has_no_room
from packgrid.ops.database_file import check_database_file, new_database_file, sqlite_path

CHECKED_BYTES = 200_000_000
RENAMED_APPS = {"publishing"}
"""Apps with another name now: the first migration of the renamed app takes over what the old one made."""
TABLES_NAMED = 3


def prepare_database() -> str:
    """Check the database, make it if there is none, then bring its tables up to date.

    Raises:
        Stop: it cannot be reached, is damaged, is another program's, or was made by a newer Packgrid.
    """
    if path := sqlite_path():
        check_database_file(path)
    with new_database_file():
        executor = make_checked_executor()
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", verbosity=0, interactive=False)
    return f"{database_name()}, {f'{len(plan)} migrations applied' if plan else 'up to date'}"


def check_database() -> str:
    """Check the database without changing it.

    Raises:
        Stop: as prepare_database(), or there is none, or its tables are older than this program.
    """
    if path := sqlite_path():
        check_database_file(path)
        if not path.exists():
            raise Stop(
                f"The database {path} does not exist. {advise_room(path)}Run `packgrid up` or "
                "`packgrid manage migrate` to create it, or set PACKGRID_DATA to another folder."
            )
    executor = make_checked_executor()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        room = advise_room(path) if path else ""
        raise Stop(f"The database is older than this Packgrid. {room}Run `packgrid manage migrate` once.")
    return f"{database_name()}, up to date"


def advise_room(path: Path) -> str:
    """The sentence to begin with where the disk of a database is full; "" where it is not."""
    return "Its disk is full. Free some space first. " if has_no_room(path.parent) else ""


def make_checked_executor() -> MigrationExecutor:
    """Django's executor of migrations, for a database that is undamaged, Packgrid's own, and not of a newer version.

    Raises:
        Stop: it is something else.
    """
    try:
        check_for_damage()
        executor = MigrationExecutor(connection)
        check_is_ours(executor)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise Stop(describe_unreadable(error)) from error
    unknown = sorted(
        (app, name)
        for app, name in executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
        if app not in RENAMED_APPS
    )
    if unknown:
        raise Stop(
            f"The database {database_name()} was made by a newer Packgrid than this one ({settings.VERSION} does not "
            f"know its migration {'.'.join(unknown[-1])}). Nothing was changed. Install the newer version, "
            "or set PACKGRID_DATA to another folder."
        )
    return executor


def check_for_damage() -> None:
    """Look for damage in an SQLite file of up to 200 MB; for a larger one that would take long.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    path = sqlite_path()
    if path is None or path.stat().st_size > CHECKED_BYTES:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def check_is_ours(executor: MigrationExecutor) -> None:
    """Check that the database is empty or was made by Packgrid.

    Raises:
        Stop: another program has tables in it.
    """
    applied = {app for app, _name in executor.loader.applied_migrations}
    if "catalogue" in applied:
        return
    strangers = applied - executor.loader.migrated_apps - RENAMED_APPS
    tables = sorted(set(connection.introspection.table_names()) - {"django_migrations"})
    if strangers or (tables and not applied and connection.vendor == "sqlite"):
        raise Stop(
            f"The database {database_name()} belongs to another program (it has the tables "
            f"{', '.join(tables[:TABLES_NAMED])}{' ...' if len(tables) > TABLES_NAMED else ''}). Nothing was changed. "
            "Set DATABASE_URL to another database, or PACKGRID_DATA to another folder."
        )
