"""Moves usages, favourites, follows, flags and replies when a package is merged into another one."""

from typing import Any

from django.db.models import F, QuerySet

from packgrid.catalogue.models import Facts
from packgrid.catalogue.package_merges import MergePart, PackageMerge, register_merge_part, rows_part
from packgrid.community.models import Decision, Favorite, Flag, Maintainer, Reply, Usage, Watch
from packgrid.community.usage_and_favorites import count_usages
from packgrid.comparison.models import GridPackage

USAGE_COUNT = "usage_count"
USERS_TITLE = "Number of users counted elsewhere"


def count_both(merge: PackageMerge) -> None:
    """Count the usages of both packages again."""
    count_usages(merge.source.pk)
    count_usages(merge.target.pk)


def outside_users(facts: Facts | None) -> int | None:
    """The number of users that a catalogue file gave, without those who said so here; None if no file gave any."""
    return None if facts is None or facts.usage_count is None else max(0, facts.usage_count - facts.usages_here)


def count_outside_users_of_both(merge: PackageMerge) -> tuple[int | None, int | None]:
    """The outside users of the source and of the target; one query."""
    facts = Facts.objects.in_bulk([merge.source.pk, merge.target.pk])
    return outside_users(facts.get(merge.source.pk)), outside_users(facts.get(merge.target.pk))


def count_replaced_outside_users(merge: PackageMerge) -> tuple[int, int]:
    """1 if the number of the source is used: it is larger. Adding both might count people twice."""
    source, target = count_outside_users_of_both(merge)
    return int((source or 0) > (target or 0)), 0


def move_outside_users(merge: PackageMerge) -> list[dict[str, Any]]:
    """Take the larger number of users, with where it comes from."""
    if count_replaced_outside_users(merge) == (0, 0):
        return []
    source, target = Facts.objects.get(pk=merge.source.pk), Facts.objects.get(pk=merge.target.pk)
    said = {
        "before": outside_users(target),
        "after": outside_users(source),
        "origin": target.provenance.get(USAGE_COUNT),
    }
    write_outside_users(target, outside_users(source), source.provenance.get(USAGE_COUNT))
    return [said]


def restore_outside_users(merge: PackageMerge, said: list[dict[str, Any]]) -> None:
    """Give the target its own number back, unless a file has brought another one since."""
    target = Facts.objects.get(pk=merge.target.pk)
    if outside_users(target) == said[0]["after"]:
        write_outside_users(target, said[0]["before"], said[0]["origin"])


def write_outside_users(facts: Facts, number: int | None, origin: Any) -> None:  # noqa: ANN401 an entry of provenance
    """Write the number of users, with those who said so here."""
    facts.usage_count = facts.usages_here or None if number is None else number + facts.usages_here
    rest = {name: entry for name, entry in facts.provenance.items() if name != USAGE_COUNT}
    facts.provenance = rest | ({USAGE_COUNT: origin} if origin else {})
    facts.save(update_fields=["usage_count", "provenance"])


def shared_replies(merge: PackageMerge) -> QuerySet[Reply]:
    """The replies to cells of the source in grids that both are in, where the same person has not replied for both."""
    shared = GridPackage.objects.filter(package=merge.target).values("grid")
    rows = Reply.objects.filter(column__package=merge.source, column__grid__in=shared)
    same = Reply.objects.filter(column__package=merge.target).values_list("user", "feature")
    known = set(same)
    left = [pk for pk, user, feature in rows.values_list("pk", "user", "feature") if (user, feature) in known]
    return rows.exclude(pk__in=left)


def count_replies(merge: PackageMerge) -> tuple[int, int]:
    """Count the replies that move: (moved, 0)."""
    return shared_replies(merge).count(), 0


def move_replies(merge: PackageMerge) -> list[tuple[int, int]]:
    """Move these replies to the columns of the target; returns the ids of each reply and its old column."""
    columns = dict(GridPackage.objects.filter(package=merge.target).values_list("grid", "pk"))
    rows = list(shared_replies(merge).annotate(grid_id=F("column__grid")).values_list("pk", "column", "grid_id"))
    for pk, _column, grid_id in rows:
        Reply.objects.filter(pk=pk).update(column=columns[grid_id])
    return [(pk, column) for pk, column, _grid_id in rows if column]


def restore_replies(_merge: PackageMerge, moved: list[tuple[int, int]]) -> None:
    """Move the replies back to their old columns."""
    for pk, column in moved:
        Reply.objects.filter(pk=pk).update(column=column)


def register_parts() -> None:
    """Let merges move what people said."""
    register_merge_part(MergePart("replies", "Replies to cells", count_replies, move_replies, restore_replies))
    register_merge_part(
        MergePart("users", USERS_TITLE, count_replaced_outside_users, move_outside_users, restore_outside_users)
    )
    register_merge_part(rows_part("People who use it", Usage, ("user",), count_both))
    register_merge_part(rows_part("Favourites", Favorite, ("user",)))
    register_merge_part(rows_part("Followers", Watch, ("user",)))
    register_merge_part(rows_part("Maintainers", Maintainer, ("user",)))
    register_merge_part(rows_part("Flags", Flag, ("user", "contested_verdict")))
    register_merge_part(rows_part("Decisions of moderators", Decision))
