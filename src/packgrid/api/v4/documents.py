"""The documents of API v4 as bytes, with their links left open.

Two bytes that no UTF-8 text has stand for what depends on the request: FF for the site's address, FE for a link's end.
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

from packgrid.api.v4 import queries, words
from packgrid.api.v4.models import CategoryDocument, GridDocument, PackageDocument
from packgrid.catalogue.counting import kept
from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid

BASE, END = "\udcff", "\udcfe"
"""What becomes of these bytes in a str (PEP 383): lone surrogates, which no text from a database can hold."""
EDITION = 1
"""Raise it when the words change, so that what is stored in the old ones is not used."""


@attrs.frozen
class Kind:
    """What has documents: the name of its list, its rows with all that the words need, the words, and the store."""

    name: str
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    words: Callable[[Any, words.Link], dict[str, Any]]
    store: Any


PACKAGES = Kind("packages", Package, queries.packages, words.package, PackageDocument)
GRIDS = Kind("grids", Grid, queries.grids, words.grid, GridDocument)
CATEGORIES = Kind("categories", Category, queries.categories, words.category, CategoryDocument)


@cache
def form() -> str:
    """What documents depend on besides their rows."""
    said = f"{EDITION} {settings.TIME_ZONE} {settings.PYPI_URL}"
    return blake2b(said.encode(), digest_size=12).hexdigest()


def made(kind: Kind, row: Model) -> bytes:
    """The document of a row."""
    return encoded(kind.words(row, open_link))


def open_link(name: str, pk: int) -> str:
    """A link to be completed."""
    return f"{BASE}{name}/{pk}{END}"


def encoded(value: object) -> bytes:
    """Compact JSON as Django REST framework writes it; what JavaScript would take for the end of a line is escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode(errors="surrogateescape")


def complete(body: bytes, base: str, end: str) -> bytes:
    """A document with its links: `base` is the address of API v4, `end` what follows an id."""
    return body.replace(b"\xff", base.encode()).replace(b"\xfe", end.encode())


@attrs.frozen
class Found:
    """A row of a list: its document, None where it is missing, and when that changed, in seconds since 1970."""

    pk: int
    body: bytes | None
    changed_s: int | None


@attrs.frozen
class Rows(Sequence[Found]):
    """A list, newest id first, as a paginator wants it.

    In SQL, because building such a query with the ORM takes as long as all the rest of an answer.
    """

    kind: Kind

    def __len__(self) -> int:
        """How many rows there are: one query, or two."""
        statement = (COUNT_LISTED if self.kind is PACKAGES else COUNT).format(**self.names)
        counted: int = kept(statement, lambda: asked(statement)[0][0])
        return counted

    @overload
    def __getitem__(self, part: int) -> Found: ...
    @overload
    def __getitem__(self, part: slice) -> list[Found]: ...
    def __getitem__(self, part: int | slice) -> Found | list[Found]:
        """The rows between two places: one query."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        return found(PART.format(**self.names), part.stop - part.start, part.start, form())

    def by_id(self, pk: int) -> list[Found]:
        """The row with this id, if its document is there: one query."""
        return found(BY_ID.format(**self.names), pk, form())

    def by_slug(self, slug: str) -> list[Found]:
        """The row with this slug, if its document is there: one query."""
        return found(BY_SLUG.format(**self.names), slug, form())

    @property
    def names(self) -> dict[str, str]:
        """The tables of the rows and of their documents, and which rows belong to the list, and which do not."""
        listed = LISTED[connection.vendor] if self.kind is PACKAGES else ""
        conditions = {"listed": listed, "hidden": HIDDEN[connection.vendor]}
        tables = {"rows": self.kind.model, "documents": self.kind.store}
        return {name: model._meta.db_table for name, model in tables.items()} | conditions  # noqa: SLF001 public


# In the words of the conditions that Django gives the indexes of such packages, so that they can be used.
HIDDEN = {"sqlite": "WHERE is_hidden = 1", "postgresql": "WHERE is_hidden"}
LISTED = {"sqlite": "WHERE r.is_hidden = 0", "postgresql": "WHERE NOT r.is_hidden"}
COUNT = "SELECT COUNT(*) FROM {rows}"
# All of them less the hidden ones: SQLite counts a whole index 20 times as fast as the rows that fulfil a condition.
COUNT_LISTED = f"SELECT ({COUNT}) - ({COUNT} {{hidden}})"
PART = (
    "SELECT r.id, d.body, d.changed_s "
    "FROM (SELECT r.id FROM {rows} r {listed} ORDER BY r.id DESC LIMIT %s OFFSET %s) r "
    "LEFT JOIN {documents} d ON d.row_id = r.id AND d.form = %s ORDER BY r.id DESC"
)
BY_ID = "SELECT row_id, body, changed_s FROM {documents} WHERE row_id = %s AND form = %s"
BY_SLUG = (
    "SELECT d.row_id, d.body, d.changed_s FROM {rows} r JOIN {documents} d ON d.row_id = r.id "
    "WHERE r.slug = %s AND d.form = %s"
)


def found(statement: str, *values: str | int) -> list[Found]:
    """The rows that a statement finds."""
    rows = asked(statement, *values)
    return [Found(pk, None if body is None else bytes(body), changed_s) for pk, body, changed_s in rows]


def asked(statement: str, *values: str | int) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def bodies(kind: Kind, page: Sequence[Found]) -> list[bytes]:
    """The documents of these rows; those that are missing are made: two queries more."""
    missing = [row.pk for row in page if row.body is None]
    made_now = {row.pk: made(kind, row) for row in kind.rows().filter(pk__in=missing)} if missing else {}
    return [row.body or made_now[row.pk] for row in page if row.body or row.pk in made_now]


def joined(bodies: Iterable[bytes]) -> bytes:
    """Documents as a JSON list."""
    return b"[" + b",".join(bodies) + b"]"
