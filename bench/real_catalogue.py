"""The real catalogue in a database of its own: Packgrid's starter and, beside the checkout, 4,896 real packages."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.utils import timezone

FILE = Path(__file__).parents[2] / "shared" / "data" / "django-catalogue.csv"


@contextmanager
def real_catalogue(database_url: str = "") -> Iterator[None]:
    """A Packgrid that holds the real catalogue: in a temporary folder, or in the empty database of this address.

    Raises:
        SystemExit: there is no real catalogue beside the checkout.
    """
    if not FILE.exists():
        raise SystemExit(f"{FILE} is not there, and these figures are of the real catalogue.")
    with tempfile.TemporaryDirectory(prefix="packgrid-search-") as folder:
        os.environ.update(PACKGRID_DATA=folder, PACKGRID_REFRESH="off", DATABASE_URL=database_url)
        os.environ["DJANGO_SETTINGS_MODULE"] = "packgrid.config.settings"
        django.setup()
        fill()
        yield


def fill() -> None:
    """Make the tables and load the catalogue into them."""
    from packgrid.importer.catalogue_files import starter_files  # noqa: PLC0415 likewise
    from packgrid.importer.load import load  # noqa: PLC0415 models exist only once apps are ready
    from packgrid.ops.data_folder import prepare_data_folder  # noqa: PLC0415 likewise
    from packgrid.ops.database import prepare_database  # noqa: PLC0415 likewise

    prepare_data_folder()
    prepare_database()
    load([*starter_files(), FILE], now=timezone.now())
