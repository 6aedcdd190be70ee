"""Writes records of files into the catalogue: compared in bulk, written only where they differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction

from packgrid.catalogue import fact_merge
from packgrid.catalogue.bulk_rows import insert_rows, make_row, upsert_rows
from packgrid.catalogue.models import Category, Example, Facts, Package
from packgrid.catalogue.provenance import Provenance
from packgrid.catalogue.queries import read_confirmations
from packgrid.catalogue.records import CategoryRecord, PackageRecord, RecordOutcome, RecordStatus
from packgrid.catalogue.upsert_batch import BATCH, UpsertBatch, assign_values, given_values
from packgrid.catalogue.visibility import announce_visibility
from packgrid.projections.announcements import announce, collect_changes

CATEGORY_COLUMNS = ("title", "title_plural", "description", "show_pypi", "created", "modified")
DECISIONS = (
    "title",
    "repo_url",
    "repo_subdirectory",
    "pypi_name",
    "pypi_url",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "is_hidden",
    "created",
    "modified",
)


def put_categories(
    records: Sequence[CategoryRecord], *, now: datetime, overwrites: bool = False
) -> list[RecordOutcome]:
    """Add what is new, fill what is empty or overwrite; one outcome a record, in order. No slug may be there twice."""
    with transaction.atomic():
        shelf = UpsertBatch.read(Category, records, overwrites=overwrites)
        for record in records:
            shelf.place(record, given_values(record, CATEGORY_COLUMNS), title=record.slug[:50], now=now)
        shelf.insert()
        shelf.update()
        if ids := shelf.written():
            announce(categories=ids)
    return [shelf.outcomes[record.slug] for record in records]


def put_packages(
    records: Sequence[PackageRecord],
    *,
    origin: str,
    now: datetime,
    overwrites: bool = False,
) -> list[RecordOutcome]:
    """Add what is new, fill what is empty or overwrite; one outcome a record, in order. No slug may be there twice.

    `origin` names the file. Facts follow docs/decisions/0004. About ten statements for each 500 records.
    Successors are linked by put_successors, once all packages exist; grids are not written here.
    """
    with collect_changes():
        shelf = UpsertBatch.read(Package, records, overwrites=overwrites)
        were_hidden = {slug: row.is_hidden for slug, row in shelf.rows.items()}
        rows = lock_facts(shelf.rows)
        categories = dict(Category.objects.values_list("slug", "pk"))
        accepted = [record for record in records if place_record(record, shelf, categories, now)]
        decided = shelf.having(RecordStatus.CHANGED)
        confirmed = read_confirmations([row.package_id for row in rows.values()])
        loaded: set[int | None] = set()
        for record in accepted:
            row = rows.setdefault(record.slug, make_row(Facts, {"package_id": shelf.rows[record.slug].pk}))
            account = Provenance(origin, now, record.last_fetched_at)
            if fact_merge.merge_facts(row, record, account, confirmed.get(row.package_id, {})):
                shelf.touch(record, now)
                loaded.add(row.package_id)
        examples = update_examples(accepted, shelf, now)
        write_packages(shelf, rows, examples)
        announce_visibility([row.pk for row in decided if row.is_hidden != were_hidden[row.slug]])
        announce(decided_packages=[row.pk for row in decided])
        announce(loaded_facts=[pk for pk in loaded if pk is not None])
        if ids := shelf.written():
            announce(packages=ids)
    return [shelf.outcomes[record.slug] for record in records]


def put_successors(
    records: Iterable[PackageRecord], *, now: datetime, overwrites: bool = False
) -> dict[str, RecordOutcome]:
    """Link each package to the one that replaces it; outcomes by slug, of those records that name one."""
    wanted = [record for record in records if record.replaced_by]
    with transaction.atomic():
        shelf = UpsertBatch.read(Package, wanted, overwrites=overwrites)
        successors = read_ids({record.replaced_by for record in wanted if record.replaced_by})
        for record in wanted:
            if record.slug not in shelf.rows:
                continue
            shelf.place(record, {}, title="", now=now)
            if record.replaced_by not in successors or record.replaced_by == record.slug:
                shelf.leave_out(record.slug, f"replaced_by: there is no other package {record.replaced_by!r}; left out")
            else:
                shelf.place(record, {"replaced_by_id": successors[record.replaced_by]}, title="", now=now)
        shelf.update()
        if ids := shelf.written():
            announce(packages=ids, decided_packages=ids)
    return shelf.outcomes


def read_ids(slugs: Iterable[str]) -> dict[str, int]:
    """The ids of the packages with these slugs, by slug; one statement for each 500."""
    found: dict[str, int] = {}
    for batch in batched(sorted(slugs), BATCH):
        found |= dict(Package.objects.filter(slug__in=batch).values_list("slug", "pk"))
    return found


def place_record(record: PackageRecord, shelf: UpsertBatch[Package], categories: dict[str, int], now: datetime) -> bool:
    """Set what a record decides on its package; False if the record was refused."""
    category = categories.get(record.category or "")
    if record.category and not category:
        return shelf.refuse(record, f"category: there is no category {record.category!r}")
    if not category and record.slug not in shelf.rows:
        return shelf.refuse(record, "category: missing; a new package needs one")
    values = given_values(record, DECISIONS) | ({"category_id": category} if category else {})
    return shelf.place(record, values, title=record.slug, now=now)


def lock_facts(packages: dict[str, Package]) -> dict[str, Facts]:
    """The facts of these packages by slug, locked so that a running refresh is not overwritten."""
    slugs = {package.pk: slug for slug, package in packages.items()}
    found: dict[str, Facts] = {}
    for batch in batched(slugs, BATCH):
        rows = Facts.objects.select_for_update().filter(pk__in=batch)
        found |= {slugs[row.pk]: row for row in rows}
    return found


def update_examples(records: Sequence[PackageRecord], shelf: UpsertBatch[Package], now: datetime) -> list[Example]:
    """The examples that are new or have a new title. What a file lists counts as approved."""
    with_some = [shelf.rows[record.slug].pk for record in records if record.examples and shelf.rows[record.slug].pk]
    stored: dict[int, dict[str, Example]] = defaultdict(dict)
    for batch in batched(with_some, BATCH):
        for example in Example.objects.filter(package__in=batch):
            stored[example.package_id][example.url] = example
    differing = []
    for record in records:
        package = shelf.rows[record.slug]
        for said in record.examples:
            row = stored[package.pk].get(said.url) or Example(package=package, url=said.url, created=now)
            if assign_values(row, {"title": said.title, "is_approved": True}):
                row.modified = now
                differing.append(row)
                shelf.touch(record, now)
    return differing


def write_packages(shelf: UpsertBatch[Package], rows: dict[str, Facts], examples: Sequence[Example]) -> None:
    """Insert and update the packages, then their facts and examples."""
    shelf.insert()
    shelf.update()
    for package in shelf.having(RecordStatus.ADDED):
        rows[package.slug].package_id = package.pk
    insert_rows([rows[package.slug] for package in shelf.having(RecordStatus.ADDED)])
    upsert_rows([rows[package.slug] for package in shelf.having(RecordStatus.CHANGED)], "package_id")
    for example in examples:
        example.package_id = example.package.pk
    Example.objects.bulk_create([example for example in examples if not example.pk], BATCH)
    Example.objects.bulk_update([example for example in examples if example.pk], ["title", "is_approved", "modified"])
