"""Public pages that are made before anybody asks, once what they show has changed, and read by their path.

They are kept in the database, as the documents of API v4 are. Whatever changes data deletes the pages that show it, in
its own transaction; a thread of a web process makes them again (web/page_preparation.py). A page that is missing is
made by its view as always.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import batched

import attrs
from django.db import connection, transaction
from django.db.models import Q

from packgrid.httpcache.encoding import compress_zstd, decompress_zstd
from packgrid.httpcache.models import Invalidation, PreparedPage, PreparedPageTag
from packgrid.httpcache.tags import EVERYTHING

LOCK = 0x70616765
"""The advisory lock on PostgreSQL: those who invalidate share it until they commit; who stores pages has it alone."""
BATCH = 500


@attrs.frozen
class PreparedContent:
    """A page with the headers of its own.

    `expires_s`, in seconds since 1970, is when it becomes wrong with time alone, if ever.
    """

    path: str
    content: bytes
    headers: Mapping[str, str]
    tags: frozenset[str]
    expires_s: float | None = None


def read_prepared_page(path: str, fingerprint: str, now_s: float) -> PreparedContent | None:
    """The page under a path, made by this version of the program; None if it is missing or has expired. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [path, fingerprint])
        row = cursor.fetchone()
    if row is None:
        return None
    content, headers, tags, expires_s = row
    if expires_s is not None and expires_s <= now_s:
        return None
    return PreparedContent(
        path, decompress_zstd(bytes(content)), parse_headers(headers), frozenset(tags.split()), expires_s
    )


def parse_headers(lines: str) -> dict[str, str]:
    """The headers from lines such as "Content-Type: text/html"."""
    return dict(line.split(": ", 1) for line in lines.splitlines())


SELECT = "SELECT content, headers, tags, expires_s FROM httpcache_preparedpage WHERE path = %s AND fingerprint = %s"


def list_ready_paths() -> set[str]:
    """The paths of all pages that are stored."""
    return set(PreparedPage.objects.values_list("path", flat=True))


def begin_preparation() -> int | None:
    """The place in the log of invalidations after which pages are made; None while somebody else is writing."""
    with transaction.atomic():
        return read_last_invalidation() if take_turn() else None


def store_prepared_pages(pages: Sequence[PreparedContent], fingerprint: str, *, begun_at: int) -> int:
    """Store pages that were made after that place in the log; returns how many are still right."""
    with transaction.atomic():
        if not take_turn():
            return 0
        invalidated = read_tags_after(begun_at)
        right = [page for page in pages if invalidated is not None and page.tags.isdisjoint(invalidated)]
        delete_pages(PreparedPage.objects.filter(path__in=[page.path for page in right]).values_list("pk", flat=True))
        rows = PreparedPage.objects.bulk_create(
            PreparedPage(
                path=page.path,
                content=compress_zstd(page.content),
                headers="\n".join(f"{name}: {value}" for name, value in page.headers.items()),
                tags=" ".join(sorted(page.tags)),
                fingerprint=fingerprint,
                expires_s=page.expires_s,
            )
            for page in right
        )
        PreparedPageTag.objects.bulk_create(
            (
                PreparedPageTag(page=row, tag=tag)
                for row, page in zip(rows, right, strict=True)
                for tag in sorted(page.tags)
            ),
            batch_size=BATCH,
        )
    return len(right)


def take_turn() -> bool:
    """True if nobody has invalidated anything without committing it yet; nobody will until this transaction ends.

    On SQLite one transaction writes at a time anyway.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def announce_invalidation() -> None:
    """Let nobody store pages until this transaction ends; without a wait worth mentioning. Nothing on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def read_last_invalidation() -> int:
    """The highest id of the log; 0 for an empty one."""
    return Invalidation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def read_tags_after(place: int) -> set[str] | None:
    """The tags that were invalidated after a place in the log; None if it may have been anything."""
    rows = list(Invalidation.objects.filter(pk__gt=place).order_by("pk").values_list("pk", "tags"))
    found = {tag for _pk, tags in rows for tag in tags.split()}
    is_trimmed = bool(rows) and not Invalidation.objects.filter(pk__lte=place).exists() and place > 0
    return None if is_trimmed or EVERYTHING in found else found


def drop_prepared_pages(tags: Collection[str]) -> None:
    """Delete the pages with one of these tags, in the transaction that changes what they show."""
    if EVERYTHING in tags:
        PreparedPageTag.objects.all().delete()
        PreparedPage.objects.all().delete()
        return
    for batch in batched(sorted(tags), BATCH):
        ids = list(PreparedPageTag.objects.filter(tag__in=batch).values_list("page", flat=True))
        delete_pages(ids)


def delete_outdated_pages(fingerprint: str, now_s: float) -> None:
    """Delete the pages of other versions of the program, and those that have expired."""
    is_outdated = ~Q(fingerprint=fingerprint) | Q(expires_s__lte=now_s)
    delete_pages(PreparedPage.objects.filter(is_outdated).values_list("pk", flat=True))


def delete_pages(ids: Iterable[int]) -> None:
    """Delete these pages and their tags."""
    for batch in batched(ids, BATCH):
        PreparedPageTag.objects.filter(page__in=batch).delete()
        PreparedPage.objects.filter(pk__in=batch).delete()
