"""Pages for what goes wrong. They read no database, because it may be what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest) -> HttpResponse:
    """404."""
    return render(request, "web/404.html", status=404)


def bad_request(request: HttpRequest) -> HttpResponse:
    """400."""
    return render(request, "web/400.html", status=400)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: not for whoever asked, or (then with a reason) a form that did not come from a page of ours."""
    return render(request, "web/403.html", {"is_form": bool(reason)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return render(request, "web/500.html", status=500)
