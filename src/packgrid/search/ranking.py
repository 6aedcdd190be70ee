"""The order of the best entries: names before texts, then how well known and how healthy. Pure.

An exact name comes first whatever else is said. Below it, everything is one sum, so that a name that half fits cannot
beat a famous package that is described by the very word: what each part may weigh stands in the table below.
"""

from collections.abc import Iterable

import attrs

from packgrid.search.asking import Asked, AskedWord, Looked
from packgrid.search.entries import ALIAS, BARE, WHOLE
from packgrid.search.popularity import popularity_at
from packgrid.search.tags import SUNK, tag
from packgrid.search.words import COMMON_WORDS

# How well a word fits, from 0 to 1, by where it stands.
AS_PART, AS_PIECE, AS_BEGINNING, AS_WORD, AS_BEGINNING_OF_WORD = 1.0, 0.9, 0.75, 0.6, 0.35
# What counts how much.
FIT, COVERAGE, BARE_NAME, BARE_COMPOUND, BEGINS, BEGINS_WHOLE, MEMBER = 5.0, 1.2, 0.8, 4.0, 0.8, 0.8, 1.2
FAME, HEALTH, SINKS, COMMON_WORD = 5.5, 0.5, 1.5, 0.3
UNKNOWN_HEALTH = 0.5
NOT_EXACT = 4
MARKS = tuple(f" {tag('is', name)} " for name in SUNK)


@attrs.frozen
class Candidate:
    """An entry that may be an answer, as the database hands it over; `is_close` is 1 if its name has the words."""

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


def ranked(question: Asked, found: Iterable[Candidate]) -> list[Candidate]:
    """Best first; equals by popularity, then by id."""
    return sorted(found, key=lambda candidate: key(question, candidate))


def key(question: Asked, candidate: Candidate) -> tuple[int, float, int]:
    """Orders the candidates: by how exact the name is, then by the sum, then by popularity."""
    return exactness(question, candidate), -total(question, candidate), candidate.place


def exactness(question: Asked, candidate: Candidate) -> int:
    """How exactly it is what was asked for.

    0: its repository, or a package written just like that; 1: a package of that name; 2: a grid of that name;
    3: another name of it; 4: none of these.
    """
    if question.repo and f" {question.repo} " in candidate.tags:
        return 0
    if not question.whole:
        return NOT_EXACT
    if f" {WHOLE}{question.whole} " not in candidate.names:
        return 3 if f" {ALIAS}{question.whole} " in candidate.names else NOT_EXACT
    if candidate.grid_id:
        return 2
    return 0 if question.text in (candidate.slug.lower(), candidate.title.lower()) else 1


def total(question: Asked, candidate: Candidate) -> float:
    """The sum of what speaks for it."""
    return (
        fit(question, candidate)
        + FAME * popularity_at(candidate.place)
        + HEALTH * (UNKNOWN_HEALTH if candidate.score is None else candidate.score / 100)
        - (SINKS if is_sunk(candidate.tags) else 0.0)
    )


def is_sunk(tags: str) -> bool:
    """Whether it has ended."""
    return " =is:" in tags and any(mark in tags for mark in MARKS)


def fit(question: Asked, candidate: Candidate) -> float:
    """How well the words fit its names and texts."""
    telling, names = question.telling, candidate.names
    if not telling:
        return 0.0
    head, _, signed = names.partition(f" {WHOLE}")
    head, signed = f"{head} ", f"{signed} "
    fits = [fit_of(word, head, signed, candidate.words) for word in telling]
    size = sum([part not in COMMON_WORDS for part in head.split()])
    in_names = sum([found >= AS_BEGINNING for found in fits])
    common = sum([f" {word.text} " in names for word in question.words]) if len(telling) < len(question.words) else 0
    return (
        FIT * sum(fits) / len(fits)
        + COVERAGE * min(1.0, in_names / max(1, size))
        + fit_of_name(question.bare or question.whole, names, is_compound=size > 1)
        + BEGINS_WHOLE * (len(question.words) > len(telling) and f" {WHOLE}{question.whole}" in names)
        + MEMBER * (f" {question.members} " in candidate.tags)
        + COMMON_WORD * common
    )


def fit_of_name(bare: str, names: str, *, is_compound: bool) -> float:
    """What it counts that it is named so, or begins so, but for what half of all names have in common."""
    begins = next((sign for sign in (f" {BARE}{bare}", f" {WHOLE}{bare}") if sign in names), "")
    if not begins:
        return 0.0
    if f" {BARE}{bare} " in names or f" {WHOLE}{bare} " in names:
        return BEGINS + (BARE_COMPOUND if is_compound else BARE_NAME)
    return BEGINS


def fit_of(word: AskedWord, parts: str, pieces: str, text: str) -> float:
    """How well a word fits in the best of its forms."""
    return max([sum([fit_of_part(part, parts, pieces, text) for part in form]) / len(form) for form in word.looked])


def fit_of_part(part: Looked, parts: str, pieces: str, text: str) -> float:
    """How well one word fits: as a part of the name, a piece, the beginning of either, in the text, not at all."""
    if part.exact in parts:
        return AS_PART
    if part.exact in pieces or part.root in parts or part.root in pieces:
        return AS_PIECE
    if part.begins and (part.begins in parts or part.begins in pieces):
        return AS_BEGINNING
    if part.exact in text or part.root in text:
        return AS_WORD
    return AS_BEGINNING_OF_WORD if part.begins and part.begins in text else 0.0
