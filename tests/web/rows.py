"""Rows for pages, each made with as little as it needs."""

from datetime import UTC, datetime
from typing import Any

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage

AT = datetime(2026, 5, 3, 10, 11, tzinfo=UTC)


def make_category(slug="apps", **columns: Any) -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"title": "App", "title_plural": "Apps"} | columns)[0]


def make_package(slug="django-a", *, facts: dict[str, Any] | None = None, **columns: Any) -> Package:
    columns.setdefault("category", make_category())
    package = Package.objects.create(slug=slug, **({"title": slug} | columns))
    if facts is not None:
        Facts.objects.create(package=package, **facts)
    return package


def make_grid(slug="a-grid", *, packages=(), features=(), **columns: Any) -> Grid:
    """A grid with these packages; `features` are pairs of a title and the texts of its cells by package slug."""
    grid = Grid.objects.create(slug=slug, **({"title": slug} | columns))
    heads = {package.slug: GridPackage.objects.create(grid=grid, package=package) for package in packages}
    for position, (title, texts) in enumerate(features):
        feature = Feature.objects.create(grid=grid, title=title, position=position)
        GridCell.objects.bulk_create(
            GridCell(column=heads[slug], feature=feature, text=text) for slug, text in texts.items()
        )
    return grid
