"""Updates the stored documents of API v4, in the transaction that changes what they show."""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from packgrid.api.v4.documents import CATEGORIES, GRIDS, PACKAGES, DocumentKind, build_document, schema_fingerprint
from packgrid.api.v4.models import Document, GridDocument, PackageDocument
from packgrid.catalogue.events import are_many, categories_changed, packages_changed
from packgrid.catalogue.models import Category
from packgrid.catalogue.rows import among
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import GridPackage

BATCH, LARGE_BATCH = 500, 5000
BACKFILL_BATCH = 50

type Progress = Callable[[int, int], None]


def connect_signals() -> None:
    """Listen to the changes that the apps below announce."""
    packages_changed.connect(on_packages_changed, dispatch_uid="api.v4")
    grids_changed.connect(on_grids_changed, dispatch_uid="api.v4")
    categories_changed.connect(on_categories_changed, dispatch_uid="api.v4")
    post_save.connect(on_category_saved, sender=Category, dispatch_uid="api.v4")
    post_delete.connect(on_column_deleted, sender=GridPackage, dispatch_uid="api.v4")


def on_packages_changed(ids: Collection[int], **_: object) -> None:
    """Write their documents, and those of their grids if a title changed or a package came or went.

    If they are many, delete the documents: a missing one is built when it is read, and stored by
    `write_missing_documents`.
    """
    if are_many():
        delete_documents(PACKAGES, ids)
        delete_documents(GRIDS, grid_ids_of(ids))
    elif moved := write_documents(PACKAGES, ids):
        write_documents(GRIDS, grid_ids_of(moved))


def on_grids_changed(ids: Collection[int], **_: object) -> None:
    """Write their documents, and those of their packages, which list their grids; if they are many, delete them."""
    update = delete_documents if are_many() else write_documents
    update(GRIDS, ids)
    for batch in batched(sorted(ids), BATCH):
        update(PACKAGES, set(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True)))


def on_categories_changed(ids: Collection[int], **_: object) -> None:
    """Write the documents of these categories."""
    write_documents(CATEGORIES, ids)


def on_category_saved(instance: Category, **_: object) -> None:
    """Write the document of a category that staff saved."""
    write_documents(CATEGORIES, [instance.pk])


def on_column_deleted(instance: GridPackage, **_: object) -> None:
    """Delete both documents, because either row may be deleted next; a missing document is built when it is read."""
    PackageDocument.objects.filter(pk=instance.package_id).delete()
    GridDocument.objects.filter(pk=instance.grid_id).delete()


def grid_ids_of(package_ids: Collection[int]) -> set[int]:
    """The ids of the grids that these packages are in."""
    found: set[int] = set()
    for batch in batched(sorted(package_ids), LARGE_BATCH):
        found.update(GridPackage.objects.filter(package__in=among(batch)).values_list("grid", flat=True))
    return found


def write_missing_documents(progress: Progress = lambda _done, _all: None) -> int:
    """Write the documents that are missing or of another schema, a few in a transaction; returns their number.

    `progress` is called with the number that is written, and the number of all.
    """
    kinds = (CATEGORIES, GRIDS, PACKAGES)
    count, total = 0, sum(rows_without_document(kind).count() for kind in kinds)
    for kind in kinds:
        for ids in batches_without_document(kind):
            write_documents(kind, ids)
            count += len(ids)
            progress(count, total)
    return count


def rows_without_document(kind: DocumentKind) -> QuerySet[Any]:
    """The rows whose document is missing or of another schema."""
    return kind.rows().exclude(document__schema_fingerprint=schema_fingerprint())


def batches_without_document(kind: DocumentKind) -> Iterator[list[int]]:
    """The ids of rows without a document, a few at a time, newest first."""
    rows = rows_without_document(kind).order_by("-pk").values_list("pk", flat=True)
    ids = list(rows[:BACKFILL_BATCH])
    while ids:
        yield ids
        ids = list(rows.filter(pk__lt=ids[-1])[:BACKFILL_BATCH])


def write_documents(kind: DocumentKind, ids: Iterable[int]) -> set[int]:
    """Write the documents that changed; returns the ids of rows that came, went, or have another title."""
    moved: set[int] = set()
    for batch in batched(sorted(ids), BATCH):
        with transaction.atomic(savepoint=False):
            lock_rows(kind, batch)
            before = kind.document_model.objects.in_bulk(batch)
            after = {row.pk: build_document(kind, row) for row in kind.rows().filter(pk__in=batch)}
            save_changes(kind, before, after)
        moved |= {pk for pk in batch if read_title(before.get(pk)) != read_title(after.get(pk))}
    return moved


def delete_documents(kind: DocumentKind, ids: Iterable[int]) -> None:
    """Delete the documents of these rows."""
    for batch in batched(sorted(ids), LARGE_BATCH):
        with transaction.atomic(savepoint=False):
            lock_rows(kind, batch)
            kind.document_model.objects.filter(pk__in=among(batch)).delete()


def lock_rows(kind: DocumentKind, ids: Collection[int]) -> None:
    """Wait for transactions that change these rows, so that the next statement reads their changes, too.

    It is a statement of its own, because one that waited would read the rows that it joins as they were before
    (PostgreSQL 18 manual, 13.2.1, read 2026-11).
    """
    rows = kind.model._default_manager.filter(pk__in=among(ids)).order_by("pk")  # noqa: SLF001 its public name
    list(rows.select_for_update(no_key=True).values_list("pk"))


def save_changes(kind: DocumentKind, before: dict[int, Any], after: dict[int, bytes]) -> None:
    """Insert, update and delete the documents that differ."""
    gone = before.keys() - after.keys()
    if gone:
        kind.document_model.objects.filter(pk__in=gone).delete()
    now_s, fingerprint = int(time.time()), schema_fingerprint()
    rows = [
        kind.document_model(
            row_id=pk,
            body=body,
            schema_fingerprint=fingerprint,
            changed_s=next_changed_s(before.get(pk), now_s),
        )
        for pk, body in after.items()
        if (old := before.get(pk)) is None or old.schema_fingerprint != fingerprint or bytes(old.body) != body
    ]
    kind.document_model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["row"], update_fields=["body", "schema_fingerprint", "changed_s"]
    )


def next_changed_s(before: Document | None, now_s: int) -> int:
    """The time of a change, at least a second after the last one."""
    return max(now_s, before.changed_s + 1) if before else now_s


def read_title(document: Document | bytes | None) -> str | None:
    """The title in a document; None without a document, or in one of another schema that has no title."""
    body = document.body if isinstance(document, Document) else document
    return None if body is None else json.loads(bytes(body).decode(errors="surrogateescape")).get("title")
