"""A README within a page: its ids and looks must not meet the page's, and no picture of it is asked for elsewhere.

What is stored (isolate_html) still has the addresses of the README. Where they lead (place_html) is decided when it is
shown, because the repository of a package may change.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from importlib.metadata import version
from urllib.parse import urljoin

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.lib.locators import is_web_address

MAX_SOURCE_CHARACTERS = 512_000
MAX_PLAIN_CHARACTERS = 100_000
EDITION = 3  # raise it when the same text becomes other HTML, in markup.py or here
LIBRARIES = ("comrak", "docutils", "nh3", "pygments", "readme-renderer")
TAG = re.compile(r"</?[a-z][^>]*>")
LOOKS = re.compile(r' (?:class|align)="[^"]*"')
NAMED = re.compile(r' (id="|href="#)')
EMPTY_LINK = re.compile(r'<a href="#[^"]*"[^>]*></a>')
VALUE = r' {}="([^"]*)"'
ALT, SRC, HREF = (re.compile(VALUE.format(name)) for name in ("alt", "src", "href"))
SIZES = re.compile(r' ((?:width|height)="\d{1,4}%?)(?:px)?"')
OWN_ID = re.compile(r' id="readme-([^"]*)"')
PREFIX = "readme-"
SCROLLED = re.compile(r"<(?:pre|table)[ >]")  # what is too wide scrolls, also by keyboard
WITHOUT_END = ("<br", "<col>", "<col ", "<hr", "<img", "<input", "<wbr")


@attrs.frozen
class RepoFiles:
    """Where a repository shows its files as pages and as they are, by addresses that end with "/"; `folder` is ours."""

    pages: str
    raw_files: str
    folder: str = ""

    def resolve(self, url: str, *, is_picture: bool = False) -> str:
        """The whole address of a relative one; "" where it leads out of the repository."""
        root = self.raw_files if is_picture else self.pages
        folder = "" if url.startswith("/") else f"{self.folder.strip('/')}/".lstrip("/")
        dotted = re.sub("%2e", ".", url.lstrip("/"), flags=re.IGNORECASE)  # as browsers read it
        found = urljoin(root + folder, dotted or ".")
        return found if found.startswith(root) else ""


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
    """Sanitized HTML with its ids (and links to them) prefixed and its classes dropped."""
    return TAG.sub(lambda tag: NAMED.sub(rf" \1{PREFIX}", LOOKS.sub("", tag[0])), EMPTY_LINK.sub("", html))


def place_html(html: str, place: RepoFiles | None, picture_url: Callable[[str], str] | None) -> str:
    """Isolated HTML whose relative links and pictures lead into the repository; without one they are words.

    `picture_url` gives the address that a picture is shown from; without it there are words in place of pictures.
    """
    ids = frozenset(OWN_ID.findall(html)) if 'href="#' in html else frozenset[str]()
    return TAG.sub(TagWriter(place, picture_url, ids).write, html)


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


# The sanitizer writes their attributes in any order.
CHECKED = '<input aria-label="done" checked="" disabled="" type="checkbox">'
UNCHECKED = '<input aria-label="to do" disabled="" type="checkbox">'


@attrs.define
class TagWriter:
    """Writes tags anew, one after the other, and knows whether it is within a link."""

    place: RepoFiles | None
    picture_url: Callable[[str], str] | None
    ids: frozenset[str]
    is_in_link: bool = False

    def write(self, found: re.Match[str]) -> str:
        """The text that replaces a tag."""
        tag = found[0]
        if tag.startswith(("<a ", "<a>", "</a>")):
            self.is_in_link = tag != "</a>"
            return HREF.sub(self.write_link, tag)
        if tag.startswith("<input "):
            return CHECKED if " checked" in tag else UNCHECKED
        if SCROLLED.match(tag):
            return f'{tag[:-1]} tabindex="0">'
        return self.write_picture(tag) if tag.startswith("<img") else tag

    def write_link(self, found: re.Match[str]) -> str:
        """The address of a link; none where it leads nowhere."""
        url = unescape(found[1])
        if url.startswith(f"#{PREFIX}"):
            name = url.removeprefix(f"#{PREFIX}")
            return f' href="#{PREFIX}{escape(find_id(name, self.ids))}"'
        url = self.resolve(url)
        return f' href="{escape(url)}"' if url else ""

    def write_picture(self, tag: str) -> str:
        """A picture that comes from us; or its words, which outside a link lead to it where it has an address."""
        alternative, source = (unescape(found[1]) if (found := name.search(tag)) else "" for name in (ALT, SRC))
        source = self.resolve(source, is_picture=True)
        if self.picture_url and is_web_address(source):
            sizes = "".join(f' {size}"' for size in SIZES.findall(tag))
            return f'<img src="{escape(self.picture_url(source))}" alt="{escape(alternative)}"{sizes} loading="lazy">'
        words = escape(alternative or "picture")
        if self.is_in_link or not is_web_address(source):
            return f"<span>{words}</span>"
        return f'<a href="{escape(source)}" rel="nofollow ugc noopener">{words}</a>'

    def resolve(self, url: str, *, is_picture: bool = False) -> str:
        """The whole address that a link or picture means; "" where it means none."""
        if url.startswith("//"):
            return f"https:{url}"
        if SCHEME.match(url):
            return as_raw_file(url) if is_picture else url
        return self.place.resolve(url, is_picture=is_picture) if self.place and url else ""


SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
PAGE_OF_A_FILE = re.compile(
    r"(https://(?:(?:github\.com|gitlab\.com|codeberg\.org)/.+?(?=/blob/)|[^/]+/.+?/-(?=/blob/)"
    r"|(?:bitbucket\.org|codeberg\.org)/[^/]+/[^/]+(?=/src/)))/(?:blob|src)/(.+)"
)


def as_raw_file(url: str) -> str:
    """The address of a picture itself where a README has that of the page that a git host makes of it."""
    return PAGE_OF_A_FILE.sub(r"\1/raw/\2", url.partition("?")[0]) if PAGE_OF_A_FILE.fullmatch(url) else url


def find_id(name: str, ids: frozenset[str]) -> str:
    """The id that a link within the README means: renderers write their own before those of headings."""
    bare = name.removeprefix("user-content-")
    candidates = (name, f"user-content-{bare}", bare, f"user-content-{bare.lower()}", bare.lower())
    return next((known for known in candidates if known in ids), name)
