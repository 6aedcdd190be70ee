"""Simple search: every word must occur in the title, the slug or the description; names come first."""

import re
from functools import reduce
from operator import and_

import attrs
from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Replace

from packgrid.search.models import Entry

LONGEST = 200
SHORTEST_PART = 2
PART = re.compile(r'"([^"]*)"|([^\s"]+)')
SEPARATORS = re.compile(r"[-_\s]+")


@attrs.frozen
class Question:
    """What somebody looks for: `name` if it is the name of something, `parts` that must all occur, all as keys."""

    name: str
    parts: tuple[str, ...]


def find(text: str, limit: int = 20) -> list[Entry]:
    """The best entries for a text, best first; one query. Nothing for a text that asks nothing."""
    question = understand(text)
    return list(ranked(question)[:limit]) if question else []


def understand(text: str) -> Question | None:
    """The question in a text; None if it has no word of two characters, a NUL, or more than 200 characters."""
    if "\x00" in text or len(text) > LONGEST:
        return None
    keys = [key(phrase or word) for phrase, word in PART.findall(text)]
    parts = tuple(dict.fromkeys(filter(None, keys)))
    if not any(len(part) >= SHORTEST_PART for part in parts):
        return None
    return Question(key(text.replace('"', " ")), parts)


def key(text: str) -> str:
    """The text with every separator as "-", so that "flat blocks", flat_blocks and flat-blocks are one."""
    return SEPARATORS.sub("-", text).strip("-")


def ranked(question: Question) -> QuerySet[Entry]:
    """The entries that match: so named, named with that beginning, named with those words, the rest; then by stars."""
    name = question.name
    named = reduce(and_, (in_name(part) for part in question.parts))
    matching = reduce(and_, (in_name(part) | Q(description_key__icontains=part) for part in question.parts))
    rank = Case(
        When(Q(slug_key__iexact=name) | Q(title_key__iexact=name), then=Value(0)),
        When(Q(slug_key__istartswith=name) | Q(title_key__istartswith=name), then=Value(1)),
        When(named, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    stars = Coalesce(F("package__facts__stars"), Value(-1))
    return with_keys().filter(matching).order_by(rank, stars.desc(), "title", "pk")


def in_name(part: str) -> Q:
    """Whether a part stands in the slug or the title."""
    return Q(slug_key__icontains=part) | Q(title_key__icontains=part)


def with_keys() -> QuerySet[Entry]:
    """Every entry with the keys of its texts."""
    columns = ("slug", "title", "description")
    return Entry.objects.alias(**{f"{column}_key": key_of(F(column)) for column in columns})


def key_of(column: Combinable) -> Replace:
    """What `key` does, in the database."""
    return Replace(Replace(column, Value("_"), Value("-")), Value(" "), Value("-"), output_field=TextField())
