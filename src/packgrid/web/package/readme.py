"""A README within our page: its names and looks must not meet ours."""

import re

TAG = re.compile(r"<[a-z][^>]*>")
OWN = re.compile(r' (?:class|align)="[^"]*"')
NAMED = re.compile(r' (id="|href="#)')
PREFIX = "readme-"


def contained(html: str) -> str:
    """Sanitized HTML with its ids (and links to them) prefixed, its classes dropped, and its pictures loaded late."""
    return TAG.sub(lambda tag: picture(NAMED.sub(rf" \1{PREFIX}", OWN.sub("", tag[0]))), html)


def picture(tag: str) -> str:
    """An image with the text alternative that it must have; any other tag as it is."""
    if not tag.startswith("<img"):
        return tag
    alternative = "" if ' alt="' in tag else ' alt=""'
    return f'<img loading="lazy"{alternative}{tag[4:]}'
