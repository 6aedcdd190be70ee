"""Pairs of packages that look like duplicates, and that a moderator marked as two. Marking is an edit."""

from collections.abc import Collection

from packgrid.catalogue.models import DistinctPackages, Package
from packgrid.projections.announcements import announce, collect_changes
from packgrid.projections.locks import lock_rows
from packgrid.revisions.edit_log import EditContext, EditSubject, check_may_edit, record_edit
from packgrid.revisions.errors import NotAllowed, RowRemoved
from packgrid.revisions.models import Edit

type Pair = frozenset[int]
"""The ids of two packages."""


def read_distinct_pairs(package_ids: Collection[int]) -> set[Pair]:
    """The marked pairs of these packages; one query."""
    rows = DistinctPackages.objects.filter(first__in=package_ids, second__in=package_ids)
    return {frozenset(pair) for pair in rows.values_list("first", "second")}


def list_distinct_packages(limit: int) -> list[DistinctPackages]:
    """The marked pairs, newest first, without those of hidden packages; one query."""
    rows = DistinctPackages.objects.filter(first__is_hidden=False, second__is_hidden=False)
    return list(rows.select_related("first", "second").order_by("-pk")[:limit])


@collect_changes()
def mark_distinct(package_id: int, other_id: int, *, by: EditContext, is_distinct: bool = True) -> Edit | None:
    """Mark two packages as not duplicates, or take that back; the edit, None if nothing is to be done.

    Raises:
        NotAllowed: they are no moderator.
        RowRemoved: one of the packages is gone.
    """
    check_may_edit(by)
    if not by.is_moderator:
        raise NotAllowed("Only moderators decide whether packages are duplicates.")
    lock_rows(Package, {package_id, other_id})
    rows = Package.objects.in_bulk([package_id, other_id])
    if len(rows) < 2:  # noqa: PLR2004 both of them
        raise RowRemoved
    first, second = sorted(rows)
    marks = DistinctPackages.objects.filter(first=first, second=second)
    if marks.exists() == is_distinct:
        return None
    title = f"{rows[other_id].title}, {rows[package_id].title}"
    subject = EditSubject(Edit.Kind.DISTINCT, other_id, title, package_id=package_id)
    edit = record_edit(subject, by, before={"is_distinct": not is_distinct}, after={"is_distinct": is_distinct})
    if is_distinct:
        DistinctPackages.objects.create(first_id=first, second_id=second, edit=edit)
    else:
        marks.delete()
    announce(packages=rows)
    return edit


def revert_distinct_mark(edit: Edit, *, by: EditContext) -> Edit | None:
    """Take such an edit back; the new edit, None if that was done already."""
    is_distinct = bool((edit.before or {}).get("is_distinct"))
    return mark_distinct(edit.package_id or 0, edit.row_id, by=by, is_distinct=is_distinct)
