"""Stores the catalogue of contract_rows.py, with fillers so that the counts are right."""

import re
from datetime import UTC, datetime
from typing import Any

from api.contract_rows import CATEGORIES, GRID_COUNT, GRIDS, PACKAGE_COUNT, PACKAGES, SEARCH_RESULT
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.search.index import index_packages
from packgrid.search.models import Entry

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def load_catalogue() -> None:
    """Write every row."""
    Category.objects.bulk_create(Category(**item | parse_dates(item)) for item in CATEGORIES.values())
    Package.objects.bulk_create(package(pk, PACKAGES.get(pk)) for pk in range(1, PACKAGE_COUNT + 1))
    Facts.objects.bulk_create(facts(pk, PACKAGES.get(pk)) for pk in range(1, PACKAGE_COUNT + 1))
    Grid.objects.bulk_create(grid(pk, GRIDS.get(pk)) for pk in range(1, GRID_COUNT + 1))
    for pk, item in GRIDS.items():
        fill_grid(pk, [id_in(link) for link in item["packages"]])
    found = Package.objects.get(slug=SEARCH_RESULT["slug"])
    index_packages([found.pk])
    Entry.objects.filter(package=found).update(description=SEARCH_RESULT["description"], **parse_dates(SEARCH_RESULT))


def package(pk: int, item: dict[str, Any] | None) -> Package:
    """The package of a document, or a filler."""
    if item is None:
        dates = {"created": LONG_AGO, "modified": LONG_AGO}
        return Package(pk=pk, slug=f"filler-{pk}", title=f"filler-{pk}", category_id=1, **dates)
    kept = {key: item[key] for key in ("id", "title", "slug", "repo_url", "pypi_url", "documentation_url")}
    return Package(**kept, category_id=id_in(item["category"]), **parse_dates(item))


def facts(pk: int, item: dict[str, Any] | None) -> Facts:
    """The facts of a document, or none."""
    if item is None:
        return Facts(package_id=pk)
    found = SEARCH_RESULT if item["slug"] == SEARCH_RESULT["slug"] else {}
    return Facts(
        package_id=pk,
        last_fetched_at=datetime.fromisoformat(item["last_fetched"]),
        last_commit_at=datetime.fromisoformat(item["last_updated"]),
        version=item["pypi_version"],
        forks=item["repo_forks"],
        stars=item["repo_watchers"],
        repo_description=item["repo_description"],
        weekly_commits=item["commits_over_52"],
        contributors=item["participants"],
        downloads_30d=found.get("pypi_downloads"),
        released_at=datetime.fromisoformat(found["last_released"]) if found else None,
        classifiers=["Programming Language :: Python :: 3"],
    )


def grid(pk: int, item: dict[str, Any] | None) -> Grid:
    """The grid of a document, or a filler."""
    if item is None:
        return Grid(pk=pk, slug=f"filler-{pk}", title=f"filler-{pk}", created=LONG_AGO, modified=LONG_AGO)
    kept = {key: item[key] for key in ("id", "title", "slug", "description", "is_locked")}
    return Grid(**kept, is_header=item["header"], **parse_dates(item))


def fill_grid(grid_id: int, package_ids: list[int]) -> None:
    """Put packages into a grid; fillers get titles that sort where the document has them."""
    last = ""
    for place, pk in enumerate(package_ids):
        package = Package.objects.get(pk=pk)
        if package.slug.startswith("filler-"):
            Package.objects.filter(pk=pk).update(title=f"{last}{place:03}")
        else:
            last = package.title
        GridPackage.objects.create(grid_id=grid_id, package_id=pk)


def parse_dates(item: dict[str, Any]) -> dict[str, datetime]:
    """When a thing was made and changed."""
    return {key: datetime.fromisoformat(item[key]) for key in ("created", "modified")}


def id_in(link: str) -> int:
    """The id in the address of a document."""
    return int(re.findall(r"/(\d+)", link)[-1])
