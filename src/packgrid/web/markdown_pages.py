"""Pages of ours that are written in Markdown, as HTML."""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import attrs
from django.utils.html import strip_tags

PREFIX = "user-content-"  # the renderer adds it to ids
EMPTY_LINK = re.compile(r'<a href="#[^"]*"></a>')
HEADINGS_AND_TABLES = re.compile(r"(<h[1-6][^>]*>.*?</h[1-6]>|<table>.*?</table>)", re.DOTALL)
SECTION = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>')


@attrs.frozen
class MarkdownPage:
    """The title of a page, and the rest as safe HTML."""

    title: str
    html: str

    def list_sections(self) -> list[tuple[str, str]]:
        """The id and the title of each section."""
        return [(section[1], strip_tags(section[2])) for section in SECTION.finditer(self.html)]


@lru_cache(maxsize=64)
def render_file(path: Path) -> MarkdownPage:
    """The page in a file; its first line is the title."""
    from packgrid.lib.markup import render_page  # noqa: PLC0415 its renderers take long to import, and this is seldom read

    first_line, _, rest = path.read_text().partition("\n")
    title = first_line.removeprefix("# ")
    plain = EMPTY_LINK.sub("", render_page(rest)).replace(PREFIX, "")
    accessible = plain.replace("<th>", '<th scope="col">').replace("<pre>", '<pre tabindex="0">')
    return MarkdownPage(title, wrap_tables(accessible, title))


def wrap_tables(html: str, title: str) -> str:
    """The HTML with each table in a region that scrolls by keyboard too, named after the heading before it."""
    heading, count = title, Counter[str]()
    parts = HEADINGS_AND_TABLES.split(html)
    for at, part in enumerate(parts):
        if part.startswith("<table>"):
            count[heading] += 1
            name = heading if count[heading] == 1 else f"{heading} ({count[heading]})"
            parts[at] = f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{part}</div>'
        elif at % 2:
            heading = strip_tags(part).strip().replace('"', "&quot;")
    return "".join(parts)
