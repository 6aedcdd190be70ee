"""Finds the words of a query in the names and texts of all candidates at once. Pure.

All of them are one string, which is searched once for each form of a word, instead of every candidate for itself: most
words are in few of them.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import attrs

from packgrid.search.entries import GRIDS_SIGN, PEOPLE_SIGN
from packgrid.search.query_expansion import QueryWord, WordPattern

# What a word counts by the field that has it; the sum is saturated, so that a second field adds less than the first.
IN_NAME, NAME_PREFIX, IN_TEXT, IN_GRIDS, TEXT_PREFIX, IN_PEOPLE = 3.0, 2.0, 1.5, 1.2, 0.3, 0.3
SATURATION = 0.5
NAMES, TEXT, GRIDS, PEOPLE = 1, 2, 4, 8
FIELD_BITS = (NAMES, TEXT, GRIDS, PEOPLE)


def saturate_sum(sum_of_fields: float) -> float:
    """From 0 to 1: much for the first field, less for each further one."""
    return sum_of_fields / (sum_of_fields + SATURATION)


def score_fields(fields: int) -> float:
    """How well a word matches that these fields have, by their bits."""
    weights = ((NAMES, IN_NAME), (TEXT, IN_TEXT), (GRIDS, IN_GRIDS))
    return saturate_sum(sum(weight for bit, weight in weights if fields & bit) or IN_PEOPLE)


class WordMatch(NamedTuple):
    """How well a candidate has a word, 0 to 1, and if its names have it."""

    score: float
    is_in_name: bool


WHOLE_MATCHES = tuple(WordMatch(score_fields(fields), bool(fields & NAMES)) for fields in range(16))
PREFIX_MATCHES = tuple(
    WordMatch(saturate_sum(NAME_PREFIX if fields & NAMES else TEXT_PREFIX), bool(fields & NAMES))
    for fields in range(16)
)
"""The matches of a whole word, and of the beginning of one, by the bits of the fields that have it."""


@attrs.frozen
class CandidateTexts:
    """The names and texts of candidates as one string; `starts` are where their fields begin, four for each."""

    text: str
    starts: list[int]

    def find_fields(self, pattern: str) -> dict[int, int]:
        """The bits of the fields that have a pattern, by the number of the candidate."""
        text, starts, found = self.text, self.starts, defaultdict[int, int](int)
        at = text.find(pattern)
        while at >= 0:
            field = bisect_right(starts, at)
            found[(field - 1) // 4] |= FIELD_BITS[(field - 1) % 4]
            at = text.find(pattern, starts[field]) if field < len(starts) else -1
        return found

    def match_word(self, word: QueryWord) -> dict[int, WordMatch]:
        """The matches of a word by the number of the candidate, each by the best of its forms."""
        best: dict[int, WordMatch] = {}
        for form, weight in word.patterns:
            matches = self.match_pattern(form[0]) if len(form) == 1 else self.match_form(form)
            if weight == 1 and not best:
                best = matches
                continue
            for number, (score, is_in_name) in matches.items():
                if number not in best or weight * score > best[number].score:
                    best[number] = WordMatch(weight * score, is_in_name)
        return best

    def match_form(self, form: Sequence[WordPattern]) -> dict[int, WordMatch]:
        """The candidates that have all words of a form."""
        found = [self.match_pattern(pattern) for pattern in form]
        every = {number: [part[number] for part in found] for number in set(found[0]).intersection(*found[1:])}
        return {
            number: WordMatch(
                sum([match.score for match in matches]) / len(matches), all(match.is_in_name for match in matches)
            )
            for number, matches in every.items()
        }

    def match_pattern(self, pattern: WordPattern) -> dict[int, WordMatch]:
        """The candidates that have a word, its stem or a longer word."""
        whole = self.find_fields(pattern.exact)
        if pattern.stem != pattern.exact:
            for number, fields in self.find_fields(pattern.stem).items():
                whole[number] |= fields
        if not pattern.prefix:
            return {number: WHOLE_MATCHES[fields] for number, fields in whole.items()}
        begun = self.find_fields(pattern.prefix)
        matches = {number: PREFIX_MATCHES[fields] for number, fields in begun.items()}
        for number, fields in whole.items():
            match = WHOLE_MATCHES[fields]
            is_in_name = match.is_in_name or bool(begun[number] & NAMES)
            matches[number] = match if match.is_in_name == is_in_name else WordMatch(match.score, is_in_name)
        return matches


def join_texts(entries: Iterable[tuple[str, str]]) -> CandidateTexts:
    """The texts of candidates from their names and their words, which have the signs of grids and people in them."""
    fields = [field for names, words in entries for field in (names, *split_words_text(words))]
    return CandidateTexts("".join(fields), list(accumulate(map(len, fields[:-1]), initial=0)) if fields else [])


def split_words_text(words: str) -> tuple[str, str, str]:
    """The words of its own texts, of its grids and of people, each with a space before and after."""
    rest, _, people = words.partition(f" {PEOPLE_SIGN} ")
    text, _, grids = rest.partition(f" {GRIDS_SIGN} ")
    return f"{text} ", f" {grids} ", f" {people} "
