"""Updates the stored documents of API v4, in the transaction that changes what they show."""

import json
import time
from collections.abc import Collection, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from packgrid.api.v4.documents import CATEGORIES, GRIDS, PACKAGES, DocumentKind, build_document, schema_fingerprint
from packgrid.api.v4.models import Document, GridDocument, PackageDocument
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.models import Category
from packgrid.comparison.models import GridPackage
from packgrid.projections.change_set import ChangeSet
from packgrid.projections.locks import lock_rows
from packgrid.projections.projection import Progress, Projection, Turn, ignore_progress

BATCH, LARGE_BATCH = 500, 5000
BACKFILL_BATCH = 50


def follow_rows() -> None:
    """Follow categories that staff save without announcing them, and packages that leave a grid."""
    post_save.connect(on_category_saved, sender=Category, dispatch_uid="api.v4")
    post_delete.connect(on_column_deleted, sender=GridPackage, dispatch_uid="api.v4")


def update_documents(changes: ChangeSet, _progress: Progress) -> None:
    """Write the documents of what changed, and of what names it; after a large change, delete them.

    Grids list their packages by title, and packages their grids. A missing document is built when it is read, and
    stored by `write_missing_documents`.
    """
    write_documents(CATEGORIES, changes.categories)
    update = delete_documents if changes.is_large else write_documents
    moved = update(PACKAGES, changes.packages | package_ids_of(changes.grids))
    update(GRIDS, changes.grids | grid_ids_of(moved))


def package_ids_of(grid_ids: Collection[int]) -> set[int]:
    """The ids of the packages that are in these grids."""
    found: set[int] = set()
    for batch in batched(sorted(grid_ids), LARGE_BATCH):
        found.update(GridPackage.objects.filter(grid__in=in_values(batch)).values_list("package", flat=True))
    return found


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
        found.update(GridPackage.objects.filter(package__in=in_values(batch)).values_list("grid", flat=True))
    return found


def write_missing_documents(progress: Progress = ignore_progress) -> int:
    """Write the documents that are missing or of another schema, a few in a transaction; returns their number."""
    kinds = (CATEGORIES, GRIDS, PACKAGES)
    count, total = 0, sum(rows_without_document(kind).count() for kind in kinds)
    for kind in kinds:
        for ids in batches_without_document(kind):
            write_documents(kind, ids)
            count += len(ids)
            progress("API documents", count, total)
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
            lock_rows(kind.model, batch)
            before = kind.document_model.objects.in_bulk(batch)
            after = {row.pk: build_document(kind, row) for row in kind.rows().filter(pk__in=batch)}
            save_changes(kind, before, after)
        moved |= {pk for pk in batch if read_title(before.get(pk)) != read_title(after.get(pk))}
    return moved


def delete_documents(kind: DocumentKind, ids: Collection[int]) -> set[int]:
    """Delete the documents of these rows; returns all these ids, because nobody compared their titles."""
    for batch in batched(sorted(ids), LARGE_BATCH):
        with transaction.atomic(savepoint=False):
            lock_rows(kind.model, batch)
            kind.document_model.objects.filter(pk__in=in_values(batch)).delete()
    return set(ids)


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


PROJECTION = Projection("API documents", Turn.DOCUMENTS, update_documents, write_missing_documents)
