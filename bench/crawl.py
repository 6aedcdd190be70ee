"""Row 14: a crawler reads every public address with 32 connections, no page being stored at first; then once more.

Two web workers; between the two rounds the server is restarted, so that the second one reads pages from disk. Meanwhile
somebody with a cookie reads a page of a grid, again and again, as an editor does.
"""

import http.client
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench import servers
from bench.goals import Figure
from bench.ground import Ground, Site
from bench.real_site import real_site

CONNECTIONS = 32
QUICK = 150
PARTS = ("", "health/", "releases/", "support/", "facts/", "activity/")
EDITED = "/grids/g/forms/"
HOST = "localhost"
"""Named in each request: the port is another one after the restart, and each host has pages of its own."""
LOCATION = re.compile(r"<loc>https?://[^/]+(/[^<]*)</loc>")
SETTINGS = {"PACKGRID_WEB_WORKERS": "2", "PACKGRID_PREPARED_PAGES": "0"}


def measure(ground: Ground) -> Iterator[Figure]:
    """Two rounds with a restart between them; the first begins with an empty file."""
    site = real_site(ground)
    for file in site.data.glob("pages.sqlite3*"):
        file.unlink()
    first, waits_first = crawl_once(site, ground)
    second, waits_second = crawl_once(site, ground)
    ratios = {kind: second[kind] / first[kind] for kind in first}
    worst = min(ratios, key=ratios.__getitem__)
    told = ", ".join(f"{kind} {ratio:.0f}" for kind, ratio in sorted(ratios.items(), key=lambda item: item[1]))
    rates = f"{first[worst]:,.0f} and {second[worst]:,.0f} {worst} a second"
    yield Figure("again", ratios[worst], f"by kind: {told}; {rates}")
    waits_ms = sorted(wait_s * 1000 for wait_s in (*waits_first, *waits_second))
    median_ms = waits_ms[len(waits_ms) // 2]
    yield Figure("editors", waits_ms[len(waits_ms) * 99 // 100], f"{len(waits_ms)} pages, median {median_ms:.0f} ms")


def crawl_once(site: Site, ground: Ground) -> tuple[Mapping[str, float], Sequence[float]]:
    """The requests a second of each kind of page, and how long the editor waited for each page, in seconds."""
    with servers.ours(site, **SETTINGS) as web:
        kinds = list_paths(web.port, QUICK if ground.is_quick else 10**9)
        waits: list[float] = []
        is_over = threading.Event()
        editor = threading.Thread(target=read_as_editor, args=(web.port, is_over, waits))
        editor.start()
        rates = {kind: crawl_paths(web.port, paths) for kind, paths in kinds.items()}
        is_over.set()
        editor.join()
    return rates, waits


def list_paths(port: int, most: int) -> Mapping[str, Sequence[str]]:
    """The public addresses by kind, those of the sitemaps and what belongs to each."""
    found: dict[str, list[str]] = defaultdict(list)
    for sitemap in LOCATION.findall(servers.get(port, "/sitemap.xml").decode()):
        for path in LOCATION.findall(servers.get(port, sitemap).decode()):
            kind = path.split("/")[1] or "home"
            found["package" if path.startswith("/packages/p/") else kind].append(path)
    packages, grids = found["package"][:most], [path for path in found["grids"] if path.startswith("/grids/g/")][:most]
    return {
        "packages": packages,
        "parts of packages": [path + part for path in packages for part in PARTS[1:]],
        "grids": grids,
        "API documents": [path.replace("/packages/p/", "/api/v4/packages/") for path in packages],
        "feeds of packages": [path.replace("/packages/p/", "/feeds/packages/") + "atom/" for path in packages],
    }


def crawl_paths(port: int, paths: Sequence[str]) -> float:
    """The requests a second with all connections."""
    shares = [paths[start::CONNECTIONS] for start in range(CONNECTIONS)]
    began_s = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(lambda share: read_paths(port, share), shares))
    return len(paths) / (time.perf_counter() - began_s)


def read_paths(port: int, paths: Sequence[str]) -> None:
    """Read these paths over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for path in paths:
        connection.request("GET", path, headers={"Host": HOST, "Accept-Encoding": "zstd"})
        connection.getresponse().read()
    connection.close()


def read_as_editor(port: int, is_over: threading.Event, waits: list[float]) -> None:
    """Read a page with a cookie, which no cache answers, ten times a second at most."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while not is_over.is_set():
        began_s = time.perf_counter()
        connection.request("GET", EDITED, headers={"Host": HOST, "Cookie": "theme=dark"})
        connection.getresponse().read()
        waits.append(time.perf_counter() - began_s)
        is_over.wait(0.1)
    connection.close()
