"""The pages in web/metrics that explain numbers and labels."""

import re
from functools import lru_cache
from pathlib import Path

import attrs

FOLDER = Path(__file__).parent.parent / "metrics"
INDEX = "README"
# A link between these pages.
LINK = re.compile(r'href="(?:\.\./)?(?:health/)?([\w-]+)\.md(#[\w-]+)?"')
PREFIX = "user-content-"  # the renderer adds it to ids
EMPTY_LINK = re.compile(r'<a href="#[^"]*"></a>')


@attrs.frozen
class MetricPage:
    """The title of a page, and the rest as safe HTML."""

    title: str
    html: str


def find_pages() -> dict[str, Path]:
    """The files of the pages, by name."""
    found = (path for path in FOLDER.rglob("*.md") if path.stem != INDEX)
    return {path.stem: path for path in found}


def read_metric_page(key: str) -> MetricPage:
    """The page with this name.

    Raises:
        KeyError: there is none.
    """
    return render_file(find_pages()[key])


def read_index_page() -> MetricPage:
    return render_file(FOLDER / f"{INDEX}.md")


@lru_cache(maxsize=64)
def render_file(path: Path) -> MetricPage:
    from packgrid.lib.markup import render_page  # noqa: PLC0415 its renderers take long to import, and this is seldom read

    title, _, rest = path.read_text().partition("\n")
    return MetricPage(title.removeprefix("# "), link_pages(render_page(rest)))


def link_pages(html: str) -> str:
    """The HTML with links between the pages, plain anchors, and table heads with a scope."""
    plain = EMPTY_LINK.sub("", html).replace(PREFIX, "").replace("<th>", '<th scope="col">')
    return LINK.sub(rewrite_link, plain)


def rewrite_link(link: re.Match[str]) -> str:
    """A link between files as one between pages."""
    anchor = link[2] or ""
    return f'href="/metrics/{anchor}"' if link[1] == INDEX else f'href="/metrics/{link[1]}/{anchor}"'
