"""The documents of API v4 as bytes, with their links left open.

Two bytes that no UTF-8 text has stand for what depends on the request: FF for the site's address, FE for a link's end.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

import attrs
from django.conf import settings
from django.db.models import Model, QuerySet

from packgrid.api.v4 import queries, words
from packgrid.api.v4.models import CategoryDocument, GridDocument, PackageDocument

BASE, END = "\udcff", "\udcfe"
"""What becomes of these bytes in a str (PEP 383): lone surrogates, which no text from a database can hold."""
EDITION = 1
"""Raise it when the words change, so that what is stored in the old ones is not used."""


@attrs.frozen
class Kind:
    """What has documents: the name of its list, its rows with all that the words need, the words, and the store."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    words: Callable[[Any, words.Link], dict[str, Any]]
    store: Any


PACKAGES = Kind("packages", queries.packages, words.package, PackageDocument)
GRIDS = Kind("grids", queries.grids, words.grid, GridDocument)
CATEGORIES = Kind("categories", queries.categories, words.category, CategoryDocument)


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


def stored(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows as ids, each with its document and when that changed; both are None where it is missing."""
    return (
        rows.select_related(None)
        .prefetch_related(None)
        .values_list("pk", "document__body", "document__changed_at", "document__form")
    )


def bodies(kind: Kind, found: Sequence[tuple[Any, ...]]) -> list[bytes]:
    """The documents of these rows, as `stored` gives them; those that are missing are made: two queries more."""
    missing = [pk for pk, _body, _at, made_in in found if made_in != form()]
    made_now = {row.pk: made(kind, row) for row in kind.rows().filter(pk__in=missing)} if missing else {}
    return [made_now[pk] if pk in made_now else bytes(body or b"null") for pk, body, _at, _form in found]


def joined(bodies: Iterable[bytes]) -> bytes:
    """Documents as a JSON list."""
    return b"[" + b",".join(bodies) + b"]"
