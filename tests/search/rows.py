"""Packages and grids for the tests of search, indexed as the catalogue announces them."""

from datetime import UTC, datetime
from typing import Any

from packgrid.assessment.models import Assessment
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.projections.announcements import announce
from packgrid.search.query import Results, search
from packgrid.search.query_language import Query

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def add(title: str, summary: str = "", *, category: str = "apps", facts: dict[str, Any] | None = None, **values: Any):
    """A package, found at once."""
    values = {"slug": title.lower().replace(" ", "-"), **values}
    kind, _ = Category.objects.get_or_create(slug=category, defaults={"title": category.title()})
    package = Package.objects.create(title=title, category=kind, **values)
    Facts.objects.create(package=package, summary=summary, **facts or {})
    announce(packages={package.pk})
    return package


def change(package: Package, **values: Any) -> None:
    """Change a package and say so."""
    Package.objects.filter(pk=package.pk).update(**values)
    announce(packages={package.pk})


def conclude(package: Package, **values: Any) -> Assessment:
    """A judgement of it that nobody has announced."""
    values = {"assessed_at": NOW, "status": "", "sentence": "", "identity": "", **values}
    return Assessment.objects.create(package=package, **values)


def add_grid(title: str, *packages: Package, description: str = "") -> Grid:
    """A grid of these packages, found at once."""
    grid = Grid.objects.create(slug=title.lower().replace(" ", "-"), title=title, description=description)
    for package in packages:
        GridPackage.objects.create(grid=grid, package=package)
    announce(grids={grid.pk})
    return grid


def ask(*words: str, limit: int = 50, offset: int = 0, **parts: Any) -> Results:
    """The results of a question."""
    asked = Query(**{"words": words, "phrases": (), "without": (), "filters": (), "sort": "", "problems": ()} | parts)
    return search(asked, limit=limit, offset=offset, now=NOW)


def slugs(*words: str, **parts: Any) -> list[str]:
    """What a question finds, best first."""
    return [hit.slug for hit in ask(*words, **parts).entries]
