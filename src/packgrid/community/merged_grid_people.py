"""Followers, visits and replies of a grid that is merged into another one."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from packgrid.community.models import Reply, Visit, Watch
from packgrid.comparison.grid_merges import GridMerge, GridMergePart, register_grid_merge_part
from packgrid.comparison.merged_grid_cells import former_columns, former_features, place_in_target


def people_part(title: str, model: type[Model]) -> GridMergePart:
    """A part that moves the rows of a model of which a person has one for each grid."""
    rows = model._default_manager  # noqa: SLF001 its public name

    def movable(merge: GridMerge) -> QuerySet[Any]:
        same = rows.filter(grid=merge.target, user=OuterRef("user"))
        return rows.filter(grid=merge.source).exclude(Exists(same))

    def count(merge: GridMerge) -> tuple[int, int]:
        moved = movable(merge).count()
        return moved, rows.filter(grid=merge.source).count() - moved

    def move(merge: GridMerge) -> list[int]:
        ids = list(movable(merge).order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=ids).update(grid=merge.target)
        return ids

    def restore(merge: GridMerge, ids: list[int]) -> None:
        rows.filter(pk__in=ids, grid=merge.target).update(grid=merge.source)

    def left(merge: GridMerge) -> QuerySet[Any]:
        return rows.filter(grid=merge.source)

    return GridMergePart(model.__name__.lower(), title, model, count, move, restore, left)


def displaced_replies(merge: GridMerge) -> list[Reply]:
    """The replies that get another place, without those of people who replied there already; two queries."""
    known: set[tuple[int | None, ...]] = set(
        Reply.objects.filter(column__in=merge.columns.values()).values_list("user", "column", "feature")
    )
    found = []
    for reply in Reply.objects.filter(column__in=merge.columns, feature__in=merge.features).order_by("pk"):
        place = place_in_target(merge, reply.column_id or 0, reply.feature_id or 0)
        key = (reply.user_id, *place)
        if place != (reply.column_id, reply.feature_id) and key not in known:
            known.add(key)
            found.append(reply)
    return found


def count_replies(merge: GridMerge) -> tuple[int, int]:
    """How many replies move, and how many stay."""
    total = Reply.objects.filter(column__in=merge.columns).count()
    displaced = Reply.objects.filter(column__in=merge.columns).exclude(
        column__in=merge.moved_columns, feature__in=merge.moved_features
    )
    kept = displaced.count() - len(displaced_replies(merge))
    return total - kept, kept


def move_replies(merge: GridMerge) -> list[tuple[int, int, int]]:
    """Move the replies to the cells that remain; returns the id of each with its old column and feature."""
    done = []
    for reply in displaced_replies(merge):
        done.append((reply.pk, reply.column_id or 0, reply.feature_id or 0))
        reply.column_id, reply.feature_id = place_in_target(merge, *done[-1][1:])
        reply.save(update_fields=["column", "feature"])
    return done


def restore_replies(merge: GridMerge, moved: list[Any]) -> None:
    """Move the replies back, and newer ones along with the columns and features that move back."""
    columns, features = former_columns(merge), former_features(merge)
    for pk, column, feature in moved:
        if column in columns.values() and feature in features.values():
            Reply.objects.filter(pk=pk).update(column=column, feature=feature)
    for reply in divided_replies(merge):
        place = {"column_id": columns.get(reply.column_id or 0), "feature_id": features.get(reply.feature_id or 0)}
        is_taken = Reply.objects.filter(user=reply.user_id, **place).exists()
        if all(place.values()) and not is_taken:
            Reply.objects.filter(pk=reply.pk).update(**place)


def divided_replies(merge: GridMerge) -> list[Reply]:
    """The replies to a cell of a column of one grid and a feature of the other."""
    one = Q(column__grid=merge.source, feature__grid=merge.target)
    return list(Reply.objects.filter(one | Q(column__grid=merge.target, feature__grid=merge.source)))


def left_replies(merge: GridMerge) -> QuerySet[Reply]:
    """The replies to cells of the source."""
    return Reply.objects.filter(Q(column__grid=merge.source) | Q(feature__grid=merge.source))


def register_grid_parts() -> None:
    """Let merges of grids move followers, visits and replies."""
    register_grid_merge_part(
        GridMergePart("replies", "Replies to cells", Reply, count_replies, move_replies, restore_replies, left_replies)
    )
    register_grid_merge_part(people_part("Followers", Watch))
    register_grid_merge_part(people_part("Visits of followers", Visit))
