"""Stores and reads recent comparisons: sets of packages, and nothing about who compared them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.models import RecentComparison

FEWEST, MOST = 2, 8
KEPT, TRIMMED_EVERY = 500, 50


def store_comparison(package_ids: Collection[int], *, now: datetime) -> None:
    """Store that these packages were compared, where they are 2 to 8; the same set is one row."""
    ids = sorted(set(package_ids))
    if not FEWEST <= len(ids) <= MOST:
        return
    row, is_new = RecentComparison.objects.update_or_create(key=",".join(map(str, ids)), defaults={"compared_at": now})
    if is_new and row.pk % TRIMMED_EVERY == 0:
        delete_oldest()


def delete_oldest() -> None:
    """Delete all comparisons but the newest."""
    kept = RecentComparison.objects.order_by("-compared_at", "-pk").values_list("pk", flat=True)[:KEPT]
    RecentComparison.objects.exclude(pk__in=list(kept)).delete()


def read_recent_comparisons(count: int) -> list[tuple[Package, ...]]:
    """The sets of packages that were compared last, newest first, each sorted by title; two queries.

    A set of which a package was hidden or deleted meanwhile is left out.
    """
    keys = RecentComparison.objects.order_by("-compared_at", "-pk").values_list("key", flat=True)[: 2 * count]
    sets = [[int(pk) for pk in key.split(",")] for key in keys]
    rows = visible_packages().only("slug", "title").in_bulk({pk for ids in sets for pk in ids})
    whole: Sequence[list[int]] = [ids for ids in sets if all(pk in rows for pk in ids)]
    return [tuple(sorted((rows[pk] for pk in ids), key=lambda row: row.title.casefold())) for ids in whole[:count]]
