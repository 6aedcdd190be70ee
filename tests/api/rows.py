"""Rows and requests for the tests of the API."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid, GridPackage

HOST = "https://djangopackages.org"
SUMMER = datetime(2026, 7, 1, 12, 0, 0, 250000, tzinfo=UTC)
WINTER = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def get(path: str, method: str = "GET", **headers: str) -> Any:
    """The answer to a request below /api/v4/, sent as the proxy of a public site sends it."""
    client = Client(headers={"Host": "djangopackages.org", "X-Forwarded-Proto": "https"}, raise_request_exception=True)
    return client.generic(method, f"/api/v4/{path}", headers={key.replace("_", "-"): headers[key] for key in headers})


def add_category(slug: str = "apps", title: str = "App", **values: Any) -> Category:
    """A category; the one with this slug if there is one."""
    dates = {"created": WINTER, "modified": SUMMER}
    return Category.objects.get_or_create(slug=slug, defaults={"title": title, **dates, **values})[0]


def add_package(slug: str = "flat", *, facts: dict[str, Any] | None = None, **values: Any) -> Package:
    """A package in the category of apps, with facts that know what is given."""
    values = {"title": slug, "created": WINTER, "modified": SUMMER, "category": add_category(), **values}
    package = Package.objects.create(slug=slug, **values)
    Facts.objects.create(package=package, **facts or {})
    return package


def add_grid(slug: str = "blocks", *packages: Package, **values: Any) -> Grid:
    """A grid of these packages."""
    values = {"title": slug, "created": WINTER, "modified": SUMMER, **values}
    grid = Grid.objects.create(slug=slug, **values)
    for package in packages:
        GridPackage.objects.create(grid=grid, package=package)
    return grid
