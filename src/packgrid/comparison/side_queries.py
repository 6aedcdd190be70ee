"""Reads the packages and features of tables, in a fixed number of queries however large a table is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from packgrid.catalogue.fact_table import columns_of
from packgrid.catalogue.install_graphs import read_install_graph
from packgrid.catalogue.models import Package
from packgrid.catalogue.queries import read_answered_sources
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.fact_rows import SHOWN_FACTS, make_side
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.comparison.table import FeatureRow, Part, Side

MOST_SIDES = 50
MOST_PARTS = 4
COLUMNS = [
    "slug",
    "title",
    "created",
    "deprecated_at",
    "repo_url",
    "documentation_url",
    "pypi_name",
    "index_name",
    "builtin_in",
    "builtin_since",
    "builtin_name",
    "builtin_url",
    "category__title",
    "assessment__status",
    "assessment__sentence",
    "assessment__score",
    "assessment__labels",
]


def sides_of(grid: Grid, now: datetime) -> list[Side]:
    """The visible packages of a grid, by title; three queries."""
    return make_sides(table_packages().filter(columns__grid=grid).order_by("title", "pk"), now)


def sides_by_slug(slugs: Iterable[str], now: datetime) -> list[Side]:
    """The packages with these slugs, in this order; those that do not exist are left out. Three queries."""
    wanted = list(dict.fromkeys(slugs))
    found = {side.slug: side for side in make_sides(table_packages().filter(slug__in=wanted), now)}
    return [found[slug] for slug in wanted if slug in found]


def make_sides(rows: Iterable[Package], now: datetime) -> list[Side]:
    """These packages as sides, with the sources that have answered about them; two queries besides theirs."""
    packages = list(rows)
    ids = [package.pk for package in packages]
    answered, graph = read_answered_sources(ids), read_install_graph(ids)
    return [make_side(package, answered.get(package.pk, ()), graph, now) for package in packages]


def table_packages() -> QuerySet[Package]:
    """Every visible package, with the columns that a table shows."""
    rows = visible_packages().select_related("facts", "assessment", "category")
    return rows.only(*COLUMNS, *(f"facts__{name}" for name in columns_of(SHOWN_FACTS)))


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
    cells = GridCell.objects.filter(feature__grid__in=grid_ids)
    if package_ids is not None:
        cells = cells.filter(column__package__in=package_ids)
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for feature, package, text in cells.values_list("feature_id", "column__package_id", "text"):
        texts[feature][package] = text.strip()
    rows: dict[int, list[FeatureRow]] = {pk: [] for pk in grid_ids}
    for row in Feature.objects.filter(grid__in=grid_ids):
        rows[row.grid_id].append(FeatureRow(row.pk, row.title, row.description, texts[row.pk]))
    return {pk: tuple(found) for pk, found in rows.items()}
