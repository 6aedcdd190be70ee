"""Days that no calendar of ours reaches are refused or shown empty, wherever an address names a day."""

import pytest
from django.test import Client

from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db

DAYS = [
    "0001-01-01",
    "0001-12-31",
    "0002-12-31",
    "1582-10-15",
    "1969-12-31",
    "1970-01-01",
    "1999-12-31",
    "2000-01-01",
    "2089-09-18",
    "2200-01-01",
    "9999-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-29",
    "20260501",
    "2026-W18-5",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "%EF%BC%92026-05-01",
    "-0001-01-01",
]


@pytest.mark.parametrize(
    "path",
    [
        "packages/p/a/",
        "grids/g/g/",
        "grids/g/g/embed/",
        "compare/?p=a,b",
        "compare/embed/?p=a,b",
        "grids/g/g/?format=csv",
        "grids/g/g/timesheet/",
    ],
)
def test_every_day_is_answered(path):
    make_grid("g", packages=[make_package("a", facts={}), make_package("b", facts={})])
    client = Client(SERVER_NAME="127.0.0.1")
    for day in DAYS:
        for name in ("at", "since"):
            sign = "&" if "?" in path else "?"
            assert client.get(f"/{path}{sign}{name}={day}").status_code == 200, (name, day)
