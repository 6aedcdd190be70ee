"""The columns and cells of a package that is merged into another one."""

from typing import Any

import attrs
from django.db.models import F, Q, QuerySet

from packgrid.catalogue.package_merges import MergePart, PackageMerge
from packgrid.comparison.models import Grid, GridCell, GridPackage
from packgrid.projections.announcements import announce
from packgrid.projections.locks import lock_rows


@attrs.frozen
class CellConflict:
    """A cell of a grid that both packages are in, with two texts; `place` is the grid, `key` names it in a form."""

    key: str
    place: str
    feature: str
    source_text: str
    target_text: str


@attrs.frozen
class CellPair:
    """One feature of a grid that both packages are in, as each fills it; `target_text` is None for an empty cell."""

    source: GridCell
    target_column_id: int
    target_text: str | None


def find_cell_conflicts(merge: PackageMerge) -> list[CellConflict]:
    """The cells whose text differs; two queries."""
    return [
        CellConflict(
            cell_key(pair), pair.source.column.grid.title, pair.source.feature.title, pair.source.text, pair.target_text
        )
        for pair in read_cell_pairs(merge)
        if pair.target_text and pair.target_text != pair.source.text
    ]


def cell_key(pair: CellPair) -> str:
    """The key of a cell, which stays the same if the page is shown again."""
    return str(pair.source.pk)


def read_cell_pairs(merge: PackageMerge) -> list[CellPair]:
    """The filled cells of the source in grids that both packages are in; three queries."""
    columns = dict(GridPackage.objects.filter(package=merge.target).values_list("grid", "pk"))
    cells = GridCell.objects.filter(column__package=merge.source, column__grid__in=columns).exclude(text="")
    filled = GridCell.objects.filter(column__in=columns.values()).values_list("column", "feature", "text")
    texts = {(column, feature): text for column, feature, text in filled}
    ordered = cells.select_related("column__grid", "feature").order_by("column__grid__title", "feature__position", "pk")
    return [
        CellPair(cell, column_id := columns[cell.column.grid_id], texts.get((column_id, cell.feature_id)))
        for cell in ordered
    ]


def movable_columns(merge: PackageMerge) -> QuerySet[GridPackage]:
    """The columns of the source in grids that the target is not in."""
    shared = GridPackage.objects.filter(package=merge.target).values("grid")
    return GridPackage.objects.filter(package=merge.source).exclude(grid__in=shared)


def count_columns(merge: PackageMerge) -> tuple[int, int]:
    """Count the columns: (moved, kept). Kept columns are hidden with the merged package, and their cells are merged."""
    moved = movable_columns(merge).count()
    return moved, GridPackage.objects.filter(package=merge.source).count() - moved


def move_columns(merge: PackageMerge) -> list[int]:
    """Move the columns with their cells; both packages' grids are locked first."""
    both = Q(package=merge.source) | Q(package=merge.target)
    lock_rows(Grid, set(GridPackage.objects.filter(both).values_list("grid", flat=True)))
    ids = list(movable_columns(merge).values_list("pk", flat=True))
    GridPackage.objects.filter(pk__in=ids).update(package=merge.target)
    announce_grids(merge)
    return ids


def restore_columns(merge: PackageMerge, ids: list[int]) -> None:
    """Move the columns back."""
    announce_grids(merge)
    GridPackage.objects.filter(pk__in=ids, package=merge.target).update(package=merge.source)


def announce_grids(merge: PackageMerge) -> None:
    """Announce the grids of both packages."""
    both = Q(package=merge.source) | Q(package=merge.target)
    grids = set(GridPackage.objects.filter(both).values_list("grid", flat=True))
    announce(grids=grids, answered_grids=grids)


def cells_to_write(merge: PackageMerge) -> list[CellPair]:
    """The cells whose text the target gets: empty ones, and those where somebody chose the text of the source."""
    pairs = read_cell_pairs(merge)
    return [pair for pair in pairs if not pair.target_text or cell_key(pair) in merge.overwritten]


def count_cells(merge: PackageMerge) -> tuple[int, int]:
    """Count the cells of shared grids: (written into the target, left as they are)."""
    written = len(cells_to_write(merge))
    return written, len(read_cell_pairs(merge)) - written


def move_cells(merge: PackageMerge) -> list[dict[str, Any]]:
    """Write the texts into the cells of the target; the cells of the source stay in its hidden columns."""
    done = []
    for pair in cells_to_write(merge):
        place = {"column_id": pair.target_column_id, "feature_id": pair.source.feature_id}
        values = {"text": pair.source.text, "modified": merge.now}
        GridCell.objects.update_or_create(**place, defaults=values, create_defaults=values | {"created": merge.now})
        done.append(place | {"before": pair.target_text, "after": pair.source.text})
    return done


def restore_cells(_merge: PackageMerge, written: list[dict[str, Any]]) -> None:
    """Give the cells their old texts back, but not those that somebody has changed since."""
    for cell in written:
        rows = GridCell.objects.filter(column=cell["column_id"], feature=cell["feature_id"], text=cell["after"])
        if cell["before"] is None:
            rows.delete()
        else:
            rows.update(text=cell["before"], modified=F("modified"))


COLUMNS = MergePart("columns", "Grids", count_columns, move_columns, restore_columns)
CELLS = MergePart("cells", "Cells of grids that both are in", count_cells, move_cells, restore_cells)
