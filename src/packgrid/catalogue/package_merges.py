"""Merges a package into another one, and undoes that. Both are edits.

The merged package stays, hidden, with its facts and with the rows that the remaining one has already; nothing is
deleted. All other rows are moved, each kind by a part that its app registers. The edit stores what was moved.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Exists, Model, OuterRef, QuerySet

from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.models import Example, FormerPackage, Package
from packgrid.catalogue.visibility import announce_visibility
from packgrid.projections.announcements import announce, collect_changes
from packgrid.projections.locks import lock_rows
from packgrid.revisions.edit_log import EditContext, EditSubject, check_may_edit, record_edit
from packgrid.revisions.errors import NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.field_values import read_fields
from packgrid.revisions.models import Edit


@attrs.frozen
class PackageMerge:
    """A merge of `source` into `target`. `overwritten` are the keys of cells where the text of the source stays."""

    source: Package
    target: Package
    now: datetime
    overwritten: frozenset[str] = frozenset()


@attrs.frozen
class MergePart:
    """Rows of one kind that a merge moves.

    `count` says how many will move, and how many stay because the remaining package has the same; `move` moves them and
    returns JSON from which `restore` moves them back.
    """

    name: str
    title: str
    count: Callable[[PackageMerge], tuple[int, int]]
    move: Callable[[PackageMerge], Any]
    restore: Callable[[PackageMerge, Any], None]


_parts: dict[str, MergePart] = {}


def register_merge_part(part: MergePart) -> None:
    """Let merges move these rows, too; it replaces a part of the same name."""
    _parts[part.name] = part


def rows_part(
    title: str, model: type[Model], key: tuple[str, ...] = (), changed: Callable[[PackageMerge], None] | None = None
) -> MergePart:
    """A part that moves the rows of a model with a field `package`, of which a package has one for each `key`.

    `changed` is called after rows were moved, in either direction.
    """
    rows = model._default_manager  # noqa: SLF001 its public name

    def movable(merge: PackageMerge) -> QuerySet[Any]:
        found = rows.filter(package=merge.source)
        same = rows.filter(package=merge.target, **{name: OuterRef(name) for name in key})
        return found.exclude(Exists(same)) if key else found

    def count(merge: PackageMerge) -> tuple[int, int]:
        moved = movable(merge).count()
        return moved, rows.filter(package=merge.source).count() - moved

    def move(merge: PackageMerge) -> list[int]:
        ids = list(movable(merge).order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=ids).update(package=merge.target)
        if ids and changed:
            changed(merge)
        return ids

    def restore(merge: PackageMerge, ids: list[int]) -> None:
        rows.filter(pk__in=ids, package=merge.target).update(package=merge.source)
        if ids and changed:
            changed(merge)

    return MergePart(model.__name__.lower(), title, count, move, restore)


@attrs.frozen
class PartCount:
    """The rows of one kind that a merge moves (`moved`), and those that stay with the merged package (`kept`)."""

    title: str
    moved: int
    kept: int


def preview_merge(source: Package, target: Package, *, now: datetime) -> list[PartCount]:
    """Count the rows that a merge would move, by kind; kinds without rows are left out. A few queries a kind."""
    merge = PackageMerge(source, target, now)
    counts = [PartCount(part.title, *part.count(merge)) for part in _parts.values()]
    return [found for found in counts if found.moved or found.kept]


@collect_changes()
def merge_packages(
    source_id: int, target_id: int, *, by: EditContext, overwritten: frozenset[str] = frozenset()
) -> Edit | None:
    """Merge a package into another one; the edit, None if it was merged into it already.

    Raises:
        NotAllowed: they are no moderator.
        RowRemoved: one of them is not listed (any more).
        StillNeeded: it was merged into another package, or they are the same.
    """
    check_may_merge(by)
    rows = lock_both(source_id, target_id)
    if known := FormerPackage.objects.filter(former_id=source_id).first():
        if known.package_id == target_id:
            return None
        raise StillNeeded("This package was merged into another one. Revert that merge first.")
    if source_id == target_id:
        raise StillNeeded("A package cannot be merged into itself. Choose another one.")
    if len(rows) < 2 or any(row.is_hidden for row in rows.values()):  # noqa: PLR2004 both of them
        raise RowRemoved
    merge = PackageMerge(rows[source_id], rows[target_id], by.now, overwritten)
    moves = {part.name: moved for part in _parts.values() if (moved := part.move(merge))}
    edit = record_edit(
        merge_subject(merge), by, before={"merged_slug": None}, after={"merged_slug": merge.source.slug, "moves": moves}
    )
    values = {"former_id": source_id, "package": merge.target, "merge": edit}
    FormerPackage.objects.update_or_create(slug=merge.source.slug, defaults=values)
    set_hidden(merge, is_hidden=True)
    return edit


@collect_changes()
def undo_merge(edit: Edit, *, by: EditContext) -> Edit | None:
    """Undo a merge, or make it again if the edit undid one; the new edit, None if nothing is to be done.

    Raises:
        NotAllowed: they are no moderator.
        RowRemoved: one of the packages was removed.
        StillNeeded: it is merged into another package now.
    """
    check_may_merge(by)
    if not (edit.after or {}).get("merged_slug"):
        return merge_packages(edit.row_id, edit.package_id or 0, by=by)
    rows = lock_both(edit.row_id, edit.package_id or 0)
    known = FormerPackage.objects.filter(former_id=edit.row_id).first()
    if known is None or known.merge_id != edit.pk:
        return None
    if known.package_id != edit.package_id:
        raise StillNeeded("The remaining package was merged into another one later. Revert that merge first.")
    if len(rows) < 2:  # noqa: PLR2004 both of them
        raise RowRemoved
    merge = PackageMerge(rows[edit.row_id], rows[known.package_id], by.now)
    known.delete()
    for name, moved in reversed((edit.after or {})["moves"].items()):
        _parts[name].restore(merge, moved)
    set_hidden(merge, is_hidden=False)
    before = {"merged_slug": merge.source.slug}
    return record_edit(merge_subject(merge), by, before=before, after={"merged_slug": None})


def check_may_merge(by: EditContext) -> None:
    """Refuse those who are no moderators."""
    check_may_edit(by)
    if not by.is_moderator:
        raise NotAllowed("Only moderators can merge packages.")


def lock_both(source_id: int, target_id: int) -> dict[int, Package]:
    """Both packages by id, locked in the order of their ids, as projections lock them."""
    lock_rows(Package, {source_id, target_id})
    return Package.objects.in_bulk([source_id, target_id])


def set_hidden(merge: PackageMerge, *, is_hidden: bool) -> None:
    """Hide the merged package or show it again, and announce both packages."""
    Package.objects.filter(pk=merge.source.pk).update(is_hidden=is_hidden, modified=merge.now)
    Package.objects.filter(pk=merge.target.pk).update(modified=merge.now)
    both = {merge.source.pk, merge.target.pk}
    announce(packages=both, decided_packages=both, discussed_packages=both, liked_packages=both)
    announce_visibility({merge.source.pk})


def merge_subject(merge: PackageMerge) -> EditSubject:
    """The subject of the edit: the merged package; it belongs to the history of the remaining one."""
    return EditSubject(Edit.Kind.MERGE, merge.source.pk, merge.source.title, package_id=merge.target.pk)


def move_successors(merge: PackageMerge) -> list[int]:
    """Let packages that the merged one replaces be replaced by the remaining one."""
    rows = Package.objects.filter(replaced_by=merge.source).exclude(pk=merge.target.pk)
    ids = list(rows.values_list("pk", flat=True))
    Package.objects.filter(pk__in=ids).update(replaced_by=merge.target)
    return ids


def restore_successors(merge: PackageMerge, ids: list[int]) -> None:
    """Let them be replaced by the merged package again."""
    Package.objects.filter(pk__in=ids, replaced_by=merge.target).update(replaced_by=merge.source)
    announce(packages=ids, decided_packages=ids)


def count_successors(merge: PackageMerge) -> tuple[int, int]:
    """Count the packages that the merged one replaces: (moved, 0)."""
    return Package.objects.filter(replaced_by=merge.source).exclude(pk=merge.target.pk).count(), 0


def count_builtin(merge: PackageMerge) -> tuple[int, int]:
    """Count what is said about being built in: it stays with the merged package if both say something."""
    if not merge.source.builtin_in:
        return 0, 0
    return (0, 1) if merge.target.builtin_in else (1, 0)


def copy_builtin(merge: PackageMerge) -> list[dict[str, str]]:
    """Let the remaining package say what the merged one is built into, if it says nothing itself."""
    moved, _kept = count_builtin(merge)
    copied = [read_fields(merge.source, BUILTIN_COLUMNS)] * moved
    for values in copied:
        Package.objects.filter(pk=merge.target.pk).update(**values)
    return copied


def clear_builtin(merge: PackageMerge, copied: list[dict[str, str]]) -> None:
    """Take back from the remaining package what it was built into, unless somebody has changed that."""
    for values in copied:
        Package.objects.filter(pk=merge.target.pk, **values).update(**dict.fromkeys(values, ""))


def register_catalogue_parts() -> None:
    """Let merges move sites, former slugs, what the package replaces, and what it is built into."""
    register_merge_part(MergePart("builtin", "Built in now", count_builtin, copy_builtin, clear_builtin))
    register_merge_part(rows_part("Sites", Example, ("url",)))
    register_merge_part(rows_part("Former names", FormerPackage))
    register_merge_part(
        MergePart("successors", "Packages that it replaces", count_successors, move_successors, restore_successors)
    )


def describe_moves(moves: Mapping[str, Any]) -> str:
    """The kinds of rows that a merge moved, as one text."""
    return ", ".join(f"{part.title} ({len(moves[name])})" for name, part in _parts.items() if moves.get(name))
