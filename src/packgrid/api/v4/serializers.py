"""Our rows in the words of API v4: the one place, but for search and the importer, where the old names live."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localtime

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.catalogue.queries import facts_of

type Link = Callable[[str, int], str]
"""Gives the address of a row from the name of its list and its id."""


type Row = Any
"""A row as queries.py reads it, with its columns in order."""


def package(row: Row, link: Link) -> dict[str, Any]:
    """The 18 keys of a package; where nothing is known, what v4 has always answered then."""
    facts = facts_of(row)
    return {
        "category": link("categories", row.category_id),
        "grids": [link("grids", column.grid_id) for column in row.ordered_columns],
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "last_updated": moment(facts.last_commit_at),
        "last_fetched": moment(facts.last_fetched_at),
        "repo_url": row.repo_url,
        "pypi_version": facts.version,
        "created": moment(row.created),
        "modified": moment(row.modified),
        "repo_forks": known(facts.forks, 0),
        "repo_description": known(facts.repo_description, ""),
        "pypi_url": pypi_url(row),
        "documentation_url": documentation_url(row, facts),
        "repo_watchers": known(facts.stars, 0),
        "commits_over_52": known(facts.weekly_commits, []),
        "participants": known(facts.contributors, []),
    }


def grid(row: Row, link: Link) -> dict[str, Any]:
    """The 9 keys of a grid."""
    return {
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "description": row.description,
        "is_locked": row.is_locked,
        "packages": [link("packages", column.package_id) for column in row.ordered_columns],
        "header": row.is_header,
        "created": moment(row.created),
        "modified": moment(row.modified),
    }


def category(row: Category, _link: Link) -> dict[str, Any]:
    """The 8 keys of a category."""
    return {
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "description": row.description,
        "title_plural": row.title_plural,
        "show_pypi": row.show_pypi,
        "created": moment(row.created),
        "modified": moment(row.modified),
    }


def known[Value](value: Value | None, unknown: Value) -> Value:
    """A fact, or what stands for not knowing it."""
    return unknown if value is None else value


def moment(at: datetime | None) -> str | None:
    """A date in the site's time zone, as Django REST framework writes it."""
    if at is None:
        return None
    said = localtime(at).isoformat()
    return f"{said[:-6]}Z" if said.endswith("+00:00") else said


def pypi_url(row: Package) -> str:
    """The address as it was entered, else that of the project's page at the index we ask."""
    if row.pypi_url or not row.pypi_name:
        return row.pypi_url
    index = urlsplit(settings.PYPI_URL)
    return f"{index.scheme}://{index.netloc}/project/{row.pypi_name}/"


def documentation_url(row: Package, facts: Facts) -> str | None:
    """What people entered, else what the project says."""
    if row.documentation_url is not None:
        return row.documentation_url
    documentation: str | None = (facts.links or {}).get("documentation")
    return documentation
