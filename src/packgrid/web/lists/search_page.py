"""The page of search results: results, facets, sort orders and links that change the query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote_plus

import attrs
from django.core.paginator import Page, Paginator

from packgrid.httpcache.kept_values import keep
from packgrid.lib.frameworks import FRAMEWORKS, OPTIONAL
from packgrid.lib.licenses import canonical_expression
from packgrid.search.answers import SearchAnswer, read_answers
from packgrid.search.facets import Facet
from packgrid.search.left_out import describe_left_out
from packgrid.search.missing_tags import NOT_CHECKED, SAYS_NOTHING, STATUS, unchecked_value
from packgrid.search.query import Hit, Results, read_left_out, search
from packgrid.search.query_language import (
    MAX_QUERY_LENGTH,
    Field,
    Filter,
    Operator,
    Query,
    filter_text,
    parse_query,
    query_text,
)
from packgrid.web.lists.ended_answers import NO_ANSWERS, FoldedAnswers, fold_ended
from packgrid.web.lists.kept_reads import EVERYTHING, keep_category_titles, keep_grid_titles
from packgrid.web.reader_stack import NO_STACK, ReaderStack, add_stack_filters

PAGE_SIZE = 30
LAST = 1000 // PAGE_SIZE + 1
# The sort orders that the page offers. The query language also has their opposites.
ORDERS = {
    "": "Best match",
    "stars": "Stars",
    "forks": "Forks",
    "downloads": "Downloads",
    "usage": "Users",
    "released": "Newest release",
    "updated": "Latest commit",
    "score": "Score",
    "title": "Title",
}
FACETS: Mapping[str, str] = {
    Field.CATEGORY: "Category",
    Field.GRID: "In the grid",
    Field.FRAMEWORK: "Framework",
    **{framework.key: framework.title for framework in FRAMEWORKS},
    Field.LICENSE: "Licence",
    Field.IS: "State",
}
SERIES = {framework.key for framework in FRAMEWORKS}
FRAMEWORK_TITLES = {framework.key: framework.title for framework in OPTIONAL}
A_FEW = 6
SHORT = 4


@attrs.frozen(kw_only=True)
class Choice:
    """A link that changes the query. `count` is the number of results it leads to; None if it is not counted."""

    title: str
    url: str
    is_current: bool = False
    count: int | None = None


@attrs.frozen(kw_only=True)
class SearchPage:
    """Everything the page shows. `text` is the query, cut to the longest allowed."""

    text: str
    query: Query
    is_asked: bool
    found: FoldedAnswers = NO_ANSWERS
    near: Sequence[SearchAnswer] = ()
    grids: Sequence[SearchAnswer] = ()
    left_out: Sequence[str] = ()
    is_capped: bool = False
    page: Page[int] | None = None
    suggestion: Choice | None = None
    conditions: Sequence[Choice] = ()
    orders: Sequence[Choice] = ()
    facets: Sequence[tuple[str, Sequence[Choice]]] = ()


@attrs.frozen
class CategoryFacets:
    """The facets of a category; `is_capped` if only its best known packages were counted."""

    facets: Sequence[tuple[str, Sequence[Choice]]]
    is_capped: bool


def read_search_page(asked: str, *, number: int, now: datetime, stack: ReaderStack = NO_STACK) -> SearchPage:
    """The page with this number, else the last one, of packages that support the stack.

    At most eight queries; fourteen where there is no such page.
    """
    text, query = cut_query(asked), parse_query(asked)
    narrowed = add_stack_filters(query, stack)
    if not is_asking(narrowed):
        return SearchPage(text=text, query=query, is_asked=False)
    results, page = search_at_page(narrowed, number, now)
    grids = results.grids if page.number == 1 else ()
    answers = read_answers([*grids, *results.entries, *results.near])
    by_hit = {answer.hit: answer for answer in answers}
    return SearchPage(
        text=text,
        query=query,
        is_asked=True,
        grids=select_answers(by_hit, grids),
        found=fold_ended(select_answers(by_hit, results.entries), query, page.start_index()),
        near=select_answers(by_hit, results.near),
        left_out=list(map(describe_left_out, read_left_out(narrowed, now))),
        is_capped=results.is_capped,
        page=page,
        suggestion=make_suggestion(query, results.suggestion),
        conditions=list(list_conditions(query)),
        orders=list(list_orders(query)),
        facets=list(list_facets(query, results)),
    )


def select_answers(by_hit: Mapping[Hit, SearchAnswer], hits: Iterable[Hit]) -> list[SearchAnswer]:
    """The answers of these hits in their order."""
    return [by_hit[hit] for hit in hits if hit in by_hit]


def cut_query(asked: str) -> str:
    """The query for the search field, cut to the longest allowed."""
    return asked.strip()[:MAX_QUERY_LENGTH]


def is_asking(query: Query) -> bool:
    """True if the query asks for anything."""
    return bool(query.words or query.phrases or query.without or query.filters or query.sort)


def search_at_page(query: Query, number: int, now: datetime) -> tuple[Results, Page[int]]:
    """The results of a page, and the page."""
    results = search(query, limit=PAGE_SIZE, offset=PAGE_SIZE * (min(number, LAST) - 1), now=now)
    page = Paginator(range(results.count), PAGE_SIZE).get_page(number)
    if results.count and page.number < number:
        results = search(query, limit=PAGE_SIZE, offset=page.start_index() - 1, now=now)
    return results, page


def make_search_url(query: Query) -> str:
    """The address of a query, without a page number."""
    return f"?q={quote_plus(query_text(query))}"


def make_suggestion(query: Query, meant: str) -> Choice | None:
    """A link to the query with its spelling corrected; its conditions stay."""
    corrected = attrs.evolve(query, words=tuple(meant.split()), phrases=())
    return Choice(title=meant, url=make_search_url(corrected)) if meant else None


def list_conditions(query: Query) -> Iterator[Choice]:
    """Each condition, with the address of the query without it."""
    for condition in query.filters:
        rest = tuple(other for other in query.filters if other != condition)
        yield Choice(title=filter_text(condition), url=make_search_url(attrs.evolve(query, filters=rest)))
    if query.sort not in ORDERS:
        yield Choice(title=f"sort:{query.sort}", url=make_search_url(attrs.evolve(query, sort="")))


def list_orders(query: Query) -> Iterator[Choice]:
    """The sort orders to choose from."""
    for name, title in ORDERS.items():
        url = make_search_url(attrs.evolve(query, sort=name))
        yield Choice(title=title, url=url, is_current=query.sort == name)


def keep_category_facets(category: str) -> CategoryFacets:
    """The facets of a category, kept until something in them changes."""
    return keep(("category facets", category), EVERYTHING, lambda: read_category_facets(category))


def read_category_facets(category: str) -> CategoryFacets:
    """The facets of a category ("" is all), counted over its best known packages. One query, and titles."""
    within = (Filter(field=Field.CATEGORY, comparison=Operator.EQUAL, value=category),) if category else ()
    results = search(Query(filters=within, sort="popularity"), limit=0, now=datetime.now(UTC))
    return CategoryFacets(list(list_facets(Query(filters=within), results)), is_capped=results.is_capped)


def list_facets(query: Query, results: Results) -> Iterator[tuple[str, Sequence[Choice]]]:
    """The values by which the results can be narrowed down, a few of each field."""
    titles: Mapping[str, Mapping[str, str]] = {
        Field.CATEGORY: keep_category_titles() if results.facets.get(Field.CATEGORY) else {},
        Field.GRID: keep_grid_titles() if results.facets.get(Field.GRID) else {},
        Field.FRAMEWORK: FRAMEWORK_TITLES,
    }
    for field, title in FACETS.items():
        found = [facet for facet in results.facets.get(field, ()) if is_narrowing(query, results, field, facet)]
        choices = [
            make_facet_choice(query, field, facet, titles.get(field, {})) for facet in select_facets(field, found)
        ]
        fitting = [one for one in choices if one] + list(list_missing(field, results))
        if fitting and (field not in FRAMEWORK_TITLES or results.facets.get(field)):
            yield title, fitting


def list_missing(field: str, results: Results) -> Iterator[Choice]:
    """How many results have no value of a field, because nobody asked or nobody says; these are no links."""
    needed = STATUS if field == Field.IS else field
    for name, title in ((NOT_CHECKED, "not checked"), (SAYS_NOTHING, "says nothing")):
        for facet in results.facets.get(name, ()):
            if facet.value == (unchecked_value(needed) if name == NOT_CHECKED else needed):
                yield Choice(title=title, url="", count=facet.count)


def is_narrowing(query: Query, results: Results, field: str, facet: Facet) -> bool:
    """True if the value would leave fewer results, and the query does not ask for it yet."""
    is_asked = any((one.field, one.value) == (field, facet.value) for one in query.filters)
    return not is_asked and (facet.count < results.count or results.is_capped)


def select_facets(field: str, found: Iterable[Facet]) -> list[Facet]:
    """The facets to show: the newest series, else the most common values."""
    return sorted(found, key=parse_series_numbers, reverse=True)[:A_FEW] if field in SERIES else list(found)[:A_FEW]


def parse_series_numbers(facet: Facet) -> tuple[int, ...]:
    """The numbers of a series: (3, 14) of "3.14"."""
    return tuple(int(part) for part in facet.value.split(".") if part.isdecimal())


def make_facet_choice(query: Query, field: str, facet: Facet, titles: Mapping[str, str]) -> Choice | None:
    """The link that adds a value to the query; None if the query would become too long."""
    added = Filter(field=field, comparison=Operator.EQUAL, value=facet.value)
    narrowed = attrs.evolve(query, filters=(*query.filters, added))
    text = query_text(narrowed)
    if len(text) > MAX_QUERY_LENGTH:
        return None
    title = format_license(facet.value) if field == Field.LICENSE else titles.get(facet.value, facet.value)
    return Choice(title=title, url=f"?q={quote_plus(text)}", count=facet.count)


def format_license(value: str) -> str:
    """The usual spelling of a licence; the index has it in lower case."""
    return canonical_expression(value) or (value.upper() if len(value) <= SHORT else value.capitalize())
