"""`python -m bench.pages [FOLDER]`: every page in Debian's Chromium, as a table in docs/website-measured.md.

A copy of the data folder is measured, else a new one with the starter catalogue. It tells of each page its weight as
sent, what it asks for, how much moves while it loads (cumulative layout shift), its queries, whether anything is wider
than a window of 320 pixels, and what axe finds in light and in dark with everything opened.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import attrs
import click
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright

from bench import servers, stage
from bench.page_list import PAGES
from bench.waiting import end

WRITTEN = stage.TOP / "docs/website-measured.md"
CHROMIUM = "/usr/bin/chromium"
NARROW, WIDE = ViewportSize(width=320, height=800), ViewportSize(width=1280, height=900)
HEAD = (
    "# The website, measured\n\nWritten by `python -m bench.pages FOLDER`, whose first words say how. The catalogue has"
    " {packages:,} packages in {grids:,} grids. Weights are as sent: compressed, but for who is signed in.\n\n"
    "| page | who | HTML kB | CSS kB | JS kB | requests | of others | shift | queries | at 320 px | axe |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|---|---|\n"
)
SHIFT = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 150);
})"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
A_KB = 1000


@attrs.frozen(kw_only=True)
class Seen:
    """What was measured of a page; weights are in bytes as sent."""

    html: int
    css: int
    js: int
    requests: int
    strangers: int
    shift: float
    is_wide: bool
    findings: list[str]


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--only", default="", help="Only pages whose address has this in it; prints, and writes nothing.")
def main(folder: Path | None, only: str) -> None:
    """Measure every page and write docs/website-measured.md."""
    with stage.folder() as here:
        if folder:
            shutil.copytree(folder, here, dirs_exist_ok=True, ignore=shutil.ignore_patterns("static"))
        port = stage.free_port()
        os.environ.update(PACKGRID_DATA=str(here), PACKGRID_REFRESH="off", PORT=str(port))
        with subprocess.Popen([stage.PACKGRID, "up"], env=dict(os.environ), stdout=subprocess.DEVNULL) as process:
            try:
                servers.wait_for(port, process, "/")
                table = measured(port, only)
            finally:
                end(process)
    if not only:
        WRITTEN.write_text(table)


def measured(port: int, only: str) -> str:
    """The table."""
    from packgrid.ops.cli import set_up_django  # noqa: PLC0415 it reads the environment that is ready only now

    set_up_django()
    from bench import page_subjects  # noqa: PLC0415 it needs Django

    names, keys = page_subjects.names(), {who: page_subjects.session_of(who) for who in PAGES}
    every = [(who, path.format(**names)) for who, paths in PAGES.items() for path in paths]
    asked = {(who, path): page_subjects.queries(path, keys[who]) for who, path in every if only in path}
    lines = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=os.geteuid() != 0)
        for (who, path), queries in asked.items():
            seen = opened(browser, f"http://127.0.0.1:{port}", path, session=keys[who])
            lines.append(row(who, path, seen, queries))
            click.echo(lines[-1])
    return HEAD.format(**page_subjects.counts()) + "\n".join(lines) + "\n"


def row(who: str, path: str, seen: Seen, queries: int) -> str:
    """A line of the table."""
    sizes = (f"{size / A_KB:.1f}" for size in (seen.html, seen.css, seen.js))
    found = "; ".join(seen.findings) or "nothing"
    cells = (
        f"`{path}`",
        who,
        *sizes,
        seen.requests,
        seen.strangers,
        f"{seen.shift:.3f}",
        queries,
        "too wide" if seen.is_wide else "fits",
        found,
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def opened(browser: Browser, site: str, path: str, *, session: str) -> Seen:
    """What a page is to a browser that has never been here."""
    context = browser.new_context(base_url=site, viewport=WIDE, color_scheme="light")
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page, asked = context.new_page(), list[Request]()
    page.on("request", lambda one: asked.append(one))  # noqa: PLW0108 it marks what it is given
    page.goto(path, wait_until="networkidle")
    shift, sent = page.evaluate(SHIFT), list(asked)
    found = list(findings(page))
    page.set_viewport_size(NARROW)
    is_wide = page.evaluate(TOO_WIDE)
    seen = Seen(
        html=weight(sent, "document"),
        css=weight(sent, "stylesheet"),
        js=weight(sent, "script"),
        requests=len(sent),
        strangers=sum(not one.url.startswith((f"{site}/", "data:")) for one in sent),
        shift=shift,
        is_wide=is_wide,
        findings=found,
    )
    context.close()
    return seen


def weight(asked: list[Request], kind: str) -> int:
    """The bytes that came for this kind of thing."""
    return sum(one.sizes()["responseBodySize"] for one in asked if one.resource_type == kind)


def findings(page: Page) -> Iterator[str]:
    """What axe says, once for each theme in which it is so."""
    page.evaluate(OPEN_ALL)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for broken in Axe().run(page).response["violations"]:
            where = broken["nodes"][0]["html"].replace("|", "/").replace("\n", " ")[:160]
            yield f"{theme}: {broken['id']}, {len(broken['nodes'])} times: `{where}`"


if __name__ == "__main__":
    main()
