"""The search page, suggestions while typing, and OpenSearch 1.1 for browsers."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from packgrid.httpcache.policy import cacheable
from packgrid.lib.frameworks import OPTIONAL
from packgrid.search.answers import read_answers
from packgrid.search.field_values import HAS_VALUES, IS_VALUES
from packgrid.search.query import suggest
from packgrid.web.cooldown import fresh_for_s, make_cooldown_context, make_cooldown_parameters, read_cooldown
from packgrid.web.lists.download_trends import read_download_trends
from packgrid.web.lists.kept_reads import EVERYTHING
from packgrid.web.lists.layouts import list_layouts, make_layout_parameters, read_layout
from packgrid.web.lists.search_page import Choice, SearchPage, read_search_page
from packgrid.web.paging import parse_page_number
from packgrid.web.reader_stack import ReaderStack, drop_empty_parameters, make_stack_context, read_stack
from packgrid.web.xml_output import clean_xml

AGES_S = 60
"""How long a query that compares ages, such as released:<30d, is right."""
SUGGESTED = 10
SUGGESTED_TO_BROWSERS = 15
LONGEST_NAME = 16
"""The longest ShortName of an OpenSearch description (github.com/dewitt/opensearch, 1.1 draft 6, read 2026-11)."""


def search(request: HttpRequest) -> HttpResponse:
    """The results of a query that support the reader's stack. Empty fields of a form are left out of the address."""
    if (shorter := drop_empty_parameters(request.GET)) is not None:
        return HttpResponseRedirect(f"{reverse('search')}{shorter}")
    stack, number = read_stack(request.GET), parse_page_number(request.GET.get("page") or "1")
    shown = read_search_page(request.GET.get("q", ""), number=number, now=timezone.now(), stack=stack)
    layout = read_layout(request, "cards")
    carried = make_layout_parameters(layout, "cards") | make_cooldown_parameters(read_cooldown(request.GET)[0])
    carried |= stack.parameters
    context = {
        "shown": shown,
        "text": shown.text,
        "states": IS_VALUES,
        "havings": HAS_VALUES,
        "frameworks": OPTIONAL,
        "asked": {"q": shown.text} | carried,
    }
    context |= make_cooldown_context(request.GET) | make_stack_context(stack)
    context |= {
        "layout": layout,
        "layouts": list_layouts(request, layout),
        "trends": read_download_trends([*shown.found.open, *shown.found.folded, *shown.near], timezone.now()),
        "stack_carried": {"q": shown.text} | make_layout_parameters(layout, "cards"),
        "stack_conditions": list_stack_conditions(request.GET, stack),
        "also": f"&{urlencode(carried)}" if carried else "",
    }
    answer = render(request, "web/lists/search.html", context)
    return cacheable(answer, EVERYTHING, fresh_for_s=count_fresh_seconds(shown, read_cooldown(request.GET)[0]))


def list_stack_conditions(query: QueryDict, stack: ReaderStack) -> list[Choice]:
    """Each part of the stack, with the address without it."""
    others = {name: without_parameter(query, name) for name in stack.parameters}
    return [Choice(title=title, url=others[name]) for name, title in stack.titles.items()]


def without_parameter(query: QueryDict, name: str) -> str:
    """The query of the first page without a parameter."""
    rest = query.copy()
    for one in (name, "page"):
        rest.pop(one, None)
    return f"?{rest.urlencode()}"


def count_fresh_seconds(shown: SearchPage, days: int) -> float | None:
    """How long the results are right: until a release that is marked as new is a day older, if any is."""
    if any(isinstance(condition.value, timedelta) for condition in shown.query.filters):
        return AGES_S
    packages = (answer.package for answer in (*shown.found.open, *shown.found.folded, *shown.near) if answer.package)
    return fresh_for_s(packages, timezone.now(), days)


def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggestions for the text typed so far, ten a page, as a fragment of HTML."""
    page = parse_page_number(request.GET.get("page") or "1")
    last = SUGGESTED * min(page, SUGGESTED)
    found = read_answers(suggest(request.GET.get("q", ""), limit=last)[last - SUGGESTED :])
    if page > 1 and (page > SUGGESTED or not found):
        raise Http404
    return cacheable(render(request, "web/lists/suggestions.html", {"found": found}), EVERYTHING)


def opensearch_description(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description, with addresses at the host of the request."""
    site = request.build_absolute_uri("/")[:-1]
    shown = {
        "short_name": (settings.SITE_TITLE or "Packgrid")[:LONGEST_NAME],
        "site": site,
        "icon": request.build_absolute_uri(static("packgrid/icon.svg")),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return cacheable(clean_xml(render(request, "web/lists/opensearch.xml", shown, content_type=kind)), ())


def opensearch_suggestions(request: HttpRequest) -> JsonResponse:
    """Suggestions for the address bar of a browser: the text, titles, no descriptions, paths."""
    text = request.GET.get("q", "")
    found = read_answers(suggest(text, limit=SUGGESTED_TO_BROWSERS))
    names = JsonResponse([text, [one.hit.title for one in found], [], [one.url for one in found]], safe=False)
    return cacheable(names, EVERYTHING)
