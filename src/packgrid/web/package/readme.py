"""A README within our page: its names and looks must not meet ours, and no picture of it comes from elsewhere."""

import re
from html import unescape

import attrs
from django.utils.html import escape
from django.utils.translation import gettext as _

from packgrid.web import addresses

TAG = re.compile(r"</?[a-z][^>]*>")
OWN = re.compile(r' (?:class|align)="[^"]*"')
NAMED = re.compile(r' (id="|href="#)')
EMPTY_LINK = re.compile(r'<a href="#[^"]*"[^>]*></a>')
VALUE = r' {}="([^"]*)"'
ALT, SRC = re.compile(VALUE.format("alt")), re.compile(VALUE.format("src"))
PREFIX = "readme-"


def contained(html: str) -> str:
    """Sanitized HTML with its ids (and links to them) prefixed, its classes dropped, words in place of pictures."""
    reader = Reader()
    return TAG.sub(reader.tag, EMPTY_LINK.sub("", html))


@attrs.define
class Reader:
    """Goes through the tags in their order and knows whether it is within a link."""

    is_in_link: bool = False

    def tag(self, found: re.Match[str]) -> str:
        """What stands for a tag."""
        tag = found[0]
        if tag.startswith(("<a ", "<a>", "</a>")):
            self.is_in_link = tag != "</a>"
        if tag.startswith("<img"):
            return picture(tag, is_in_link=self.is_in_link)
        return NAMED.sub(rf" \1{PREFIX}", OWN.sub("", tag))


def picture(tag: str, *, is_in_link: bool) -> str:
    """The text alternative of a picture; one that stands alone leads to the picture, where that has an address."""
    alternative, source = (unescape(found[1]) if (found := name.search(tag)) else "" for name in (ALT, SRC))
    if is_in_link or not addresses.is_web(source):
        return f"<span>{escape(alternative or _('picture'))}</span>"
    return f'<a href="{escape(source)}" rel="nofollow ugc noopener">{escape(alternative or _("picture"))}</a>'
