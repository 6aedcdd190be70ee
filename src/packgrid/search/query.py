"""Runs searches: a parsed query in, the best entries of the index out.

A search costs one query; two more where few results were found and words may be mistyped, one more where nothing was
found, and one more for an address that no package has. The number of results does not matter.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import attrs
from django.db import connection

from packgrid.lib.clean_text import is_clean
from packgrid.search import query_expansion, vocabulary
from packgrid.search.backends import current_backend
from packgrid.search.entries import JOINED_SIGN, STRIPPED_SIGN
from packgrid.search.entry_facts import SORT_ORDERS, sort_order
from packgrid.search.expressions import Expression, Term
from packgrid.search.facets import Facet, count_facets
from packgrid.search.filters import Conditions, build_conditions
from packgrid.search.left_out import LeftOut, count_left_out
from packgrid.search.query_expansion import ExpandedQuery, QueryWord, apply_corrections, expand_query
from packgrid.search.query_language import Query, parse_query
from packgrid.search.ranking import NOT_EXACT, Candidate, exactness_of, find_fitting_grids, rank_candidates
from packgrid.search.tags import EVERY, read_verdict, status_labels
from packgrid.search.word_weights import weigh_words

MAX_RESULTS, MAX_RANKED, MAX_NAMED, ENOUGH_RESULTS, MAX_NEAR = 1000, 100, 60, 5, 5
MAX_OF_SOME = 50  # the candidates for each word of a query, and for each pair of its words
RARE = 3  # a word that fewer entries have may be mistyped
POPULARITY = "popularity"
MAX_WHILE_TYPING = 60  # the candidates while somebody is typing
MAX_TEXT_LENGTH, MIN_WORD_LENGTH = 200, 2
COLUMNS = (
    "id", "place", "package_id", "grid_id", "slug", "title", "description", "names", "words", "tags", "score",
)  # fmt: skip

type Value = str | int


@attrs.frozen
class Hit:
    """A result: a package or a grid, with what a list shows beside its name."""

    entry_id: int
    package_id: int | None
    grid_id: int | None
    slug: str
    title: str
    description: str
    labels: tuple[str, ...]
    verdict: str = ""
    tags: str = ""


@attrs.frozen
class Results:
    """A page of results. `count` is the number of all of them, or with `is_capped` the least that there are.

    `suggestion` is the corrected query, "" if nothing was corrected; `entries` are the results of the corrected query
    then. `near` are similar names where nothing was found, `grids` those whose titles answer the query by themselves.
    """

    entries: Sequence[Hit]
    count: int
    is_capped: bool
    facets: Mapping[str, Sequence[Facet]]
    suggestion: str = ""
    near: Sequence[Hit] = ()
    grids: Sequence[Hit] = ()


def read_left_out(query: Query, now: datetime) -> list[LeftOut]:
    """The packages that each filter of a query leaves out for a missing value; one query, none without such filters."""
    words = expand_query([*query.words, *query.phrases], is_typing=not query.phrases).significant_words
    return count_left_out(query, query_expansion.match_all(words), now)


def search(query: Query, *, limit: int, offset: int = 0, now: datetime) -> Results:
    """The best results of a query: one database query, at most four; five for an address."""
    expanded, conditions = expand_words(query), build_conditions(query, now)
    if sort_order(query.sort.removeprefix("-")):
        return results_page(find_in_order(expanded, conditions, query.sort), limit=limit, offset=offset)
    if not expanded.words:
        has_filters = bool(query.filters or query.without)
        return results_page(
            find_in_order(expanded, conditions, POPULARITY) if has_filters else [], limit=limit, offset=offset
        )
    candidates = find_best(expanded, conditions)
    suggestion = ""
    if not has_enough(expanded, candidates):
        expanded, candidates, suggestion = with_corrections(expanded, candidates, conditions)
    near = (
        []
        if candidates
        else [hit_of_candidate(candidate) for candidate in find_near_names(expanded, conditions)[:MAX_NEAR]]
    )
    grids = [hit_of_candidate(candidate) for candidate in find_fitting_grids(expanded, candidates[:MAX_RANKED])]
    return attrs.evolve(
        results_page(candidates, limit=limit, offset=offset, suggestion=suggestion), near=near, grids=grids
    )


def expand_words(query: Query) -> ExpandedQuery:
    """The words of a query, expanded. Words of phrases count too; the conditions keep them together."""
    return weigh_words(expand_query([*query.words, *query.phrases], is_typing=not query.phrases))


def suggest(prefix: str, *, limit: int) -> Sequence[Hit]:
    """The best results while somebody is typing: one query, at most three."""
    query = parse_query(prefix if is_searchable(prefix) else "")
    expanded, conditions = expand_words(query), build_conditions(query, datetime.now(UTC))
    if not expanded.words:
        return []
    candidates = find_best(expanded, conditions, limit=MAX_WHILE_TYPING, names_limit=MAX_WHILE_TYPING)
    if not candidates:
        _, candidates, _ = with_corrections(expanded, candidates, conditions, limit=MAX_WHILE_TYPING)
    return [hit_of_candidate(candidate) for candidate in candidates[:limit]]


def find_text(text: str, limit: int = 20) -> Sequence[Hit]:
    """The best results for a text, packages before grids; close matches where there are none.

    None for a text that is not searchable.
    """
    if not is_searchable(text):
        return []
    results = search(parse_query(text), limit=limit, now=datetime.now(UTC))
    return sorted(results.entries or results.near, key=lambda hit: hit.grid_id is not None)


def is_searchable(text: str) -> bool:
    """True if a text can be searched for: it has a word of two characters, no NUL, and at most 200 characters."""
    return (
        is_clean(text) and len(text) <= MAX_TEXT_LENGTH and any(len(word) >= MIN_WORD_LENGTH for word in text.split())
    )


def find_best(
    expanded: ExpandedQuery, conditions: Conditions, *, limit: int = MAX_RESULTS + 1, names_limit: int = MAX_RANKED
) -> list[Candidate]:
    """The entries with most of the significant words, best first: the top ones ranked, the others by popularity.

    For an address or install command only what it means, if that is found; one query more if it is not.
    """
    if expanded.is_pasted and (
        candidates := select_union([(query_expansion.match_pasted(expanded), MAX_NAMED)], conditions)
    ):
        return rank_candidates(expanded, candidates)
    significant = expanded.significant_words
    searches = [
        (query_expansion.match_exact_name(expanded), MAX_NAMED),
        (query_expansion.match_name_prefix(expanded), MAX_NAMED),
        (query_expansion.match_all_in_names(significant), names_limit),
        (
            query_expansion.match_all_in_names(expanded.name_words) if expanded.name_words != significant else None,
            names_limit,
        ),
        (query_expansion.match_all(significant), limit),
    ]
    some = [(expression, min(MAX_OF_SOME, names_limit)) for expression in query_expansion.match_some(expanded)]
    return rank_close_first(expanded, select_union([*some, *searches], conditions))


def rank_close_first(expanded: ExpandedQuery, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates in order: close ones and the most popular others ranked, then the rest as they are.

    `candidates` are in the order of popularity.
    """
    others = [candidate for candidate in candidates if not candidate.is_close]
    close = [candidate for candidate in candidates if candidate.is_close]
    return [*rank_candidates(expanded, [*close, *others[:MAX_RANKED]]), *others[MAX_RANKED:]]


def select_union(searches: Sequence[tuple[Expression | None, int]], conditions: Conditions) -> list[Candidate]:
    """The candidates of these searches, each up to its limit, by popularity; all but the last are close. One query."""
    selects: list[str] = []
    params: list[Value] = []
    for expression, limit in searches:
        if expression:
            sql, values = select_places(conditions.on(expression), conditions, limit=limit)
            is_close = int(expression is not searches[-1][0])
            selects.append(f"SELECT place, {is_close} AS close FROM ({sql}) AS found{len(selects)}")  # noqa: S608 our own words
            params += values
    columns = ", ".join(f"e.{name}" for name in COLUMNS)
    return read_candidates(
        f"SELECT {columns}, found.close FROM (SELECT place, MAX(close) AS close "  # noqa: S608 our own words
        f"FROM ({' UNION ALL '.join(selects)}) AS every_one GROUP BY place) AS found "
        f"{current_backend().WITH_ROWS} ORDER BY e.place",
        params,
    )


def select_places(
    expression: Expression, conditions: Conditions, *, limit: int, order: str = ""
) -> tuple[str, list[Value]]:
    """The statement that selects the places of the matching entries, and its parameters."""
    database = current_backend()
    if not (conditions.where or order):
        statement: tuple[str, list[Value]] = database.select_places(expression, limit)
        return statement
    sql = database.FOUND_WHERE.format(where=conditions.where or "TRUE", order=order or database.IN_PLACE)
    return sql, [database.write_expression(expression), *conditions.params, limit]


def find_in_order(expanded: ExpandedQuery, conditions: Conditions, sort: str) -> list[Candidate]:
    """The matching entries in this order, reversed with "-"; equal ones by popularity. One query."""
    if expanded.is_pasted and (found := select_in_order(query_expansion.match_pasted(expanded), conditions, sort)):
        return found
    return select_in_order(query_expansion.match_all(expanded.significant_words), conditions, sort)


def select_in_order(words: Expression | None, conditions: Conditions, sort: str) -> list[Candidate]:
    """The entries that match this expression, in an order; one query."""
    by = sort_order(sort.removeprefix("-")) or SORT_ORDERS[POPULARITY]
    order = f"{by.column} {'DESC' if by.is_highest_first != sort.startswith('-') else 'ASC'} NULLS LAST, e.place"
    expression = conditions.on(words)
    if expression == Term(EVERY):
        sql, values = (
            current_backend().ALL.format(where=conditions.where or "TRUE", order=order),
            [*conditions.params, MAX_RESULTS + 1],
        )
    else:
        sql, values = select_places(
            expression, conditions, limit=MAX_RESULTS + 1, order="" if sort == POPULARITY else order
        )
    columns = ", ".join(f"e.{name}" for name in COLUMNS)
    return read_candidates(
        f"SELECT {columns}, 0 FROM ({sql}) AS found {current_backend().WITH_ROWS} ORDER BY {order}",  # noqa: S608 our own words
        values,
    )


def read_candidates(sql: str, params: Sequence[Value]) -> list[Candidate]:
    """The candidates that a statement selects."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Candidate(*row) for row in cursor.fetchall()]


def has_enough(expanded: ExpandedQuery, found: Sequence[Candidate]) -> bool:
    """True if no corrections are needed: a candidate has this exact name, or there are a few and no word is unknown."""
    if any(exactness_of(expanded, candidate) < NOT_EXACT for candidate in found):
        return True
    return len(found) >= ENOUGH_RESULTS and not any(may_be_mistyped(word, found) for word in expanded.significant_words)


def may_be_mistyped(word: QueryWord, found: Sequence[Candidate]) -> bool:
    """True if hardly any entry has a word, nor one that begins with it where it may be incomplete."""
    if word.count is None or word.count >= RARE or not word.text.isalpha():
        return False
    return not (word.is_prefix and any(f" {word.text}" in candidate.names for candidate in found))


def with_corrections(
    expanded: ExpandedQuery, candidates: list[Candidate], conditions: Conditions, *, limit: int = MAX_RANKED
) -> tuple[ExpandedQuery, list[Candidate], str]:
    """Search with corrected words and with one word left out: the corrected query, candidates and suggestion.

    Two queries; one where enough was found and no word has a correction.
    """
    corrections = vocabulary.find_corrections(word.text for word in expanded.significant_words)
    if len(candidates) >= ENOUGH_RESULTS and not any(corrections.values()):
        return expanded, candidates, ""
    corrected = weigh_words(apply_corrections(expanded, corrections)) if any(corrections.values()) else expanded
    searches = [
        *((expression, MAX_OF_SOME) for expression in query_expansion.match_some(corrected)),
        (query_expansion.match_exact_name(corrected), MAX_NAMED),
        (query_expansion.match_all_in_names(corrected.significant_words), limit),
        (query_expansion.match_all(corrected.significant_words), limit),
        (query_expansion.match_all_but_one(corrected), limit),
    ]
    known_ids = {candidate.entry_id for candidate in candidates}
    others = [other for other in select_union(searches, conditions) if other.entry_id not in known_ids]
    if corrected.words == expanded.words:
        return corrected, [*candidates, *rank_candidates(corrected, others)], ""
    ranked = rank_candidates(corrected, [*candidates, *others])
    if not ranked or is_name_prefix(expanded, candidates, beside=ranked[0]):
        return expanded, candidates, ""
    return corrected, ranked, suggestion_text(corrected, ranked[0])


def is_name_prefix(expanded: ExpandedQuery, candidates: Sequence[Candidate], *, beside: Candidate) -> bool:
    """True if what was typed is the beginning of a known name rather than a typing mistake."""
    begins = (
        f" {JOINED_SIGN}{expanded.joined_name}",
        f" {STRIPPED_SIGN}{expanded.stripped_name or expanded.joined_name}",
    )
    return (
        any(sign in candidates[0].names for sign in begins) and candidates[0].place <= beside.place
        if candidates
        else False
    )


def suggestion_text(corrected: ExpandedQuery, best: Candidate) -> str:
    """The corrected query, with those corrections that the best candidate has."""
    text = f"{best.names}{best.words}"
    words = [next((form for form in word.forms if f" {form[0]} " in text), word.forms[0]) for word in corrected.words]
    return " ".join(form[0] for form in words)


def find_near_names(expanded: ExpandedQuery, conditions: Conditions) -> list[Candidate]:
    """Entries whose names begin like one of the words, where nothing was found; one query."""
    expression = query_expansion.match_near_names(expanded)
    return rank_candidates(expanded, select_union([(expression, MAX_RANKED)], conditions)) if expression else []


def results_page(candidates: Sequence[Candidate], *, limit: int, offset: int, suggestion: str = "") -> Results:
    """A page of the candidates, and the facets of all of them."""
    return Results(
        entries=[hit_of_candidate(candidate) for candidate in candidates[offset : offset + limit]],
        count=min(len(candidates), MAX_RESULTS),
        is_capped=len(candidates) > MAX_RESULTS,
        facets=count_facets(candidate.tags for candidate in candidates[:MAX_RESULTS]),
        suggestion=suggestion,
    )


def hit_of_candidate(candidate: Candidate) -> Hit:
    """A candidate as a result."""
    return Hit(
        entry_id=candidate.entry_id,
        package_id=candidate.package_id,
        grid_id=candidate.grid_id,
        slug=candidate.slug,
        title=candidate.title,
        description=candidate.description,
        labels=status_labels(candidate.tags),
        verdict=read_verdict(candidate.tags),
        tags=candidate.tags,
    )
