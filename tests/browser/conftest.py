"""A real browser on a real Packgrid: Debian's Chromium, driven by Playwright, on the starter catalogue.

`site` is the address of a Packgrid that runs for all tests of this folder, with ada and bob, who edit, and the
moderator grace. Whoever writes to it makes what they write to, or writes where nobody else looks. `page` is a page of a
fresh browser profile, `visit("ada")` one of somebody who is signed in. Each fails its test where something was asked of
another host, where a script failed, or where the Content-Security-Policy was broken.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from packgrid_process import free_port, get, packgrid, running

pytest.register_assert_rewrite("browser.looking")

CHROMIUM = Path("/usr/bin/chromium")
IS_NEEDED = "TESTS_NEED_BROWSER" in os.environ
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


@pytest.fixture(scope="session")
def data(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder."""
    return shutil.copytree(first_start, tmp_path_factory.mktemp("site") / "data")


@pytest.fixture(scope="session")
def log(data: Path) -> Path:
    """What the running Packgrid prints, mails among it."""
    return data / "log"


@pytest.fixture(scope="session")
def site(data: Path, log: Path) -> Iterator[str]:
    """The address of a running Packgrid with the starter catalogue, and with facts of its packages for forms."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as said, running(data, port, site=address, log=said):
        assert get(port, "/", host="127.0.0.1")[0] == 200
        told(packgrid(["load", str(HERE / "forms.toml")], data, port))
        told(run_inside(data, "sms_packages.py"))
        yield address


@pytest.fixture(scope="session")
def sessions(site: str, data: Path) -> dict[str, str]:
    """The key of a session of each person."""
    answer = told(run_inside(data, "people.py"))
    keys: dict[str, str] = json.loads(answer.splitlines()[-1])
    return keys


def run_inside(data: Path, name: str) -> CompletedProcess[str]:
    """Run a file of this folder with the models of the site."""
    return packgrid(["manage", "shell", "--no-imports", "-c", (HERE / name).read_text()], data, 1)


def told(ended: CompletedProcess[str]) -> str:
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


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


type Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens an empty page of a new browser profile; `tolerates` is what its console may complain of."""
    with ExitStack() as opened:

        def open_page(who: str = "", *, tolerates: str = "", **options: Any) -> Page:
            page = opened.enter_context(profile(browser, site, tolerates, options))
            if who:
                key = request.getfixturevalue("sessions")[who]
                page.context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
            return page

        yield open_page


@pytest.fixture
def page(visit: Visit) -> Page:
    """An empty page of somebody who is not signed in; addresses may be given without their host."""
    return visit()


@contextmanager
def profile(browser: Browser, site: str, tolerates: str, options: dict[str, Any]) -> Iterator[Page]:
    complaints: list[str] = []
    context = browser.new_context(base_url=site, locale="en-GB", **options)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("request", lambda asked: complaints.extend(stranger(asked.url, site)))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda said: complaints.extend(complaint(said)))
    yield page
    context.close()
    assert [said for said in complaints if not tolerates or tolerates not in said] == []


def stranger(url: str, site: str) -> list[str]:
    """What is wrong with asking for this address."""
    return [] if url.startswith((f"{site}/", "data:")) else [f"asked another host: {url}"]


def complaint(said: ConsoleMessage) -> list[str]:
    """What the browser complains about."""
    return [f"console: {said.text}"] if said.type in {"error", "warning"} else []
