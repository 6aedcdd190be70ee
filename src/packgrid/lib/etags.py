"""Entity tags that a proxy on the way has changed: Apache adds "-gzip" where it compresses (bz.apache.org 45023)."""

import re

SUFFIX = re.compile(r'(?:(?:--?|[;:])(?:(?:x-)?gzip|br|brotli|zstd|deflate)){1,3}(?="$)', re.IGNORECASE)


def bare_etag(etag: str) -> str:
    """An entity tag without weakness and without the coding that a proxy, or we, added: `"a"` for `W/"a-gzip"`."""
    return SUFFIX.sub("", etag.strip().removeprefix("W/"))


def condition_of(etag: str) -> str:
    """The If-None-Match for a tag that came: as it is, and as the server knows it, without a proxy's suffix."""
    strong = etag.strip().removeprefix("W/")
    return etag if bare_etag(etag) == strong else f"{etag}, {bare_etag(etag)}"
