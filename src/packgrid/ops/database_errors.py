"""Errors of the database as sentences: what happened, and what to do."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from packgrid.ops.database_file import USE_ANOTHER

FULL_BELOW_BYTES = 1_000_000
MAKE_ROOM = "Free some space on its disk, then try again."
ADVICE = {
    "locked": "Another program uses it. Stop that program or wait, then try again.",
    "full": MAKE_ROOM,
    "readonly": "Let this user write to the file, then try again.",
    "unable to open": "Let this user read and write the file and its folder, then try again.",
    "not a database": USE_ANOTHER,
    "malformed": USE_ANOTHER,
}
ANY = "Run `packgrid doctor` to find the cause."


def database_name() -> str:
    """The name or path of the database, without a password."""
    return str(settings.DATABASES["default"]["NAME"])


def describe_unreadable(error: Exception) -> str:
    """The sentence for a database that cannot be used from the start."""
    if connection.vendor != "sqlite":
        return (
            f"The database cannot be reached: {reason_of(error)}. "
            "Check that PostgreSQL is running and that DATABASE_URL is correct."
        )
    return f"The database {database_name()} cannot be read: {reason_of(error)}. {advice_on(error, USE_ANOTHER)}"


def describe_failure(error: BaseException) -> str:
    """The sentence for a database that failed in the midst of something, also within a group; "" for other errors."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(describe_failure, error.exceptions)), "")
    if not isinstance(error, OperationalError | InterfaceError):
        return (
            describe_failure(error.__cause__) if isinstance(error, MigrationSchemaMissing) and error.__cause__ else ""
        )
    if connection.vendor != "sqlite":
        return describe_unreadable(error)
    return (
        f"The database {database_name()} failed: {reason_of(error)}. {advice_on(error, ANY)} "
        "Everything before that is saved."
    )


def reason_of(error: Exception) -> str:
    """The database's own words, on one line."""
    return " ".join(str(error).split()).rstrip(".")


def advice_on(error: Exception, otherwise: str) -> str:
    """Advice for an error of SQLite, which calls a full disk an "I/O error", too."""
    if has_no_room(Path(database_name()).parent):
        return MAKE_ROOM
    if "full" in str(error) and has_no_room(Path(tempfile.gettempdir())):
        return (
            f"Free some space in {tempfile.gettempdir()}, where SQLite keeps temporary files (TMPDIR), then try again."
        )
    return next((does for sign, does in ADVICE.items() if sign in str(error)), otherwise)


def has_no_room(folder: Path) -> bool:
    """True if a folder's disk is full; False where that cannot be asked."""
    try:
        return shutil.disk_usage(folder).free < FULL_BELOW_BYTES
    except OSError:
        return False
