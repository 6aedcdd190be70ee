"""Words that mean the same to those who search: a built-in list, and what curators say in the administration.

To add some for every directory, add a line to synonyms.txt.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import attrs
from django.db import connection

from packgrid.search.models import CuratedSynonym
from packgrid.search.words import split_words, stem_word

SAME, NEAR = 1.0, 0.75
"""The weights of synonyms beside the word itself: another name of the same thing, and what often means the same."""
WEIGHTS: Mapping[str, float] = {
    CuratedSynonym.Kind.SAME: SAME,
    CuratedSynonym.Kind.NEAR: NEAR,
    CuratedSynonym.Kind.NEVER: 0.0,
}
BUILT_IN = Path(__file__).parent / "synonyms.txt"


@attrs.frozen
class Synonym:
    """Another name of a term: words that must all be there, and their weight."""

    words: tuple[str, ...]
    weight: float = NEAR


type Synonyms = Mapping[str, tuple[Synonym, ...]]
"""The synonyms of terms by the key of the term."""


@attrs.define
class SynonymCache:
    """The synonyms of this process, read again when they are a second old, but not within a transaction."""

    found: Synonyms | None = None
    read_at_s: float = float("-inf")

    def read(self) -> Synonyms:
        """The synonyms now: one query a second at most."""
        if not connection.in_atomic_block and time.monotonic() - self.read_at_s > KEPT_S:
            rows = CuratedSynonym.objects.values_list("term", "synonyms", "kind")
            self.found, self.read_at_s = combine_synonyms(rows), time.monotonic()
        elif self.found is None:
            self.found = combine_synonyms([])
        return self.found

    def forget(self) -> None:
        """Read them anew the next time."""
        self.found, self.read_at_s = None, float("-inf")


KEPT_S = 1.0
CACHE = SynonymCache()


def read_synonyms() -> Synonyms:
    """The synonyms of every term, in both directions."""
    return CACHE.read()


def combine_synonyms(rows: Iterable[tuple[str, str, str]]) -> Synonyms:
    """The built-in synonyms and those of curators (term, synonyms, kind), who win; their "never" takes a pair away."""
    curated = [
        (term, Synonym(tuple(split_words(other)), WEIGHTS[kind]))
        for term, others, kind in rows
        for other in others.split(",")
    ]
    found = index_synonyms([*curated, *read_built_in()])
    kept = {key: tuple(other for other in synonyms if other.weight) for key, synonyms in found.items()}
    return {key: synonyms for key, synonyms in kept.items() if synonyms}


@cache
def read_built_in() -> tuple[tuple[str, Synonym], ...]:
    """The terms and synonyms of the built-in list."""
    return tuple(parse_lines(BUILT_IN.read_text()))


def parse_lines(text: str) -> Iterator[tuple[str, Synonym]]:
    """Terms and synonyms from lines such as "cron = schedule, periodic" (near) or "k8s == kubernetes" (the same)."""
    for line in text.splitlines():
        term, sign, others = line.partition("#")[0].partition("=")
        weight = SAME if others.startswith("=") else NEAR
        for other in others.removeprefix("=").split(",") if sign else ():
            yield term.strip(), Synonym(tuple(split_words(other)), weight)


def index_synonyms(pairs: Iterable[tuple[str, Synonym]]) -> Synonyms:
    """The synonyms by key: those of a term, and the term for each of them."""
    found: dict[str, dict[tuple[str, ...], Synonym]] = defaultdict(dict)
    for term, synonym in pairs:
        words = tuple(split_words(term))
        if words and synonym.words and words != synonym.words:
            found[make_key(words)].setdefault(synonym.words, synonym)
            found[make_key(synonym.words)].setdefault(words, Synonym(words, synonym.weight))
    return {key: tuple(forms.values()) for key, forms in found.items()}


def make_key(words: Iterable[str]) -> str:
    """The key of a term: its words as one, stemmed, so that "rate limit" and "rate limits" are the same."""
    return stem_word("".join(words))
