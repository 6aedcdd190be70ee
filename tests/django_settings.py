"""Settings of the suite: its own data folder, the recorded site's host, the index of the examples."""

import os
import tempfile
from pathlib import Path

os.environ.update(
    PACKGRID_DATA=tempfile.mkdtemp(prefix="packgrid-tests-"),
    PACKGRID_SITE_URL="https://djangopackages.org",
    PACKGRID_TIME_ZONE="America/New_York",
    PACKGRID_PYPI_URL="https://pypi.example/pypi",
    PACKGRID_REFRESH="off",
    PACKGRID_FEED_SECONDS="0",
    PACKGRID_FULL_LIST_HOURS="0",
    PACKGRID_PREPARED_PAGES="0",  # tests count queries, and say where they want such pages
)

from packgrid.config.settings import *  # noqa: F403 the environment comes first

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if ENVIRONMENT.is_sqlite:  # noqa: F405
    # A file, as in production: threads that share a database in memory do not wait for each other's locks.
    DATABASE["TEST"] = {"NAME": Path(tempfile.mkdtemp(prefix="packgrid-tests-")) / "suite.sqlite3"}  # noqa: F405
    DATABASE["OPTIONS"] = SQLITE | {"init_command": SQLITE["init_command"] + "PRAGMA synchronous=OFF;"}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 whitenoise warns of a folder that is not there
