"""Packages, features and former addresses of a grid that is merged into another one."""

from typing import Any

from django.db.models import Max, QuerySet

from packgrid.comparison.grid_merges import GridMerge, GridMergePart
from packgrid.comparison.models import Feature, FormerGrid, GridPackage
from packgrid.revisions.errors import StillNeeded


def count_columns(merge: GridMerge) -> tuple[int, int]:
    """How many packages move, and how many are in both grids."""
    moved = len(merge.moved_columns)
    return moved, len(merge.columns) - moved


def move_columns(merge: GridMerge) -> list[int]:
    """Move the columns of packages that the target does not have."""
    GridPackage.objects.filter(pk__in=merge.moved_columns).update(grid=merge.target)
    return merge.moved_columns


def restore_columns(merge: GridMerge, ids: list[int]) -> None:
    """Move the columns back.

    Raises:
        StillNeeded: a package became one that the source has already.
    """
    rows = GridPackage.objects.filter(pk__in=ids, grid=merge.target)
    if rows.filter(package__in=left_columns(merge).values("package")).exists():
        raise StillNeeded("Packages of these grids were merged later. Revert that merge first.")
    rows.update(grid=merge.source)


def left_columns(merge: GridMerge) -> QuerySet[GridPackage]:
    """The columns in the source."""
    return GridPackage.objects.filter(grid=merge.source)


def count_features(merge: GridMerge) -> tuple[int, int]:
    """How many features move, and how many have a title that the target has, too."""
    moved = len(merge.moved_features)
    return moved, len(merge.features) - moved


def move_features(merge: GridMerge) -> list[tuple[int, int]]:
    """Put the features behind those of the target; returns the id and the old position of each."""
    last = Feature.objects.filter(grid=merge.target).aggregate(last=Max("position"))["last"]
    rows = list(Feature.objects.filter(pk__in=merge.moved_features))
    done = [(row.pk, row.position) for row in rows]
    for position, row in enumerate(rows, 0 if last is None else last + 1):
        row.grid, row.position = merge.target, position
    Feature.objects.bulk_update(rows, ["grid", "position"])
    return done


def restore_features(merge: GridMerge, moved: list[Any]) -> None:
    """Move the features back to their old positions."""
    for pk, position in moved:
        Feature.objects.filter(pk=pk, grid=merge.target).update(grid=merge.source, position=position)


def left_features(merge: GridMerge) -> QuerySet[Feature]:
    """The features of the source."""
    return Feature.objects.filter(grid=merge.source)


def count_former_slugs(merge: GridMerge) -> tuple[int, int]:
    """How many former addresses move."""
    return FormerGrid.objects.filter(grid=merge.source).count(), 0


def move_former_slugs(merge: GridMerge) -> list[int]:
    """Let the former addresses of the source lead to the target."""
    ids = list(FormerGrid.objects.filter(grid=merge.source).order_by("pk").values_list("pk", flat=True))
    FormerGrid.objects.filter(pk__in=ids).update(grid=merge.target)
    return ids


def restore_former_slugs(merge: GridMerge, ids: list[int]) -> None:
    """Let them lead to the source again."""
    FormerGrid.objects.filter(pk__in=ids, grid=merge.target).update(grid=merge.source)


def left_former_slugs(merge: GridMerge) -> QuerySet[FormerGrid]:
    """The former address of another grid that the source has now: it will lead to the target."""
    return FormerGrid.objects.filter(slug=merge.source.slug)


COLUMNS = GridMergePart("columns", "Packages", GridPackage, count_columns, move_columns, restore_columns, left_columns)
FEATURES = GridMergePart(
    "features", "Features", Feature, count_features, move_features, restore_features, left_features
)
FORMER_SLUGS = GridMergePart(
    "former_slugs",
    "Former addresses",
    FormerGrid,
    count_former_slugs,
    move_former_slugs,
    restore_former_slugs,
    left_former_slugs,
)
