"""The ordinary way to refresh, to compare with: one request after the other, for everything, every time.

For each package it asks what Django Packages asks: the project at PyPI; of a repository at GitHub the document, all
pages of contributors, the newest commit, and the commits of a year (one request, as their statistics are). It parses
the answers and keeps nothing, which is kind to it. `python -m bench.rival_refresh FILE.csv COUNT`; the addresses are
in the environment. With a third word, `plain`, it leaves the commits out, as we do where git is not asked.
"""

import csv
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import requests

TIMEOUT_S = 20
GITLAB_COMMITS = "repository/commits?per_page=1"


def main(file: str, count: str, which: str = "") -> None:
    """Refresh a sample of the catalogue, the same one every time."""
    with Path(file).open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["pypi_name"] or row["repo_url"]]
    sample = random.Random(1).sample(rows, int(count))  # noqa: S311 no secret
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {os.environ['GITHUB_TOKEN']}"
        for row in sample:
            for url in addresses(row):
                if "/commits?" not in url or which != "plain":
                    ask_all_pages(session, url)


def addresses(row: dict[str, str]) -> Iterator[str]:
    """What is asked about a package."""
    if row["pypi_name"]:
        yield f"{os.environ['PACKGRID_PYPI_URL']}/{row['pypi_name']}/json"
    host, path = urlsplit(row["repo_url"])[1:3]
    if host == "github.com":
        repo = f"{os.environ['PACKGRID_GITHUB_API_URL']}/repos{path}"
        a_year_ago = datetime.now(UTC) - timedelta(weeks=52)
        yield repo
        yield f"{repo}/contributors?per_page=100"
        yield f"{repo}/commits?per_page=1"
        yield f"{repo}/commits?per_page=2&since={a_year_ago:%Y-%m-%dT%H:%M:%SZ}"
    elif host == "gitlab.com":
        repo = f"{os.environ['PACKGRID_GITLAB_API_URL']}/projects/{path.strip('/').replace('/', '%2F')}"
        yield from (repo, f"{repo}/repository/contributors", f"{repo}/{GITLAB_COMMITS}")


def ask_all_pages(session: requests.Session, url: str) -> None:
    """The document at an address, and for contributors those that follow."""
    while url:
        answer = session.get(url, timeout=TIMEOUT_S)
        if answer.ok:
            answer.json()
        url = answer.links.get("next", {}).get("url", "") if "/contributors?" in url else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
