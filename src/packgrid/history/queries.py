"""Queries for pages and feeds about the past. A package is shown as it was at the end of a day, in UTC."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import of_model, read_models
from packgrid.catalogue.compiled_queries import IDS
from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import names_hidden_package
from packgrid.history.compact import EPOCH, DayField
from packgrid.history.metrics import COMMITS, HISTORY_IDS, KEYS, LEVELS
from packgrid.history.models import Change, Kind, Point
from packgrid.history.state_diff import LastPoint
from packgrid.history.weeks import WEEK, spread_weeks

# By hand, since every refresh asks it: Django takes a hundred times as long to build it as a database to answer it.
# No join, so that PostgreSQL has no choice but to step down the key for each value.
LAST_POINT = """
    SELECT {column} FROM history_point
    WHERE package_id = package.id AND metric = levels.column1 AND day <= %s ORDER BY day DESC LIMIT 1
"""
LAST_POINTS = f"""
    SELECT package.id, levels.column1, ({LAST_POINT.format(column="day")}), ({LAST_POINT.format(column="value")})
    FROM catalogue_package package
    CROSS JOIN (VALUES {", ".join(f"({HISTORY_IDS[key]})" for key in LEVELS)}) levels
    WHERE package.id IN ({{ids}})
"""  # noqa: S608 made of constants; ids become placeholders


# One step down the key for each month of each package, however many points it has.
MONTHLY_POINTS = """
    SELECT package.id, months.column1, (
        SELECT value FROM history_point
        WHERE package_id = package.id AND metric = {metric} AND day <= months.column1 ORDER BY day DESC LIMIT 1
    )
    FROM catalogue_package package CROSS JOIN (VALUES {days}) months
    WHERE package.id IN ({ids}) ORDER BY package.id, months.column1
"""
A_MONTH, MONTHS = timedelta(days=30), 12


def read_monthly_counts(package_ids: Collection[int], key: str, until: date) -> dict[int, list[int | None]]:
    """The count of a fact at the end of each of twelve times 30 days, oldest first, by package; one query.

    A month before the first point is None. Packages without any point are left out.
    """
    found: dict[int, list[int | None]] = defaultdict(list)
    if not package_ids:
        return found
    days = [(until - A_MONTH * back - EPOCH).days for back in reversed(range(MONTHS))]
    sql = MONTHLY_POINTS.format(
        metric=HISTORY_IDS[key],
        days=", ".join(f"({day})" for day in days),
        ids=", ".join(["%s"] * len(package_ids)),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, list(package_ids))
        for package_id, _day, value in cursor.fetchall():
            found[package_id].append(value)
    return {pk: values for pk, values in found.items() if values[-1] is not None}


def read_counts(package_ids: Collection[int], day: date) -> dict[int, dict[str, int]]:
    """The counts of packages as they were on a day, by package; one query."""
    points = last_points(package_ids, day)
    return {pk: {key: reading.value for key, reading in points[pk].items()} for pk in package_ids}


def last_points(package_ids: Collection[int], day: date) -> dict[int, dict[str, LastPoint]]:
    """The last points of packages on or before a day, by package; one query."""
    found: dict[int, dict[str, LastPoint]] = {pk: {} for pk in package_ids}
    if not found:
        return found
    until = (day - EPOCH).days
    with connection.cursor() as cursor:
        cursor.execute(LAST_POINTS.format(ids=", ".join(["%s"] * len(found))), [until, until, *found])
        for package_id, history_id, number, value in cursor.fetchall():
            if number is not None:
                found[package_id][KEYS[history_id]] = LastPoint(EPOCH + timedelta(days=number), value)
    return found


def read_series(package_id: int, key: str, *, since: date, until: date) -> list[tuple[date, int]]:
    """The points of a fact in their order for a chart of steps; the first is what held at `since`. One query.

    Commits are not of this kind: see commits_by_week.
    """
    points = Point.objects.filter(package=package_id, metric=HISTORY_IDS[key])
    held = points.filter(day__lte=since).order_by("-day").values("day")[:1]
    begin = Coalesce(Subquery(held), Value(since, output_field=DayField()))
    found = points.filter(day__gte=begin, day__lte=until).order_by("day").values_list("day", "value")
    return [(max(day, since), value) for day, value in found]


def read_points(
    package_id: int, keys: Collection[str], *, since: date, until: date
) -> dict[str, list[tuple[date, int]]]:
    """The points of these facts by key, each in its order; the first is the value at `since`. One query.

    Facts without a point are left out. Commits are not of this kind: see commits_by_week.
    """
    points = Point.objects.filter(package=package_id, metric__in=[HISTORY_IDS[key] for key in keys])
    held = points.filter(metric=OuterRef("metric"), day__lte=since).order_by("-day").values("day")[:1]
    begin = Coalesce(Subquery(held), Value(since, output_field=DayField()))
    rows = points.filter(day__gte=begin, day__lte=until).order_by("metric", "day")
    found: dict[str, list[tuple[date, int]]] = {}
    for history_id, day, value in rows.values_list("metric", "day", "value"):
        found.setdefault(KEYS[history_id], []).append((max(day, since), value))
    return found


def commits_by_week(package_ids: Iterable[int], *, until: date, weeks: int = 52) -> dict[int, tuple[int | None, ...]]:
    """Commits of so many weeks, oldest first, the last one the week whose Monday is `until`, by package; two queries.

    A week is None where nobody counted it.
    """
    ids = list(package_ids)
    counts: dict[int, dict[date, int]] = defaultdict(dict)
    points = Point.objects.filter(package__in=ids, metric=HISTORY_IDS[COMMITS])
    shown = points.filter(day__gt=until - WEEK * weeks, day__lte=until)
    for package_id, day, value in shown.values_list("package_id", "day", "value"):
        counts[package_id][day] = value
    known = find_known_weeks(ids)
    return {pk: spread_weeks(counts[pk], known[pk], until=until, weeks=weeks) for pk in known}


def find_known_weeks(package_ids: Iterable[int]) -> dict[int, tuple[date, date] | None]:
    """The first and the last week known of each package; one query."""
    weeks = Point.objects.filter(package=OuterRef("pk"), metric=HISTORY_IDS[COMMITS]).values("day")
    ends = Subquery(weeks.order_by("day")[:1]), Subquery(weeks.order_by("-day")[:1])
    rows = Package.objects.filter(pk__in=package_ids).order_by().values_list("pk", *ends)
    return {pk: (first, final) if first else None for pk, first, final in rows}


def changes_since(
    sequence: int, *, limit: int, kinds: Collection[Kind] | None = None, package_ids: Collection[int] | None = None
) -> list[Change]:
    """The changes that follow one in sequence, in sequence, with their packages: a feed for programs. One query."""
    return list(visible_changes(kinds, package_ids).filter(id__gt=sequence).order_by("id")[:limit])


def newest_changes(
    *, limit: int, kinds: Collection[Kind] | None = None, package_ids: Collection[int] | None = None
) -> list[Change]:
    """The changes that were seen last, newest first, with their packages: a feed for people. One query."""
    if kinds is not None:
        return list(visible_changes(kinds, package_ids).order_by("-id")[:limit])
    if package_ids is None:
        return read_models(WITH_PACKAGE, select_changes, part=slice(limit))
    ids = list(package_ids)
    return read_models(WITH_PACKAGE, select_changes_of_packages, values=[ids], part=slice(limit)) if ids else []


WITH_PACKAGE = of_model(Change, package=of_model(Package, "slug", "title", "pypi_name", "index_name"))


def select_changes() -> QuerySet[Change]:
    """The visible changes, newest first."""
    return visible_changes().order_by("-id")


def select_changes_of_packages() -> QuerySet[Change]:
    """The visible changes of some packages, a placeholder, newest first."""
    return visible_changes().filter(package__in=in_values(IDS)).order_by("-id")


def visible_changes(
    kinds: Collection[Kind] | None = None, package_ids: Collection[int] | None = None
) -> QuerySet[Change]:
    """The changes of visible packages that name no hidden one; None stands for all kinds, and for all packages."""
    found = Change.objects.filter(old__isnull=False, package__is_hidden=False).select_related("package")
    found = found.exclude(names_hidden_package("old", "new"), kind=Kind.REPLACED)
    found = found if kinds is None else found.filter(kind__in=kinds)
    return found if package_ids is None else found.filter(package__in=package_ids)
