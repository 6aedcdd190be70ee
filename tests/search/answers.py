"""What search answers, as the judged sets write answers: slugs, a grid's with "grid:" before it."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from django.utils import timezone

from packgrid.search.models import Entry
from packgrid.search.query import search
from packgrid.search.query_language import parse_query
from search.judging import FIRST, MANY, Question

SEED = 4
SEPARATORS = re.compile(r"[-_\s]+")


class Found(Protocol):
    """What every kind of result has."""

    slug: str
    grid_id: int | None


def answers(text: str) -> Sequence[str]:
    """The first ten answers to a text."""
    return [named(one) for one in answers_in_language(text)][:MANY]


def answers_in_language(text: str) -> Iterator[Found]:
    """What a page of results shows: the entries, then the near misses."""
    results = search(parse_query(text), limit=MANY, now=timezone.now())
    yield from results.entries
    yield from results.near


def named(found: Found) -> str:
    """One answer."""
    return found.slug if found.grid_id is None else f"grid:{found.slug}"


def everything() -> set[str]:
    """Every answer that there can be."""
    return {named(entry) for entry in Entry.objects.all()}


def exact_names(count: int = 300) -> list[Question]:
    """So many packages, drawn by a seed, asked for by slug and by title; right is every package of that name."""
    bearers = defaultdict(set)
    pairs = sorted(Entry.objects.filter(grid=None).values_list("slug", "title"))
    for slug, title in pairs:
        bearers[key(slug)].add(slug)
        bearers[key(title)].add(slug)
    drawn = random.Random(SEED).sample(pairs, min(count, len(pairs)))  # noqa: S311 no secret
    asked = [("slug", slug) for slug, _ in drawn] + [("title", title) for _, title in drawn]
    return [Question(kind, text, dict.fromkeys(bearers[key(text)], FIRST)) for kind, text in asked]


def key(name: str) -> str:
    """A name without capitals, its separators alike."""
    return SEPARATORS.sub("-", name.casefold()).strip("-")
