"""Orders the best candidates: names before texts, then popularity and health. Pure.

An exact name always comes first. Below it everything is one sum, so that a name that half matches does not beat a
popular package whose description has the very word; the weights at the top say what each part may count.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest
from operator import itemgetter
from typing import NamedTuple

from packgrid.search.entries import ALIAS_SIGN, JOINED_SIGN, STRIPPED_SIGN
from packgrid.search.popularity import popularity_at
from packgrid.search.query_expansion import ExpandedQuery
from packgrid.search.tags import ENDED, make_tag
from packgrid.search.word_matches import join_texts
from packgrid.search.words import COMMON_WORDS, stem_word

WORDS_WEIGHT, COVERAGE_WEIGHT = 7.0, 1.0
GRID_WEIGHT, MEMBER_WEIGHT, ALL_WORDS_WEIGHT = 1.0, 1.0, 1.0
SIMPLE_NAME_WEIGHT, COMPOUND_NAME_WEIGHT, NAME_PREFIX_WEIGHT, WHOLE_PREFIX_WEIGHT = 0.8, 4.0, 0.8, 0.8
POPULARITY_WEIGHT, POPULARITY_ALONE, HEALTH_WEIGHT, ENDED_PENALTY = 8.0, 0.4, 0.5, 1.5
MEMBERS_OF, MOST_GRIDS = 10, 8
LEAST_SHARE = 0.2
"""The least share of the words of the best result, by weight, that a result has to have."""
MOST_FITTING_GRIDS, LEAST_GRID_FIT = 2, 0.6
UNKNOWN_HEALTH = 0.5
NOT_EXACT = 4
ENDED_TAGS = tuple(f" {make_tag('is', name)} " for name in ENDED)


class Candidate(NamedTuple):
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


def rank_candidates(query: ExpandedQuery, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, best first; equal ones by popularity, then by id. What has too few of the words is left out.

    They are ranked by themselves first; then those rise that are in the grids of the best, or in a grid that fits.
    """
    scored = [
        (exactness_of(query, candidate), words, candidate)
        for words, candidate in zip(score_words(query, candidates), candidates, strict=True)
    ]
    least = LEAST_SHARE * max((words.share for _, words, _ in scored), default=0.0)
    kept = [
        (exactness, score_candidate(query, candidate, words), words, candidate)
        for exactness, words, candidate in scored
        if words.share >= least or exactness < NOT_EXACT
    ]
    best = nsmallest(MEMBERS_OF, kept, key=lambda item: (item[0], -item[1], item[3].place))
    members = weigh_grids(candidate for *_, candidate in best)
    fitting = {f" {make_tag('in', candidate.slug)} ": words.share * words.coverage
               for _, _, words, candidate in kept if candidate.grid_id}  # fmt: skip
    ranked = [
        (exactness, -score - score_grids(members, fitting, candidate.tags), candidate.place, candidate)
        for exactness, score, _, candidate in kept
    ]
    return [candidate for *_, candidate in sorted(ranked, key=itemgetter(0, 1, 2))]


def find_fitting_grids(query: ExpandedQuery, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The grids whose titles say what most of the query says and little else, the best first; two at most."""
    grids = [candidate for candidate in candidates if candidate.grid_id]
    found = zip(score_words(query, grids), grids, strict=True)
    fitting = [(words.share * words.coverage, candidate) for words, candidate in found]
    best = nlargest(MOST_FITTING_GRIDS, fitting, key=lambda item: (item[0], -item[1].place))
    return [candidate for fit, candidate in best if fit >= LEAST_GRID_FIT]


def score_grids(members: Mapping[str, float], fitting: Mapping[str, float], tags: str) -> float:
    """The score for the grids of a candidate: those that the best candidates are in, and those whose titles fit."""
    member = max([weight for tag, weight in members.items() if tag in tags], default=0.0)
    fit = max([weight for tag, weight in fitting.items() if tag in tags], default=0.0)
    return MEMBER_WEIGHT * member + GRID_WEIGHT * fit


def weigh_grids(best: Iterable[Candidate]) -> dict[str, float]:
    """The tags of the grids that most of the best candidates are in, with weights up to 1, by how good those are."""
    weights: defaultdict[str, float] = defaultdict(float)
    for rank, candidate in enumerate(best):
        for tag in GRID_TAG.findall(candidate.tags):
            weights[f" {tag} "] += 1 / (rank + 2)
    common = nlargest(MOST_GRIDS, weights.items(), key=itemgetter(1))
    return {tag: weight / common[0][1] for tag, weight in common}


GRID_TAG = re.compile(rf"(?<= ){re.escape(make_tag('in', ''))}\S+")


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


class WordScore(NamedTuple):
    """How well the words of a query match, each from 0 to 1.

    `match` is by their weights and the fields that have them, `share` how many there are by weight, `coverage` how much
    of the name they are; `name` is what a name that is or begins with the query adds.
    """

    match: float
    share: float
    coverage: float
    name: float


NO_WORDS = WordScore(0.0, 0.0, 0.0, 0.0)


def score_candidate(query: ExpandedQuery, candidate: Candidate, words: WordScore) -> float:
    """How well the candidate fits: its words, popularity and health.

    Popularity counts more where the words fit, so that what everybody knows does not answer every question.
    """
    fit = POPULARITY_ALONE + (1 - POPULARITY_ALONE) * words.match if query.significant_words else 1.0
    return (
        WORDS_WEIGHT * words.match
        + COVERAGE_WEIGHT * words.coverage
        + words.name
        + (ALL_WORDS_WEIGHT if words.share == 1 else 0.0)
        + POPULARITY_WEIGHT * popularity_at(candidate.place) * fit
        + HEALTH_WEIGHT * (UNKNOWN_HEALTH if candidate.score is None else candidate.score / 100)
        - (ENDED_PENALTY if has_ended(candidate.tags) else 0.0)
    )


def has_ended(tags: str) -> bool:
    """True if the tags say that the package is archived, deprecated, superseded or gone."""
    return " =is:" in tags and any(ended_tag in tags for ended_tag in ENDED_TAGS)


def score_words(query: ExpandedQuery, candidates: Sequence[Candidate]) -> list[WordScore]:
    """How well the query's words match the names and texts of each candidate."""
    significant = query.significant_words
    if not significant:
        return [NO_WORDS] * len(candidates)
    texts = join_texts((candidate.names, candidate.words) for candidate in candidates)
    total, match, share, named = 0.0, [0.0] * len(candidates), [0.0] * len(candidates), set[int]()
    for word in significant:
        total += word.weight
        for number, found in texts.match_word(word).items():
            match[number] += word.weight * found.score
            share[number] += word.weight
            if found.is_in_name:
                named.add(number)
    return [
        WordScore(
            match[number] / total,
            share[number] / total,
            *(score_names(query, candidate.names) if number in named else (0.0, 0.0)),
        )
        for number, candidate in enumerate(candidates)
    ]


def score_names(query: ExpandedQuery, all_names: str) -> tuple[float, float]:
    """The coverage of the name, 0 to 1, and what a name adds that is or begins with the query."""
    parts = [part for part in all_names.partition(f" {JOINED_SIGN}")[0].split() if part not in COMMON_WORDS]
    coverage = sum([stem_word(part) in query.stems for part in parts]) / max(1, len(parts))
    name = score_name(query.stripped_name or query.joined_name, all_names, is_compound=len(parts) > 1)
    if len(query.words) > len(query.significant_words) and f" {JOINED_SIGN}{query.joined_name}" in all_names:
        name += WHOLE_PREFIX_WEIGHT
    if not name and len(parts) > 1 and query.spelled_stems == set(map(stem_word, parts)):
        name = COMPOUND_NAME_WEIGHT  # the whole name, in another order
    return coverage, name


def score_name(name: str, names: str, *, is_compound: bool) -> float:
    """The score for a name that is or begins with the query's; prefixes that half of all names share do not count."""
    prefix = next((sign for sign in (f" {STRIPPED_SIGN}{name}", f" {JOINED_SIGN}{name}") if sign in names), "")
    if not prefix:
        return 0.0
    if f" {STRIPPED_SIGN}{name} " in names or f" {JOINED_SIGN}{name} " in names:
        return NAME_PREFIX_WEIGHT + (COMPOUND_NAME_WEIGHT if is_compound else SIMPLE_NAME_WEIGHT)
    return NAME_PREFIX_WEIGHT
