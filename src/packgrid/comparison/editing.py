"""The door through which records enter the grids: compared in bulk, written only where they differ."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from packgrid.catalogue.editing import BATCH, assign, given, id_taken, reset_sequence
from packgrid.catalogue.models import Package
from packgrid.catalogue.records import Outcome, Verdict
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import Element, Feature, Grid, GridPackage
from packgrid.comparison.records import GridRecord

COLUMNS = ("title", "description", "is_locked", "is_header", "created", "modified")


def put_grids(records: Sequence[GridRecord], *, now: datetime) -> list[Outcome]:
    """Add what is new, change what differs; one outcome a record, in order. Nothing leaves a grid by this door."""
    with transaction.atomic():
        known = {grid.slug: grid for grid in Grid.objects.all()}
        outcomes = {record.slug: put_grid(record, known, now) for record in records}
        reset_sequence(Grid)
        accepted = [record for record in records if outcomes[record.slug].verdict is not Verdict.REFUSED]
        touched = put_columns(accepted, known) | put_features(accepted, known) | put_elements(accepted, known)
        for slug in touched:
            if outcomes[slug].verdict is Verdict.UNCHANGED:
                outcomes[slug] = Outcome(Verdict.CHANGED)
                given_at = next(record.modified for record in records if record.slug == slug)
                Grid.objects.filter(slug=slug).update(modified=given_at or now)
        changed = {known[slug].pk for slug, outcome in outcomes.items() if outcome.verdict in WRITTEN}
        grids_changed.send(Grid, ids=changed)
    return [outcomes[record.slug] for record in records]


WRITTEN = {Verdict.ADDED, Verdict.CHANGED}


def put_grid(record: GridRecord, known: dict[str, Grid], now: datetime) -> Outcome:
    """The row of one grid, saved if it differs."""
    grid = known.get(record.slug)
    if grid is None:
        if reason := id_taken(record.id, {row.pk: row.slug for row in known.values()}):
            return Outcome(Verdict.REFUSED, reason)
        known[record.slug] = grid = Grid(
            pk=record.id, slug=record.slug, title=title_of(record.slug), created=now, modified=now
        )
        assign(grid, given(record, COLUMNS))
        grid.save(force_insert=True)
        return Outcome(Verdict.ADDED)
    if not assign(grid, given(record, COLUMNS)):
        return Outcome(Verdict.UNCHANGED)
    grid.modified = record.modified or now
    grid.save()
    return Outcome(Verdict.CHANGED)


def title_of(slug: str) -> str:
    """A title where only the slug is known: "django-rest-framework" is Django rest framework."""
    words = slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or slug


def put_columns(records: Iterable[GridRecord], known: dict[str, Grid]) -> set[str]:
    """Add the packages that are not in their grid yet; the slugs of the grids that gained one."""
    wanted = [(record.slug, package) for record in records for package in record.packages]
    if not wanted:
        return set()
    ids = dict(Package.objects.values_list("slug", "pk"))
    present = set(GridPackage.objects.values_list("grid_id", "package_id"))
    missing = {
        (known[grid].pk, ids[package]): grid
        for grid, package in wanted
        if package in ids and (known[grid].pk, ids[package]) not in present
    }
    GridPackage.objects.bulk_create([GridPackage(grid_id=grid, package_id=package) for grid, package in missing], BATCH)
    return set(missing.values())


def put_features(records: Iterable[GridRecord], known: dict[str, Grid]) -> set[str]:
    """Add and change features, matched by title within their grid; the slugs of the grids that changed."""
    stored = {(feature.grid_id, feature.title): feature for feature in Feature.objects.all()}
    added, changed, touched = [], [], set()
    for record in records:
        for position, said in enumerate(record.features):
            feature = stored.get((known[record.slug].pk, said.title))
            values = {"description": said.description, "position": position}
            if feature is None:
                added.append(Feature(grid=known[record.slug], title=said.title, **values))
            elif assign(feature, values):
                changed.append(feature)
            else:
                continue
            touched.add(record.slug)
    Feature.objects.bulk_create(added, BATCH)
    Feature.objects.bulk_update(changed, ["description", "position"], BATCH)
    return touched


def put_elements(records: Sequence[GridRecord], known: dict[str, Grid]) -> set[str]:
    """Fill the cells that the records give; the slugs of the grids that changed."""
    grids = [known[record.slug].pk for record in records if record.features]
    features = {(row.grid_id, row.title): row.pk for row in Feature.objects.filter(grid__in=grids)}
    columns = {
        (grid, slug): pk
        for grid, slug, pk in GridPackage.objects.filter(grid__in=grids).values_list("grid_id", "package__slug", "pk")
    }
    stored = {
        (column, feature): text
        for column, feature, text in Element.objects.filter(column__grid__in=grids).values_list(
            "column_id", "feature_id", "text"
        )
    }
    rows, touched = [], set()
    for record in records:
        grid = known[record.slug].pk
        for said in record.features:
            for package, text in said.elements.items():
                cell = (columns.get((grid, package)), features[grid, said.title])
                if cell[0] and stored.get((cell[0], cell[1])) != text:
                    rows.append(Element(column_id=cell[0], feature_id=cell[1], text=text))
                    touched.add(record.slug)
    Element.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["column", "feature"], update_fields=["text", "modified"]
    )
    return touched
