"""Rows of a file become records. The tables are the format (docs/catalogue-format.md)."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from packgrid.catalogue.records import CategoryRecord, PackageRecord
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.importer import values
from packgrid.importer.problems import Problem, Row

type Reader = Callable[[object], object]
type Record = CategoryRecord | PackageRecord | GridRecord

DATES: dict[str, tuple[str, Reader]] = {
    "created": ("created", values.moment),
    "modified": ("modified", values.moment),
}
CATEGORY: dict[str, tuple[str, Reader]] = {
    "id": ("id", values.identifier),
    "slug": ("slug", values.slug),
    "title": ("title", values.text(50)),
    "title_plural": ("title_plural", values.text(50)),
    "description": ("description", values.text(1000)),
    "show_pypi": ("show_pypi", values.claim),
    **DATES,
}
PACKAGE: dict[str, tuple[str, Reader]] = {
    "id": ("id", values.identifier),
    "slug": ("slug", values.slug),
    "title": ("title", values.text(100)),
    "category": ("category", values.slug),
    "repo_url": ("repo_url", values.url),
    "repo_subdirectory": ("repo_subdirectory", values.text(200)),
    "pypi_name": ("pypi_name", values.name),
    "pypi_url": ("pypi_url", values.text(255)),
    "documentation_url": ("documentation_url", values.link),
    "deprecated_at": ("deprecated_at", values.moment),
    "deprecated_reason": ("deprecated_reason", values.text(300)),
    "replaced_by": ("replaced_by", values.slug),
    "hidden": ("is_hidden", values.claim),
    **DATES,
    "last_fetched": ("last_fetched_at", values.moment),
    "grids": ("grids", values.slugs),
    "examples": ("examples", values.examples),
    "repo_description": ("repo_description", values.text(2000)),
    "stars": ("stars", values.whole),
    "forks": ("forks", values.whole),
    "open_issues": ("open_issues", values.whole),
    "commit_count": ("commit_count", values.whole),
    "last_commit_at": ("last_commit_at", values.moment),
    "weekly_commits": ("weekly_commits", values.weeks),
    "contributors": ("contributors", values.words),
    "topics": ("topics", values.words),
    "summary": ("summary", values.text(2000)),
    "license": ("license", values.text(200)),
    "requires_python": ("requires_python", values.text(200)),
    "pypi_version": ("version", values.text(100)),
    "pypi_released_at": ("released_at", values.moment),
    "pypi_released_month": ("released_at", values.month),
    "pypi_downloads_rank": ("downloads_rank", values.whole),
    "downloads_30d": ("downloads_30d", values.whole),
    "usage_count": ("usage_count", values.whole),
    "repo_host": ("", values.nothing),  # it follows from the address
    "archived_guess": ("", values.nothing),  # a guess is no fact
}
GRID: dict[str, tuple[str, Reader]] = {
    "id": ("id", values.identifier),
    "slug": ("slug", values.slug),
    "title": ("title", values.text(100)),
    "description": ("description", values.text(1000)),
    "locked": ("is_locked", values.claim),
    "header": ("is_header", values.claim),
    **DATES,
    "packages": ("packages", values.slugs),
}
FEATURE: dict[str, tuple[str, Reader]] = {
    "title": ("title", values.text(100)),
    "description": ("description", values.text(1000)),
}
TABLES = {"category": CATEGORY, "package": PACKAGE, "grid": GRID}


def understand(row: Row) -> Record | list[Problem]:
    """The record that a row means, or everything that is wrong with it."""
    if row.kind not in TABLES:
        return [Problem(row.place, f"type: {row.kind!r} is none of {', '.join(TABLES)}")]
    found, problems = read(row, row.values, TABLES[row.kind], {"feature"} if row.kind == "grid" else set())
    if "slug" not in row.values:
        problems.append(Problem(row.place, "slug: missing"))
    features = understand_features(row, problems)
    if problems:
        return problems
    if row.kind == "category":
        return CategoryRecord(**found)
    if row.kind == "grid":
        return GridRecord(**found | {"packages": tuple(found.get("packages", ())), "features": features})
    return PackageRecord(**found | ({"released_to_the_month": True} if "pypi_released_month" in row.values else {}))


def read(
    row: Row, given: Mapping[str, object], table: Mapping[str, tuple[str, Reader]], others: set[str]
) -> tuple[dict[str, Any], list[Problem]]:
    """The values by record field, and what is wrong with them."""
    found: dict[str, Any] = {}
    problems = []
    said = str(row.values.get("slug", ""))
    for key, value in given.items():
        if key in others:
            continue
        if key not in table:
            problems.append(Problem(row.at(key), unknown(key, table), said))
            continue
        field, reader = table[key]
        try:
            found[field] = reader(value)
        except ValueError as error:
            problems.append(Problem(row.at(key), f"{key}: {error}", said))
    found.pop("", None)
    return found, problems


def unknown(key: str, table: Mapping[str, object]) -> str:
    """The reason for a key that nobody knows, with the nearest one that is known."""
    near = get_close_matches(key, table, 1)
    return f"{key}: no such key{f'; is {near[0]} meant?' if near else ''}"


def understand_features(row: Row, problems: list[Problem]) -> tuple[FeatureRecord, ...]:
    """The features of a grid; what is wrong with them is added to the problems."""
    listed = row.values.get("feature", [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        problems.append(Problem(row.at("feature"), "feature: a list of tables was expected"))
        return ()
    features = [feature for item in listed if (feature := understand_feature(row, item, problems))]
    if len({feature.title for feature in features}) < len(features):
        problems.append(Problem(row.place, "feature: two have the same title", str(row.values.get("slug", ""))))
    return tuple(features)


def understand_feature(row: Row, item: dict[str, object], problems: list[Problem]) -> FeatureRecord | None:
    """One feature with its cells."""
    found, wrong = read(row, item, FEATURE, {"elements"})
    cells = item.get("elements", {})
    members = row.values.get("packages", [])
    if "title" not in item:
        wrong.append(Problem(row.place, "feature: title: missing"))
    if not isinstance(cells, dict) or not all(isinstance(cell, str) and len(cell) <= 1000 for cell in cells.values()):  # noqa: PLR2004
        wrong.append(Problem(row.place, "elements: texts of at most 1000 characters by package were expected"))
    elif isinstance(members, list) and (strangers := set(cells) - set(members)):
        wrong.append(Problem(row.place, f"elements: {min(strangers)!r} is not among the grid's packages"))
    problems.extend(wrong)
    return None if wrong else FeatureRecord(**found, elements=cells)  # type: ignore[arg-type] # checked above
