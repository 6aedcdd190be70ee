"""Conditional requests (RFC 9110, section 13)."""

from collections.abc import Iterable

from django.utils.http import parse_etags, parse_http_date_safe

from packgrid.lib.etags import bare_etag

HEADERS_OF_304 = frozenset({"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"})
"""The names of the headers that a 304 response has."""


def is_not_modified(etag: str, last_modified: str, if_none_match: str, if_modified_since: str) -> bool:
    """True if the response to a GET or HEAD with these headers ("" is none) is 304.

    Entity tags are compared weakly, and without the content coding that a proxy may have added to them.
    """
    if if_none_match:
        tags = parse_etags(if_none_match)
        return "*" in tags or bare_etag(etag) in map(bare_etag, tags)
    changed, known = parse_http_date_safe(last_modified), parse_http_date_safe(if_modified_since)
    return changed is not None and known is not None and changed <= known


def headers_of_304(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of a 304, taken from those of the complete response."""
    return [(name, value) for name, value in headers if name.lower() in HEADERS_OF_304]
