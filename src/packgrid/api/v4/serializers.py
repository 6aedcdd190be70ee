"""The documents of packages, grids and categories, in the names of API v4.

Those old names live here, in search_results.py, in old URLs, and in the importer.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localtime

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.catalogue.queries import facts_of

type Link = Callable[[str, int], str]
"""Makes the URL of a row from the name of its list and its id."""


type Row = Any
"""A row as queries.py reads it, with `ordered_columns`."""


def serialize_package(row: Row, link: Link) -> dict[str, Any]:
    """The 18 keys of a package; where a fact is unknown, the value that API v4 has always given then."""
    facts = facts_of(row)
    return {
        "category": link("categories", row.category_id),
        "grids": [link("grids", column.grid_id) for column in row.ordered_columns],
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "last_updated": format_time(facts.last_commit_at),
        "last_fetched": format_time(facts.last_fetched_at),
        "repo_url": row.repo_url,
        "pypi_version": facts.version,
        "created": format_time(row.created),
        "modified": format_time(row.modified),
        "repo_forks": value_or(facts.forks, 0),
        "repo_description": value_or(facts.repo_description, ""),
        "pypi_url": pypi_url_of(row),
        "documentation_url": documentation_url_of(row, facts),
        "repo_watchers": value_or(facts.stars, 0),
        "commits_over_52": value_or(facts.weekly_commits, []),
        "participants": value_or(facts.contributors, []),
    }


def serialize_grid(row: Row, link: Link) -> dict[str, Any]:
    """The 9 keys of a grid."""
    return {
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "description": row.description,
        "is_locked": row.is_locked,
        "packages": [link("packages", column.package_id) for column in row.ordered_columns],
        "header": row.is_header,
        "created": format_time(row.created),
        "modified": format_time(row.modified),
    }


def serialize_category(row: Category, _link: Link) -> dict[str, Any]:
    """The 8 keys of a category."""
    return {
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "description": row.description,
        "title_plural": row.title_plural,
        "show_pypi": row.show_pypi,
        "created": format_time(row.created),
        "modified": format_time(row.modified),
    }


def value_or[Value](value: Value | None, unknown: Value) -> Value:
    """The value, or what API v4 gives where it is unknown."""
    return unknown if value is None else value


def format_time(at: datetime | None) -> str | None:
    """The time in the site's time zone, as Django REST framework writes it."""
    if at is None:
        return None
    text = localtime(at).isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def pypi_url_of(row: Package) -> str:
    """The URL as it was entered, else that of the project's page at the public index; "" without one there."""
    if row.pypi_url or not row.public_name:
        return row.pypi_url
    index = urlsplit(settings.PYPI_URL)
    return f"{index.scheme}://{index.netloc}/project/{row.public_name}/"


def documentation_url_of(row: Package, facts: Facts) -> str | None:
    """The URL that people entered, else the one that the project declares."""
    if row.documentation_url is not None:
        return row.documentation_url
    documentation: str | None = (facts.links or {}).get("documentation")
    return documentation
