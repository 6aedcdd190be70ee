"""What the page of results shows, gathered from a question and its answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

import attrs
from django.core.paginator import Page, Paginator

from packgrid.catalogue.queries import category_titles
from packgrid.comparison.queries import grid_titles
from packgrid.lib.licenses import canonical_expression
from packgrid.search.answers import Answer, answers
from packgrid.search.facets import Facet
from packgrid.search.query import Results, search
from packgrid.search.query_language import (
    MAX_QUERY_LENGTH,
    Comparison,
    Field,
    Filter,
    Query,
    filter_text,
    parse_query,
    query_text,
)

PAGE_SIZE = 30
LAST = 1000 // PAGE_SIZE + 1
# The orders that a page offers; the language has them the other way round too.
ORDERS = {
    "": "Best match",
    "stars": "Stars",
    "downloads": "Downloads",
    "released": "Newest release",
    "updated": "Latest commit",
    "score": "Score",
    "title": "Title",
}
FACETS = {
    Field.CATEGORY: "Category",
    Field.GRID: "In the grid",
    Field.DJANGO: "Django",
    Field.PYTHON: "Python",
    Field.LICENSE: "Licence",
    Field.IS: "State",
}
SERIES = {Field.DJANGO, Field.PYTHON}
A_FEW = 6
SHORT = 4


@attrs.frozen(kw_only=True)
class Choice:
    """A link that changes the question. `count` is how many answers it leaves, None where that is not counted."""

    title: str
    url: str
    is_current: bool = False
    count: int | None = None


@attrs.frozen(kw_only=True)
class SearchPage:
    """Everything the page shows. `text` is what was asked, cut to what a question may be long."""

    text: str
    query: Query
    is_asked: bool
    found: Sequence[Answer] = ()
    near: Sequence[Answer] = ()
    is_capped: bool = False
    page: Page[int] | None = None
    suggestion: Choice | None = None
    conditions: Sequence[Choice] = ()
    orders: Sequence[Choice] = ()
    facets: Sequence[tuple[str, Sequence[Choice]]] = ()


def search_page(asked: str, *, number: int, now: datetime) -> SearchPage:
    """The page of this number; the last one if there are fewer. At most nine queries, fifteen of a page too far."""
    text, query = shown_text(asked), parse_query(asked)
    if not is_asking(query):
        return SearchPage(text=text, query=query, is_asked=False)
    results, page = found_at(query, number, now)
    return SearchPage(
        text=text,
        query=query,
        is_asked=True,
        found=answers(results.entries),
        near=answers(results.near),
        is_capped=results.is_capped,
        page=page,
        suggestion=suggestion(query, results.suggestion),
        conditions=list(conditions(query)),
        orders=list(orders(query)),
        facets=list(facets(query, results)),
    )


def shown_text(asked: str) -> str:
    """What was asked as the field shows it."""
    return asked.strip()[:MAX_QUERY_LENGTH]


def is_asking(query: Query) -> bool:
    """Whether anything is asked for."""
    return bool(query.words or query.phrases or query.without or query.filters or query.sort)


def found_at(query: Query, number: int, now: datetime) -> tuple[Results, Page[int]]:
    """The answers of a page, and where it is among the others."""
    results = search(query, limit=PAGE_SIZE, offset=PAGE_SIZE * (min(number, LAST) - 1), now=now)
    page = Paginator(range(results.count), PAGE_SIZE).get_page(number)
    if results.count and page.number < number:
        results = search(query, limit=PAGE_SIZE, offset=page.start_index() - 1, now=now)
    return results, page


def address(query: Query) -> str:
    """The address of a question, without its page."""
    return "?" + urlencode({"q": query_text(query)})


def suggestion(query: Query, meant: str) -> Choice | None:
    """The question as it was probably meant; its conditions stay."""
    said = attrs.evolve(query, words=tuple(meant.split()), phrases=())
    return Choice(title=meant, url=address(said)) if meant else None


def conditions(query: Query) -> Iterator[Choice]:
    """Each condition, with the address of the question without it."""
    for said in query.filters:
        rest = tuple(other for other in query.filters if other != said)
        yield Choice(title=filter_text(said), url=address(attrs.evolve(query, filters=rest)))
    if query.sort not in ORDERS:
        yield Choice(title=f"sort:{query.sort}", url=address(attrs.evolve(query, sort="")))


def orders(query: Query) -> Iterator[Choice]:
    """The orders to choose from."""
    for name, title in ORDERS.items():
        url = address(attrs.evolve(query, sort=name))
        yield Choice(title=title, url=url, is_current=query.sort == name)


def choices_within(category: str) -> Sequence[tuple[str, Sequence[Choice]]]:
    """The values by which a category ("" is all) can be narrowed down, counted over its best known: 3 queries."""
    within = (Filter(field=Field.CATEGORY, comparison=Comparison.EQUAL, value=category),) if category else ()
    results = search(Query(filters=within, sort="popularity"), limit=0, now=datetime.now(UTC))
    return list(facets(Query(filters=within), results))


def facets(query: Query, results: Results) -> Iterator[tuple[str, Sequence[Choice]]]:
    """The values by which the answers can be narrowed down, a few of each field; two queries."""
    slugs = {field: [facet.value for facet in results.facets.get(field, ())] for field in FACETS}
    known: Mapping[Field, Mapping[str, str]] = {
        Field.CATEGORY: category_titles(slugs[Field.CATEGORY]) if slugs[Field.CATEGORY] else {},
        Field.GRID: grid_titles(slugs[Field.GRID]) if slugs[Field.GRID] else {},
    }
    for field, title in FACETS.items():
        found = [facet for facet in results.facets.get(field, ()) if is_narrowing(query, results, field, facet)]
        choices = [choice(query, field, facet, known.get(field, {})) for facet in in_order(field, found)]
        fitting = [one for one in choices if one]
        if fitting:
            yield title, fitting


def is_narrowing(query: Query, results: Results, field: Field, facet: Facet) -> bool:
    """Whether fewer answers have the value, and nobody has asked for it yet."""
    is_asked = any((said.field, said.value) == (field, facet.value) for said in query.filters)
    return not is_asked and (facet.count < results.count or results.is_capped)


def in_order(field: Field, found: Iterable[Facet]) -> list[Facet]:
    """The few to show: the newest series, else the commonest values."""
    return sorted(found, key=series, reverse=True)[:A_FEW] if field in SERIES else list(found)[:A_FEW]


def series(facet: Facet) -> tuple[int, ...]:
    """The numbers of a series such as 3.14."""
    return tuple(int(part) for part in facet.value.split(".") if part.isdecimal())


def choice(query: Query, field: Field, facet: Facet, known: Mapping[str, str]) -> Choice | None:
    """The link that asks for the value too; None if the question became too long."""
    said = Filter(field=field, comparison=Comparison.EQUAL, value=facet.value)
    narrowed = attrs.evolve(query, filters=(*query.filters, said))
    if len(query_text(narrowed)) > MAX_QUERY_LENGTH:
        return None
    title = license_title(facet.value) if field is Field.LICENSE else known.get(facet.value, facet.value)
    return Choice(title=title, url=address(narrowed), count=facet.count)


def license_title(value: str) -> str:
    """A licence as people write it, out of the small letters of the index."""
    return canonical_expression(value) or (value.upper() if len(value) <= SHORT else value.capitalize())
