"""Packages as the catalogue makes them."""

from datetime import UTC, datetime
from typing import Any

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.refresh import due

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def package(slug="a", **changes: Any) -> Package:
    category, _ = Category.objects.get_or_create(slug="apps", defaults={"title": "App"})
    values = {"title": slug.upper(), "pypi_name": f"django-{slug}", "created": LONG_AGO, "modified": LONG_AGO}
    made = Package.objects.create(slug=slug, category=category, **values | changes)
    Facts.objects.create(package=made)
    due.ensure_states(LONG_AGO)
    return made
