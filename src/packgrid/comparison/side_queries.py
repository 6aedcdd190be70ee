"""Reads the packages and features of tables, in a fixed number of queries however large a table is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, cast

from django.db import connection
from django.db.models import QuerySet

from packgrid.assessment.models import Assessment
from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import of_model
from packgrid.catalogue.compiled_queries import IDS, NUMBER, TEXTS, compile_query, read_rows
from packgrid.catalogue.fact_table import columns_of
from packgrid.catalogue.install_graphs import read_install_graph
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.catalogue.queries import read_answered_sources
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.fact_rows import SHOWN_FACTS, complete_side, make_side
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.comparison.table import FeatureRow, Part, Side

MOST_SIDES = 50
MOST_PARTS = 4
MOST_KEPT_SIDES = 500
"""How many sides a process keeps."""


COLUMNS = of_model(
    Package,
    *("slug", "title", "created", "deprecated_at", "repo_url", "documentation_url", "pypi_name", "index_name"),
    *BUILTIN_COLUMNS,
    category=of_model(Category, "title"),
    assessment=of_model(Assessment, "status", "sentence", "score", "labels"),
    facts=of_model(Facts, *columns_of(SHOWN_FACTS)),
)


def sides_of(grid: Grid, now: datetime) -> list[Side]:
    """The visible packages of a grid, by title; three queries."""
    return make_sides(compile_query(connection.vendor, select_packages_of_grid).fetch([grid.pk]), now)


def select_packages_of_grid() -> QuerySet[Package, Any]:
    """The columns of the packages of a grid, a placeholder, by title."""
    return visible_packages().filter(columns__grid=NUMBER).order_by("title", "pk").values_list(*COLUMNS.columns)


def sides_by_slug(slugs: Iterable[str], now: datetime) -> list[Side]:
    """The packages with these slugs, in this order; those that do not exist are left out. Three queries."""
    wanted = list(dict.fromkeys(slugs))
    rows = compile_query(connection.vendor, select_packages_by_slug).fetch([wanted]) if wanted else []
    found = {side.slug: side for side in make_sides(rows, now)}
    return [found[slug] for slug in wanted if slug in found]


def select_packages_by_slug() -> QuerySet[Package, Any]:
    """The columns of the packages with some slugs, a placeholder."""
    return visible_packages().filter(slug__in=in_values(TEXTS)).order_by().values_list(*COLUMNS.columns)


def make_sides(rows: Sequence[tuple[Any, ...]], now: datetime) -> list[Side]:
    """The packages with these columns as sides, with the sources that have answered about them; two queries."""
    ids, today = [row[0] for row in rows], now.astimezone(UTC).date()
    answered, graph = read_answered_sources(ids), read_install_graph(ids)
    sides = (keep_side(row, frozenset(answered.get(row[0], ())), connection.vendor, today) for row in rows)
    return [complete_side(side, graph, now) for side in sides]


@lru_cache(MOST_KEPT_SIDES)
def keep_side(row: tuple[Any, ...], answered: frozenset[str], vendor: str, today: date) -> Side:
    """A package as a side, made once for the same columns, as the database returns them, and the same day.

    Most of a large table's time goes into parsing these columns, and into the support that they declare.
    """
    package = COLUMNS.make(iter(compile_query(vendor, select_packages_of_grid).convert(row)))
    return make_side(cast("Package", package), answered, datetime.combine(today, time(), UTC))


def part_of(grid: Grid) -> Part:
    """The features of a grid with their cells; two queries."""
    return Part(grid, feature_rows([grid.pk])[grid.pk])


def shared_parts(sides: Sequence[Side]) -> list[Part]:
    """The features of the grids that these packages share, where one of them has a cell.

    The grids that most of them are in come first, and are a few at most. Four queries.
    """
    ids = [one.package_id for one in sides]
    members = Counter(GridPackage.objects.filter(package__in=ids).order_by().values_list("grid", flat=True))
    shared = [pk for pk, count in members.most_common() if count > 1]
    grids = Grid.objects.filter(pk__in=shared, features__isnull=False).order_by().distinct().in_bulk()
    chosen = [pk for pk in shared if pk in grids][:MOST_PARTS]
    rows = feature_rows(chosen, ids)
    parts = [Part(grids[pk], tuple(row for row in rows[pk] if any(row.texts.values()))) for pk in chosen]
    return [part for part in parts if part.features]


def feature_rows(
    grid_ids: Sequence[int], package_ids: Sequence[int] | None = None
) -> dict[int, tuple[FeatureRow, ...]]:
    """The features of grids in their order, by grid, with the cells of these packages (None: of all): two queries."""
    rows: dict[int, list[FeatureRow]] = {pk: [] for pk in grid_ids}
    if not rows or (package_ids is not None and not package_ids):
        return dict.fromkeys(rows, ())
    cells = (
        read_rows(select_cells, values=[grid_ids])
        if package_ids is None
        else read_rows(select_cells_of_packages, values=[grid_ids, package_ids])
    )
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for feature, package, text in cells:
        texts[feature][package] = text.strip()
    for pk, grid, title, description, kind in read_rows(select_features, values=[grid_ids]):
        rows[grid].append(FeatureRow(pk, title, description, texts[pk], kind))
    return {pk: tuple(found) for pk, found in rows.items()}


def select_cells() -> QuerySet[GridCell, Any]:
    """The cells of some grids, a placeholder."""
    cells = GridCell.objects.filter(feature__grid__in=in_values(IDS)).order_by()
    return cells.values_list("feature_id", "column__package_id", "text")


def select_cells_of_packages() -> QuerySet[GridCell, Any]:
    """The cells of some grids and some packages, placeholders."""
    return select_cells().filter(column__package__in=in_values(IDS))


def select_features() -> QuerySet[Feature, Any]:
    """The features of some grids, a placeholder, in their order."""
    return Feature.objects.filter(grid__in=in_values(IDS)).values_list("pk", "grid_id", "title", "description", "kind")
