"""Texts as words: what the index keeps and what a question asks for are cut up by the same rules."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 40
WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Half of the catalogue begins or ends with these; they tell little of what a package is.
PREFIXES = ("django", "dj", "drf", "python", "py")
FILLERS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "of", "on", "or", "that", "the", "to")
) | {"use", "using", "with", "your"}
COMMON = FILLERS.union(
    PREFIXES, ("package", "packages", "library", "lib", "app", "apps", "plugin", "simple", "easy", "reusable")
)
# What says little in a name and much in a question: whoever asks for drf wants what is made for it.
SAYS_MORE_IN_A_QUESTION = {"drf"}
SHORTEST_REST = 3
SHORTEST_STEM = 3
LONG_ENDING = 6


def words(text: str) -> list[str]:
    """The words of a text in small letters without accents, in order: "Größe_2 (C++)" is grosse, 2, c++."""
    folded = text.lower() if text.isascii() else fold(text)
    return [word[:LONGEST] for word in WORD.findall(folded)]


def untelling(said: Iterable[str]) -> frozenset[str]:
    """The words that tell nothing beside the others: common ones; where there are only such, those that fill."""
    there = frozenset(said)
    return next((dull & there for dull in (COMMON - SAYS_MORE_IN_A_QUESTION, FILLERS) if there - dull), frozenset())


def fold(text: str) -> str:
    """Capitals, accents and ligatures away."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def whole(name: Iterable[str]) -> str:
    """A name, given as its words, as one word: "Django_Debug-toolbar" is djangodebugtoolbar."""
    return "".join(name)[: 2 * LONGEST]


def bare(name: Iterable[str]) -> str:
    """A name, given as its words, as one word without what half of all names begin or end with; "" of nothing else.

    django-debug-toolbar is debugtoolbar, djangorestframework is restframework, pytest-django is pytest.
    """
    parts = list(name)
    while len(parts) > 1 and parts[0] in PREFIXES:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in PREFIXES:
        parts.pop()
    joined = "".join(parts)
    rest = joined.removeprefix("django")
    return "" if joined in PREFIXES else rest if len(rest) >= SHORTEST_REST else joined


def humps(text: str) -> list[str]:
    """The words that the capitals of a name show: those of DjangoCMS are django, cms; [] if they show nothing."""
    return words(HUMP.sub(" ", text)) if HUMP.search(text) else []


@lru_cache(2**16)
def stem(word: str) -> str:
    """The word without the endings that are looked for and written interchangeably: tags, tagging, tagged are tag.

    Far less than linguists do, because every name is a word here; what it makes need not be a word.
    """
    if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > LONG_ENDING - 1 else word[:-1]
    if len(word) >= LONG_ENDING:
        for ending in ("ing", "ed"):
            if word.endswith(ending):
                return undoubled(word.removesuffix(ending)).removesuffix("e")
    return word.removesuffix("e") if len(word) >= LONG_ENDING - 1 else word


def undoubled(word: str) -> str:
    """Tagg is tag."""
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls" else word


def stems(said: Iterable[str]) -> Iterator[str]:
    """The stems of those words that have another stem than themselves."""
    return (short for word in said if (short := stem(word)) != word)
