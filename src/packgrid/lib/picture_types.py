"""Tells the type of a picture from its bytes, because servers name types that are wrong."""

import re

SIGNATURES = (
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"RIFF.{4}WEBP", "image/webp"),
    (rb".{4}ftypavi[fs]", "image/avif"),
)
SVG = "image/svg+xml"
SVG_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<svg[\s>]", re.DOTALL
)
BEGINNING = 4096


def find_picture_type(body: bytes) -> str | None:
    """The media type of a picture that browsers show; None of anything else."""
    for signature, kind in SIGNATURES:
        if re.match(signature, body, re.DOTALL):
            return kind
    return SVG if SVG_START.match(body[:BEGINNING]) else None
