"""The rule for titles of grids that are nearly the same. Pure."""

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\w+")
COMMON = {"a", "an", "and", "app", "apps", "django", "for", "of", "package", "packages", "the", "with"}
NEARLY = 0.88


def title_key(title: str) -> str:
    """The words of a title that tell grids apart: in lower case, singular and sorted; all words if none do."""
    words = WORDS.findall(title.lower())
    telling = [word for word in words if word not in COMMON] or words
    return " ".join(sorted(strip_plural(word) for word in telling))


def strip_plural(word: str) -> str:
    """A word without the ending of its plural."""
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 "ties" is no plural of "ty"
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word  # noqa: PLR2004 "css"


def are_similar_titles(one: str, other: str) -> bool:
    """True if two titles probably mean the same: the same words, or words with a few other letters."""
    first, second = title_key(one), title_key(other)
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= NEARLY
