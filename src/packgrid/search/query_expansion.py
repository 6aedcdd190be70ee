"""Expands a query into all the ways its words may appear in the index, and builds the conditions that find them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations, islice, pairwise

import attrs

from packgrid.lib.pasted_text import parse_pasted, strip_command
from packgrid.search.entries import ALIAS_SIGN, JOINED_SIGN, STRIPPED_SIGN
from packgrid.search.expressions import Expression, InNames, Term, join_all, join_any
from packgrid.search.synonyms import Synonym, make_key, read_synonyms
from packgrid.search.tags import make_tag, repo_tag
from packgrid.search.words import FILLER_WORDS, split_words, stem_word, stop_words, stripped_name

MAX_WORDS = 12
MAX_WORDS_LEFT_OUT = 6
MIN_NAME_PREFIX = 2
MIN_PREFIX = 3
ENDING_LEFT_OFF = 3
MAX_PAIRS = 10


@attrs.frozen
class WordPattern:
    """The patterns of a query word: the exact word, its stem and its prefix ("" for none), between single spaces."""

    exact: str
    stem: str
    prefix: str


@attrs.frozen
class QueryWord:
    """A word of a query.

    `forms` are its spelling and corrections, `synonyms` what else it may be called; all words of each must be there.
    `count` is how many entries have it, None if they were not counted; `weight` is how much it says.
    """

    text: str
    forms: tuple[tuple[str, ...], ...]
    synonyms: tuple[Synonym, ...] = ()
    is_prefix: bool = False
    is_common: bool = False
    count: int | None = None
    weight: float = 1.0

    @cached_property
    def every_form(self) -> tuple[tuple[str, ...], ...]:
        """The forms, and the words of the synonyms."""
        return (*self.forms, *(synonym.words for synonym in self.synonyms))

    @cached_property
    def expression(self) -> Expression:
        """Entries that contain the word in any form; with `is_prefix` also a longer word that begins with it."""
        found = [join_all(Term(stem_word(part)) for part in form) for form in self.every_form]
        return join_any([Term(self.forms[0][-1], is_prefix=True), *found] if self.is_prefix else found)

    @cached_property
    def patterns(self) -> tuple[tuple[tuple[WordPattern, ...], float], ...]:
        """The forms as text patterns, each with what it counts, because ranking checks them in hundreds of entries."""
        counted = [*((form, 1.0) for form in self.forms), *((other.words, other.weight) for other in self.synonyms)]
        return tuple(
            (
                tuple(
                    WordPattern(f" {part} ", f" {stem_word(part)} ", f" {part}" if self.is_prefix else "")
                    for part in form
                ),
                weight,
            )
            for form, weight in counted
        )


@attrs.frozen
class ExpandedQuery:
    """A query with everything that its words may mean.

    `text` is the lower-case text, `joined_name` and `stripped_name` are its words as one name. `repo_tag` is the tag of
    the repository if the query is its address. `is_pasted` is true for an address or an install command, which mean one
    package.
    """

    words: tuple[QueryWord, ...]
    text: str = ""
    joined_name: str = ""
    stripped_name: str = ""
    repo_tag: str = ""
    is_pasted: bool = False

    @cached_property
    def significant_words(self) -> tuple[QueryWord, ...]:
        """The words that are not common words."""
        return tuple(word for word in self.words if not word.is_common)

    @cached_property
    def name_words(self) -> tuple[QueryWord, ...]:
        """The words that may appear in a name, which filler words hardly ever do.

        Only the significant words while the last word has one or two letters, because too many words begin with those.
        """
        if any(word.is_prefix and len(word.text) < MIN_PREFIX for word in self.words):
            return self.significant_words
        return tuple(word for word in self.words if not (word.is_common and word.text in FILLER_WORDS))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the significant words in all their forms."""
        return frozenset(
            stem_word(part) for word in self.significant_words for form in word.every_form for part in form
        )

    @cached_property
    def spelled_stems(self) -> frozenset[str]:
        """The stems of the significant words as they were spelled."""
        return frozenset(stem_word(part) for word in self.significant_words for part in word.forms[0])

    @cached_property
    def grid_tag(self) -> str:
        """The tag of packages that are in a grid with this name."""
        return make_tag("in", self.stripped_name or self.joined_name)


def expand_query(query_words: Sequence[str], *, is_typing: bool = True) -> ExpandedQuery:
    """The expanded query for these words; with `is_typing` the last word may be incomplete.

    The address of a repository or project also searches for its name, because repositories move.
    """
    text = " ".join(query_words)
    pasted = parse_pasted(text)
    name = pasted.name if pasted.is_pasted else strip_command(text)
    name_words = split_words(name)[:MAX_WORDS]
    common = stop_words(name_words)
    words = [
        expand_word(word, is_last=is_typing and word == name_words[-1], is_common=word in common)
        for word in dict.fromkeys(name_words)
    ]
    return ExpandedQuery(
        tuple(add_neighbor_synonyms(words)),
        text=name.lower(),
        joined_name="".join(name_words),
        stripped_name=stripped_name(name_words) if name_words else "",
        repo_tag=repo_tag(pasted.repo.same_key) if pasted.repo else "",
        is_pasted=pasted.is_pasted and bool(name_words),
    )


def add_neighbor_synonyms(words: Sequence[QueryWord]) -> list[QueryWord]:
    """The words; two neighbours may be written as one ("full text" as fulltext), or be a term with synonyms."""
    found = list(words)
    for at, (first, second) in enumerate(pairwise(words)):
        pair = (first.text, second.text)
        synonyms = read_synonyms().get(make_key(pair), ())
        if not (first.is_common or second.is_common):
            synonyms = (*synonyms, Synonym(("".join(pair),)))
        for place in (at, at + 1):
            found[place] = attrs.evolve(found[place], synonyms=(*found[place].synonyms, *synonyms))
    return found


def expand_word(text: str, *, is_last: bool, is_common: bool) -> QueryWord:
    """The query word for a word, with its synonyms."""
    synonyms = read_synonyms().get(make_key([text]), ())
    return QueryWord(text, ((text,),), synonyms, is_prefix=is_last, is_common=is_common)


def apply_corrections(query: ExpandedQuery, corrections: Mapping[str, Sequence[str]]) -> ExpandedQuery:
    """The query with the probable corrections of its mistyped words."""
    meant = tuple(
        correct_word(word, corrections[word.text]) if corrections.get(word.text) else word for word in query.words
    )
    names = [word.forms[0][0] for word in meant]
    common = stop_words(names)
    judged = (attrs.evolve(word, is_common=word.forms[0][0] in common) for word in meant)
    name = "".join(names)
    return attrs.evolve(
        query, words=tuple(judged), text=" ".join(names), joined_name=name, stripped_name=stripped_name(names)
    )


def correct_word(word: QueryWord, corrections: Sequence[str]) -> QueryWord:
    """The word as it was probably meant, with the synonyms of its corrections."""
    known = read_synonyms()
    synonyms = [synonym for other in corrections for synonym in known.get(make_key([other]), ())]
    forms = (*((other,) for other in corrections), *word.forms[1:])
    return attrs.evolve(word, forms=forms, synonyms=tuple(dict.fromkeys((*word.synonyms, *synonyms))))


def match_pasted(query: ExpandedQuery) -> Expression:
    """Entries with this repository, exact name or alias."""
    terms = [
        JOINED_SIGN + query.joined_name,
        ALIAS_SIGN + query.joined_name,
        *([query.repo_tag] if query.repo_tag else []),
    ]
    return join_any(map(Term, terms))


def match_exact_name(query: ExpandedQuery) -> Expression | None:
    """Entries with this exact name (joined or stripped), alias or repository, or in the grid of this name."""
    terms = {JOINED_SIGN + query.joined_name, ALIAS_SIGN + query.joined_name, query.grid_tag}
    if query.stripped_name:
        terms |= {JOINED_SIGN + query.stripped_name, STRIPPED_SIGN + query.stripped_name}
    if query.repo_tag:
        terms.add(query.repo_tag)
    return join_any(Term(term) for term in sorted(terms)) if query.joined_name else None


def match_name_prefix(query: ExpandedQuery) -> Expression | None:
    """Entries whose name begins with the query; None for a query that is too short."""
    if len(query.stripped_name or query.joined_name) < MIN_NAME_PREFIX:
        return None
    terms = {JOINED_SIGN + query.joined_name, STRIPPED_SIGN + (query.stripped_name or query.joined_name)}
    return join_any(Term(term, is_prefix=True) for term in sorted(terms))


def match_all(query_words: Iterable[QueryWord]) -> Expression | None:
    """Entries that contain all these words; None for no words."""
    conditions = [word.expression for word in query_words]
    return join_all(conditions) if conditions else None


def match_all_in_names(query_words: Iterable[QueryWord]) -> Expression | None:
    """Entries whose names contain all these words; None for no words."""
    condition = match_all(query_words)
    return InNames(condition) if condition else None


def match_some(query: ExpandedQuery) -> list[Expression]:
    """Entries that contain one of the significant words, or two of them: a condition each; none for a single word."""
    query_words = query.significant_words[:MAX_WORDS_LEFT_OUT]
    if len(query_words) == 1:
        return []
    pairs = islice(combinations(query_words, 2), MAX_PAIRS) if len(query_words) > 2 else ()  # noqa: PLR2004 a pair is all
    return [*(word.expression for word in query_words), *(join_all(word.expression for word in pair) for pair in pairs)]


def match_all_but_one(query: ExpandedQuery) -> Expression | None:
    """Entries that contain all significant words but one, or two neighbours as one word; None for a single word."""
    query_words = query.significant_words[:MAX_WORDS_LEFT_OUT]
    if len(query_words) == 1 or not query_words:
        return None
    joined = [match_joined(query_words, at) for at in range(len(query_words) - 1)]
    return join_any(
        [
            *joined,
            *(join_all(word.expression for word in left) for left in combinations(query_words, len(query_words) - 1)),
        ]
    )


def match_joined(query_words: Sequence[QueryWord], at: int) -> Expression:
    """Entries that contain all these words, with the word at this position joined to the next one."""
    first, second = query_words[at], query_words[at + 1]
    joined = first.text + second.text
    return join_all(
        [
            join_any([Term(joined, is_prefix=second.is_prefix), Term(stem_word(joined))]),
            *(word.expression for word in (*query_words[:at], *query_words[at + 2 :])),
        ]
    )


def match_near_names(query: ExpandedQuery) -> Expression | None:
    """Entries whose name has a word that begins like one of the query's; None if every word is too short for that."""
    prefixes = [word.text[: max(MIN_PREFIX, len(word.text) - ENDING_LEFT_OFF)] for word in query.significant_words]
    conditions = [Term(text, is_prefix=True) for text in prefixes if len(text) >= MIN_PREFIX]
    return InNames(join_any(conditions)) if conditions else None
