"""Corrects mistyped words. Candidates are looked up by key; nothing scans all words."""

import string
from collections.abc import Iterable, Mapping

import attrs

from packgrid.search.words import stem_word

SHORTEST = 4
LONG = 8
MOST_CORRECTIONS = 3
MOST_COMPARED = 200
# A known word gives way only to one that is this much more common.
FAR_MORE = 40
VOWELS = frozenset("aeiouy")


@attrs.frozen
class SpellingCandidates:
    """Keys to look up: `words` are one mistake away from the word, `skeletons` from its consonant skeleton."""

    words: frozenset[str]
    skeletons: frozenset[str]


def spelling_candidates(word: str) -> SpellingCandidates:
    """The keys of all words that may be meant; a short word has only itself, because every letter of it counts."""
    if len(word) < SHORTEST or not word.isascii():
        return SpellingCandidates(frozenset({word}), frozenset())
    bones = consonant_skeleton(word)
    far = words_one_edit_away(bones) | {bones} if len(word) >= LONG else set()
    return SpellingCandidates(frozenset(words_one_edit_away(word) | {word}), frozenset(far))


def words_one_edit_away(word: str) -> set[str]:
    """Every string that one mistake makes of a word: a letter missing, added, replaced, or two swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    letters = string.ascii_lowercase
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    found |= {left + letter + right for left, right in cuts for letter in letters}
    return found


def consonant_skeleton(word: str) -> str:
    """The first letter and the consonants after it, doubled ones once: what remains of a word with wrong vowels."""
    bones = word[:1]
    for letter in word[1:]:
        if letter not in VOWELS and letter != bones[-1]:
            bones += letter
    return bones


def choose_corrections(word: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    """The words that are probably meant, the most common first; () if the word is right or nothing is near.

    `counts` has the number of entries of each known candidate. Words with two mistakes count only where no word is one
    mistake away.
    """
    own = counts.get(word, 0) + (counts.get(stem_word(word), 0) if stem_word(word) != word else 0)
    allowed = 0 if len(word) < SHORTEST else 2 if len(word) >= LONG else 1
    common = sorted((-count, other) for other, count in counts.items() if other != word and count > own * FAR_MORE)
    for steps in range(1, allowed + 1):
        near = [other for _count, other in common[:MOST_COMPARED] if edit_distance(word, other, steps) == steps]
        if near:
            return tuple(near[:MOST_CORRECTIONS])
    return ()


def edit_distance(one: str, other: str, most: int) -> int:
    """The number of mistakes between two words, `most` + 1 if more. Two swapped neighbours are one mistake."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        oldest, before, row = before, row, [at]
        for there, sign in enumerate(other, 1):
            steps = min(before[there] + 1, row[-1] + 1, before[there - 1] + (letter != sign))
            if at > 1 and there > 1 and letter == other[there - 2] and one[at - 2] == sign:
                steps = min(steps, oldest[there - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return row[-1]


def merge_candidates(found: Iterable[SpellingCandidates]) -> SpellingCandidates:
    """The keys of several words as one lookup."""
    every = list(found)
    return SpellingCandidates(
        frozenset().union(*(item.words for item in every)), frozenset().union(*(item.skeletons for item in every))
    )
