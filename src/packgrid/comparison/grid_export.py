"""Grids as records for catalogue files. put_grids changes nothing when it reads them back."""

from collections import defaultdict
from collections.abc import Collection

from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.comparison.records import FeatureRecord, GridRecord


def read_grid_records(ids: Collection[int]) -> list[GridRecord]:
    """These grids with all that people entered, ordered by id, without hidden packages. Four queries."""
    shown = GridPackage.objects.filter(grid__in=ids, package__is_hidden=False).order_by("pk")
    packages: dict[int, list[str]] = defaultdict(list)
    for grid_id, slug in shown.values_list("grid", "package__slug"):
        packages[grid_id].append(slug)
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    cells = GridCell.objects.filter(column__in=shown.order_by(), feature__grid__in=ids).exclude(text="")
    for feature_id, slug, text in cells.order_by("column").values_list("feature", "column__package__slug", "text"):
        texts[feature_id][slug] = text
    features: dict[int, list[FeatureRecord]] = defaultdict(list)
    for row in Feature.objects.filter(grid__in=ids):
        kind = None if row.kind == FeatureKind.TEXT else row.kind
        features[row.grid_id].append(
            FeatureRecord(title=row.title, description=row.description, kind=kind, cells=texts[row.pk])
        )
    return [
        to_record(grid, packages[grid.pk], features[grid.pk]) for grid in Grid.objects.filter(pk__in=ids).order_by("pk")
    ]


def to_record(grid: Grid, packages: Collection[str], features: Collection[FeatureRecord]) -> GridRecord:
    """The record of a grid."""
    return GridRecord(
        slug=grid.slug,
        id=grid.pk,
        title=grid.title,
        description=grid.description,
        is_locked=grid.is_locked,
        is_header=grid.is_header,
        created=grid.created,
        modified=grid.modified,
        packages=tuple(packages),
        features=tuple(features),
    )
