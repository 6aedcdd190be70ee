"""Expands a query into all the ways its words may appear in the index, and builds the conditions that find them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

import attrs

from packgrid.lib.pasted_text import parse_pasted, strip_command
from packgrid.search import aliases
from packgrid.search.entries import ALIAS_SIGN, JOINED_SIGN, STRIPPED_SIGN
from packgrid.search.expressions import Expression, InNames, Term, join_all, join_any
from packgrid.search.tags import make_tag, repo_tag
from packgrid.search.words import FILLER_WORDS, split_words, stem_word, stop_words, stripped_name

MAX_WORDS = 12
MAX_WORDS_LEFT_OUT = 6
MIN_NAME_PREFIX = 2
MIN_PREFIX = 3
ENDING_LEFT_OFF = 3


@attrs.frozen
class WordPattern:
    """The patterns of a query word: the exact word, its stem and its prefix ("" for none), between single spaces."""

    exact: str
    stem: str
    prefix: str


@attrs.frozen
class QueryWord:
    """A word of a query.

    `forms` are its spelling, synonyms and corrections; each is a tuple of words that must all be present.
    """

    text: str
    forms: tuple[tuple[str, ...], ...]
    is_prefix: bool = False
    is_common: bool = False

    @property
    def expression(self) -> Expression:
        """Entries that contain the word in any form; with `is_prefix` also a longer word that begins with it."""
        found = [join_all(Term(stem_word(part)) for part in form) for form in self.forms]
        return join_any([Term(self.forms[0][-1], is_prefix=True), *found] if self.is_prefix else found)

    @cached_property
    def patterns(self) -> tuple[tuple[WordPattern, ...], ...]:
        """The forms as text patterns, computed once, because ranking checks them in hundreds of entries."""
        return tuple(
            tuple(
                WordPattern(f" {part} ", f" {stem_word(part)} ", f" {part}" if self.is_prefix else "") for part in form
            )
            for form in self.forms
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
    return ExpandedQuery(
        tuple(
            expand_word(parts, is_last=is_typing and parts[-1] == name_words[-1], is_common=parts[0] in common)
            for parts in dict.fromkeys(split_terms(name_words))
        ),
        text=name.lower(),
        joined_name="".join(name_words),
        stripped_name=stripped_name(name_words) if name_words else "",
        repo_tag=repo_tag(pasted.repo.same_key) if pasted.repo else "",
        is_pasted=pasted.is_pasted and bool(name_words),
    )


def split_terms(query_words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words one by one, but two together where they form a known term with synonyms, such as "brute force"."""
    at = 0
    while at < len(query_words):
        length = 2 if "".join(query_words[at : at + 2]) in aliases.OF_WORDS and len(query_words) > at + 1 else 1
        yield tuple(query_words[at : at + length])
        at += length


def expand_word(parts: tuple[str, ...], *, is_last: bool, is_common: bool) -> QueryWord:
    """The query word for a word or a term of two words, with its synonyms."""
    text = "".join(parts)
    forms = dict.fromkeys((parts, (text,), *aliases.OF_WORDS.get(text, ())))
    return QueryWord(text, tuple(forms), is_prefix=is_last and len(parts) == 1, is_common=is_common)


def apply_corrections(query: ExpandedQuery, corrections: Mapping[str, Sequence[str]]) -> ExpandedQuery:
    """The query with the probable corrections of its mistyped words."""
    meant = tuple(
        attrs.evolve(word, forms=(*((other,) for other in corrections[word.text]), *word.forms[1:]))
        if corrections.get(word.text)
        else word
        for word in query.words
    )
    names = [word.forms[0][0] for word in meant]
    common = stop_words(names)
    judged = (attrs.evolve(word, is_common=word.forms[0][0] in common) for word in meant)
    name = "".join(names)
    return attrs.evolve(
        query, words=tuple(judged), text=" ".join(names), joined_name=name, stripped_name=stripped_name(names)
    )


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
