"""Merges a grid into another one, and undoes that. Both are edits.

The merged grid is deleted, like a grid that somebody removes. Its rows move to the remaining one, each kind by a part
that its app registers; rows that the remaining grid has already are stored in the edit, and its undo restores them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Model, QuerySet

from packgrid.comparison.models import Feature, FormerGrid, Grid, GridPackage
from packgrid.projections.announcements import announce, collect_changes
from packgrid.projections.locks import lock_rows
from packgrid.revisions.edit_log import EditContext, EditSubject, check_may_edit, record_edit
from packgrid.revisions.errors import Duplicate, NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.models import Edit
from packgrid.revisions.stored_rows import insert_stored_rows, read_row

type Pairs = Mapping[int, int]


@attrs.frozen
class GridMerge:
    """A merge of the grid `source` into `target`. `overwritten` are the keys of cells where the source's text stays.

    `columns` and `features` hold the rows of the source and what they become: themselves if they move, else the
    target's column of the same package or feature of the same title.
    """

    source: Grid
    target: Grid
    now: datetime
    columns: Pairs
    features: Pairs
    overwritten: frozenset[str] = frozenset()

    @property
    def moved_columns(self) -> list[int]:
        """The columns that move with their ids."""
        return [pk for pk, place in self.columns.items() if pk == place]

    @property
    def moved_features(self) -> list[int]:
        """The features that move with their ids."""
        return [pk for pk, place in self.features.items() if pk == place]


@attrs.frozen
class GridMergePart:
    """Rows of one kind that a merge of grids moves.

    `count` says how many will move, and how many stay because the remaining grid has the same; `move` moves them and
    returns JSON from which `restore` moves them back; `left` are those that did not move, which are deleted and stored.
    """

    name: str
    title: str
    model: type[Model]
    count: Callable[[GridMerge], tuple[int, int]]
    move: Callable[[GridMerge], list[Any]]
    restore: Callable[[GridMerge, list[Any]], None]
    left: Callable[[GridMerge], QuerySet[Any]]


_parts: dict[str, GridMergePart] = {}


def register_grid_merge_part(part: GridMergePart) -> None:
    """Let merges of grids move these rows, too; it replaces a part of the same name."""
    _parts[part.name] = part


def plan_grid_merge(
    source: Grid, target: Grid, *, now: datetime, overwritten: frozenset[str] = frozenset()
) -> GridMerge:
    """A merge with what becomes of each column and feature; four queries."""
    known_columns = dict(GridPackage.objects.filter(grid=target).values_list("package", "pk"))
    columns = GridPackage.objects.filter(grid=source).values_list("pk", "package")
    known_features: dict[str, int] = {}
    for pk, title in Feature.objects.filter(grid=target).values_list("pk", "title"):
        known_features.setdefault(title.casefold(), pk)
    features = Feature.objects.filter(grid=source).values_list("pk", "title")
    return GridMerge(
        source,
        target,
        now,
        {pk: known_columns.get(package, pk) for pk, package in columns},
        {pk: known_features.get(title.casefold(), pk) for pk, title in features},
        overwritten,
    )


@attrs.frozen
class GridPartCount:
    """How many rows of a kind move, and how many the remaining grid has already."""

    title: str
    moved: int
    kept: int


def preview_grid_merge(merge: GridMerge) -> list[GridPartCount]:
    """Count the rows that a merge would move, by kind; kinds without rows are left out."""
    counts = [GridPartCount(part.title, *part.count(merge)) for part in _parts.values()]
    return [found for found in counts if found.moved or found.kept]


@collect_changes()
def merge_grids(
    source_id: int, target_id: int, *, by: EditContext, overwritten: frozenset[str] = frozenset()
) -> Edit | None:
    """Merge a grid into another one; the edit, None if it was merged into it already.

    Raises:
        NotAllowed: they are no moderator.
        RowRemoved: one of them is gone.
        StillNeeded: they are the same.
    """
    check_may_merge_grids(by)
    if FormerGrid.objects.filter(former_id=source_id, grid=target_id).exists():
        return None
    if source_id == target_id:
        raise StillNeeded("A grid cannot be merged into itself. Choose another one.")
    lock_rows(Grid, {source_id, target_id})
    rows = Grid.objects.in_bulk([source_id, target_id])
    if len(rows) < 2:  # noqa: PLR2004 both of them
        raise RowRemoved
    merge = plan_grid_merge(rows[source_id], rows[target_id], now=by.now, overwritten=overwritten)
    state = move_rows(merge) | {"grid": read_row(merge.source)}
    edit = record_edit(
        grid_merge_subject(merge),
        by,
        before={"merged_grid": None},
        after={"merged_grid": merge.source.slug, "grid_moves": state},
    )
    merge.source.delete()
    values = {"former_id": source_id, "grid": merge.target, "merge": edit}
    FormerGrid.objects.update_or_create(slug=state["grid"]["slug"], defaults=values)
    announce_both_grids(source_id, merge)
    return edit


def move_rows(merge: GridMerge) -> dict[str, Any]:
    """Move the rows, delete those that are left, and return both as JSON."""
    moved = {part.name: done for part in _parts.values() if (done := part.move(merge))}
    removed = {}
    for part in reversed(_parts.values()):
        if rows := [read_row(row) for row in part.left(merge).order_by("pk")]:
            removed[part.name] = rows
            part.left(merge).delete()
    places = {"columns": list(merge.columns.items()), "features": list(merge.features.items())}
    return {"places": places, "moved": moved, "removed": removed}


@collect_changes()
def undo_grid_merge(edit: Edit, *, by: EditContext) -> Edit | None:
    """Undo a merge of grids, or make it again if the edit undid one; the new edit, None if nothing is to be done.

    Raises:
        NotAllowed: they are no moderator.
        RowRemoved: the remaining grid was removed.
        StillNeeded: it is merged into another grid now, or cells or packages changed so that both cannot part.
        Duplicate: another grid has the address of the merged one.
    """
    check_may_merge_grids(by)
    if not (edit.after or {}).get("merged_grid"):
        return merge_grids(edit.row_id, edit.grid_id or 0, by=by)
    known = FormerGrid.objects.select_related("grid").filter(former_id=edit.row_id).first()
    if known is None and not Grid.objects.filter(pk__in=[edit.grid_id, edit.row_id]).exists():
        raise RowRemoved
    if known is None or known.merge_id != edit.pk:
        return None
    if known.grid_id != edit.grid_id:
        raise StillNeeded("The remaining grid was merged into another one later. Revert that merge first.")
    lock_rows(Grid, {known.grid_id})
    state = (edit.after or {})["grid_moves"]
    refuse_taken_place(state["grid"])
    known.delete()
    merge = restore_rows(state, known.grid, by)
    announce_both_grids(merge.source.pk, merge)
    before = {"merged_grid": merge.source.slug}
    return record_edit(grid_merge_subject(merge), by, before=before, after={"merged_grid": None})


def refuse_taken_place(grid: Mapping[str, Any]) -> None:
    """Refuse to restore a grid whose address or id another grid has.

    Raises:
        Duplicate: another grid has it.
    """
    others = Grid.objects.filter(slug__iexact=grid["slug"]) | Grid.objects.filter(pk=grid["id"])
    if existing := others.first():
        raise Duplicate(f"The grid {existing.title} has this URL name now. Change that first.", existing)


def restore_rows(state: Mapping[str, Any], target: Grid, by: EditContext) -> GridMerge:
    """Restore the merged grid and the rows that were deleted with it, and move the others back."""
    insert_stored_rows(Grid, [state["grid"]])
    places = state["places"]
    columns, features = dict(places["columns"]), dict(places["features"])
    merge = GridMerge(Grid.objects.get(pk=state["grid"]["id"]), target, by.now, columns, features)
    for name, part in _parts.items():
        insert_stored_rows(part.model, state["removed"].get(name, ()))
    for name, part in _parts.items():
        part.restore(merge, state["moved"].get(name, []))
    return merge


def check_may_merge_grids(by: EditContext) -> None:
    """Refuse those who are no moderators."""
    check_may_edit(by)
    if not by.is_moderator:
        raise NotAllowed("Only moderators can merge grids.")


def announce_both_grids(source_id: int, merge: GridMerge) -> None:
    """Announce both grids and the packages that are in one of them."""
    both = {source_id, merge.target.pk}
    Grid.objects.filter(pk=merge.target.pk).update(modified=merge.now)
    packages = set(GridPackage.objects.filter(grid__in=both).values_list("package", flat=True))
    announce(grids=both, answered_grids=both, packages=packages)


def grid_merge_subject(merge: GridMerge) -> EditSubject:
    """The subject of the edit: the merged grid; it belongs to the history of the remaining one."""
    return EditSubject(Edit.Kind.MERGE, merge.source.pk, merge.source.title, grid_id=merge.target.pk)


def describe_grid_moves(state: Mapping[str, Any]) -> str:
    """The kinds of rows that a merge moved, as one text."""
    moved = state["moved"]
    return ", ".join(f"{part.title} ({len(moved[name])})" for name, part in _parts.items() if moved.get(name))
