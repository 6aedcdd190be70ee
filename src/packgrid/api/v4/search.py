"""Search results in the 20 keys of API v4."""

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


class ResultSerializer(serializers.Serializer[dict[str, Any]]):
    """The keys in their order. `created` and `modified` are those of the index's row."""

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


def results(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """What the serializer shows of these hits, in their order: one query. What was hidden meanwhile is left out."""
    now, ids = timezone.now(), [hit.entry_id for hit in hits]
    found = queries.found(ids, now=now) if ids else {}
    return [common(found[pk].entry) | rest(found[pk], now) for pk in ids if pk in found]


def rest(found: queries.Found, now: datetime) -> dict[str, Any]:
    """What packages and grids have not in common."""
    package = found.entry.package
    return of_package(package, now) if package else of_grid(found)


def of_package(package: Package, now: datetime) -> dict[str, Any]:
    """What is said of packages."""
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


def of_grid(found: queries.Found) -> dict[str, Any]:
    """What is said of grids; what only packages have is 0, empty or null."""
    grid, highest = cast("Grid", found.entry.grid), legacy_scores.percent(found.highest)
    return NOT_OF_GRIDS | {
        "absolute_url": grid.get_absolute_url(),
        "weight": legacy_scores.grid_weight(
            highest, is_locked=grid.is_locked, is_header=grid.is_header, has_packages=found.has_packages
        ),
        "item_type": "grid",
    }


NOT_OF_GRIDS = {
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


def common(entry: Entry) -> dict[str, Any]:
    """What packages and grids have in common."""
    return {
        "description": expand_emoji(entry.description),
        "title": entry.title,
        "slug": entry.slug,
        "created": entry.created,
        "modified": entry.modified,
    }
