"""Short answers to requests that do not reach Django: JSON below /api/, plain text elsewhere."""

import json
from wsgiref.types import StartResponse, WSGIEnvironment

API = "/api/"


def send_refusal(environ: WSGIEnvironment, start_response: StartResponse, status: str, sentence: str) -> list[bytes]:
    """Answer with a sentence; the connection is closed if the request has a body, which is not read to its end."""
    is_api = environ.get("PATH_INFO", "").startswith(API)
    body = (json.dumps({"detail": sentence}, separators=(",", ":")) if is_api else f"{sentence}\n").encode()
    headers = [
        ("Content-Type", "application/json" if is_api else "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if has_body(environ) and environ.get("SERVER_PROTOCOL", "").startswith("HTTP/1"):
        headers.append(("Connection", "close"))
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def has_body(environ: WSGIEnvironment) -> bool:
    """True if the headers announce a body, of whatever length."""
    return environ.get("CONTENT_LENGTH", "") not in {"", "0"} or "HTTP_TRANSFER_ENCODING" in environ
