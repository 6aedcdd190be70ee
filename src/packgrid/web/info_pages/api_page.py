"""The documentation of the API."""

from pathlib import Path

import attrs

from packgrid.web.markdown_pages import MarkdownPage, render_file

FILE = Path(__file__).parent / "texts" / "api-v4.md"
EXAMPLE_SITE = "https://packages.example"
LINKS = {'href="search-language.md"': 'href="/search/"'}
"""Links to other documents, and to pages of the site with the same text."""


def read_api_page(site: str) -> MarkdownPage:
    """The documentation, with examples for the site at this address."""
    page = render_file(FILE)
    html = page.html.replace(EXAMPLE_SITE, site)
    for link_to_file, link_to_page in LINKS.items():
        html = html.replace(link_to_file, link_to_page)
    return attrs.evolve(page, html=html)
