"""A README within a page: its ids and looks must not meet the page's, and no picture of it comes from elsewhere."""

import hashlib
import re
from functools import cache
from html import escape, unescape
from importlib.metadata import version

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.lib.locators import is_web_address

MAX_SOURCE_CHARACTERS = 512_000
MAX_PLAIN_CHARACTERS = 100_000
EDITION = 1  # raise it when the same text becomes other HTML, in markup.py or here
LIBRARIES = ("comrak", "docutils", "nh3", "pygments", "readme-renderer")
TAG = re.compile(r"</?[a-z][^>]*>")
LOOKS = re.compile(r' (?:class|align)="[^"]*"')
NAMED = re.compile(r' (id="|href="#)')
EMPTY_LINK = re.compile(r'<a href="#[^"]*"[^>]*></a>')
VALUE = r' {}="([^"]*)"'
ALT, SRC = re.compile(VALUE.format("alt")), re.compile(VALUE.format("src"))
PREFIX = "readme-"
WITHOUT_END = ("<br", "<col>", "<col ", "<hr", "<img", "<input", "<wbr")


def digest_readme(text: str, content_type: str | None) -> str:
    """64 hex digits that change with the text, its type, the edition of our HTML and the libraries that make it."""
    parts = (text, content_type or "", str(EDITION), *library_versions())
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()


@cache
def library_versions() -> tuple[str, ...]:
    """The versions of the libraries that make the HTML."""
    return tuple(version(library) for library in LIBRARIES)


def render_as_text(text: str, reason: str) -> str:
    """HTML that shows a README (its start, where it is long) as plain text, and says why."""
    cut = f" These are its first {MAX_PLAIN_CHARACTERS:,} characters." if len(text) > MAX_PLAIN_CHARACTERS else ""
    shown = escape(clean_text(text[:MAX_PLAIN_CHARACTERS]))
    return f"<p>This README is shown as plain text, because {escape(reason)}.{cut}</p>\n<pre>{shown}</pre>"


def isolate_html(html: str) -> str:
    """Sanitized HTML with its ids (and links to them) prefixed, its classes dropped, words in place of pictures."""
    return TAG.sub(TagWriter().write, EMPTY_LINK.sub("", html))


def measure_nesting(html: str) -> int:
    """How many elements of sanitized HTML stand within each other where it is deepest."""
    depth = deepest = 0
    for found in TAG.finditer(html):
        if found[0].startswith("</"):
            depth -= 1
        elif not found[0].startswith(WITHOUT_END):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


@attrs.define
class TagWriter:
    """Writes tags anew, one after the other, and knows whether it is within a link."""

    is_in_link: bool = False

    def write(self, found: re.Match[str]) -> str:
        """The text that replaces a tag."""
        tag = found[0]
        if tag.startswith(("<a ", "<a>", "</a>")):
            self.is_in_link = tag != "</a>"
        if tag.startswith("<img"):
            return describe_picture(tag, is_in_link=self.is_in_link)
        return NAMED.sub(rf" \1{PREFIX}", LOOKS.sub("", tag))


def describe_picture(tag: str, *, is_in_link: bool) -> str:
    """The text alternative of a picture; outside a link it links to the picture, where that has an address."""
    alternative, source = (unescape(found[1]) if (found := name.search(tag)) else "" for name in (ALT, SRC))
    words = escape(alternative or "picture")
    if is_in_link or not is_web_address(source):
        return f"<span>{words}</span>"
    return f'<a href="{escape(source)}" rel="nofollow ugc noopener">{words}</a>'
