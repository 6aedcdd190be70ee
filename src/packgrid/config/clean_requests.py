"""Addresses without control characters: PostgreSQL cannot compare a NUL, and XML cannot hold the others."""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from packgrid.accounts.clean_forms import clean_data
from packgrid.lib.clean_text import is_clean

SUSPECT = re.compile(r"%(?:[01]|7f|c2|e[df]|f[0-4])|[^!-~]", re.IGNORECASE)
"""Finds every query string that may hold such a character; only those are read here."""


def clean_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers 404 where a path has a control character, and drops those of the query string.

    No address of ours has one. A check here serves every view, those of Django and of libraries among them; bodies are
    checked by forms (CleanFormMixin), because a password is not to be changed.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if not is_clean(request.path_info):
            raise Http404
        if SUSPECT.search(request.META.get("QUERY_STRING", "")):
            request.GET = clean_data(request.GET)  # type: ignore[assignment] # Django's is immutable
        return get_response(request)

    return respond
