"""Reads edits."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from packgrid.revisions.models import Edit


def newest_edits() -> QuerySet[Edit]:
    """Every edit, newest first, with who made it, and whether it was reverted (`is_reverted`)."""
    reverts = Edit.objects.filter(reverts=OuterRef("pk"))
    return Edit.objects.select_related("who", "reverts").annotate(is_reverted=Exists(reverts)).order_by("-pk")


def edits_of(kind: Edit.Kind, row_id: int) -> QuerySet[Edit]:
    """The edits of one row."""
    return newest_edits().filter(kind=kind, row_id=row_id)


def edits_about(package_ids: Collection[int]) -> QuerySet[Edit]:
    """The edits of these packages, of their columns and cells in any grid, and marks that they are not duplicates."""
    marks = Q(kind=Edit.Kind.DISTINCT, row_id__in=package_ids)
    return newest_edits().filter(Q(package_id__in=package_ids) | marks)


def edits_in_grids(grid_ids: Collection[int]) -> QuerySet[Edit]:
    """The edits of these grids, their columns, features and cells."""
    return newest_edits().filter(grid_id__in=grid_ids)


def edits_by(user_id: int) -> QuerySet[Edit]:
    """The edits of one person."""
    return newest_edits().filter(who=user_id)


def unreverted_edits_by(user_id: int) -> QuerySet[Edit]:
    """The edits of one person that nobody has reverted, newest first."""
    return Edit.objects.filter(who=user_id, reverted_by=None)


def unreverted_edits_since(since: datetime, *, limit: int) -> list[Edit]:
    """The newest edits since then that nobody has reverted, with who made them; those of deleted accounts left out."""
    rows = Edit.objects.filter(at__gt=since, who__isnull=False, reverted_by=None)
    return list(rows.select_related("who").order_by("-pk")[:limit])


def last_edits_of_cells(grid_ids: Collection[int]) -> QuerySet[Edit]:
    """The last edit of each cell of these grids, with who made it."""
    newest = Edit.objects.filter(grid_id__in=grid_ids, kind=Edit.Kind.CELL).values("row_id").annotate(last=Max("pk"))
    return Edit.objects.filter(pk__in=newest.values("last")).select_related("who")


def last_edit_by_field(edits: Iterable[Edit]) -> dict[str, Edit]:
    """The last of these edits of a row (newest first) that changed each field."""
    found: dict[str, Edit] = {}
    for edit in edits:
        for name in edit.after or ():
            found.setdefault(name, edit)
    return found
