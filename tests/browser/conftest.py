"""A real browser on a real Packgrid: Debian's Chromium, driven by Playwright, on the starter catalogue.

`site` is the address of a Packgrid that runs for all tests of this folder. Whoever writes to it makes what they write
to. `page` is a page of a fresh browser profile: it fails its test where something was asked of another host, where a
script failed, or where the Content-Security-Policy was broken.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from packgrid_process import free_port, get, running

CHROMIUM = Path("/usr/bin/chromium")
IS_NEEDED = "PACKGRID_TESTS_NEED_BROWSER" in os.environ
HERE = Path(__file__).parent
PATIENCE_MS = 10_000
# It may ask nobody but us; and as root it has no sandbox.
ALONE = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of browsers behind all others, because Playwright's event loop stays in this thread."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Packgrid with the starter catalogue."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(tmp_path_factory.mktemp("site"), port, site=address):
        assert get(port, "/", host="127.0.0.1")[0] == 200
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    if not CHROMIUM.exists():
        if IS_NEEDED:
            pytest.fail(f"{CHROMIUM} is not there; install Debian's chromium")
        pytest.skip(f"{CHROMIUM} is not there")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ALONE), chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """An empty page; addresses may be given without their host."""
    complaints: list[str] = []
    context = browser.new_context(base_url=site, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("request", lambda asked: complaints.extend(stranger(asked.url, site)))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda said: complaints.extend(complaint(said)))
    yield page
    context.close()
    assert complaints == []


def stranger(url: str, site: str) -> list[str]:
    """What is wrong with asking for this address."""
    return [] if url.startswith((f"{site}/", "data:")) else [f"asked another host: {url}"]


def complaint(said: ConsoleMessage) -> list[str]:
    """What the browser complains about."""
    return [f"console: {said.text}"] if said.type in {"error", "warning"} else []
