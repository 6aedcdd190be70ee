"""Errors below /api/ as JSON."""

from django.http import HttpRequest, JsonResponse

ROOT = "/api/"


def is_api_request(request: HttpRequest) -> bool:
    """True if the path of a request is /api or below."""
    return f"{request.path_info}/".startswith(ROOT)


def respond_not_found() -> JsonResponse:
    """404."""
    return json_error(404, "Not found.")


def respond_bad_request() -> JsonResponse:
    """400."""
    return json_error(400, "Bad request.")


def respond_server_error() -> JsonResponse:
    """500."""
    return json_error(500, "Server error.")


def json_error(status: int, detail: str) -> JsonResponse:
    """An error with the body that Django REST framework gives its own."""
    return JsonResponse({"detail": detail}, status=status, json_dumps_params={"separators": (",", ":")})
