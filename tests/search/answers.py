"""What search answers, as the judged sets write answers: slugs, a grid's with "grid:" before it."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from django.utils import timezone

from packgrid.search.query import find

MANY = 10
HAS_LANGUAGE = find_spec("packgrid.search.language") is not None


class Found(Protocol):
    """What every kind of search result has."""

    slug: str
    grid_id: int | None


def answers(text: str) -> Sequence[str]:
    """The first ten answers to a text."""
    return [named(found) for found in (answers_in_language(text) if HAS_LANGUAGE else find(text, limit=MANY))][:MANY]


def answers_in_language(text: str) -> Iterator[Found]:
    """What the page of results shows: the entries, then the near misses."""
    query, language = import_module("packgrid.search.query"), import_module("packgrid.search.language")
    results = query.search(language.parse(text), limit=MANY, now=timezone.now())
    yield from results.entries
    yield from results.near


def named(found: Found) -> str:
    """One answer."""
    return found.slug if found.grid_id is None else f"grid:{found.slug}"


def names(entries: Iterable[Found]) -> set[str]:
    """Everything that can be answered."""
    return {named(entry) for entry in entries}
