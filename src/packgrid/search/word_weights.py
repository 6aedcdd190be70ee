"""How much each word of a query says: a rare word says more than one that half of the catalogue has."""

import math

import attrs
from django.db import connection

from packgrid.search.backends import current_backend
from packgrid.search.query_expansion import ExpandedQuery, QueryWord
from packgrid.search.vocabulary import known_pieces
from packgrid.search.words import stem_word


def weigh_words(query: ExpandedQuery) -> ExpandedQuery:
    """The query with the counts and weights of its words; one query, none where there are not two words to compare."""
    if query.is_pasted or len(query.significant_words) < 2:  # noqa: PLR2004 two words
        return query
    asked = {part for word in query.significant_words for part in list_spellings(word)}
    counts = count_words(asked)
    most = max(known_pieces().values())
    return attrs.evolve(query, words=tuple(weigh_word(word, counts, most) for word in query.words))


def list_spellings(word: QueryWord) -> list[str]:
    """The words whose counts say how common a word is: those of its forms and synonyms, and their stems."""
    parts = [part for form in word.every_form for part in form]
    return [*parts, *map(stem_word, parts)]


def count_words(asked: set[str]) -> dict[str, int]:
    """How many entries have each of these words."""
    with connection.cursor() as cursor:
        cursor.execute(current_backend().COUNTS, [current_backend().encode_words(sorted(asked))])
        return dict(cursor.fetchall())


def weigh_word(word: QueryWord, counts: dict[str, int], most: int) -> QueryWord:
    """The word with its count, and the weight that follows from it, or from its commonest synonym if nothing has it."""

    def count_form(form: tuple[str, ...]) -> int:
        return min(max(counts.get(part, 0), counts.get(stem_word(part), 0)) for part in form)

    own = max(map(count_form, word.forms))
    common = own or max((count_form(other.words) for other in word.synonyms), default=0)
    return attrs.evolve(word, count=own, weight=math.log(1 + (most + 1) / (1 + common)))
