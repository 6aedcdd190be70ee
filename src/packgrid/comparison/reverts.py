"""Reverts edits of grids by the functions that make such changes: a revert is an edit, and can be reverted, too."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from packgrid.catalogue import package_edits as catalogue
from packgrid.catalogue.distinct_packages import revert_distinct_mark
from packgrid.catalogue.former_packages import find_remaining_ids
from packgrid.catalogue.models import Package
from packgrid.catalogue.package_edits import describe_newer_edit, require_change
from packgrid.catalogue.package_merges import undo_merge
from packgrid.comparison import grid_edits
from packgrid.comparison.former_grids import present_grid_id
from packgrid.comparison.grid_edits import Kind
from packgrid.comparison.grid_merges import undo_grid_merge
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.revisions.edit_log import EditContext, check_may_edit, record_edit
from packgrid.revisions.errors import Conflict, Duplicate, EditRefused, NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.field_values import set_fields
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import unreverted_edits_by

type Revert = Callable[[Edit, EditContext], Edit | None]


@transaction.atomic
def revert_edit(edit: Edit, *, by: EditContext) -> Edit:
    """Revert one edit; returns the new edit.

    Raises:
        StillNeeded: something else needs it, or the same fields were changed since.
        NotAllowed, TooManyEdits, Locked, RowRemoved, Duplicate: as the functions that make such changes.
    """
    if edit.kind == Kind.PACKAGE:
        return catalogue.revert_package_edit(edit, by=by)
    by = attrs.evolve(by, reverts=edit)
    if edit.kind == Kind.DISTINCT:
        return require_change(revert_distinct_mark(edit, by=by))
    if edit.kind == Kind.MERGE:
        undo = undo_grid_merge if edit.grid_id else undo_merge
        return require_change(undo(edit, by=by))
    try:
        return require_change(find_revert(edit)(edit, by))
    except Conflict as conflict:
        raise StillNeeded(describe_newer_edit(edit, conflict)) from conflict


def find_revert(edit: Edit) -> Revert:
    """The function that reverts this kind of edit."""
    way = "added" if edit.is_addition else "removed" if edit.is_removal else "changed"
    return REVERTS[Kind(edit.kind), way]


def remove_added_grid(edit: Edit, by: EditContext) -> Edit:
    """Remove a grid that the edit added."""
    if not by.is_moderator and edit.who_id != by.who.pk:
        raise NotAllowed("Only its author and moderators can remove a grid.")
    return grid_edits.remove_grid(edit.row_id, by=by)


def add_removed_grid(edit: Edit, by: EditContext) -> Edit:
    """Add a grid that the edit removed, under its old id."""
    check_may_edit(by)
    before = edit.before or {}
    grid = Grid(pk=edit.row_id, modified=by.now)
    set_fields(grid, before)
    grid_edits.insert_grid(grid)
    done = record_edit(grid_edits.grid_subject(grid), by, before=None, after=before)
    grid_edits.announce_grid(grid, by)
    return done


def restore_grid_values(edit: Edit, by: EditContext) -> Edit | None:
    """Set the values that a grid had before the edit."""
    return grid_edits.change_grid(edit.row_id, edit.before or {}, was=edit.after or {}, by=by)


def remove_added_column(edit: Edit, by: EditContext) -> Edit:
    """Remove a package that the edit put into a grid."""
    column = GridPackage.objects.filter(pk=edit.row_id).first()
    if column is None:
        raise RowRemoved
    refuse_cells_filled_since(edit, column.cells.all())
    return grid_edits.remove_column(column.grid_id, column.package_id, by=by)


def refuse_cells_filled_since(edit: Edit, cells: QuerySet[GridCell]) -> None:
    """Refuse to remove cells that people filled after the edit; cells that the edit itself restored may go.

    Raises:
        StillNeeded: there are such cells.
    """
    own = {(pk, text) for _other, pk, text in (edit.after or {}).get("cells", ())}
    count = sum(cell not in own for cell in cells.exclude(text="").values_list("pk", "text"))
    if count:
        raise StillNeeded(f"{count} of its cells were filled in later. Empty them first, or remove it in the grid.")


def add_removed_column(edit: Edit, by: EditContext) -> Edit:
    """Put back a package that the edit removed, with its cells whose features are still there.

    If the package was merged into another one meanwhile, that one.
    """
    grid = grid_edits.lock_grid(present_grid_id(edit.grid_id), by)
    before = edit.before or {}
    package_id = before["package_id"]
    package = Package.objects.filter(pk=find_remaining_ids([package_id]).get(package_id, package_id)).first()
    if package is None:
        raise RowRemoved
    if existing := grid.columns.filter(package=package).first():
        raise Duplicate(f"{package.title} is already in this grid.", existing)
    column = GridPackage.objects.create(pk=edit.row_id, grid=grid, package=package, created=by.now, modified=by.now)
    features = {feature.pk: feature for feature in grid.features.all()}
    insert_removed_cells(((column, features.get(pk), cell, text) for pk, cell, text in before.get("cells", ())), by)
    done = record_edit(grid_edits.column_subject(column), by, before=None, after=before)
    grid_edits.announce_grid(grid, by, [package.pk])
    return done


type RemovedCell = tuple[GridPackage | None, Feature | None, int, str]


def insert_removed_cells(cells: Iterable[RemovedCell], by: EditContext) -> None:
    """Insert cells under their old ids; those whose column or feature is gone are left out."""
    GridCell.objects.bulk_create(
        GridCell(pk=pk, column=column, feature=feature, text=text, created=by.now, modified=by.now)
        for column, feature, pk, text in cells
        if column and feature
    )


def remove_added_feature(edit: Edit, by: EditContext) -> Edit:
    """Remove a feature that the edit added."""
    refuse_cells_filled_since(edit, GridCell.objects.filter(feature=edit.row_id))
    return grid_edits.remove_feature(edit.row_id, by=by)


def add_removed_feature(edit: Edit, by: EditContext) -> Edit:
    """Put back a feature that the edit removed, with its cells whose packages are still there."""
    grid = grid_edits.lock_grid(present_grid_id(edit.grid_id), by)
    before = dict(edit.before or {})
    cells = before.pop("cells", ())
    feature = Feature(pk=edit.row_id, grid=grid, created=by.now, modified=by.now)
    set_fields(feature, before)
    grid_edits.refuse_duplicate_title(feature)
    feature.save(force_insert=True)
    columns = {column.package_id: column for column in grid.columns.all()}
    insert_removed_cells(((columns.get(package), feature, pk, text) for package, pk, text in cells), by)
    done = record_edit(grid_edits.feature_subject(feature), by, before=None, after=edit.before)
    grid_edits.announce_grid(grid, by)
    return done


def restore_feature_values(edit: Edit, by: EditContext) -> Edit | None:
    """Set the values that a feature had before the edit, or move it to its old place."""
    before, after = edit.before or {}, edit.after or {}
    if "place" in before:
        return grid_edits.move_feature(edit.row_id, int(before["place"]), by=by)
    return grid_edits.change_feature(edit.row_id, before, was=after, by=by)


def restore_cell_text(edit: Edit, by: EditContext) -> Edit | None:
    """Set the text that a cell had before the edit."""
    cell = GridCell.objects.filter(pk=edit.row_id).select_related("column").first()
    if cell is None:
        raise RowRemoved
    place = grid_edits.CellPlace(cell.column.grid_id, cell.column.package_id, cell.feature_id)
    return grid_edits.fill_cell(place, cell_text(edit.before), was=cell_text(edit.after), by=by)


def cell_text(state: Mapping[str, Any] | None) -> str:
    """The text of a cell in one of the states of an edit."""
    return str((state or {}).get("text", ""))


REVERTS: Mapping[tuple[Kind, str], Revert] = {
    (Kind.GRID, "added"): remove_added_grid,
    (Kind.GRID, "removed"): add_removed_grid,
    (Kind.GRID, "changed"): restore_grid_values,
    (Kind.COLUMN, "added"): remove_added_column,
    (Kind.COLUMN, "removed"): add_removed_column,
    (Kind.FEATURE, "added"): remove_added_feature,
    (Kind.FEATURE, "removed"): add_removed_feature,
    (Kind.FEATURE, "changed"): restore_feature_values,
    (Kind.CELL, "changed"): restore_cell_text,
}


@attrs.frozen
class RevertReport:
    """How many edits of a person were reverted, and those that were not, each with the reason."""

    count: int
    left: tuple[tuple[Edit, str], ...]


def revert_all_edits(user_id: int, *, by: EditContext) -> RevertReport:
    """Revert all edits of a person that nobody has reverted, newest first. Those that others have built on stay.

    Raises:
        NotAllowed: they are no moderator.
    """
    if not by.is_moderator:
        raise NotAllowed("Only moderators can revert all edits of a person.")
    count, left = 0, []
    for edit in unreverted_edits_by(user_id):
        try:
            revert_edit(edit, by=by)
            count += 1
        except EditRefused as refused:
            left.append((edit, str(refused)))
        except ValidationError as error:
            left.append((edit, " ".join(error.messages)))
    return RevertReport(count, tuple(left))
