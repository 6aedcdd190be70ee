"""The static files, collected once for each version of them."""

import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import storages
from django.core.management import call_command

from packgrid.lib.files import find_advice
from packgrid.lib.stop import Stop

STAMP = "stamp"
OLD_STAMP = "static.stamp"  # where earlier versions kept it


def collect_static_files() -> str:
    """Collect, hash and compress the static files, unless that was done for these very files.

    They are made in a folder beside the one in use and take its place when they are complete.

    Raises:
        Stop: they cannot be written.
    """
    folder, current = Path(settings.STATIC_ROOT), compute_fingerprint()
    if read_fingerprint(folder) == current:
        return "up to date"
    try:
        with tempfile.TemporaryDirectory(prefix="static-", dir=folder.parent, ignore_cleanup_errors=True) as made:
            collect_into(Path(made) / "new", current)
            put_in_place(Path(made), folder)
    except OSError as error:
        raise Stop(
            f"The static files cannot be written to {folder} ({error.strerror}). {find_advice(error)} The data folder "
            "needs about 15 MB for them."
        ) from error
    (folder.parent / OLD_STAMP).unlink(missing_ok=True)
    return "collected"


def read_fingerprint(folder: Path) -> str:
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
        if not read_fingerprint(folder):
            raise


def compute_fingerprint() -> str:
    """Changes when any static file does: their names, sizes and times of change."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
