"""Lists: parse the request, read once, render."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.listed_packages import (
    SORTS,
    ListedPackage,
    Listing,
    newest_packages,
    packages_of_category,
    parse_sort,
)
from packgrid.catalogue.queries import CountedCategory
from packgrid.catalogue.sort_orders import explain_unknown_order
from packgrid.catalogue.visibility import visible_packages
from packgrid.community.queries import most_liked
from packgrid.comparison import queries as comparison
from packgrid.history.recent_events import newest_events
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.search.answers import answers_of
from packgrid.search.query_language import Query
from packgrid.web.ages import count_fresh_seconds
from packgrid.web.change_sentences import make_event_sentence
from packgrid.web.cooldown import fresh_for_s, make_cooldown_context, make_cooldown_parameters, read_cooldown
from packgrid.web.lists.download_trends import read_download_trends
from packgrid.web.lists.ended_answers import fold_ended
from packgrid.web.lists.grid_list import read_grid_list
from packgrid.web.lists.home_page import FRESH_FOR_S, keep_home_page
from packgrid.web.lists.kept_reads import EVERYTHING, keep_categories
from packgrid.web.lists.layouts import list_layouts, make_layout_parameters, read_layout
from packgrid.web.lists.search_page import ORDERS, keep_category_facets
from packgrid.web.paging import page_of
from packgrid.web.reader_stack import make_search_address, make_stack_context, read_stack

OFFERED_ORDERS = (
    ("stars", "Stars", "-"),
    ("downloads", "Downloads", "-"),
    ("released", "Newest release", "-"),
    ("updated", "Latest commit", "-"),
    ("title", "Title", ""),
)
"""The orders above a list: the name of each, its title, and how it begins."""
MAX_NEWEST, MAX_LIKED, MAX_CHANGES = 50, 50, 100


def home(request: HttpRequest) -> HttpResponse:
    """The home page: search, grids by theme, packages that gain stars, releases and recent changes."""
    shown = {"shown": keep_home_page(), "subject": settings.SUBJECT, "examples": settings.SEARCH_EXAMPLES}
    page = render(request, "web/lists/home.html", shown)
    return cacheable(page, EVERYTHING, fresh_for_s=FRESH_FOR_S)


def packages(request: HttpRequest) -> HttpResponse:
    """Every package. A query (`q`) and the reader's stack are redirected to the search."""
    if text := request.GET.get("q", "").strip():
        return HttpResponseRedirect(make_search_address(read_stack(request.GET), {"q": text}))
    return render_package_list(request, keep_categories(), None)


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """The packages of a category."""
    categories = keep_categories()
    found = next((row for row in categories if row.slug == slug), None)
    if found is None:
        raise Http404
    return render_package_list(request, categories, found)


def render_package_list(
    request: HttpRequest, categories: Sequence[CountedCategory], category: CountedCategory | None
) -> HttpResponse:
    """A page of a category, or of all packages, in the requested order. Four queries, ten if nothing is kept."""
    asked_sort, layout, stack = request.GET.get("sort", ""), read_layout(request, "table"), read_stack(request.GET)
    sort = parse_sort(asked_sort)
    same_search = {"q": write_same_search(category, sort), "shape": layout}
    if stack:
        return HttpResponseRedirect(make_search_address(stack, same_search))
    rows, values = (packages_of_category, [category.pk]) if category else (visible_packages, [])
    count = catalogue.count_packages([category] if category else categories)
    page = page_of(request, Listing(rows, sort, count, values))
    days, answers = read_cooldown(request.GET)[0], answers_of(list(page))
    shown: dict[str, object] = {
        "category": category,
        "categories": categories,
        "narrowing": keep_category_facets(category.slug if category else ""),
        "asked": {"sort": sort} | make_layout_parameters(layout, "table") | make_cooldown_parameters(days),
        "problem": explain_unknown_order(asked_sort, SORTS),
        "page": page,
        "answers": fold_ended(answers, Query(), page.start_index()),
        "trends": read_download_trends(answers, datetime.now(UTC)),
        "orders": OFFERED_ORDERS,
        "layout": layout,
        "layouts": list_layouts(request, layout),
    }
    shown |= make_cooldown_context(request.GET) | make_stack_context(stack) | {"stack_carried": same_search}
    answer = render(request, "web/lists/packages.html", shown)
    fresh_s = fresh_for_s(page, datetime.now(UTC), days)
    return cacheable(answer, [tags.PACKAGES, tags.CATEGORIES], fresh_for_s=fresh_s)


def write_same_search(category: CountedCategory | None, sort: str) -> str:
    """The query that finds the packages of a list in the same order, as far as the search has it."""
    order = sort.removeprefix("-")
    parts = [f"category:{category.slug}" if category else "", f"sort:{order}" if order in ORDERS else ""]
    return " ".join(part for part in parts if part)


def latest(request: HttpRequest) -> HttpResponse:
    """The newest packages."""
    return render_cards(request, "latest", newest_packages(MAX_NEWEST), [tags.PACKAGES])


def render_cards(request: HttpRequest, name: str, rows: Sequence[ListedPackage], made: Sequence[str]) -> HttpResponse:
    """A page of packages as cards, right until a mark on one of them changes."""
    answers, now = answers_of(rows), datetime.now(UTC)
    shown: dict[str, object] = {
        "answers": fold_ended(answers, Query()),
        "trends": read_download_trends(answers, now),
    }
    fresh_s = fresh_for_s(rows, now, read_cooldown(request.GET)[0])
    shown |= make_cooldown_context(request.GET) | make_stack_context(read_stack(request.GET))
    answer = render(request, f"web/lists/{name}.html", shown)
    return cacheable(answer, made, fresh_for_s=fresh_s)


def liked(request: HttpRequest) -> HttpResponse:
    """The packages that most people like."""
    return render_cards(request, "liked", most_liked(MAX_LIKED), [tags.PACKAGES, tags.LIKED])


def changes(request: HttpRequest) -> HttpResponse:
    """The changes of all packages, newest first; a load of many packages is one of them."""
    found = [(event, make_event_sentence(event)) for event in newest_events(limit=MAX_CHANGES)]
    page = render(request, "web/lists/changes.html", {"events": found})
    return cacheable(page, [tags.PACKAGES], fresh_for_s=count_fresh_seconds(datetime.now(UTC)))


def grids(request: HttpRequest) -> HttpResponse:
    """The grids of all themes, of one, or those that answer a question (`q`)."""
    listed = read_grid_list(request)
    problem = explain_unknown_order(request.GET.get("sort", ""), comparison.SORTS)
    shown = {"shown": listed, "page": listed.page, "asked": listed.asked, "problem": problem}
    made = [tags.GRIDS, tags.PACKAGES] if listed.text else [tags.GRIDS]
    return cacheable(render(request, "web/lists/grids.html", shown), made)
