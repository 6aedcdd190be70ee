"""A request as a service hears it, and what it answers; both are plain values."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b
from urllib.parse import quote

import attrs

JSON = "application/json; charset=utf-8"


@attrs.frozen
class Call:
    """A request to a service: `segments` is its path below the service's, each part unquoted; `now` the world's time.

    `base` is the address that the client knows the service by.
    """

    method: str
    service: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str
    now: datetime

    @property
    def token(self) -> str:
        """The key that the caller showed, "" if none."""
        return self.headers.get("Private-Token", "") or self.headers.get("Authorization", "").partition(" ")[2]

    @property
    def url(self) -> str:
        """The address of the request, without its query."""
        return "/".join([self.base, *(quote(segment, safe="") for segment in self.segments)])

    def number(self, name: str, default: int, most: int = 100) -> int:
        """A number in the query, from 0 to `most`."""
        said = self.query.get(name, "")
        return min(int(said), most) if said.isdecimal() else default


@attrs.frozen
class Answer:
    """What a service says. `make` gives the body, only where it is wanted; equal `etag`s mean equal bodies.

    `about` are the numbers of the projects that it speaks of, `cost` the points that it counts for.
    """

    status: int = 200
    make: Callable[[], bytes] = bytes
    headers: Mapping[str, str] = attrs.field(factory=dict)
    etag: str = ""
    about: tuple[int, ...] = ()
    cost: int = 1

    def also(self, headers: Mapping[str, str]) -> "Answer":
        """The same with more headers."""
        return attrs.evolve(self, headers={**self.headers, **headers})

    def of(self, *numbers: int) -> "Answer":
        """The same, about these projects."""
        return attrs.evolve(self, about=numbers)


def told(document: object, status: int = 200, **headers: str) -> Answer:
    """An answer of JSON; headers are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, lambda: encoded(document), {"content-type": JSON, **named})


def encoded(document: object) -> bytes:
    """The JSON text as hosts send it, without spaces."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def etag(*parts: object, is_weak: bool = False) -> str:
    """The validator of whatever these parts alone determine."""
    digest = blake2b(repr(parts).encode(), digest_size=16).hexdigest()
    return f'W/"{digest}"' if is_weak else f'"{digest}"'


def is_known(call: Call, tag: str) -> bool:
    """Whether the caller says that it has the body of this validator; weak ones count (RFC 9110, 13.1.2)."""
    said = call.headers.get("If-None-Match", "")
    known = {each.strip().removeprefix("W/") for each in said.split(",")}
    return bool(tag) and (said.strip() == "*" or tag.removeprefix("W/") in known)


def stamp(moment: datetime) -> str:
    """A moment as hosts write it: to the second, with a Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
