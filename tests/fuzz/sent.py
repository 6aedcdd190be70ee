"""Requests as a WSGI server hands them over, the answers to them, and what is wrong with an answer."""

import csv
import io
import json
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import attrs
from django.core.signals import got_request_exception

HOST = "127.0.0.1"
type Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


@attrs.frozen(kw_only=True)
class Request:
    """One request; `target` is the path with its query as the request line has it."""

    method: str
    target: str
    headers: Mapping[str, str] = attrs.field(factory=dict)
    body: bytes = b""

    def environ(self) -> dict[str, Any]:
        """What a server makes of it: bytes as Latin-1, a header's name in capitals."""
        path, _mark, query = self.target.partition("?")
        headers = {"Host": HOST} | dict(self.headers)
        named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        plain = {name: named.pop(f"HTTP_{name}", None) for name in ("CONTENT_TYPE", "CONTENT_LENGTH")}
        length = plain["CONTENT_LENGTH"] if plain["CONTENT_LENGTH"] is not None else str(len(self.body))
        return named | {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.encode().decode("latin-1"),
            "CONTENT_TYPE": plain["CONTENT_TYPE"] or "",
            "CONTENT_LENGTH": length,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def __str__(self) -> str:
        """A command that sends it again, then the very values."""
        headers = "".join(f" -H {shlex.quote(f'{name}: {value}')}" for name, value in self.headers.items())
        body = f" --data-binary {shlex.quote(self.body.decode('latin-1'))}" if self.body else ""
        url = shlex.quote(f"http://{HOST}:8000{self.target}")
        return f"curl --path-as-is -X {shlex.quote(self.method)} {url}{headers}{body}\n    {attrs.asdict(self)!r}"


@attrs.frozen
class Answer:
    """What came back; `error` is what a view raised."""

    status: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    error: BaseException | None = None

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def send(application: Application, request: Request) -> Answer:
    """The answer of the whole WSGI application to a request."""
    began: list[tuple[str, list[tuple[str, str]]]] = []
    raised: list[BaseException] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[..., None]:
        began.append((status, headers))
        return lambda _data: None

    def on_error(**_: object) -> None:
        if error := sys.exc_info()[1]:  # the one that is handled at this moment
            raised.append(error)

    got_request_exception.connect(on_error)
    try:
        parts = application(request.environ(), start_response)
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
    finally:
        got_request_exception.disconnect(on_error)
    return Answer(*began[-1], body, raised[0] if raised else None)


def faults_of(request: Request, answer: Answer) -> list[str]:
    """What is wrong with an answer: a fault of ours, headers that no server may send, a body that nobody can read."""
    found = [f"status {answer.status}"] if answer.status.startswith("5") else []
    for name, value in answer.headers:
        text = f"{name}: {value}"
        if any(sign in text for sign in "\r\n\0") or (not text.isascii() and not is_latin(text)):
            found.append(f"header {text!r}")
    is_plain = answer.status.startswith("200") and answer.body and not answer.header("Content-Encoding")
    if is_plain and not answer.header("Content-Range") and request.method != "HEAD":
        try:
            read_body(answer.header("Content-Type").partition(";")[0].strip(), answer.body)
        except (ValueError, ET.ParseError, csv.Error) as error:
            found.append(f"{answer.header('Content-Type')} that cannot be read: {error}")
    return found


def is_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def read_body(kind: str, body: bytes) -> None:
    """Parse a body as its content type says."""
    if kind.endswith(("/xml", "+xml")):
        ET.fromstring(body)  # noqa: S314 we made it
    elif kind.endswith(("/json", "+json")):
        json.loads(body)
    elif kind == "text/csv":
        rows = list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))
        if len({len(row) for row in rows}) != 1:
            raise ValueError("rows of different lengths")
