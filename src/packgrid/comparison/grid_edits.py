"""Changes that people make to grids. Every change is recorded as an edit, in the same transaction.

Each function locks the grid first, so that of two people who change one grid the second sees what the first did. They
raise NotAllowed and TooManyEdits (revisions.edit_log.check_may_edit), Locked, RowRemoved, and ValidationError for a
value that is not valid; more where a docstring says so.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from packgrid.catalogue.models import Dated, Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.cell_checks import explain_cell_problem
from packgrid.comparison.former_grids import keep_former_slug
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.projections.announcements import announce, collect_changes
from packgrid.revisions.edit_log import EditContext, EditSubject, check_may_edit, record_edit
from packgrid.revisions.errors import Duplicate, Locked, NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.field_values import merge_into_row, read_fields, set_fields
from packgrid.revisions.models import Edit
from packgrid.revisions.three_way_merge import State

Kind = Edit.Kind
MODERATED = ("slug", "is_locked", "is_header")
"""The fields of a grid that only moderators change."""


def lock_grid(grid_id: int, by: EditContext) -> Grid:
    """The grid, locked in the database until the transaction ends, for somebody who may change it.

    Raises:
        NotAllowed, TooManyEdits, RowRemoved, Locked: as above.
    """
    check_may_edit(by)
    grid = Grid.objects.select_for_update().filter(pk=grid_id).first()
    if grid is None:
        raise RowRemoved
    if grid.is_locked and not by.is_moderator:
        raise Locked
    return grid


def announce_grid(grid: Grid, by: EditContext, packages: Sequence[int] = ()) -> None:
    """Set `modified` and announce the change; `packages` are those that were added or removed."""
    Grid.objects.filter(pk=grid.pk).update(modified=by.now)
    announce(grids={grid.pk})
    if packages:
        announce(packages=set(packages))


@collect_changes()
def add_grid(values: Mapping[str, Any], packages: Sequence[int] = (), *, by: EditContext) -> Grid:
    """A new grid with these packages: `slug` and `title` are needed.

    Raises:
        Duplicate: there is a grid with this slug.
    """
    check_may_edit(by, "add")
    grid = Grid(created=by.now, modified=by.now)
    set_fields(grid, {"slug": "", "title": ""} | dict(values))
    insert_grid(grid)
    record_edit(grid_subject(grid), by, before=None, after=read_fields(grid, values))
    rows = visible_packages().in_bulk(packages)
    for pk in dict.fromkeys(packages):
        if pk in rows:
            insert_column(grid, rows[pk], by)
    announce_grid(grid, by, packages)
    return grid


def insert_grid(grid: Grid) -> None:
    """Insert a grid.

    Raises:
        Duplicate: there is one with this slug, perhaps since this moment.
    """
    refuse_taken_slug(grid)
    try:
        with transaction.atomic():
            grid.save(force_insert=True)
    except IntegrityError:
        refuse_taken_slug(grid)
        raise


def refuse_taken_slug(grid: Grid) -> None:
    """Refuse an address that another grid has."""
    if existing := Grid.objects.filter(slug__iexact=grid.slug).exclude(pk=grid.pk).first():
        raise Duplicate(f"The grid {existing.title} already has this URL name. Choose another one.", existing)


@collect_changes()
def change_grid(grid_id: int, values: Mapping[str, Any], *, was: State, by: EditContext) -> Edit | None:
    """Change title, description and the like; the edit, None where nothing differs.

    Raises:
        Conflict: somebody else changed the same field since `was`.
    """
    grid = lock_grid(grid_id, by)
    if not by.is_moderator and any(name in values and values[name] != was.get(name) for name in MODERATED):
        raise NotAllowed("Only moderators can lock a grid, show it on the home page or change its URL name.")
    before = read_fields(grid, values)
    written = merge_into_row(grid, values, was=was)
    if "slug" in written:
        refuse_taken_slug(grid)
        keep_former_slug(grid, before["slug"])
    return save_with_edit(grid, grid, grid_subject, by, (before, written))


def save_with_edit[Row: Dated](
    row: Row, grid: Grid, about: Callable[[Row], EditSubject], by: EditContext, states: tuple[State, State]
) -> Edit | None:
    """Write a row that was changed in memory, with its edit; None where nothing differs."""
    before, written = states
    if not written:
        return None
    row.modified = by.now
    row.save()
    edit = record_edit(about(row), by, before={name: before[name] for name in written}, after=written)
    announce_grid(grid, by)
    return edit


@collect_changes()
def remove_grid(grid_id: int, *, by: EditContext) -> Edit:
    """Remove a grid that is empty; whoever made it may, and moderators.

    Raises:
        StillNeeded: there are packages or features in it.
    """
    grid = lock_grid(grid_id, by)
    if grid.columns.exists() or grid.features.exists():
        raise StillNeeded("This grid still has packages or features. Remove them first.")
    before = read_fields(grid, ("slug", "title", "description", "is_locked", "is_header", "created"))
    edit = record_edit(grid_subject(grid), by, before=before, after=None)
    grid.delete()
    return edit


@collect_changes()
def add_column(grid_id: int, package_id: int, *, by: EditContext) -> GridPackage:
    """Put a package into a grid.

    Raises:
        Duplicate: it is there; `existing` is its column.
    """
    grid = lock_grid(grid_id, by)
    package = visible_packages().filter(pk=package_id).first()
    if package is None:
        raise RowRemoved
    if existing := grid.columns.filter(package=package).first():
        raise Duplicate(f"{package.title} is already in this grid.", existing)
    column = insert_column(grid, package, by)
    announce_grid(grid, by, [package.pk])
    return column


@collect_changes()
def add_columns(grid_id: int, package_ids: Sequence[int], *, by: EditContext) -> int:
    """Put packages into a grid, all or none, each as an edit; those that are in it stay. Returns how many are new."""
    present = set(GridPackage.objects.filter(grid=grid_id).values_list("package", flat=True))
    missing = [package_id for package_id in dict.fromkeys(package_ids) if package_id not in present]
    for package_id in missing:
        add_column(grid_id, package_id, by=by)
    return len(missing)


def insert_column(grid: Grid, package: Package, by: EditContext) -> GridPackage:
    """Insert a column and record its edit."""
    column = GridPackage.objects.create(grid=grid, package=package, created=by.now, modified=by.now)
    record_edit(column_subject(column), by, before=None, after={"package_id": package.pk})
    return column


@collect_changes()
def remove_column(grid_id: int, package_id: int, *, by: EditContext) -> Edit:
    """Remove a package from a grid. Its cells are stored in the edit, so that a revert restores them."""
    grid = lock_grid(grid_id, by)
    column = grid.columns.filter(package=package_id).select_related("package").first()
    if column is None:
        raise RowRemoved
    cells = column.cells.exclude(text="").values_list("feature", "pk", "text")
    before = {"package_id": package_id, "cells": [list(cell) for cell in cells]}
    edit = record_edit(column_subject(column), by, before=before, after=None)
    column.delete()
    announce_grid(grid, by, [package_id])
    return edit


@collect_changes()
def add_feature(grid_id: int, values: Mapping[str, Any], *, by: EditContext) -> Feature:
    """A new row at the end of a grid: a `title` is needed.

    Raises:
        Duplicate: the grid has a feature of this title.
    """
    grid = lock_grid(grid_id, by)
    last = grid.features.aggregate(last=Max("position"))["last"]
    feature = Feature(grid=grid, position=0 if last is None else last + 1, created=by.now, modified=by.now)
    set_fields(feature, {"title": ""} | dict(values))
    refuse_duplicate_title(feature)
    feature.save(force_insert=True)
    record_edit(feature_subject(feature), by, before=None, after=read_fields(feature, values))
    announce_grid(grid, by)
    return feature


def refuse_duplicate_title(feature: Feature) -> None:
    """Refuse a title that another feature of the grid has: catalogue files match features by it."""
    twins = Feature.objects.filter(grid=feature.grid_id, title__iexact=feature.title).exclude(pk=feature.pk)
    if existing := twins.first():
        raise Duplicate(f"This grid already has a feature “{existing.title}”.", existing)


@collect_changes()
def change_feature(feature_id: int, values: Mapping[str, Any], *, was: State, by: EditContext) -> Edit | None:
    """Change a feature's title, description or kind; the edit, None where nothing differs.

    Raises:
        Conflict: somebody else changed the same field since `was`.
        Duplicate: the grid has another feature of this title.
        ValidationError: there are cells that do not fit the new kind.
    """
    grid, feature = lock_feature(feature_id, by)
    before = read_fields(feature, values)
    written = merge_into_row(feature, values, was=was)
    if "title" in written:
        refuse_duplicate_title(feature)
    if "kind" in written:
        refuse_cells_of_other_kinds(feature)
    return save_with_edit(feature, grid, feature_subject, by, (before, written))


def refuse_cells_of_other_kinds(feature: Feature) -> None:
    """Refuse a kind that does not fit what people wrote into the cells.

    Raises:
        ValidationError: it names the first cell.
    """
    for package, text in feature.cells.exclude(text="").order_by("pk").values_list("column__package__title", "text"):
        if problem := explain_cell_problem(feature.kind, text):
            raise ValidationError({"kind": f"The cell of {package} does not fit: {problem}"})


def lock_feature(feature_id: int, by: EditContext) -> tuple[Grid, Feature]:
    """The grid and the feature, for somebody who may change them; the grid is locked until the transaction ends."""
    grid_id = Feature.objects.filter(pk=feature_id).values_list("grid", flat=True).first()
    grid = lock_grid(grid_id or 0, by)
    feature = Feature.objects.filter(pk=feature_id).first()
    if feature is None:
        raise RowRemoved
    return grid, feature


@collect_changes()
def move_feature(feature_id: int, place: int, *, by: EditContext) -> Edit | None:
    """Put a feature at a place among the rows, counted from 0; the edit, None where it is there."""
    grid, feature = lock_feature(feature_id, by)
    rows = list(grid.features.all())
    before = [row.pk for row in rows].index(feature.pk)
    rows.insert(max(0, min(place, len(rows) - 1)), rows.pop(before))
    after = [row.pk for row in rows].index(feature.pk)
    if before == after:
        return None
    for position, row in enumerate(rows):
        row.position = position
    Feature.objects.bulk_update(rows, ["position"])
    edit = record_edit(feature_subject(feature), by, before={"place": before}, after={"place": after})
    announce_grid(grid, by)
    return edit


@collect_changes()
def remove_feature(feature_id: int, *, by: EditContext) -> Edit:
    """Remove a row from a grid. Its cells are stored in the edit, so that a revert restores them."""
    grid, feature = lock_feature(feature_id, by)
    cells = feature.cells.exclude(text="").values_list("column__package", "pk", "text")
    before = read_fields(feature, ("title", "description", "kind", "position")) | {
        "cells": [list(cell) for cell in cells]
    }
    edit = record_edit(feature_subject(feature), by, before=before, after=None)
    feature.delete()
    announce_grid(grid, by)
    return edit


@attrs.frozen
class CellPlace:
    """A cell: a feature and a package of one grid."""

    grid_id: int
    package_id: int
    feature_id: int


@collect_changes()
def fill_cell(place: CellPlace, text: str, *, was: str, by: EditContext) -> Edit | None:
    """Write into a cell; the edit, None where it says so already. `was` is what the editor had seen.

    Raises:
        Conflict: somebody else wrote into it since.
        RowRemoved: the package or the feature is not in this grid (any more).
        ValidationError: the text does not fit the kind of the feature.
    """
    grid = lock_grid(place.grid_id, by)
    column = grid.columns.filter(package=place.package_id).select_related("package").first()
    feature = grid.features.filter(pk=place.feature_id).first()
    if column is None or feature is None:
        raise RowRemoved
    if problem := explain_cell_problem(feature.kind, text):
        raise ValidationError({"text": problem})
    cell = GridCell.objects.filter(column=column, feature=feature).first() or GridCell(
        column=column, feature=feature, created=by.now
    )
    before = {"text": cell.text}
    written = merge_into_row(cell, {"text": text.strip()}, was={"text": was})
    return save_with_edit(cell, grid, cell_subject, by, (before, written))


def grid_subject(grid: Grid) -> EditSubject:
    """The subject of an edit of a grid."""
    return EditSubject(Kind.GRID, grid.pk, grid.title, grid_id=grid.pk)


def column_subject(column: GridPackage) -> EditSubject:
    """The subject of an edit of a column."""
    return EditSubject(Kind.COLUMN, column.pk, column.package.title, column.grid_id, column.package_id)


def feature_subject(feature: Feature) -> EditSubject:
    """The subject of an edit of a feature."""
    return EditSubject(Kind.FEATURE, feature.pk, feature.title, feature.grid_id)


def cell_subject(cell: GridCell) -> EditSubject:
    """The subject of an edit of a cell."""
    column, title = cell.column, f"{cell.column.package.title}: {cell.feature.title}"
    return EditSubject(Kind.CELL, cell.pk, title, column.grid_id, column.package_id)
