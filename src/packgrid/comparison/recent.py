"""What was compared lately: sets of packages, without anything about who compared them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.models import Compared

FEWEST, MOST = 2, 8
KEPT, TRIMMED_EVERY = 500, 50


def remember(package_ids: Collection[int], *, now: datetime) -> None:
    """Keep that 2 to 8 packages were compared; the same set is one row. Larger and smaller ones say little."""
    ids = sorted(set(package_ids))
    if not FEWEST <= len(ids) <= MOST:
        return
    row, is_new = Compared.objects.update_or_create(key=",".join(map(str, ids)), defaults={"compared_at": now})
    if is_new and row.pk % TRIMMED_EVERY == 0:
        trim()


def trim() -> None:
    """Forget all but the newest."""
    kept = Compared.objects.order_by("-compared_at", "-pk").values_list("pk", flat=True)[:KEPT]
    Compared.objects.exclude(pk__in=list(kept)).delete()


def recently_compared(count: int) -> list[tuple[Package, ...]]:
    """The sets that were compared last, newest first, each by title: two queries.

    A set of which a package was hidden or deleted meanwhile is left out.
    """
    keys = Compared.objects.order_by("-compared_at", "-pk").values_list("key", flat=True)[: 2 * count]
    sets = [[int(pk) for pk in key.split(",")] for key in keys]
    rows = visible_packages().only("slug", "title").in_bulk({pk for ids in sets for pk in ids})
    whole: Sequence[list[int]] = [ids for ids in sets if all(pk in rows for pk in ids)]
    return [tuple(sorted((rows[pk] for pk in ids), key=lambda row: row.title.casefold())) for ids in whole[:count]]
