"""Orders the best candidates: names before texts, then popularity and health. Pure.

An exact name always comes first. Below it everything is one sum, so that a name that half matches does not beat a
popular package whose description has the very word; the weights at the top say what each part may count.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nlargest, nsmallest
from operator import itemgetter

import attrs

from packgrid.search.entries import ALIAS_SIGN, GRIDS_SIGN, JOINED_SIGN, PEOPLE_SIGN, STRIPPED_SIGN
from packgrid.search.popularity import popularity_at
from packgrid.search.query_expansion import ExpandedQuery, QueryWord, WordPattern
from packgrid.search.tags import ENDED, make_tag
from packgrid.search.words import COMMON_WORDS, stem_word

# What a word counts by the field that has it; the sum is saturated, so that a second field adds less than the first.
IN_NAME, NAME_PREFIX, IN_TEXT, IN_GRIDS, TEXT_PREFIX, IN_PEOPLE = 3.0, 2.0, 1.5, 1.2, 0.3, 0.3
SATURATION = 0.5
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
    """The candidates, best first; equal ones by popularity, then by id. What has too few of the words is left out.

    They are ranked by themselves first; then those rise that are in the grids of the best, or in a grid that fits.
    """
    scored = [(exactness_of(query, candidate), score_words(query, candidate), candidate) for candidate in candidates]
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
    found = ((score_words(query, candidate), candidate) for candidate in candidates if candidate.grid_id)
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


@attrs.frozen
class WordScore:
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


def score_words(query: ExpandedQuery, candidate: Candidate) -> WordScore:
    """How well the query's words match the names and texts of the candidate."""
    significant, all_names = query.significant_words, candidate.names
    if not significant:
        return NO_WORDS
    text, _, grids = candidate.words.partition(f" {PEOPLE_SIGN} ")[0].partition(f" {GRIDS_SIGN} ")
    entry = EntryText(all_names, text, f" {grids}", f"{all_names}{candidate.words}")
    total = match = share = 0.0
    is_in_name = False
    for word in significant:
        score, is_name = score_word(word, entry)
        total += word.weight
        match += word.weight * score
        share += word.weight if score else 0.0
        is_in_name = is_in_name or is_name
    if not is_in_name:
        return WordScore(match / total, share / total, 0.0, 0.0)
    parts = [part for part in all_names.partition(f" {JOINED_SIGN}")[0].split() if part not in COMMON_WORDS]
    coverage = sum([stem_word(part) in query.stems for part in parts]) / max(1, len(parts))
    name = score_name(query.stripped_name or query.joined_name, all_names, is_compound=len(parts) > 1)
    if len(query.words) > len(significant) and f" {JOINED_SIGN}{query.joined_name}" in all_names:
        name += WHOLE_PREFIX_WEIGHT
    if not name and len(parts) > 1 and query.spelled_stems == set(map(stem_word, parts)):
        name = COMPOUND_NAME_WEIGHT  # the whole name, in another order
    return WordScore(match / total, share / total, coverage, name)


@attrs.frozen
class EntryText:
    """The texts of an entry, and all of them together: most words are in none, which one look tells."""

    names: str
    text: str
    grids: str
    whole: str


def score_name(name: str, names: str, *, is_compound: bool) -> float:
    """The score for a name that is or begins with the query's; prefixes that half of all names share do not count."""
    prefix = next((sign for sign in (f" {STRIPPED_SIGN}{name}", f" {JOINED_SIGN}{name}") if sign in names), "")
    if not prefix:
        return 0.0
    if f" {STRIPPED_SIGN}{name} " in names or f" {JOINED_SIGN}{name} " in names:
        return NAME_PREFIX_WEIGHT + (COMPOUND_NAME_WEIGHT if is_compound else SIMPLE_NAME_WEIGHT)
    return NAME_PREFIX_WEIGHT


def score_word(word: QueryWord, entry: EntryText) -> tuple[float, bool]:
    """How well a word matches, 0 to 1, by its best form, and whether that is in the name."""
    best, is_in_name = 0.0, False
    for form, weight in word.patterns:
        if weight <= best:
            continue
        found = [score_pattern(pattern, entry) for pattern in form]
        score = weight * sum(found) / len(found) if all(found) else 0.0
        if score > best:
            best, is_in_name = score, all(is_named(pattern, entry.names) for pattern in form)
    return best, is_in_name


def is_named(pattern: WordPattern, names: str) -> bool:
    """True if a word, its stem or a longer word is a part of the names."""
    return pattern.stem in names or pattern.exact in names or bool(pattern.prefix and pattern.prefix in names)


def score_pattern(pattern: WordPattern, entry: EntryText) -> float:
    """How well one word matches, 0 to 1, by the fields that have it, its stem or a longer word."""
    exact, stem, prefix = pattern.exact, pattern.stem, pattern.prefix
    if stem not in entry.whole and exact not in entry.whole:
        if not prefix or prefix not in entry.whole:
            return 0.0
        return saturate_sum(NAME_PREFIX if prefix in entry.names else TEXT_PREFIX)
    sum_of_fields = IN_NAME * (stem in entry.names or exact in entry.names)
    sum_of_fields += IN_TEXT * (stem in entry.text or exact in entry.text)
    sum_of_fields += IN_GRIDS * (stem in entry.grids or exact in entry.grids)
    return saturate_sum(sum_of_fields or IN_PEOPLE)


def saturate_sum(sum_of_fields: float) -> float:
    """From 0 to 1: much for the first field, less for each further one."""
    return sum_of_fields / (sum_of_fields + SATURATION)
