"""Sessions of a few requests each, made of a seed: the same seed and number make the same requests."""

import json
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import attrs
from django import forms

import packgrid
from fuzz.odd_values import HEADERS, METHODS, ODD, RAW
from fuzz.sent import Answer, Request
from routes import Route

SOURCE = Path(packgrid.__file__).parent
NAMED = re.compile(r"""(?:GET|POST|query|params|QUERY)\b[^\n]{0,40}?["']([a-z_]{1,20})["']""")
CSRF = "a" * 32
EVERYWHERE = {"q", "p", "page", "sort", "format", "at", "since", "limit", "offset", "next", "_popup", "o", "e"}
PEOPLE = ("nobody", "ada", "grace")
LONGEST_SESSION = 5


def parameter_names() -> list[str]:
    """The names that our pages, our API and every form read, out of their sources."""
    files = [*(SOURCE / "web").rglob("*.py"), *(SOURCE / "api").rglob("*.py")]
    found = {name for file in files for name in NAMED.findall(file.read_text())}
    for form in all_subclasses(forms.BaseForm):
        found |= set(getattr(form, "base_fields", ()))
    return sorted(found | EVERYWHERE)


def all_subclasses(kind: type) -> set[type]:
    return {kind}.union(*(all_subclasses(sub) for sub in kind.__subclasses__()))


class FormReader(HTMLParser):
    """Reads the forms of a page: where each goes, how, and what its fields say."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), given.get("method", "get").lower(), []))
        elif tag in {"input", "textarea", "select", "button"} and self.forms and given.get("name"):
            self.forms[-1][2].append((given["name"], given.get("value", "")))


@attrs.frozen
class Maker:
    """Makes the requests of one session."""

    random: Random
    routes: Sequence[Route]
    values: Mapping[str, Sequence[str]]
    names: Sequence[str]

    def request(self, answer: Answer | None, target: str) -> Request:
        """A form of the page before, odd or not, or some address."""
        if answer is not None and self.random.random() < 0.4 and (request := self.from_form(answer, target)):
            return request
        return self.some_request()

    def visit(self, route: Route) -> Request:
        """A plain visit, as a browser makes it."""
        return Request(method="GET", target=route.path({name: self.real_value(name) for name in route.kinds}))

    def some_request(self) -> Request:
        ours = self.random.random() < 0.8
        route = self.random.choice([one for one in self.routes if one.template.startswith("/admin/") != ours])
        target = route.path({name: self.value(name) for name in route.kinds})
        if self.random.random() < 0.05:
            target = self.random.choice([target.rstrip("/"), f"/{target}", f"{target}{self.random.choice(RAW)}/"])
        pairs = self.pairs(self.random.choice((0, 0, 1, 2, 4)))
        query = "&".join([*([urlencode(pairs, errors="replace")] if pairs else []), *self.raw_query()])
        method = "POST" if self.random.random() < 0.3 else "GET"
        if self.random.random() < 0.1:
            method = self.random.choice([*METHODS, "HEAD", "HEAD"])
        request = Request(method=method, target=f"{target}?{query}" if query else target)
        return self.with_headers(request, method == "POST")

    def pairs(self, count: int) -> list[tuple[str, str]]:
        return [(self.random.choice(self.names), self.value("slug")) for _ in range(count)]

    def raw_query(self) -> list[str]:
        if self.random.random() >= 0.05:
            return []
        return [f"{self.random.choice(self.names)}={self.random.choice(RAW)}"]

    def with_headers(self, request: Request, has_body: bool) -> Request:  # noqa: FBT001 one of two kinds
        headers: dict[str, str] = {}
        body = b""
        if has_body:
            headers["Content-Type"], body = self.body()
        if self.random.random() < 0.35:
            for name in self.random.sample(sorted(HEADERS), self.random.choice((1, 1, 2, 3))):
                headers[name] = self.random.choice(HEADERS[name])
        return attrs.evolve(request, headers=headers, body=body)

    def body(self) -> tuple[str, bytes]:
        pairs = self.pairs(self.random.choice((0, 1, 3, 8)))
        kind = self.random.random()
        if kind < 0.75:
            return "application/x-www-form-urlencoded", urlencode(pairs, errors="replace").encode()
        if kind < 0.85:
            return "application/json", json.dumps(dict(pairs)).encode()
        if kind < 0.95:
            return "multipart/form-data; boundary=b", self.multipart(pairs)
        return "application/x-www-form-urlencoded", self.random.randbytes(200)

    def multipart(self, pairs: list[tuple[str, str]]) -> bytes:
        parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs]
        file = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{self.value("slug")[:50]}"\r\n\r\n'
        end = self.random.choice(("--b--\r\n", "--b\r\n", ""))
        return "".join([*parts, file]).encode(errors="replace") + self.random.randbytes(50) + f"\r\n{end}".encode()

    def from_form(self, answer: Answer, target: str) -> Request | None:
        """A form of a page, sent with most of its values and some odd ones."""
        reader = FormReader()
        if answer.header("Content-Type").startswith("text/html") and not answer.header("Content-Encoding"):
            reader.feed(answer.body.decode(errors="replace"))
        if not reader.forms:
            return None
        action, method, fields = self.random.choice(reader.forms)
        pairs = [(name, self.random.choice(ODD) if self.random.random() < 0.3 else value) for name, value in fields]
        path = target.partition("?")[0]
        action = quote(action if action.startswith("/") else path if not action else f"{path}{action}", safe="/?=&%")
        sent = urlencode(pairs, errors="replace")
        if method != "post":
            return Request(method="GET", target=f"{action.partition('?')[0]}?{sent}")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return Request(method="POST", target=action, headers=headers, body=sent.encode())

    def value(self, name: str) -> str:
        """What stands in a place: mostly what exists, else something odd."""
        return self.real_value(name) if self.random.random() < 0.65 else self.random.choice(ODD)

    def real_value(self, name: str) -> str:
        return self.random.choice(self.values.get(name, ["1"]))


def signed_in(request: Request, key: str, *, has_token: bool) -> Request:
    """The request of somebody with a session and a token of the forms; odd headers stay as they are."""
    cookies = "; ".join(filter(None, [f"sessionid={key}" if key else "", f"csrftoken={CSRF}" if has_token else ""]))
    token = {"X-CSRFToken": CSRF} if has_token and request.method not in {"GET", "HEAD"} else {}
    return attrs.evolve(request, headers=({"Cookie": cookies} if cookies else {}) | token | dict(request.headers))
