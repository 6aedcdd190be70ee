"""Every address that is mounted, as templates whose places are filled with values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

import attrs
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils.regex_helper import normalize

PLACE = re.compile(r"%\((\w+)\)s")
ALTERNATIVES = re.compile(r"\(\?:(\w+)\|[^)]*\)")
CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@attrs.frozen
class Route:
    """An address such as /packages/p/%(slug)s/ and the kinds of its places by name: slug, int, str, path or regex."""

    template: str
    kinds: Mapping[str, str]

    def path(self, values: Mapping[str, str]) -> str:
        """The address with these values in its places, quoted."""
        return PLACE.sub(lambda place: quote(values[place[1]], safe=""), self.template)

    def matches(self, path: str) -> bool:
        """Whether a path could be an address of this route."""
        return bool(re.fullmatch(re.sub(r"%\\\(\w+\\\)s", "[^/]+", re.escape(self.template)), path))


def mounted_routes() -> list[Route]:
    """Every route of the URL conf, in its order, each once."""
    routes = routes_in(get_resolver().url_patterns, Route("/", {}))
    return list({route.template: route for route in routes}.values())


def routes_in(patterns: Iterable[URLPattern | URLResolver], before: Route) -> Iterator[Route]:
    """The routes of these patterns, which stand below another one."""
    for pattern in patterns:
        for part in parts_of(pattern):
            route = Route(before.template + part.template, {**before.kinds, **part.kinds})
            if isinstance(pattern, URLResolver):
                yield from routes_in(pattern.url_patterns, route)
            else:
                yield route


def parts_of(pattern: URLPattern | URLResolver) -> list[Route]:
    """What a pattern adds to an address; several where a regular expression has optional parts."""
    if isinstance(pattern.pattern, RegexPattern):
        written = ALTERNATIVES.sub(r"\1", str(pattern.pattern))  # Django leaves out what has alternatives
        return [Route(template, dict.fromkeys(names, "regex")) for template, names in normalize(written)]
    written = str(pattern.pattern)
    kinds = {place["name"]: place["kind"] or "str" for place in CONVERTER.finditer(written)}
    return [Route(CONVERTER.sub(r"%(\g<name>)s", written.replace("%", "%%")), kinds)]
