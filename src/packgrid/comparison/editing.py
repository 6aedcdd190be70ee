"""Stores records of grids from catalogue files: compares them in bulk, and writes only differences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched

import attrs
from django.db import transaction

from packgrid.catalogue.editing import read_ids
from packgrid.catalogue.former_packages import find_remaining_packages, has_former_slugs
from packgrid.catalogue.records import RecordOutcome
from packgrid.catalogue.upsert_batch import BATCH, UpsertBatch, assign_values, given_values
from packgrid.comparison.cell_checks import explain_cell_problem
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.projections.announcements import announce

CHANGING = ("description", "kind", "position", "modified")
COLUMNS = ("title", "description", "is_locked", "is_header", "created", "modified")


def put_grids(records: Sequence[GridRecord], *, now: datetime, overwrites: bool = False) -> list[RecordOutcome]:
    """Add what is new, fill what is empty or overwrite; one outcome a record, in order. Nothing leaves a grid here.

    No slug may be there twice. About a dozen statements for each 500 rows of a kind.
    """
    with transaction.atomic():
        batch = UpsertBatch.read(Grid, records, overwrites=overwrites)
        accepted = [record for record in follow_former_slugs(records) if merge_record(record, batch, now)]
        batch.insert()
        put_columns(accepted, batch, now)
        detailed = [record for record in accepted if record.features]
        if detailed:
            put_cells(detailed, batch, put_features(detailed, batch, now), now)
        batch.update()
        if ids := batch.written_ids():
            announce(grids=ids)
    return [batch.outcomes[record.slug] for record in records]


def follow_former_slugs(records: Sequence[GridRecord]) -> list[GridRecord]:
    """The records with packages under the slugs that they have now; a cell of the present slug counts before."""
    if not has_former_slugs():
        return list(records)
    slugs = {slug for record in records for slug in (*record.packages, *(cell[1] for cell in cells_of(record)))}
    found: dict[str, str] = {}
    for part in batched(sorted(slugs), BATCH):
        found |= {slug: package.slug for slug, package in find_remaining_packages(part).items()}
    return [rename_packages(record, found) for record in records] if found else list(records)


def rename_packages(record: GridRecord, slugs: Mapping[str, str]) -> GridRecord:
    """The record with these packages renamed."""
    features = []
    for feature in record.features:
        cells = {slugs[slug]: text for slug, text in feature.cells.items() if slug in slugs}
        cells |= {slug: text for slug, text in feature.cells.items() if slug not in slugs}
        features.append(attrs.evolve(feature, cells=cells))
    packages = tuple(dict.fromkeys(slugs.get(slug, slug) for slug in record.packages))
    return attrs.evolve(record, packages=packages, features=tuple(features))


def merge_record(record: GridRecord, batch: UpsertBatch[Grid], now: datetime) -> bool:
    """Merge a record into its grid; False if it was refused."""
    return batch.set_values(record, given_values(record, COLUMNS), title=title_from_slug(record.slug), now=now)


def title_from_slug(slug: str) -> str:
    """A title where only the slug is known: "django-rest_framework" is Django rest framework."""
    words = slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or slug


def put_columns(records: Iterable[GridRecord], batch: UpsertBatch[Grid], now: datetime) -> None:
    """Add the packages that are not in their grid yet; a package that does not exist is left out, and said so."""
    wanted = [record for record in records if record.packages]
    ids = read_ids({package for record in wanted for package in record.packages})
    present = set(columns_of([batch.rows[record.slug].pk for record in wanted]))
    missing = []
    for record in wanted:
        grid = batch.rows[record.slug].pk
        for package in dict.fromkeys(record.packages):
            if package not in ids:
                batch.leave_out(record.slug, f"packages: the catalogue has no package {package!r}; left out")
            elif (grid, package) not in present:
                missing.append(GridPackage(grid_id=grid, package_id=ids[package], created=now, modified=now))
                batch.mark_changed(record, now)
    GridPackage.objects.bulk_create(missing, BATCH)


def columns_of(grids: Sequence[int]) -> dict[tuple[int, str], int]:
    """The columns of these grids, by grid id and package slug."""
    found: dict[tuple[int, str], int] = {}
    for batch in batched(grids, BATCH):
        rows = GridPackage.objects.filter(grid__in=batch).values_list("grid_id", "package__slug", "pk")
        found |= {(grid, package): pk for grid, package, pk in rows}
    return found


type Features = dict[tuple[int, str], Feature]


def put_features(records: Sequence[GridRecord], batch: UpsertBatch[Grid], now: datetime) -> Features:
    """Add and change features, matched by title within their grid, in the order of the record; all of them."""
    known: Features = {}
    for ids in batched([batch.rows[record.slug].pk for record in records], BATCH):
        known |= {(row.grid_id, row.title): row for row in Feature.objects.filter(grid__in=ids)}
    differing: list[Feature] = []
    for record in records:
        for position, said in enumerate(record.features):
            row = known.setdefault(
                (batch.rows[record.slug].pk, said.title),
                Feature(grid=batch.rows[record.slug], title=said.title, position=position, created=now),
            )
            values = given_values(said, ("title", "description", "kind")) | {"position": position}
            if assign_values(row, batch.accepted_values(row, values) if row.pk else values) or not row.pk:
                row.modified = now
                differing.append(row)
                batch.mark_changed(record, now)
    Feature.objects.bulk_create([row for row in differing if not row.pk], BATCH)
    Feature.objects.bulk_update([row for row in differing if row.pk], CHANGING, BATCH)
    return known


def put_cells(records: Sequence[GridRecord], batch: UpsertBatch[Grid], features: Features, now: datetime) -> None:
    """Fill the cells that the records give; a cell of a package that is not in the grid is left out, and said so."""
    columns = columns_of([batch.rows[record.slug].pk for record in records])
    stored: dict[tuple[int, int], str] = {}
    for part in batched(columns.values(), BATCH):
        cells = GridCell.objects.filter(column__in=part).values_list("column_id", "feature_id", "text")
        stored |= {(column, feature): text for column, feature, text in cells}
    rows = []
    for record in records:
        grid = batch.rows[record.slug].pk
        for said, package, text in cells_of(record):
            feature = features[grid, said.title]
            cell = (columns.get((grid, package), 0), feature.pk)
            if not cell[0]:
                batch.leave_out(record.slug, f"elements: {package!r} is not in this grid; {said.title!r} left out")
            elif problem := explain_cell_problem(feature.kind, text):
                batch.leave_out(record.slug, f"elements: {package!r} of {said.title!r}: {problem} Left out")
            elif stored.get(cell) != text and (batch.overwrites or not stored.get(cell)):
                rows.append(GridCell(column_id=cell[0], feature_id=cell[1], text=text, created=now, modified=now))
                batch.mark_changed(record, now)
    GridCell.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["column", "feature"], update_fields=["text", "modified"]
    )


def cells_of(record: GridRecord) -> Iterable[tuple[FeatureRecord, str, str]]:
    """Every cell that a record fills: feature, package slug, text."""
    return ((said, package, text) for said in record.features for package, text in said.cells.items())
