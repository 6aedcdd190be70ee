"""Packages as the catalogue makes them, and points by the shortest way."""

from datetime import UTC, date, datetime
from typing import Any

from packgrid.catalogue.models import Category, Facts, Package, Release
from packgrid.history.metrics import HISTORY_IDS, KEYS
from packgrid.history.models import Point
from packgrid.lib.versions import is_prerelease, version_sort_key

ADDED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def make_package(slug="a", **columns: Any) -> Package:
    category, _ = Category.objects.get_or_create(slug="apps", defaults={"title": "App"})
    made = Package.objects.create(slug=slug, category=category, **{"title": slug, "created": ADDED_AT} | columns)
    Facts.objects.create(package=made)
    return made


def make_release(package: Package, version: str, uploaded: date, **columns: Any) -> Release:
    """A release that was uploaded at noon."""
    at = datetime(uploaded.year, uploaded.month, uploaded.day, 12, tzinfo=UTC)
    key = {"sort_key": version_sort_key(version), "is_prerelease": is_prerelease(version)}
    return Release.objects.create(package=package, version=version, uploaded_at=at, **key | columns)


def put_points(package: Package, key: str, points: dict[date, int]) -> None:
    Point.objects.bulk_create(
        Point(pk=(package.pk, HISTORY_IDS[key], day), value=value) for day, value in points.items()
    )


def stored_points(package: Package) -> list[tuple[str, date, int]]:
    rows = package.points.order_by("metric", "day").values_list("metric", "day", "value")
    return [(KEYS[history_id], day, value) for history_id, day, value in rows]
