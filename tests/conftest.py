"""Settings of the suite: its own data folder, the recorded site's host, the index of the examples."""

import os
import tempfile

os.environ.update(
    PACKGRID_DATA=tempfile.mkdtemp(prefix="packgrid-tests-"),
    PACKGRID_SITE_URL="https://djangopackages.org",
    PACKGRID_TIME_ZONE="America/New_York",
    PACKGRID_PYPI_URL="https://pypi.example/pypi",
    PACKGRID_REFRESH="off",
)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
