"""Search: what people ask for, as the best entries of the index.

A search costs one query; two more where little was found and words may be mistyped, one more where nothing was, and one
more for an address of which nothing is known; however many hits there are.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import attrs
from django.db import connection

from packgrid.lib.clean_text import is_clean
from packgrid.search import asking, vocabulary
from packgrid.search.asking import Asked, asked, corrected
from packgrid.search.backends import backend
from packgrid.search.entries import BARE, WHOLE
from packgrid.search.entry_facts import SORT_ORDERS, sort_order
from packgrid.search.expressions import Expression, Term
from packgrid.search.facets import Facet, facets
from packgrid.search.filters import Conditions, conditions
from packgrid.search.language import Query, parse
from packgrid.search.ranking import NOT_EXACT, Candidate, exactness, ranked
from packgrid.search.tags import EVERY, labels

MOST, BEST, NAMED, FEW, NEAR = 1000, 200, 60, 5, 5
POPULARITY = "popularity"
TYPED = 60  # the candidates while somebody is typing
LONGEST, SHORTEST_WORD = 200, 2
COLUMNS = (
    "id", "place", "package_id", "grid_id", "slug", "title", "description", "names", "words", "tags", "score",
)  # fmt: skip

type Value = str | int


@attrs.frozen
class Hit:
    """An answer: a package or a grid, with what a list says beside its name."""

    entry_id: int
    package_id: int | None
    grid_id: int | None
    slug: str
    title: str
    description: str
    labels: tuple[str, ...]


@attrs.frozen
class Results:
    """A page of answers. `count` is that of all, at least that where `is_capped`.

    `suggestion` is the question as it was probably meant, "" if it is right; `entries` answer that then. `near` is what
    comes near where nothing fits.
    """

    entries: Sequence[Hit]
    count: int
    is_capped: bool
    facets: Mapping[str, Sequence[Facet]]
    suggestion: str = ""
    near: Sequence[Hit] = ()


def search(query: Query, *, limit: int, offset: int = 0, now: datetime) -> Results:
    """The best answers to a question: one query, at most four; five of an address."""
    question, under = asked_in(query), conditions(query, now)
    if sort_order(query.sort.removeprefix("-")):
        return results(in_order(question, under, query.sort), limit=limit, offset=offset)
    if not question.words:
        known = bool(query.filters or query.without)
        return results(in_order(question, under, POPULARITY) if known else [], limit=limit, offset=offset)
    found = best(question, under)
    suggestion = ""
    if not is_enough(question, found):
        question, found, suggestion = helped(question, found, under)
    near = [] if found else [hit(candidate) for candidate in nearest(question, under)[:NEAR]]
    return attrs.evolve(results(found, limit=limit, offset=offset, suggestion=suggestion), near=near)


def asked_in(query: Query) -> Asked:
    """The words of a question; those of its phrases are words too, and the conditions keep them together."""
    return asked([*query.words, *query.phrases], is_typing=not query.phrases)


def suggest(prefix: str, *, limit: int) -> Sequence[Hit]:
    """The best answers while somebody is typing: one query, at most three."""
    query = parse(prefix if is_askable(prefix) else "")
    question, under = asked_in(query), conditions(query, datetime.now(UTC))
    if not question.words:
        return []
    found = best(question, under, most=TYPED, in_names=TYPED)
    if not found:
        _, found, _ = helped(question, found, under, most=TYPED)
    return [hit(candidate) for candidate in found[:limit]]


def find(text: str, limit: int = 20) -> Sequence[Hit]:
    """The best answers to a text, as a search. Nothing for a text that asks nothing."""
    return search(parse(text), limit=limit, now=datetime.now(UTC)).entries if is_askable(text) else []


def is_askable(text: str) -> bool:
    """Whether a text asks something: a word of two characters, no control character, at most 200 characters."""
    return is_clean(text) and len(text) <= LONGEST and any(len(word) >= SHORTEST_WORD for word in text.split())


def best(question: Asked, under: Conditions, *, most: int = MOST + 1, in_names: int = BEST) -> list[Candidate]:
    """The entries with all telling words: the best of them in order, then the others by popularity.

    Of an address or a command to install, what it means alone, if that is there; one query more if it is not.
    """
    if question.is_pasted and (found := union([(asking.pasted(question), NAMED)], under)):
        return ranked(question, found)
    telling = question.telling
    looked_for = [
        (asking.named(question), NAMED),
        (asking.begun(question), NAMED),
        (asking.all_in_names(telling), in_names),
        (asking.all_in_names(question.naming) if question.naming != telling else None, in_names),
        (asking.all_of(telling), most),
    ]
    return in_rank(question, union(looked_for, under))


def in_rank(question: Asked, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates in order: those that are close and the best known of the rest ranked, then the others as they are.

    `found` is in the order of popularity.
    """
    others = [candidate for candidate in found if not candidate.is_close]
    close = [candidate for candidate in found if candidate.is_close]
    return [*ranked(question, [*close, *others[:BEST]]), *others[BEST:]]


def union(looked_for: Sequence[tuple[Expression | None, int]], under: Conditions) -> list[Candidate]:
    """What any of these expressions finds, the best known of each up to its limit; all but the last are close.

    One query.
    """
    selects: list[str] = []
    params: list[Value] = []
    for expression, limit in looked_for:
        if expression:
            sql, values = select(under.on(expression), under, limit=limit)
            is_close = int(expression is not looked_for[-1][0])
            selects.append(f"SELECT place, {is_close} AS close FROM ({sql}) AS found{len(selects)}")  # noqa: S608 likewise
            params += values
    columns = ", ".join(f"e.{name}" for name in COLUMNS)
    return read(
        f"SELECT {columns}, found.close FROM (SELECT place, MAX(close) AS close "  # noqa: S608 our own words
        f"FROM ({' UNION ALL '.join(selects)}) AS every_one GROUP BY place) AS found "
        f"{backend().WITH_ROWS} ORDER BY e.place",
        params,
    )


def select(expression: Expression, under: Conditions, *, limit: int, order: str = "") -> tuple[str, list[Value]]:
    """The statement that gives the places of what is found, and its values."""
    made = backend()
    if not (under.where or order):
        found: tuple[str, list[Value]] = made.found(expression, limit)
        return found
    sql = made.FOUND_WHERE.format(where=under.where or "TRUE", order=order or made.IN_PLACE)
    return sql, [made.written(expression), *under.params, limit]


def in_order(question: Asked, under: Conditions, sort: str) -> list[Candidate]:
    """What is found in an order of its own, "-" turned round; one query. Ties by popularity."""
    if question.is_pasted and (found := ordered(asking.pasted(question), under, sort)):
        return found
    return ordered(asking.all_of(question.telling), under, sort)


def ordered(words: Expression | None, under: Conditions, sort: str) -> list[Candidate]:
    """What has these words, in an order; one query."""
    by = sort_order(sort.removeprefix("-")) or SORT_ORDERS[POPULARITY]
    order = f"{by.column} {'DESC' if by.is_highest_first != sort.startswith('-') else 'ASC'} NULLS LAST, e.place"
    wanted = under.on(words)
    if wanted == Term(EVERY):
        sql, values = backend().ALL.format(where=under.where or "TRUE", order=order), [*under.params, MOST + 1]
    else:
        sql, values = select(wanted, under, limit=MOST + 1, order="" if sort == POPULARITY else order)
    columns = ", ".join(f"e.{name}" for name in COLUMNS)
    return read(
        f"SELECT {columns}, 0 FROM ({sql}) AS found {backend().WITH_ROWS} ORDER BY {order}",  # noqa: S608 likewise
        values,
    )


def read(sql: str, params: Sequence[Value]) -> list[Candidate]:
    """The candidates that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Candidate(*row) for row in cursor.fetchall()]


def is_enough(question: Asked, found: Sequence[Candidate]) -> bool:
    """Whether to leave it at that: something has this very name, or there are a few."""
    return len(found) >= FEW or any(exactness(question, candidate) < NOT_EXACT for candidate in found)


def helped(
    question: Asked, found: list[Candidate], under: Conditions, *, most: int = BEST
) -> tuple[Asked, list[Candidate], str]:
    """What is found if mistyped words are put right and all words but one are enough: two queries."""
    meant = corrected(question, vocabulary.corrections_of(word.text for word in question.telling))
    looked_for = [
        (asking.named(meant), NAMED),
        (asking.all_in_names(meant.telling), most),
        (asking.all_of(meant.telling), most),
        (asking.most_of(meant), most),
    ]
    seen = {candidate.entry_id for candidate in found}
    rest = ranked(meant, [other for other in union(looked_for, under) if other.entry_id not in seen])
    if meant.words == question.words:
        return meant, [*found, *rest], ""
    if not rest or goes_on(question, found, beside=rest[0]):
        return question, found, ""
    best = ranked(meant, [*found, *rest])
    return meant, best, said_as_in(meant, best[0])


def goes_on(question: Asked, found: Sequence[Candidate], *, beside: Candidate) -> bool:
    """Whether what was typed is no mistake but the beginning of a name, and correcting finds none better known."""
    begins = (f" {WHOLE}{question.whole}", f" {BARE}{question.bare or question.whole}")
    return any(sign in found[0].names for sign in begins) and found[0].place <= beside.place if found else False


def said_as_in(meant: Asked, best: Candidate) -> str:
    """The question with those of the corrections that the best answer has."""
    there = f"{best.names}{best.words}"
    said = [next((form for form in word.forms if f" {form[0]} " in there), word.forms[0]) for word in meant.words]
    return " ".join(form[0] for form in said)


def nearest(question: Asked, under: Conditions) -> list[Candidate]:
    """What has a name that begins as one of the words does, or a word of them, where nothing fits; one query."""
    near = asking.near(question)
    return ranked(question, union([(near, BEST)], under)) if near else []


def results(found: Sequence[Candidate], *, limit: int, offset: int, suggestion: str = "") -> Results:
    """A page of what was found, and the facets of it all."""
    return Results(
        entries=[hit(candidate) for candidate in found[offset : offset + limit]],
        count=min(len(found), MOST),
        is_capped=len(found) > MOST,
        facets=facets(candidate.tags for candidate in found[:MOST]),
        suggestion=suggestion,
    )


def hit(candidate: Candidate) -> Hit:
    """A candidate as an answer."""
    return Hit(
        entry_id=candidate.entry_id,
        package_id=candidate.package_id,
        grid_id=candidate.grid_id,
        slug=candidate.slug,
        title=candidate.title,
        description=candidate.description,
        labels=labels(candidate.tags),
    )
