"""The documents of API v4 as bytes, with open links.

Two bytes that no UTF-8 text has stand for what depends on the request: FF for the URL of the API, FE for a link's end.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, overload

import attrs
from django.conf import settings
from django.db import connection
from django.db.models import Model, QuerySet

from packgrid.api.v4 import queries, serializers
from packgrid.api.v4.models import CategoryDocument, GridDocument, PackageDocument
from packgrid.catalogue.models import Category, Package
from packgrid.catalogue.row_counts import cached_count
from packgrid.comparison.models import Grid

BASE, END = "\udcff", "\udcfe"
"""These bytes in a str (PEP 383): lone surrogates, which no text from a database can hold."""
SCHEMA_VERSION = 1
"""Raise it when serializers.py changes, so that stored documents of the version before are not used."""


@attrs.frozen
class DocumentKind:
    """A kind of rows with documents; `rows` reads them with everything that `serialize` needs."""

    name: str
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    serialize: Callable[[Any, serializers.Link], dict[str, Any]]
    document_model: Any


PACKAGES = DocumentKind("packages", Package, queries.packages, serializers.serialize_package, PackageDocument)
GRIDS = DocumentKind("grids", Grid, queries.grids, serializers.serialize_grid, GridDocument)
CATEGORIES = DocumentKind("categories", Category, queries.categories, serializers.serialize_category, CategoryDocument)


@cache
def schema_fingerprint() -> str:
    """A hash of all that documents depend on besides their rows; a document with another one counts as missing."""
    inputs = f"{SCHEMA_VERSION} {settings.TIME_ZONE} {settings.PYPI_URL}"
    return blake2b(inputs.encode(), digest_size=12).hexdigest()


def build_document(kind: DocumentKind, row: Model) -> bytes:
    """The document of a row, with open links."""
    return encode_json(kind.serialize(row, open_link))


def open_link(name: str, pk: int) -> str:
    """A link with markers for what fill_links inserts."""
    return f"{BASE}{name}/{pk}{END}"


def encode_json(value: object) -> bytes:
    """Compact JSON as Django REST framework writes it; the line separators of JavaScript are escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode(errors="surrogateescape")


def fill_links(body: bytes, base: str, end: str) -> bytes:
    """A document with complete links: `base` is the URL of API v4, `end` what follows an id."""
    return body.replace(b"\xff", base.encode()).replace(b"\xfe", end.encode())


@attrs.frozen
class ListedRow:
    """A row of a list: its document, None if it is missing, and when that changed, in seconds since 1970."""

    pk: int
    body: bytes | None
    changed_s: int | None


@attrs.frozen
class DocumentList(Sequence[ListedRow]):
    """A list, newest id first, as a sequence for the paginator.

    It is read in SQL, because building such a query with the ORM takes as long as all the rest of a response.
    """

    kind: DocumentKind

    def __len__(self) -> int:
        """How many rows there are: one query, or two."""
        statement = (COUNT_LISTED if self.kind is PACKAGES else COUNT).format(**self.sql_names)
        counted: int = cached_count(statement, lambda: fetch_rows(statement)[0][0])
        return counted

    @overload
    def __getitem__(self, part: int) -> ListedRow: ...
    @overload
    def __getitem__(self, part: slice) -> list[ListedRow]: ...
    def __getitem__(self, part: int | slice) -> ListedRow | list[ListedRow]:
        """The rows of a slice: one query."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        return fetch_documents(PART.format(**self.sql_names), part.stop - part.start, part.start, schema_fingerprint())

    def by_id(self, pk: int) -> list[ListedRow]:
        """The row with this id, if its document is there: one query."""
        return fetch_documents(BY_ID.format(**self.sql_names), pk, schema_fingerprint())

    def by_slug(self, slug: str) -> list[ListedRow]:
        """The row with this slug, if its document is there: one query."""
        return fetch_documents(BY_SLUG.format(**self.sql_names), slug, schema_fingerprint())

    @property
    def sql_names(self) -> dict[str, str]:
        """The table names and conditions that the statements need."""
        listed = LISTED[connection.vendor] if self.kind is PACKAGES else ""
        conditions = {"listed": listed, "hidden": HIDDEN[connection.vendor]}
        tables = {"rows": self.kind.model, "documents": self.kind.document_model}
        return {name: model._meta.db_table for name, model in tables.items()} | conditions  # noqa: SLF001 public


# Written as the conditions of the indexes that Django made for such packages, so that these can be used.
HIDDEN = {"sqlite": "WHERE is_hidden = 1", "postgresql": "WHERE is_hidden"}
LISTED = {"sqlite": "WHERE r.is_hidden = 0", "postgresql": "WHERE NOT r.is_hidden"}
COUNT = "SELECT COUNT(*) FROM {rows}"
# All of them less the hidden ones: SQLite counts a whole index 20 times as fast as the rows that fulfil a condition.
COUNT_LISTED = f"SELECT ({COUNT}) - ({COUNT} {{hidden}})"
PART = (
    "SELECT r.id, d.body, d.changed_s "
    "FROM (SELECT r.id FROM {rows} r {listed} ORDER BY r.id DESC LIMIT %s OFFSET %s) r "
    "LEFT JOIN {documents} d ON d.row_id = r.id AND d.schema_fingerprint = %s ORDER BY r.id DESC"
)
BY_ID = "SELECT row_id, body, changed_s FROM {documents} WHERE row_id = %s AND schema_fingerprint = %s"
BY_SLUG = (
    "SELECT d.row_id, d.body, d.changed_s FROM {rows} r JOIN {documents} d ON d.row_id = r.id "
    "WHERE r.slug = %s AND d.schema_fingerprint = %s"
)


def fetch_documents(statement: str, *values: str | int) -> list[ListedRow]:
    """The documents that a statement selects."""
    rows = fetch_rows(statement, *values)
    return [ListedRow(pk, None if body is None else bytes(body), changed_s) for pk, body, changed_s in rows]


def fetch_rows(statement: str, *values: str | int) -> list[tuple[Any, ...]]:
    """The rows that a statement selects."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def read_bodies(kind: DocumentKind, page: Sequence[ListedRow]) -> list[bytes]:
    """The documents of these rows; missing ones are built, which takes two more queries."""
    missing = [row.pk for row in page if row.body is None]
    built = {row.pk: build_document(kind, row) for row in kind.rows().filter(pk__in=missing)} if missing else {}
    return [row.body or built[row.pk] for row in page if row.body or row.pk in built]


def join_bodies(bodies: Iterable[bytes]) -> bytes:
    """Documents as a JSON list."""
    return b"[" + b",".join(bodies) + b"]"
