"""Search results with the 20 keys of API v4."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone
from rest_framework import serializers

from packgrid.api.v4 import legacy_scores, queries
from packgrid.catalogue.models import Package
from packgrid.catalogue.queries import facts_of
from packgrid.lib.emojis import expand_emoji
from packgrid.search.models import Entry
from packgrid.search.query import Hit

if TYPE_CHECKING:
    from packgrid.comparison.models import Grid


class SearchResultSerializer(serializers.Serializer[dict[str, Any]]):
    """The keys in their order; `created` and `modified` are those of the row in the search index."""

    description = serializers.CharField()
    title = serializers.CharField()
    title_no_prefix = serializers.CharField(source="title")
    slug_no_prefix = serializers.CharField(source="slug")
    clean_title = serializers.CharField(source="title")
    absolute_url = serializers.CharField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    weight = serializers.IntegerField()
    item_type = serializers.CharField()
    slug = serializers.CharField()
    category = serializers.CharField()
    repo_watchers = serializers.IntegerField()
    repo_forks = serializers.IntegerField()
    pypi_downloads = serializers.IntegerField()
    score = serializers.IntegerField()
    usage = serializers.IntegerField()
    participants = serializers.CharField()
    last_committed = serializers.DateTimeField()
    last_released = serializers.DateTimeField()


def serialize_hits(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """The values of these hits, in their order: one query. Rows that were hidden meanwhile are left out."""
    now, ids = timezone.now(), [hit.entry_id for hit in hits]
    found = queries.fetch_search_rows(ids, now=now) if ids else {}
    return [common_values(found[pk].entry) | specific_values(found[pk], now) for pk in ids if pk in found]


def specific_values(found: queries.SearchRow, now: datetime) -> dict[str, Any]:
    """The values that packages and grids do not have in common."""
    package = found.entry.package
    return package_values(package, now) if package else grid_values(found)


def package_values(package: Package, now: datetime) -> dict[str, Any]:
    """The values that are made for packages only."""
    facts = facts_of(package)
    return {
        "absolute_url": package.get_absolute_url(),
        "weight": legacy_scores.weight(facts, is_deprecated=bool(package.deprecated_at), now=now),
        "item_type": "package",
        "category": package.category.title,
        "repo_watchers": facts.stars or 0,
        "repo_forks": facts.forks or 0,
        "pypi_downloads": facts.downloads_30d or 0,
        "score": legacy_scores.score(facts, now=now),
        "usage": facts.usage_count or 0,
        "participants": ",".join(facts.contributors or []),
        "last_committed": facts.last_commit_at,
        "last_released": facts.released_at,
    }


def grid_values(found: queries.SearchRow) -> dict[str, Any]:
    """The values of a grid; those that only packages have are 0, empty or null."""
    grid, highest = cast("Grid", found.entry.grid), legacy_scores.percent_of_points(found.highest_points)
    return EMPTY_PACKAGE_VALUES | {
        "absolute_url": grid.get_absolute_url(),
        "weight": legacy_scores.grid_weight(
            highest, is_locked=grid.is_locked, is_header=grid.is_header, has_packages=found.has_packages
        ),
        "item_type": "grid",
    }


EMPTY_PACKAGE_VALUES = {
    "category": "",
    "repo_watchers": 0,
    "repo_forks": 0,
    "pypi_downloads": 0,
    "score": 0,
    "usage": 0,
    "participants": "",
    "last_committed": None,
    "last_released": None,
}


def common_values(entry: Entry) -> dict[str, Any]:
    """The values that packages and grids have in common."""
    return {
        "description": expand_emoji(entry.description),
        "title": entry.title,
        "slug": entry.slug,
        "created": entry.created,
        "modified": entry.modified,
    }
