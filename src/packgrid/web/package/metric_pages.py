"""The pages in web/metrics that explain numbers and labels."""

import re
from pathlib import Path

import attrs

from packgrid.web.markdown_pages import MarkdownPage, render_file

FOLDER = Path(__file__).parent.parent / "metrics"
INDEX = "README"
# A link between these pages.
LINK = re.compile(r'href="(?:\.\./)?(?:health/)?([\w-]+)\.md(#[\w-]+)?"')


def find_pages() -> dict[str, Path]:
    """The files of the pages, by name."""
    found = (path for path in FOLDER.rglob("*.md") if path.stem != INDEX)
    return {path.stem: path for path in found}


def read_metric_page(key: str) -> MarkdownPage:
    """The page with this name.

    Raises:
        KeyError: there is none.
    """
    return read_linked_page(find_pages()[key])


def read_index_page() -> MarkdownPage:
    return read_linked_page(FOLDER / f"{INDEX}.md")


def read_linked_page(path: Path) -> MarkdownPage:
    """The page in a file, with links to other pages in place of links to other files."""
    page = render_file(path)
    return attrs.evolve(page, html=LINK.sub(rewrite_link, page.html))


def rewrite_link(link: re.Match[str]) -> str:
    """A link between files as one between pages."""
    anchor = link[2] or ""
    return f'href="/metrics/{anchor}"' if link[1] == INDEX else f'href="/metrics/{link[1]}/{anchor}"'
