"""What each fault does. A new one is one entry in SAID (another answer) or CARRIED (an answer that is sent badly).

Those that change how a project is seen (gone, flickering, renamed) are SIGHTS in faults.py.
"""

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import attrs
from aiohttp import web

from world.answers import JSON, Answer, Call, encoded, told
from world.faults import Fault

LOOP_HEADERS = {"content-type": "text/html"}
PAGE = b"<!DOCTYPE html><html><head><title>Unicorn!</title></head><body><h1>We are having trouble.</h1></body></html>"
HUGE_BYTES = 200_000_000  # ten times what our client takes
PORTION_BYTES = 1 << 16
A_MINUTE_S = 60
DRIP_S = 0.05
METADATA = "http://169.254.169.254/latest/meta-data/"


def page(status: int) -> Callable[[Call, Answer, Fault], Answer]:
    """A page for people in place of the document."""
    return lambda *_: Answer(status, lambda: PAGE, {"content-type": "text/html; charset=utf-8"})


def refusal(status: int, message: str, *, waits: bool = False) -> Callable[[Call, Answer, Fault], Answer]:
    """A refusal in JSON, with Retry-After where it `waits`."""

    def refused(_call: Call, _answer: Answer, fault: Fault) -> Answer:
        again = {"retry_after": f"{fault.seconds or A_MINUTE_S:g}"} if waits else {}
        return told({"message": message}, status, **again)

    return refused


def spent(call: Call, _answer: Answer, fault: Fault) -> Answer:
    """403 with a budget of nothing, as GitHub refuses."""
    reset = round(call.now.timestamp() + (fault.seconds or A_MINUTE_S))
    budget = {"x_ratelimit_limit": "5000", "x_ratelimit_remaining": "0", "x_ratelimit_reset": str(reset)}
    return told({"message": "API rate limit exceeded for user ID 1."}, 403, **budget)


def redirect(to: str) -> Callable[[Call, Answer, Fault], Answer]:
    """A redirect to an address, or to where the call came to."""
    return lambda call, *_: Answer(302, headers={"location": to or call.url})


def remade(make: Callable[[bytes], bytes]) -> Callable[[Call, Answer, Fault], Answer]:
    """The same answer with another body, and without a validator."""
    return lambda _call, answer, _fault: attrs.evolve(answer, make=lambda: make(answer.make()), etag="")


def rewritten(change: Callable[[Any], Any]) -> Callable[[Call, Answer, Fault], Answer]:
    """The same answer with every value of its document changed."""
    return remade(lambda body: encoded(everywhere(change, json.loads(body))) if body else body)


def everywhere(change: Callable[[Any], Any], value: Any) -> Any:
    """The document with each of its values changed, the innermost first."""
    match value:
        case dict():
            return change({key: everywhere(change, inner) for key, inner in value.items()})
        case list():
            return change([everywhere(change, inner) for inner in value])
        case _:
            return change(value)


def of_wrong_type(value: Any) -> Any:
    """Numbers for texts, texts for numbers; what holds others stays."""
    match value:
        case None | dict() | list():
            return value
        case str():
            return len(value)
        case _:
            return str(value)


def without_values(value: Any) -> Any:
    """Null for texts and numbers."""
    return value if isinstance(value, (dict, list)) else None


def first_half(body: bytes) -> bytes:
    """The first half of GraphQL's data, because all of it was too much; another document as it is."""
    said = json.loads(body or b"null")
    if not isinstance(said, dict) or not isinstance(said.get("data"), dict):
        return body
    kept = list(said["data"].items())[: len(said["data"]) // 2]
    error = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits for this query exceeded."}
    return encoded({"data": dict.fromkeys(said["data"]) | dict(kept), "errors": [*said.get("errors", []), error]})


SAID: dict[str, Callable[[Call, Answer, Fault], Answer]] = {
    "500": refusal(500, "Internal Server Error"),
    "502": page(502),
    "503": page(503),
    "504": page(504),
    "503 retry-after": refusal(503, "Service Unavailable", waits=True),
    "401": refusal(401, "Bad credentials"),
    "403": refusal(403, "Repository access blocked"),
    "403 too large": refusal(403, "The history or contributor list is too large to list contributors via the API."),
    "403 spent": spent,
    "403 retry-after": refusal(403, "You have exceeded a secondary rate limit.", waits=True),
    "429": refusal(429, "Too Many Requests"),
    "429 retry-after": refusal(429, "Too Many Requests", waits=True),
    "graphql limit": lambda *_: told({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded."}]}),
    "graphql part": remade(first_half),
    "304": lambda _call, answer, _fault: Answer(304, headers={"etag": answer.etag}),
    "html": page(200),
    "empty": lambda *_: Answer(headers={"content-type": JSON}),
    "empty object": lambda *_: told({}),
    "cut json": remade(lambda body: body[: len(body) // 2]),
    "wrong types": rewritten(of_wrong_type),
    "nulls": rewritten(without_values),
    "doubled lists": rewritten(lambda value: value * 2 if isinstance(value, list) else value),
    "reversed lists": rewritten(lambda value: value[::-1] if isinstance(value, list) else value),
    "redirect loop": redirect(""),
    "redirect private": redirect(METADATA),
    "redirect file": redirect("file:///etc/passwd"),
}


async def hang(_request: web.BaseRequest, _answer: Answer, _fault: Fault) -> web.StreamResponse:
    """Never answers; it ends when the caller goes."""
    await asyncio.Event().wait()
    return web.Response()


async def slow(_request: web.BaseRequest, answer: Answer, fault: Fault) -> web.StreamResponse:
    """The right answer, late."""
    await asyncio.sleep(fault.seconds or 1)
    return web.Response(status=answer.status, headers=answer.headers, body=answer.make())


async def drip(request: web.BaseRequest, answer: Answer, fault: Fault) -> web.StreamResponse:
    """The right answer, a byte at a time."""
    response = await begun(request, answer)
    for byte in answer.make():
        await response.write(bytes([byte]))
        await asyncio.sleep(fault.seconds or DRIP_S)
    return response


async def cut_off(request: web.BaseRequest, answer: Answer, _fault: Fault) -> web.StreamResponse:
    """Half of the body that the headers promise, then the connection ends."""
    body = answer.make()
    response = await begun(request, answer, **{"content-length": str(len(body) + 1)})
    await response.write(body[: len(body) // 2])
    return ended(request, response)


async def reset(request: web.BaseRequest, _answer: Answer, _fault: Fault) -> web.StreamResponse:
    """The connection ends without a word."""
    return ended(request, web.Response())


async def huge(request: web.BaseRequest, answer: Answer, _fault: Fault) -> web.StreamResponse:
    """The right answer behind more spaces than anybody wants."""
    response = await begun(request, answer)
    with suppress(ConnectionError):
        for _ in range(HUGE_BYTES // PORTION_BYTES):
            await response.write(b" " * PORTION_BYTES)
        await response.write(answer.make())
    return response


async def bomb(_request: web.BaseRequest, answer: Answer, _fault: Fault) -> web.StreamResponse:
    """The same, compressed to almost nothing."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    portion = packer.compress(b" " * PORTION_BYTES) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = portion * (HUGE_BYTES // PORTION_BYTES) + packer.flush()
    return web.Response(status=answer.status, headers={**answer.headers, "content-encoding": "deflate"}, body=packed)


async def begun(request: web.BaseRequest, answer: Answer, **headers: str) -> web.StreamResponse:
    """The answer with its headers sent."""
    response = web.StreamResponse(status=answer.status, headers={**answer.headers, **headers})
    await response.prepare(request)
    return response


def ended(request: web.BaseRequest, response: web.StreamResponse) -> web.StreamResponse:
    """The response after the connection was closed."""
    if request.transport:
        request.transport.abort()
    return response


CARRIED: dict[str, Callable[[web.BaseRequest, Answer, Fault], Awaitable[web.StreamResponse]]] = {
    "hang": hang,
    "slow": slow,
    "drip": drip,
    "cut off": cut_off,
    "reset": reset,
    "huge": huge,
    "bomb": bomb,
}
