"""What every page must be in a browser."""

from collections.abc import Iterable, Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES = ("light", "dark")
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 4).map(one => one.outerHTML.slice(0, 120))"""


def flawless(page: Page, themes: Iterable[str] = THEMES) -> None:
    """axe finds nothing on this page, in light and in dark."""
    assert list(findings(page, themes)) == []


def findings(page: Page, themes: Iterable[str]) -> Iterator[str]:
    page.wait_for_load_state()  # a click comes back as soon as the next page begins
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        for broken in Axe().run(page).response["violations"]:
            places = [node["html"][:120] for node in broken["nodes"][:3]]
            yield f"{page.url}, {theme}: {broken['id']}: {places}"


def fits(page: Page) -> None:
    """Nothing on this page is wider than its window."""
    assert page.evaluate(WIDER) == [], page.url
