"""Makes what a Packgrid needs before it runs. Each function may be called again at any time and says what it found."""

import hashlib
import logging
import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from packgrid.api.v4.keeping import write_missing
from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid
from packgrid.importer.load import load_starter
from packgrid.lib.processes import give_way
from packgrid.lib.stop import Stop
from packgrid.search import rebuilding

CHECKED_BYTES = 200_000_000
RENAMED_APPS = {"publishing"}
"""Apps with another name now: the first migration of the renamed app takes over what the old one made."""
logger = logging.getLogger(__name__)


def data_folder() -> str:
    """Make the data folder and prove that it can be written.

    Raises:
        Stop: it cannot.
    """
    folder = Path(settings.STATIC_ROOT).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError as error:
        raise Stop(
            f"The data folder {folder} cannot be written ({error.strerror}). "
            "Give yourself the right to, or name another folder with PACKGRID_DATA."
        ) from error


def database() -> str:
    """Check the database, then bring its tables up to date.

    Raises:
        Stop: it cannot be reached, is damaged, or was made by a newer Packgrid.
    """
    executor = checked_executor()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return f"{database_name()}, {f'{len(plan)} migrations applied' if plan else 'up to date'}"


def database_is_current() -> str:
    """Check the database without changing it.

    Raises:
        Stop: as database(), or its tables are older than this program.
    """
    executor = checked_executor()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Stop("The database's tables are older than this Packgrid. Run `packgrid manage migrate` once.")
    return f"{database_name()}, up to date"


def checked_executor() -> MigrationExecutor:
    """Django's view of what is applied and what is not, of a database that is whole and not newer than we are."""
    try:
        check_file()
        executor = MigrationExecutor(connection)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise Stop(unusable(error)) from error
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


def check_file() -> None:
    """Read an SQLite file for damage; a large one only at its start, because reading all of it would take long."""
    if connection.vendor != "sqlite":
        return
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    if not path.exists() or path.stat().st_size > CHECKED_BYTES:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def unusable(error: Exception) -> str:
    """The sentence for a database that answers with an error."""
    reason = " ".join(str(error).split())
    if connection.vendor != "sqlite":
        return f"The database cannot be reached: {reason}. Check that PostgreSQL runs and that DATABASE_URL is right."
    return (
        f"The database {database_name()} cannot be read: {reason}. Nothing was changed. Put a backup in its place, "
        "or move the file away and run this again for a new one."
    )


def trouble(error: BaseException) -> str:
    """The sentence for a database that failed in the midst of something, also within a group; "" for other errors."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(trouble, error.exceptions)), "")
    if not isinstance(error, OperationalError | InterfaceError):
        return ""
    if connection.vendor != "sqlite":
        return unusable(error)
    reason = " ".join(str(error).split())
    advice = next((does for sign, does in ADVICE.items() if sign in reason), "`packgrid doctor` may say more.")
    return f"The database {database_name()} failed: {reason}. {advice} What was written before is kept."


ADVICE = {
    "locked": "Another program holds it; wait for it or stop it, and try again.",
    "full": "Make room on its disk and try again.",
    "readonly": "Give yourself the right to write it and try again.",
}


def database_name() -> str:
    """Where the data are, without a password."""
    return str(settings.DATABASES["default"]["NAME"])


def catalogue() -> str:
    """Load the starter catalogue into a database that holds none, and index what an older Packgrid has not."""
    loaded = ""
    if not Category.objects.exists() and not Package.objects.exists():
        load_starter(now=timezone.now())
        loaded = ", the starter catalogue"
    if rebuilding.is_missing():
        rebuilding.reindex()
    return f"{Package.objects.count():,} packages in {Grid.objects.count():,} grids{loaded}"


def documents() -> None:
    """Write what API v4 keeps ready, where an older Packgrid or a very large load left it unwritten; in no hurry."""
    give_way()
    try:
        write_missing()
    except (OperationalError, InterfaceError) as error:
        logger.warning("%s The next start goes on.", trouble(error))
    finally:
        connection.close()


def static_files() -> str:
    """Collect, hash and compress the static files, unless that was done for these very files."""
    folder = Path(settings.STATIC_ROOT)
    stamp, current = folder.parent / "static.stamp", static_fingerprint()
    if not folder.exists() or not stamp.exists() or stamp.read_text() != current:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(current)
        return "collected"
    return "up to date"


def static_fingerprint() -> str:
    """Changes when any static file does: their names, sizes and times of change."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
