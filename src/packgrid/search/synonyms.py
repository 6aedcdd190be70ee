"""Words that mean the same to those who search. To add some for everybody, add a line to synonyms.txt."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import attrs

from packgrid.search.words import split_words, stem_word

SAME, NEAR = 1.0, 0.75
"""What a synonym counts beside the word itself: another name of the same thing, and what often means the same."""
BUILT_IN = Path(__file__).parent / "synonyms.txt"


@attrs.frozen
class Synonym:
    """What a term may be called instead: words that must all be there, and what they count."""

    words: tuple[str, ...]
    weight: float = NEAR


type Synonyms = Mapping[str, tuple[Synonym, ...]]
"""The synonyms of terms by the key of the term."""


@cache
def read_synonyms() -> Synonyms:
    """The synonyms of every term, in both directions."""
    return index_synonyms(parse_lines(BUILT_IN.read_text()))


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
