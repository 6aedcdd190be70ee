"""Simple search: all words must occur in the title, the slug or the description; names come first."""

import re
from functools import reduce
from operator import and_

import attrs
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from packgrid.search.models import Entry

LONGEST = 200
SHORTEST_WORD = 2
PART = re.compile(r'"([^"]+)"|(\S+)')
SEPARATORS = re.compile(r"[-_\s]+")


@attrs.frozen
class Question:
    """What somebody looks for: `name` if it is the name of something, `parts` that must all occur."""

    name: str
    parts: tuple[str, ...]


def find(text: str, limit: int = 20) -> list[Entry]:
    """The best entries for a text, best first; one query. Nothing for a text that asks nothing."""
    question = understand(text)
    return list(ranked(question).select_related("grid")[:limit]) if question else []


def understand(text: str) -> Question | None:
    """The question in a text; None if it has no word of two characters, a NUL, or more than 200 characters."""
    said = " ".join(text.split())
    if "\x00" in text or len(said) > LONGEST:
        return None
    parts = tuple(phrase or word for phrase, word in PART.findall(said))
    if not any(len(part) >= SHORTEST_WORD for part in parts):
        return None
    return Question(SEPARATORS.sub("-", said.strip('"')), parts)


def ranked(question: Question) -> QuerySet[Entry]:
    """The entries that match, in order: its name, names that begin so, names that hold it, then by stars."""
    name = question.name
    rank = Case(
        When(Q(slug__iexact=name) | Q(title__iexact=name) | Q(title__iexact=name.replace("-", " ")), then=Value(0)),
        When(Q(slug__istartswith=name) | Q(title__istartswith=name), then=Value(1)),
        When(Q(slug__icontains=name) | Q(title__icontains=name), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    stars = Coalesce(F("package__facts__stars"), Value(-1))
    matching = Entry.objects.filter(reduce(and_, (occurs(part) for part in question.parts)))
    return matching.order_by(rank, stars.desc(), "title", "pk")


def occurs(part: str) -> Q:
    """Whether a word or phrase stands in the title, the slug or the description."""
    slug = SEPARATORS.sub("-", part)
    return Q(slug__icontains=slug) | Q(title__icontains=part) | Q(description__icontains=part)
