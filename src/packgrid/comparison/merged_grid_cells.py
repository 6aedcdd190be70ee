"""The cells of a grid that is merged into another one, and of one that is restored."""

from datetime import datetime
from typing import Any

import attrs
from django.db.models import Q, QuerySet

from packgrid.comparison.grid_merges import GridMerge, GridMergePart
from packgrid.comparison.models import Feature, GridCell, GridPackage
from packgrid.revisions.errors import StillNeeded
from packgrid.revisions.field_values import to_plain_value

type Place = tuple[int, int]
"""The ids of a column and a feature."""


@attrs.frozen
class GridCellConflict:
    """A cell that both grids fill, with different texts; `place` is the package, `key` names it in a form."""

    key: str
    place: str
    feature: str
    source_text: str
    target_text: str


def place_in_target(merge: GridMerge, column_id: int, feature_id: int) -> Place:
    """The place of a cell of the source once it is merged."""
    return merge.columns[column_id], merge.features[feature_id]


def source_cells(merge: GridMerge) -> QuerySet[GridCell]:
    """The filled cells of the source."""
    return GridCell.objects.filter(column__in=merge.columns, feature__in=merge.features).exclude(text="")


def read_displaced_cells(merge: GridMerge) -> list[GridCell]:
    """The filled cells of the source that get another place, in the order of their features; one query."""
    ordered = source_cells(merge).select_related("column__package", "feature")
    return [
        cell
        for cell in ordered.order_by("feature__position", "feature", "pk")
        if place_in_target(merge, cell.column_id, cell.feature_id) != (cell.column_id, cell.feature_id)
    ]


def read_target_cells(merge: GridMerge) -> dict[Place, GridCell]:
    """The cells that stand where cells of the source go; one query."""
    rows = GridCell.objects.filter(column__in=merge.columns.values(), feature__in=merge.features.values())
    return {(cell.column_id, cell.feature_id): cell for cell in rows}


def find_grid_cell_conflicts(merge: GridMerge) -> list[GridCellConflict]:
    """The cells where the text of the target stays unless a moderator chooses the other one; two queries."""
    known = read_target_cells(merge)
    found = []
    for cell in read_displaced_cells(merge):
        other = known.setdefault(place_in_target(merge, cell.column_id, cell.feature_id), cell)
        if other is not cell and other.text and other.text != cell.text:
            title = cell.column.package.title
            found.append(GridCellConflict(str(cell.pk), title, cell.feature.title, cell.text, other.text))
    return found


def count_cells(merge: GridMerge) -> tuple[int, int]:
    """How many filled cells of the source the target gets, and how many it has already."""
    known, kept = read_target_cells(merge), 0
    for cell in read_displaced_cells(merge):
        other = known.setdefault(place_in_target(merge, cell.column_id, cell.feature_id), cell)
        kept += other is not cell and bool(other.text)
    return source_cells(merge).count() - kept, kept


def move_cells(merge: GridMerge) -> list[dict[str, Any]]:
    """Move cells to empty places, and write texts into cells of the target that are empty or were chosen.

    Returns the old place, the new one and the text of each; `before` is the old text of a cell that was there.
    """
    known, done = read_target_cells(merge), []
    for cell in read_displaced_cells(merge):
        source_place = (cell.column_id, cell.feature_id)
        place = place_in_target(merge, *source_place)
        other = known.setdefault(place, cell)
        if other is not cell and other.text and str(cell.pk) not in merge.overwritten:
            continue
        moved = {"cell": cell.pk, "from": source_place, "to": place, "text": cell.text}
        if other is cell:
            cell.column_id, cell.feature_id = place
            cell.save(update_fields=["column", "feature"])
        else:
            moved |= {"before": other.text, "modified": to_plain_value(other.modified)}
            other.text, other.modified = cell.text, merge.now
            other.save(update_fields=["text", "modified"])
        done.append(moved)
    return done


def restore_cells(merge: GridMerge, moved: list[dict[str, Any]]) -> None:
    """Give cells their old places and texts back; a text that somebody has changed since stays in the target, too.

    Raises:
        StillNeeded: cells were filled since that have no place once both grids part.
    """
    for entry in reversed(moved):
        if "before" in entry:
            restore_text(entry)
        else:
            restore_place(merge, entry)
    restore_newer_cells(merge)


def restore_text(entry: dict[str, Any]) -> None:
    """Give a cell of the target its old text back, unless it was changed since."""
    column, feature = entry["to"]
    rows = GridCell.objects.filter(column=column, feature=feature, text=entry["text"])
    rows.update(text=entry["before"], modified=datetime.fromisoformat(entry["modified"]))


def restore_place(merge: GridMerge, entry: dict[str, Any]) -> None:
    """Move a cell back; if the target goes on with another text of it, the source gets a new one with the old text."""
    column, feature = entry["from"]
    if not (GridPackage.objects.filter(pk=column).exists() and Feature.objects.filter(pk=feature).exists()):
        return
    cell = GridCell.objects.filter(pk=entry["cell"]).first()
    is_shared = entry["to"][0] != column and entry["to"][1] != feature
    if cell and not (is_shared and cell.text != entry["text"]):
        cell.column_id, cell.feature_id = column, feature
        cell.save(update_fields=["column", "feature"])
    elif cell is None or is_shared:
        pk = None if cell else entry["cell"]
        values = {"text": entry["text"], "created": merge.now, "modified": merge.now}
        GridCell.objects.create(pk=pk, column_id=column, feature_id=feature, **values)


def restore_newer_cells(merge: GridMerge) -> None:
    """Move cells that were filled since along with the columns and features that move back.

    Raises:
        StillNeeded: some have no place then.
    """
    columns, features = former_columns(merge), former_features(merge)
    stuck = 0
    for cell in find_divided_cells(merge):
        place = columns.get(cell.column_id, 0), features.get(cell.feature_id, 0)
        there = GridCell.objects.filter(column=place[0], feature=place[1])
        if all(place) and not there.exclude(text="").exists():
            there.delete()
            cell.column_id, cell.feature_id = place
            cell.save(update_fields=["column", "feature"])
        elif cell.text:
            stuck += 1
        else:
            cell.delete()
    if stuck:
        raise StillNeeded(f"Cells of both grids were filled in later ({stuck}). Empty them first.")


def former_columns(merge: GridMerge) -> dict[int, int]:
    """The columns of the restored source by those that they became."""
    present = set(GridPackage.objects.filter(grid=merge.source).values_list("pk", flat=True))
    return {place: pk for pk, place in reversed(list(merge.columns.items())) if pk in present}


def former_features(merge: GridMerge) -> dict[int, int]:
    """The features of the restored source by those that they became."""
    present = set(Feature.objects.filter(grid=merge.source).values_list("pk", flat=True))
    return {place: pk for pk, place in reversed(list(merge.features.items())) if pk in present}


def find_divided_cells(merge: GridMerge) -> list[GridCell]:
    """The cells of a column of one grid and a feature of the other."""
    one = Q(column__grid=merge.source, feature__grid=merge.target)
    return list(GridCell.objects.filter(one | Q(column__grid=merge.target, feature__grid=merge.source)))


def left_cells(merge: GridMerge) -> QuerySet[GridCell]:
    """The cells of columns and features of the source."""
    return GridCell.objects.filter(Q(column__grid=merge.source) | Q(feature__grid=merge.source))


CELLS = GridMergePart("cells", "Cells", GridCell, count_cells, move_cells, restore_cells, left_cells)
