"""The recorded answers of the system that API v4 is compatible with, and the catalogue that they presuppose.

The recordings lie beside the checkout (../shared/spec) and are no part of it; without them nothing is replayed.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.search.index import index_packages
from packgrid.search.models import Entry

SHARED = Path(__file__).parents[3] / "shared"
FILE = SHARED / "spec" / "contract.ndjson"
PAGE = SHARED / "seed" / "package-265.txt"
PACKAGES, GRIDS = 5000, 200


def lines() -> list[dict[str, Any]]:
    """Every recorded line of API v4."""
    if not FILE.exists():
        return []
    every = [json.loads(line) for line in FILE.read_text().splitlines()]
    return [line for line in every if line["request"]["path"].startswith("/api/v4")]


def bodies() -> list[Any]:
    """Every recorded JSON answer of a plain GET."""
    plain = [line for line in lines() if line["request"]["method"] == "GET" and line["response"]["status"] == 200]
    return [json.loads(line["response"]["body"]) for line in plain if line["response"].get("body")]


def objects(*keys: str) -> dict[int, dict[str, Any]]:
    """The recorded objects that have all of these keys, by id."""
    found = {}
    for body in bodies():
        for item in body.get("results", [body]) if isinstance(body, dict) else []:
            if set(keys) <= set(item):
                found[item["id"]] = item
    return found


def load_catalogue() -> None:
    """The rows that the recordings presuppose, with fillers so that the counts are right."""
    now = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    Category.objects.bulk_create(
        Category(**{**item, "created": moment(item["created"]), "modified": moment(item["modified"])})
        for item in objects("title_plural").values()
    )
    recorded = objects("repo_watchers")
    Package.objects.bulk_create(package(pk, recorded.get(pk), now) for pk in range(1, PACKAGES + 1))
    Facts.objects.bulk_create(facts(pk, recorded.get(pk)) for pk in range(1, PACKAGES + 1))
    grids = objects("is_locked")
    Grid.objects.bulk_create(grid(pk, grids.get(pk), now) for pk in range(1, GRIDS + 1))
    for pk, item in grids.items():
        put_in(pk, [number(link) for link in item["packages"]])
    for item in search_results():
        package_id = Package.objects.get(slug=item["slug"]).pk
        index_packages([package_id])
        dates = {key: moment(item[key]) for key in ("created", "modified")}
        Entry.objects.filter(package=package_id).update(description=item["description"], **dates)


def search_results() -> list[dict[str, Any]]:
    """The recorded search results, each once."""
    return list({item["slug"]: item for body in bodies() if isinstance(body, list) for item in body}.values())


def package(pk: int, item: dict[str, Any] | None, now: datetime) -> Package:
    """A recorded package, or a filler."""
    if item is None:
        return Package(pk=pk, slug=f"filler-{pk}", title=f"filler-{pk}", category_id=1, created=now, modified=now)
    return Package(
        **{key: item[key] for key in ("id", "title", "slug", "repo_url", "pypi_url", "documentation_url")},
        category_id=number(item["category"]),
        created=moment(item["created"]),
        modified=moment(item["modified"]),
    )


def facts(pk: int, item: dict[str, Any] | None) -> Facts:
    """The facts of a recorded package, or none."""
    if item is None:
        return Facts(package_id=pk)
    found = {result["slug"]: result for result in search_results()}.get(item["slug"], {})
    return Facts(
        package_id=pk,
        last_fetched_at=moment(item["last_fetched"]),
        last_commit_at=moment(item["last_updated"]),
        version=item["pypi_version"],
        forks=item["repo_forks"],
        stars=item["repo_watchers"],
        repo_description=item["repo_description"],
        weekly_commits=item["commits_over_52"],
        contributors=item["participants"],
        downloads_30d=found.get("pypi_downloads"),
        released_at=moment(found["last_released"]) if found else None,
        classifiers=["Programming Language :: Python :: 3"],
    )


def grid(pk: int, item: dict[str, Any] | None, now: datetime) -> Grid:
    """A recorded grid, or a filler."""
    if item is None:
        return Grid(pk=pk, slug=f"filler-{pk}", title=f"filler-{pk}", created=now, modified=now)
    return Grid(
        **{key: item[key] for key in ("id", "title", "slug", "description", "is_locked")},
        is_header=item["header"],
        created=moment(item["created"]),
        modified=moment(item["modified"]),
    )


def put_in(grid_id: int, package_ids: list[int]) -> None:
    """Fill a grid. Packages known by their id alone get titles that sort where the recording has them."""
    last = ""
    for place, pk in enumerate(package_ids):
        package = Package.objects.get(pk=pk)
        if package.slug.startswith("filler-"):
            Package.objects.filter(pk=pk).update(title=f"{last}{place:03}")
        else:
            last = package.title
        GridPackage.objects.create(grid_id=grid_id, package_id=pk)


def moment(said: str) -> datetime:
    """A date of the recordings."""
    return datetime.fromisoformat(said)


def number(link: str) -> int:
    """The id that a link of any format ends in."""
    return int(re.findall(r"/(\d+)", link)[-1])
