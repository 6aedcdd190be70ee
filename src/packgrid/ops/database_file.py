"""The SQLite file: checked before anything opens it, made by its owner for its owner alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from packgrid.lib.files import PRIVATE_FILE, close_to_others, find_advice, is_open_to_others
from packgrid.lib.stop import Stop

BEGINNING = b"SQLite format 3\x00"
IN_MEMORY = (":memory:", "file:")
HEADER_BYTES = 100  # sqlite.org/fileformat.html, 1.3
USE_ANOTHER = (
    "Nothing was changed. Restore a backup, or move the file away and run this again for a new, empty database."
)


def sqlite_path() -> Path | None:
    """The file of the database; None on PostgreSQL and in memory."""
    name = str(settings.DATABASES["default"]["NAME"])
    return (
        Path(name).resolve()
        if connection.vendor == "sqlite" and ":memory" not in name and "mode=memory" not in name
        else None
    )


def check_database_file(path: Path) -> None:
    """Check that there is an SQLite file that can be written, or that one can be made.

    Raises:
        Stop: it is something else; the message says what may have happened and what to do.
    """
    try:
        if path.is_dir():
            raise Stop(f"The database {path} is a folder. Set DATABASE_URL to a file: sqlite:////folder/file.sqlite3.")
        if not path.exists():
            check_folder(path)
        elif not path.stat().st_size:
            raise Stop(
                f"The database {path} is empty (0 bytes). A full disk or a broken copy can leave such a file. Nothing "
                "was changed. Restore a backup. If this site never had data, delete the file and run this "
                "again."
            )
        else:
            check_header(path)
            check_permissions(path)
    except OSError as error:
        raise Stop(f"The database {path} cannot be read ({error.strerror}). {find_advice(error)}") from error


def check_folder(path: Path) -> None:
    """Check that the folder for a new database exists."""
    if not path.parent.is_dir():
        raise Stop(
            f"The database {path} cannot be created: the folder {path.parent} does not exist. Create it, "
            "or set another one."
        )


def check_header(path: Path) -> None:
    """Check that the file is an SQLite file, and as long as its header says."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if not header.startswith(BEGINNING[: len(header)]):
        raise Stop(f"The database {path} cannot be read: it is not an SQLite file. {USE_ANOTHER}")
    size, needed = path.stat().st_size, size_in(header)
    if size < needed and not has_content(path.with_name(path.name + "-wal")):
        raise Stop(
            f"The database {path} cannot be read: it is cut off ({size:,} of {needed:,} bytes). A full disk "
            f"or a broken copy can leave such a file. {USE_ANOTHER}"
        )


def size_in(header: bytes) -> int:
    """The size that the header gives for the file, in bytes; at least that of the header."""
    if len(header) < HEADER_BYTES or header[24:28] != header[92:96]:  # an old SQLite wrote it, which counts no pages
        return HEADER_BYTES
    page = int.from_bytes(header[16:18])
    return int.from_bytes(header[28:32]) * (65536 if page == 1 else page)


def has_content(path: Path) -> bool:
    """True if there is such a file, and something in it."""
    return path.exists() and path.stat().st_size > 0


def check_permissions(path: Path) -> None:
    """Check that the file and its folder can be written: SQLite makes files beside it even for reading."""
    for place, word in ((path, "file"), (path.parent, "folder")):
        if not os.access(place, os.R_OK | os.W_OK):
            raise Stop(
                f"The database {path} cannot be used: its {word} cannot be read and written by this user. Change its "
                "owner or permissions, or run this as its owner."
            )


@contextmanager
def new_database_file() -> Iterator[None]:
    """Make the SQLite file if there is none, private; remove it again if nothing came into it within the block."""
    path = sqlite_path()
    if path is None or path.exists():
        yield
        return
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
    try:
        yield
    finally:
        if not path.stat().st_size:
            path.unlink()


def database_files() -> list[Path]:
    """The SQLite file and those that SQLite keeps beside it; none where there is no such file."""
    path = sqlite_path()
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")] if path else []


def private_files() -> list[Path]:
    """The files that only their owner should read: the database files, and the secret key if it is in a file."""
    return [Path(settings.STATIC_ROOT).parent / "secret_key", *database_files()]


def files_open_to_others() -> list[Path]:
    """The private files that other users can read or write."""
    return [path for path in private_files() if is_open_to_others(path)]


def close_files_to_others() -> str:
    """Take the private files' permissions for others away; what was done, for a person, "" if nothing."""
    closed = [path.name for path in private_files() if close_to_others(path)]
    return f"closed to other users: {', '.join(closed)}" if closed else ""
