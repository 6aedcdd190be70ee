"""Answers of API v4 as pages for people: what a resource is, the request, its headers and its JSON."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import attrs
from django.utils.html import escape
from django.utils.safestring import SafeString
from rest_framework.pagination import BasePagination
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from packgrid.catalogue.page_paths import category_path, grid_path, package_path

JSON_LINK = re.compile(r"&quot;(https?://.+?)&quot;")


@attrs.frozen
class ResourceText:
    """The name and the description of a resource, and the section of the documentation that explains it."""

    title: str
    summary: str
    section: str


ROOT = ResourceText(
    "What this API offers",
    "Packages, grids, categories and a search, as JSON. It needs no account and no key, and it cannot write.",
    "urls",
)
TEXTS = {
    ("package", False): ResourceText("Packages", "All packages, the newest entry first.", "lists"),
    ("package", True): ResourceText("Package", "What is known about one package.", "a-package"),
    ("grid", False): ResourceText("Grids", "All grids, the newest first.", "lists"),
    ("grid", True): ResourceText("Grid", "One grid and its packages.", "a-grid"),
    ("category", False): ResourceText("Categories", "All categories, the newest first.", "lists"),
    ("category", True): ResourceText("Category", "One category.", "a-category"),
    ("search", False): ResourceText("Search", "The 20 best results for a text.", "search"),
}
"""The texts by the name of a resource and whether it is one row of it."""
LISTS = {"packages": "package", "grids": "grid", "categories": "category", "search": "search"}
"""The names of resources by those of their lists in the root document."""
SITE_PATHS: Mapping[str, Callable[[str], str]] = {
    "package": package_path,
    "grid": grid_path,
    "category": category_path,
}


class ResourcePageRenderer(BrowsableAPIRenderer):
    """A page of ours in place of Django REST framework's, without its forms, because nothing can be written."""

    template = "api/resource.html"

    def get_context(
        self,
        data: Any,  # noqa: ANN401 the data of any answer
        accepted_media_type: str | None,  # noqa: ARG002 the base's signature
        renderer_context: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The variables of the template."""
        view, request, response = (renderer_context[name] for name in ("view", "request", "response"))
        resource, is_row = getattr(view, "basename", ""), bool(getattr(view, "detail", False))
        text = TEXTS.get((resource, is_row), ROOT)
        row = data if is_row and "slug" in data else None
        json = self.get_content(JSONRenderer(), data, JSONRenderer.media_type, {**renderer_context})
        return {
            "request": request,
            "about": text,
            "title": make_title(text, row, response),
            "resource": resource,
            "offers": [] if resource else list_offers(data),
            "search_text": request.query_params.get("q", ""),
            "site_path": SITE_PATHS[resource](row["slug"]) if row else None,
            "neighbours": read_neighbours(getattr(view, "paginator", None), data),
            "json_url": make_json_url(request.build_absolute_uri(), view.kwargs.get("format")),
            "status": f"{response.status_code} {response.status_text}",
            "headers": list_headers(response),
            "json": link_addresses(json),
        }


def make_title(text: ResourceText, row: Mapping[str, Any] | None, response: Response) -> str:
    """The title of the page: of the row where there is one, else of the resource; an error by its name."""
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return response.status_text
    return f"{text.title}: {row['title']}" if row else text.title


def make_json_url(url: str, suffix: str | None) -> str:
    """The URL of the same answer as JSON; a format in the path counts more than one in the query."""
    if suffix is None:
        return replace_query_param(url, "format", "json")
    path, mark, query = url.partition("?")
    return f"{path.rstrip('/').removesuffix(suffix)}json{mark}{query}"


def list_offers(root: Mapping[str, str]) -> list[tuple[ResourceText, str]]:
    """The lists that the root document leads to, each with its URL."""
    return [(TEXTS[LISTS[name], False], root[name]) for name in LISTS if name in root]


def read_neighbours(paginator: BasePagination | None, data: Any) -> dict[str, str]:  # noqa: ANN401 the data of any answer
    """The links to the page before and after this one, with their labels."""
    if paginator is None or not isinstance(data, dict):
        return {}
    links = {"Previous page": data.get("previous"), "Next page": data.get("next")}
    return {label: url for label, url in links.items() if url}


def list_headers(response: Response) -> list[tuple[str, str]]:
    """The headers of the answer as JSON, by name."""
    return sorted({**dict(response.items()), "Content-Type": "application/json"}.items())


def link_addresses(json: str) -> SafeString:
    """The JSON as HTML, with links where a value is an address."""
    return SafeString(JSON_LINK.sub(r'&quot;<a href="\1">\1</a>&quot;', escape(json)))
