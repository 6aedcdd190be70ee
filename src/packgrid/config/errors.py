"""Errors outside any view: JSON for programs, pages for people."""

from django.http import HttpRequest, HttpResponse

from packgrid.api import errors as api
from packgrid.web import errors as web


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by name
    """404."""
    return api.not_found() if api.is_api_request(request) else web.render_not_found(request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by name
    """403; the API makes its own."""
    return web.render_forbidden(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by name
    """400."""
    return api.bad_request() if api.is_api_request(request) else web.render_bad_request(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return api.server_error() if api.is_api_request(request) else web.render_server_error(request)
