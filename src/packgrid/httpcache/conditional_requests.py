"""Conditional requests (RFC 9110, section 13): whether what a reader has is still right."""

from collections.abc import Iterable

from django.utils.http import parse_etags, parse_http_date_safe

STAYING = frozenset({"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"})
"""The headers of a 304 answer."""


def is_fresh(etag: str, last_modified: str, if_none_match: str, if_modified_since: str) -> bool:
    """Whether 304 is the answer to a GET or HEAD with these headers ("" is none); tags are compared weakly."""
    if if_none_match:
        tags = parse_etags(if_none_match)
        return "*" in tags or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}
    changed, known = parse_http_date_safe(last_modified), parse_http_date_safe(if_modified_since)
    return changed is not None and known is not None and changed <= known


def staying(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those headers of a full answer that its 304 has, too."""
    return [(name, value) for name, value in headers if name.lower() in STAYING]
