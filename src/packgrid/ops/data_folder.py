"""The folder that holds the database, the secret key, the static files and the copies of repositories."""

import tempfile
from pathlib import Path

from django.conf import settings

from packgrid.lib.files import find_advice, make_private_folder
from packgrid.lib.stop import Stop
from packgrid.ops.database_file import close_files_to_others


def prepare_data_folder() -> str:
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
            f"The data folder {folder} cannot be written ({error.strerror}). {find_advice(error)} "
            "PACKGRID_DATA names the data folder."
        ) from error
