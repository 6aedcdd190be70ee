"""A host made of the answers that a test gives it."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from packgrid.lib.http import HttpClient

type View = Callable[[web.Request], web.Response]


class StandIn:
    """`answers` are by path with query; `calls` are the requests that came.

    `headers` are those of the last one, `posted` is the document that came with it.
    """

    url: str
    http: HttpClient

    def __init__(self) -> None:
        self.answers: dict[str, View] = {}
        self.calls: list[str] = []
        self.headers: dict[str, str] = {}
        self.posted: Any = None

    async def answer(self, request: web.Request) -> web.Response:
        self.calls.append(f"{request.method} {request.raw_path}")
        self.headers = dict(request.headers)
        self.posted = await request.json() if request.can_read_body else None
        return self.answers.get(request.raw_path, nothing)(request)


def nothing(_request: web.Request) -> web.Response:
    return web.json_response({"message": "Not Found"}, status=404)


def said(body: Any, status: int = 200, **headers: str) -> View:
    """The answer with this document; 304 to whoever knows its ETag."""

    def view(request: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if "ETag" in named and request.headers.get("If-None-Match") == named["ETag"]:
            return web.Response(status=304, headers=named)
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(text=text, status=status, headers=named, content_type="application/json")

    return view


def moved(to: str, status: int = 301) -> View:
    return lambda _request: web.Response(status=status, headers={"Location": to})
