"""Makes what a Packgrid needs before it runs. Each function may be called again at any time and says what it found."""

import hashlib
import logging
import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from packgrid.api.v4.document_store import write_missing_documents
from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid
from packgrid.importer.load import is_catalogue_empty, load_starter
from packgrid.lib.files import advice, make_private_folder
from packgrid.lib.processes import give_way
from packgrid.lib.stop import Stop
from packgrid.ops.database_errors import database_name, describe_failure, describe_unreadable
from packgrid.ops.database_file import check_database_file, close_files_to_others, new_database_file, sqlite_path
from packgrid.search import rebuilding

CHECKED_BYTES = 200_000_000
RENAMED_APPS = {"publishing"}
"""Apps with another name now: the first migration of the renamed app takes over what the old one made."""
TABLES_NAMED = 3
STAMP = "stamp"
OLD_STAMP = "static.stamp"  # where earlier versions kept it
logger = logging.getLogger(__name__)


def data_folder() -> str:
    """Make the data folder, prove that it can be written, and close the private files in it to other users.

    Raises:
        Stop: it cannot be written.
    """
    return "; ".join(filter(None, (check_data_folder(), close_files_to_others())))


def check_data_folder() -> str:
    """The data folder, which is made if it is missing and can be written.

    Raises:
        Stop: it cannot be written.
    """
    folder = Path(settings.STATIC_ROOT).parent
    try:
        make_private_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError as error:
        raise Stop(
            f"The data folder {folder} cannot be written ({error.strerror}). {advice(error)} "
            "PACKGRID_DATA names the data folder."
        ) from error


def database() -> str:
    """Check the database, make it if there is none, then bring its tables up to date.

    Raises:
        Stop: it cannot be reached, is damaged, is another program's, or was made by a newer Packgrid.
    """
    if path := sqlite_path():
        check_database_file(path)
    with new_database_file():
        executor = checked_executor()
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", verbosity=0, interactive=False)
    return f"{database_name()}, {f'{len(plan)} migrations applied' if plan else 'up to date'}"


def database_is_current() -> str:
    """Check the database without changing it.

    Raises:
        Stop: as database(), or there is none, or its tables are older than this program.
    """
    if path := sqlite_path():
        check_database_file(path)
        if not path.exists():
            raise Stop(
                f"There is no database {path} yet. `packgrid up` makes it, and so does `packgrid manage migrate`; or "
                "name another folder with PACKGRID_DATA."
            )
    executor = checked_executor()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Stop("The database's tables are older than this Packgrid. Run `packgrid manage migrate` once.")
    return f"{database_name()}, up to date"


def checked_executor() -> MigrationExecutor:
    """Django's view of what is applied and what is not, of a database that is whole, ours, and not newer than we are.

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
            "or name another folder with PACKGRID_DATA."
        )
    return executor


def check_for_damage() -> None:
    """Read an SQLite file for damage; a large one only at its start, because reading all of it would take long."""
    path = sqlite_path()
    if path is None or path.stat().st_size > CHECKED_BYTES:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def check_is_ours(executor: MigrationExecutor) -> None:
    """See that the database is new or a Packgrid's.

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
            "Name another database with DATABASE_URL, or another folder with PACKGRID_DATA."
        )


def catalogue() -> str:
    """Load the starter catalogue into a database that holds none, and index what an older Packgrid has not."""
    loaded = ""
    if is_catalogue_empty():
        load_starter(now=timezone.now())
        loaded = ", the starter catalogue"
    if rebuilding.is_missing():
        rebuilding.reindex()
    return f"{Package.objects.count():,} packages in {Grid.objects.count():,} grids{loaded}"


def documents() -> None:
    """Write what API v4 keeps ready, where an older Packgrid or a very large load left it unwritten; in no hurry."""
    give_way()
    try:
        write_missing_documents()
    except (OperationalError, InterfaceError) as error:
        logger.warning("%s The next start goes on.", describe_failure(error))
    finally:
        connection.close()


def static_files() -> str:
    """Collect, hash and compress the static files, unless that was done for these very files.

    They are made in a folder beside the one in use and take its place when they are complete.

    Raises:
        Stop: they cannot be written.
    """
    folder, current = Path(settings.STATIC_ROOT), static_fingerprint()
    if collected_fingerprint(folder) == current:
        return "up to date"
    try:
        with tempfile.TemporaryDirectory(prefix="static-", dir=folder.parent, ignore_cleanup_errors=True) as made:
            collect_into(Path(made) / "new", current)
            put_in_place(Path(made), folder)
    except OSError as error:
        raise Stop(
            f"The static files cannot be written to {folder} ({error.strerror}). {advice(error)} The data folder "
            "needs about 15 MB for them."
        ) from error
    (folder.parent / OLD_STAMP).unlink(missing_ok=True)
    return "collected"


def collected_fingerprint(folder: Path) -> str:
    """The fingerprint of the files that were collected last; "" if there are none."""
    try:
        return (folder / STAMP).read_text()
    except OSError:
        return ""


def collect_into(folder: Path, fingerprint: str) -> None:
    """Collect the static files into a new folder, whose stamp says which they are."""
    command = collectstatic.Command()
    command.storage = storages.create_storage({**settings.STORAGES["staticfiles"], "OPTIONS": {"location": folder}})
    call_command(command, verbosity=0, interactive=False)
    (folder / STAMP).write_text(fingerprint)


def put_in_place(made: Path, folder: Path) -> None:
    """Let the new folder in `made` take the place of the one in use, unless another process has just done so."""
    if folder.exists():
        folder.rename(made / "old")
    try:
        (made / "new").rename(folder)
    except OSError:
        if not collected_fingerprint(folder):
            raise


def static_fingerprint() -> str:
    """Changes when any static file does: their names, sizes and times of change."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
