"""Writes records of files into the catalogue: compared in bulk, written only where they differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import Q

from packgrid.catalogue import fact_merge
from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.bulk_rows import insert_rows, make_row, upsert_rows
from packgrid.catalogue.former_packages import find_remaining_packages
from packgrid.catalogue.models import Category, DistinctPackages, Example, Facts, FormerPackage, Package
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
    "index_name",
    "pypi_url",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "replaced_by_url",
    "is_hidden",
    "created",
    "modified",
)


def put_categories(
    records: Sequence[CategoryRecord], *, now: datetime, overwrites: bool = False
) -> list[RecordOutcome]:
    """Add what is new, fill what is empty or overwrite; one outcome a record, in order. No slug may be there twice."""
    with transaction.atomic():
        batch = UpsertBatch.read(Category, records, overwrites=overwrites)
        for record in records:
            batch.set_values(record, given_values(record, CATEGORY_COLUMNS), title=record.slug[:50], now=now)
        batch.insert()
        batch.update()
        if ids := batch.written_ids():
            announce(categories=ids)
    return [batch.outcomes[record.slug] for record in records]


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
        batch = UpsertBatch.read(Package, records, overwrites=overwrites)
        were_hidden = {slug: row.is_hidden for slug, row in batch.rows.items()}
        rows = lock_facts(batch.rows)
        categories = dict(Category.objects.values_list("slug", "pk"))
        accepted = [record for record in records if place_record(record, batch, categories, now)]
        decided = batch.rows_with(RecordStatus.CHANGED)
        confirmed = read_confirmations([row.package_id for row in rows.values()])
        loaded: set[int | None] = set()
        for record in accepted:
            row = rows.setdefault(record.slug, make_row(Facts, {"package_id": batch.rows[record.slug].pk}))
            account = Provenance(origin, now, record.last_fetched_at)
            if fact_merge.merge_facts(row, record, account, confirmed.get(row.package_id, {})):
                batch.mark_changed(record, now)
                loaded.add(row.package_id)
        examples = update_examples(accepted, batch, now)
        write_packages(batch, rows, examples)
        announce_visibility([row.pk for row in decided if row.is_hidden != were_hidden[row.slug]])
        announce(decided_packages=[row.pk for row in decided])
        announce(loaded_facts=[pk for pk in loaded if pk is not None])
        if ids := batch.written_ids():
            announce(packages=ids)
    return [batch.outcomes[record.slug] for record in records]


def put_successors(
    records: Iterable[PackageRecord], *, now: datetime, overwrites: bool = False
) -> dict[str, RecordOutcome]:
    """Link each package to the one that replaces it; outcomes by slug, of those records that name one."""
    wanted = [record for record in records if record.replaced_by]
    with transaction.atomic():
        batch = UpsertBatch.read(Package, wanted, overwrites=overwrites)
        successors = read_ids({record.replaced_by for record in wanted if record.replaced_by})
        for record in wanted:
            if record.slug not in batch.rows:
                continue
            batch.set_values(record, {}, title="", now=now)
            if record.replaced_by not in successors or record.replaced_by == record.slug:
                batch.leave_out(
                    record.slug, f"replaced_by: the catalogue has no other package {record.replaced_by!r}; left out"
                )
            else:
                batch.set_values(record, {"replaced_by_id": successors[record.replaced_by]}, title="", now=now)
        batch.update()
        if ids := batch.written_ids():
            announce(packages=ids, decided_packages=ids)
    return batch.outcomes


def read_ids(slugs: Iterable[str]) -> dict[str, int]:
    """The ids of the packages with these slugs, by slug; a former slug has the id of the package that it leads to.

    Two statements for each 500.
    """
    found: dict[str, int] = {}
    for part in batched(sorted(slugs), BATCH):
        found |= dict(Package.objects.filter(slug__in=part).values_list("slug", "pk"))
        found |= {slug: package.pk for slug, package in find_remaining_packages(part).items()}
    return found


def put_former_slugs(records: Iterable[PackageRecord]) -> dict[str, RecordOutcome]:
    """Let the former slugs of these packages lead to them; outcomes by slug, of those records that name some.

    A slug that another package has, or that leads to another one, is left out: only moderators merge packages.
    """
    wanted = [record for record in records if record.former_slugs]
    outcomes: dict[str, RecordOutcome] = {}
    with transaction.atomic():
        ids = read_ids({record.slug for record in wanted})
        for record in wanted:
            if record.slug in ids:
                outcomes[record.slug] = add_former_slugs(ids[record.slug], record)
        if changed := {ids[slug] for slug, said in outcomes.items() if said.status is RecordStatus.CHANGED}:
            announce(packages=changed)
    return outcomes


def add_former_slugs(package_id: int, record: PackageRecord) -> RecordOutcome:
    """Add the former slugs of one package that are still free."""
    slugs = [slug for slug in dict.fromkeys(record.former_slugs) if slug != record.slug]
    known = dict(FormerPackage.objects.filter(slug__in=slugs).values_list("slug", "package"))
    taken = set(Package.objects.filter(slug__in=slugs).values_list("slug", flat=True)) - known.keys()
    free = [slug for slug in slugs if slug not in known and slug not in taken]
    FormerPackage.objects.bulk_create(FormerPackage(slug=slug, package_id=package_id) for slug in free)
    taken |= {slug for slug, other in known.items() if other != package_id}
    reason = f"former_slugs: {', '.join(map(repr, sorted(taken)))} belongs to another package; left out"
    status = RecordStatus.CHANGED if free else RecordStatus.UNCHANGED
    return RecordOutcome(status, reason if taken else "")


def put_distinct_packages(records: Iterable[PackageRecord]) -> dict[str, RecordOutcome]:
    """Mark these packages as no duplicates of those that they name; outcomes by slug, of those that name some."""
    wanted = [record for record in records if record.distinct_from]
    outcomes: dict[str, RecordOutcome] = {}
    with transaction.atomic():
        ids = read_ids({slug for record in wanted for slug in (record.slug, *record.distinct_from)})
        for record in wanted:
            others = [ids[slug] for slug in record.distinct_from if slug in ids and ids[slug] != ids.get(record.slug)]
            if record.slug in ids:
                is_changed = add_distinct_marks(ids[record.slug], others)
                missing = ", ".join(repr(slug) for slug in record.distinct_from if slug not in ids)
                reason = f"distinct_from: the catalogue has no package {missing}; left out" if missing else ""
                status = RecordStatus.CHANGED if is_changed else RecordStatus.UNCHANGED
                outcomes[record.slug] = RecordOutcome(status, reason)
    return outcomes


def add_distinct_marks(package_id: int, others: Iterable[int]) -> bool:
    """Add the marks of a package that are missing; True if any was."""
    pairs = {(min(package_id, other), max(package_id, other)) for other in others}
    rows = DistinctPackages.objects.filter(Q(first=package_id) | Q(second=package_id))
    missing = sorted(pairs - set(rows.values_list("first", "second")))
    DistinctPackages.objects.bulk_create(
        DistinctPackages(first_id=first, second_id=second) for first, second in missing
    )
    return bool(missing)


def place_record(record: PackageRecord, batch: UpsertBatch[Package], categories: dict[str, int], now: datetime) -> bool:
    """Set what a record decides on its package; False if the record was refused."""
    category = categories.get(record.category or "")
    if record.category and not category:
        return batch.refuse(record, f"category: the catalogue has no category {record.category!r}; load it first")
    if not category and record.slug not in batch.rows:
        return batch.refuse(record, "category: missing; a new package needs one")
    values = given_values(record, DECISIONS) | ({"category_id": category} if category else {})
    values |= select_builtin_values(record, batch)
    return batch.set_values(record, values, title=record.slug, now=now)


def select_builtin_values(record: PackageRecord, batch: UpsertBatch[Package]) -> dict[str, str]:
    """The values of a record that say what its package is built into now.

    They are one fact: all of them replace what is stored, or, in a load that only fills, none completes another fact.
    """
    values = given_values(record, BUILTIN_COLUMNS)
    if not values:
        return {}
    row = batch.rows.get(record.slug)
    if batch.overwrites or row is None or not row.builtin_in:
        return dict.fromkeys(BUILTIN_COLUMNS, "") | values
    return {name: value for name, value in values.items() if getattr(row, name)}


def lock_facts(packages: dict[str, Package]) -> dict[str, Facts]:
    """The facts of these packages by slug, locked so that a running refresh is not overwritten."""
    slugs = {package.pk: slug for slug, package in packages.items()}
    found: dict[str, Facts] = {}
    for part in batched(slugs, BATCH):
        rows = Facts.objects.select_for_update().filter(pk__in=part)
        found |= {slugs[row.pk]: row for row in rows}
    return found


def update_examples(records: Sequence[PackageRecord], batch: UpsertBatch[Package], now: datetime) -> list[Example]:
    """The examples that are new or have a new title. What a file lists counts as approved."""
    with_some = [batch.rows[record.slug].pk for record in records if record.examples and batch.rows[record.slug].pk]
    stored: dict[int, dict[str, Example]] = defaultdict(dict)
    for part in batched(with_some, BATCH):
        for example in Example.objects.filter(package__in=part):
            stored[example.package_id][example.url] = example
    differing = []
    for record in records:
        package = batch.rows[record.slug]
        for said in record.examples:
            row = stored[package.pk].get(said.url) or Example(package=package, url=said.url, created=now)
            if assign_values(row, {"title": said.title, "is_approved": True}):
                row.modified = now
                differing.append(row)
                batch.mark_changed(record, now)
    return differing


def write_packages(batch: UpsertBatch[Package], rows: dict[str, Facts], examples: Sequence[Example]) -> None:
    """Insert and update the packages, then their facts and examples."""
    batch.insert()
    batch.update()
    for package in batch.rows_with(RecordStatus.ADDED):
        rows[package.slug].package_id = package.pk
    insert_rows([rows[package.slug] for package in batch.rows_with(RecordStatus.ADDED)])
    upsert_rows([rows[package.slug] for package in batch.rows_with(RecordStatus.CHANGED)], "package_id")
    for example in examples:
        example.package_id = example.package.pk
    Example.objects.bulk_create([example for example in examples if not example.pk], BATCH)
    Example.objects.bulk_update([example for example in examples if example.pk], ["title", "is_approved", "modified"])
