"""Titles of the fields that edits change, and their values in words."""

from collections.abc import Callable, Iterable, Mapping, Sized
from datetime import datetime
from typing import Any, Self

import attrs
from django.db.models import QuerySet
from django.utils.formats import date_format

from packgrid.catalogue.models import Package
from packgrid.catalogue.package_merges import describe_moves
from packgrid.catalogue.queries import category_titles_by_id
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.grid_merges import describe_grid_moves
from packgrid.lib.frameworks import BY_KEY

FIELDS = {
    "title": "Title",
    "slug": "URL name",
    "category_id": "Category",
    "repo_url": "Repository",
    "repo_subdirectory": "Folder",
    "pypi_name": "Name on PyPI",
    "index_name": "Index",
    "pypi_url": "Page on PyPI",
    "documentation_url": "Documentation",
    "deprecated_at": "Deprecated since",
    "deprecated_reason": "Why deprecated",
    "replaced_by_id": "Replaced by",
    "replaced_by_url": "Source of “Replaced by”",
    "builtin_in": "Built into",
    "builtin_since": "Built in since",
    "builtin_name": "New name",
    "builtin_url": "Source of “Built into”",
    "is_hidden": "Hidden",
    "is_locked": "Locked",
    "is_header": "On the home page",
    "description": "Description",
    "kind": "Kind",
    "text": "Cell",
    "place": "Row",
    "cells": "Cells",
    "merged_slug": "Merged package",
    "moves": "Moved",
    "is_distinct": "Not duplicates",
    "merged_grid": "Merged grid",
    "grid_moves": "Moved",
}
UNLISTED = {"package_id", "created", "position"}
"""Fields that edits keep for reverts, and that histories leave out."""


def describe_cells(cells: Sized) -> str:
    """How many cells there are; "" for none."""
    return f"{len(cells)} filled" if cells else ""


DESCRIBERS: Mapping[str, Callable[[Any], str]] = {
    "cells": describe_cells,
    "moves": describe_moves,
    "grid_moves": describe_grid_moves,
    "kind": lambda kind: str(FeatureKind(kind).label) if kind in FeatureKind.values else str(kind),
    "place": lambda place: str(place + 1),
    "builtin_in": lambda key: BY_KEY[key].title if key in BY_KEY else key,
}


def field_title(name: str) -> str:
    """The title of a field."""
    return FIELDS.get(name, name)


@attrs.frozen
class StateWords:
    """Puts the values of states into words; it holds the titles of the rows that their foreign keys refer to."""

    categories: Mapping[int, str]
    packages: Mapping[int, str]

    @classmethod
    def read(cls, states: Iterable[Mapping[str, Any] | None], packages: QuerySet[Package]) -> Self:
        """Read the titles that these states need, of those `packages` that may be named; at most two queries."""
        found = [state for state in states if state]
        category_ids = {state["category_id"] for state in found if state.get("category_id")}
        package_ids = {state["replaced_by_id"] for state in found if state.get("replaced_by_id")}
        categories = category_titles_by_id(category_ids)
        named = packages.filter(pk__in=package_ids).values_list("pk", "title") if package_ids else ()
        return cls(categories, dict(named))

    def describe_value(self, name: str, value: Any) -> str:  # noqa: ANN401 whatever an edit keeps
        """A value in words; "" for None."""
        if value is None:
            return ""
        if name in {"category_id", "replaced_by_id"}:
            return (self.categories if name == "category_id" else self.packages).get(value, f"#{value}")
        if name in DESCRIBERS:
            return DESCRIBERS[name](value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return format_day(value) if name.endswith("_at") else str(value)

    def describe_state(self, state: Mapping[str, Any] | None) -> dict[str, str]:
        """The values of a state in words, by field, without those that histories leave out."""
        return {name: self.describe_value(name, value) for name, value in (state or {}).items() if name not in UNLISTED}


def format_day(value: str | datetime) -> str:
    """A time as a day; what is not a time stays as it is."""
    try:
        return date_format(datetime.fromisoformat(str(value)), "j F Y")
    except ValueError:
        return str(value)
