"""Orders the best candidates: names before texts, then popularity and health. Pure.

An exact name always comes first. Below it everything is one sum, so that a name that half matches does not beat a
popular package whose description has the very word; the weights at the top say what each part may count.
"""

from collections.abc import Iterable

import attrs

from packgrid.search.entries import ALIAS_SIGN, JOINED_SIGN, STRIPPED_SIGN
from packgrid.search.popularity import popularity_at
from packgrid.search.query_expansion import ExpandedQuery, QueryWord, WordPattern
from packgrid.search.tags import ENDED, make_tag
from packgrid.search.words import COMMON_WORDS

# How well a word matches, from 0 to 1, by where it is found.
NAME_PART, NAME_PIECE, NAME_PREFIX, TEXT_WORD, TEXT_PREFIX = 1.0, 0.9, 0.75, 0.6, 0.35
WORDS_WEIGHT, COVERAGE_WEIGHT, GRID_WEIGHT, COMMON_WORD_WEIGHT = 5.0, 1.2, 1.2, 0.3
SIMPLE_NAME_WEIGHT, COMPOUND_NAME_WEIGHT, NAME_PREFIX_WEIGHT, WHOLE_PREFIX_WEIGHT = 0.8, 4.0, 0.8, 0.8
POPULARITY_WEIGHT, HEALTH_WEIGHT, ENDED_PENALTY = 5.5, 0.5, 1.5
UNKNOWN_HEALTH = 0.5
NOT_EXACT = 4
ENDED_TAGS = tuple(f" {make_tag('is', name)} " for name in ENDED)


@attrs.frozen
class Candidate:
    """An entry that may be a result, as the database returns it; `is_close` is 1 if its names have the words."""

    entry_id: int
    place: int
    package_id: int | None
    grid_id: int | None
    slug: str
    title: str
    description: str
    names: str
    words: str
    tags: str
    score: int | None
    is_close: int = 0


def rank_candidates(query: ExpandedQuery, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, best first; equal ones by popularity, then by id."""
    return sorted(candidates, key=lambda candidate: ranking_key(query, candidate))


def ranking_key(query: ExpandedQuery, candidate: Candidate) -> tuple[int, float, int]:
    """Sorts candidates by how exact the name is, then by score, then by popularity."""
    return exactness_of(query, candidate), -score_candidate(query, candidate), candidate.place


def exactness_of(query: ExpandedQuery, candidate: Candidate) -> int:
    """How exactly the candidate is what was searched for, 0 to 4.

    0: the repository, or a package whose slug or title is the query; 1: a package with that name; 2: a grid with that
    name; 3: a package with that alias; 4: none of these.
    """
    if query.repo_tag and f" {query.repo_tag} " in candidate.tags:
        return 0
    if not query.joined_name:
        return NOT_EXACT
    if f" {JOINED_SIGN}{query.joined_name} " not in candidate.names:
        return 3 if f" {ALIAS_SIGN}{query.joined_name} " in candidate.names else NOT_EXACT
    if candidate.grid_id:
        return 2
    return 0 if query.text in (candidate.slug.lower(), candidate.title.lower()) else 1


def score_candidate(query: ExpandedQuery, candidate: Candidate) -> float:
    """How well the candidate fits: its words, popularity and health."""
    return (
        score_words(query, candidate)
        + POPULARITY_WEIGHT * popularity_at(candidate.place)
        + HEALTH_WEIGHT * (UNKNOWN_HEALTH if candidate.score is None else candidate.score / 100)
        - (ENDED_PENALTY if has_ended(candidate.tags) else 0.0)
    )


def has_ended(tags: str) -> bool:
    """True if the tags say that the package is archived, deprecated, superseded or gone."""
    return " =is:" in tags and any(ended_tag in tags for ended_tag in ENDED_TAGS)


def score_words(query: ExpandedQuery, candidate: Candidate) -> float:
    """How well the query's words match the names and texts of the candidate."""
    significant, all_names = query.significant_words, candidate.names
    if not significant:
        return 0.0
    name_text, _, signed_names = all_names.partition(f" {JOINED_SIGN}")
    name_text, signed_names = f"{name_text} ", f"{signed_names} "
    word_scores = [score_word(word, name_text, signed_names, candidate.words) for word in significant]
    name_size = sum([part not in COMMON_WORDS for part in name_text.split()])
    in_names = sum([word_score >= NAME_PREFIX for word_score in word_scores])
    has_common = len(query.words) > len(significant)
    common_count = sum([f" {word.text} " in all_names for word in query.words]) if has_common else 0
    return (
        WORDS_WEIGHT * sum(word_scores) / len(word_scores)
        + COVERAGE_WEIGHT * min(1.0, in_names / max(1, name_size))
        + score_name(query.stripped_name or query.joined_name, all_names, is_compound=name_size > 1)
        + WHOLE_PREFIX_WEIGHT * (has_common and f" {JOINED_SIGN}{query.joined_name}" in all_names)
        + GRID_WEIGHT * (f" {query.grid_tag} " in candidate.tags)
        + COMMON_WORD_WEIGHT * common_count
    )


def score_name(name: str, names: str, *, is_compound: bool) -> float:
    """The score for a name that is or begins with the query's; prefixes that half of all names share do not count."""
    prefix = next((sign for sign in (f" {STRIPPED_SIGN}{name}", f" {JOINED_SIGN}{name}") if sign in names), "")
    if not prefix:
        return 0.0
    if f" {STRIPPED_SIGN}{name} " in names or f" {JOINED_SIGN}{name} " in names:
        return NAME_PREFIX_WEIGHT + (COMPOUND_NAME_WEIGHT if is_compound else SIMPLE_NAME_WEIGHT)
    return NAME_PREFIX_WEIGHT


def score_word(word: QueryWord, name_parts: str, signed_names: str, text: str) -> float:
    """How well a word matches, by its best form."""
    return max(
        [
            sum([score_pattern(pattern, name_parts, signed_names, text) for pattern in form]) / len(form)
            for form in word.patterns
        ]
    )


def score_pattern(pattern: WordPattern, name_parts: str, signed_names: str, text: str) -> float:
    """How well one word matches: a part of a name, a piece of it, a beginning of either, a word of the text, or not."""
    if pattern.exact in name_parts:
        return NAME_PART
    if pattern.exact in signed_names or pattern.stem in name_parts or pattern.stem in signed_names:
        return NAME_PIECE
    if pattern.prefix and (pattern.prefix in name_parts or pattern.prefix in signed_names):
        return NAME_PREFIX
    if pattern.exact in text or pattern.stem in text:
        return TEXT_WORD
    return TEXT_PREFIX if pattern.prefix and pattern.prefix in text else 0.0
