"""Errors below /api/ are JSON, whatever went wrong."""

from django.http import HttpRequest, JsonResponse

ROOT = "/api/"


def concerns(request: HttpRequest) -> bool:
    """Whether a request was meant for a program's door."""
    return f"{request.path_info}/".startswith(ROOT)


def not_found() -> JsonResponse:
    """There is nothing at this address."""
    return answer(404, "Not found.")


def bad_request() -> JsonResponse:
    """The request makes no sense, or asks for a host that is not ours."""
    return answer(400, "Bad request.")


def server_error() -> JsonResponse:
    """The fault is ours."""
    return answer(500, "Server error.")


def answer(status: int, detail: str) -> JsonResponse:
    """The body that Django REST framework gives its own errors."""
    return JsonResponse({"detail": detail}, status=status, json_dumps_params={"separators": (",", ":")})
