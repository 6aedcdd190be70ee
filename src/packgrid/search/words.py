"""Splits texts into words, by the same rules for the index and for queries."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

LONGEST = 40
# Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean.
SPACELESS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
SCRIPTS = re.compile(rf"(?P<spaceless>[{SPACELESS}]+)|[^{SPACELESS}]+")
WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
CAMEL_CASE_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Half of the catalogue begins or ends with these, so they say little about a package.
PREFIXES = ("django", "dj", "drf", "python", "py")
FILLER_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "of", "on", "or", "that", "the", "to")
) | {"use", "using", "with", "your"}
# Of questions in whole sentences; none of them says what is looked for.
QUESTION_WORDS = frozenset(
    ("am", "another", "any", "are", "be", "between", "can", "could", "do", "does", "get", "has", "have", "how", "i")
).union(
    ("inside", "instead", "like", "make", "many", "me", "my", "need", "not", "one", "should", "some", "something"),
    ("than", "then", "there", "want", "was", "we", "what", "when", "where", "which", "who", "why", "will", "without"),
    ("would",),
)  # fmt: skip
COMMON_WORDS = FILLER_WORDS.union(
    PREFIXES, ("package", "packages", "library", "lib", "app", "apps", "plugin", "simple", "easy", "reusable")
)
# Says little in a name but much in a query: whoever searches for drf wants packages made for it.
TELLING_IN_QUERIES = {"drf"}
SHORTEST_REST = 3
SHORTEST_STEM = 3
LONG_ENDING = 6


def split_words(text: str) -> list[str]:
    """The words of a text in order, in lower case and without accents: "Größe_2 (C++)" gives grosse, 2, c++."""
    if text.isascii():
        return [word[:LONGEST] for word in WORD.findall(text.lower())]
    return [part[:LONGEST] for word in WORD.findall(fold_text(text)) for part in split_scripts(word)]


def split_scripts(word: str) -> Iterator[str]:
    """The word; but every two neighbouring characters of a script that writes no spaces between words.

    Nobody can tell where the words of 全文検索 are without a dictionary, so each pair is a word, in the index
    and in queries.
    """
    for found in SCRIPTS.finditer(word):
        run = found["spaceless"]
        if not run or len(run) == 1:
            yield found[0]
        else:
            yield from map("".join, pairwise(run))


def stop_words(words: Iterable[str]) -> frozenset[str]:
    """The words of a query that a result may lack: the common ones, or only filler words if all are common."""
    given = frozenset(words)
    candidates = (
        (COMMON_WORDS | QUESTION_WORDS) - TELLING_IN_QUERIES,
        COMMON_WORDS - TELLING_IN_QUERIES,
        FILLER_WORDS | QUESTION_WORDS,
        FILLER_WORDS,
    )
    return next((common & given for common in candidates if given - common), frozenset())


def fold_text(text: str) -> str:
    """A text in lower case, without accents, strokes and ligatures."""
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN_LETTERS)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


# Letters of Latin scripts that Unicode does not decompose, as people write them who do not have them on a keyboard.
PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ŧ": "t", "ŋ": "n"}
    | {"ƶ": "z", "ɨ": "i", "ʉ": "u", "æ": "ae", "œ": "oe", "þ": "th", "ĸ": "k", "ƒ": "f", "ƀ": "b", "ǥ": "g"}
    | {"ɫ": "l", "ɖ": "d", "ə": "e"}
)  # fmt: skip


def joined_name(words: Iterable[str]) -> str:
    """The words of a name as one word: django, debug, toolbar give djangodebugtoolbar."""
    return "".join(words)[: 2 * LONGEST]


def stripped_name(words: Iterable[str]) -> str:
    """The words of a name as one word without common prefixes and suffixes; "" if nothing else is left.

    django-debug-toolbar gives debugtoolbar, djangorestframework gives restframework, pytest-django gives pytest.
    """
    parts = list(words)
    while len(parts) > 1 and parts[0] in PREFIXES:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in PREFIXES:
        parts.pop()
    joined = "".join(parts)
    rest = joined.removeprefix("django")
    return "" if joined in PREFIXES else rest if len(rest) >= SHORTEST_REST else joined


def split_camel_case(text: str) -> list[str]:
    """The words of a camel-case name: DjangoCMS gives django, cms; [] where no capital follows a small letter."""
    return split_words(CAMEL_CASE_BOUNDARY.sub(" ", text)) if CAMEL_CASE_BOUNDARY.search(text) else []


@lru_cache(2**16)
def stem_word(word: str) -> str:
    """The word without common English endings: tags, tagging and tagged give tag.

    It removes less than a linguistic stemmer, because names are words too. The result need not be a word.
    """
    if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > LONG_ENDING - 1 else word[:-1]
    if len(word) >= LONG_ENDING:
        for ending in ("ing", "ed"):
            if word.endswith(ending):
                return drop_doubled_consonant(word.removesuffix(ending)).removesuffix("e")
    return word.removesuffix("e") if len(word) >= LONG_ENDING - 1 else word


def drop_doubled_consonant(word: str) -> str:
    """The word without a doubled last consonant: tagg gives tag."""
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls" else word


def distinct_stems(words: Iterable[str]) -> Iterator[str]:
    """The stems that differ from their word."""
    return (short for word in words if (short := stem_word(word)) != word)
