"""Errors outside any view: JSON for programs, pages for people."""

from django.http import HttpRequest, HttpResponse

from packgrid.accounts.models import User
from packgrid.accounts.security_log import log_event
from packgrid.api import errors as api
from packgrid.web import errors as web


def render_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by name
    """404."""
    return api.respond_not_found() if api.is_api_request(request) else web.render_not_found(request)


def render_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by name
    """403; the API makes its own."""
    return web.render_forbidden(request)


def render_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by name
    """400."""
    return api.respond_bad_request() if api.is_api_request(request) else web.render_bad_request(request)


def render_too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, from the limits of sign-in, sign-up and accounts; the API has none."""
    user = request.user
    log_event("limit_reached", user if isinstance(user, User) else None, request)
    return web.render_too_many_requests(request)


def render_server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return api.respond_server_error() if api.is_api_request(request) else web.render_server_error(request)
