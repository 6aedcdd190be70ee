"""Error pages. They do not read the database, which may be the cause of the error."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LIMITED_FOR_S = 60
"""The longest that a limit with a page holds: all of them count the last minute."""


def render_not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def render_bad_request(request: HttpRequest) -> HttpResponse:
    return render(request, "web/400.html", status=400)


def render_forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403. Django gives a reason where the CSRF check of a form failed."""
    return render(request, "web/403.html", {"is_form": bool(reason)}, status=403)


def render_too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: a form of an account was sent too often."""
    response = render(request, "web/429.html", status=429)
    response.headers["Retry-After"] = str(LIMITED_FOR_S)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def render_server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "web/500.html", status=500)
