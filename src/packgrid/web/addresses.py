"""Addresses elsewhere, checked before a page links to them."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from packgrid.catalogue.source_names import TITLES as SOURCES
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.locators import BadLocator, RepoLocator, is_web_address, parse_repo

ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
ORIGINS = SOURCES | {host.name: host.title for host in HOSTS.values()}


def is_web(url: str | None) -> bool:
    """Whether a page may link there: a whole address with http or https, so that no link can run anything."""
    return is_web_address(url or "")


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path of ours: the site's own where it has been set."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def pypi_page(name: str) -> str:
    """The page of a project at the index that we ask."""
    index = urlsplit(settings.PYPI_URL)
    return f"{index.scheme}://{index.netloc}/project/{name}/"


def repo_of(url: str) -> RepoLocator | None:
    """The repository that an address means; None if it means none."""
    try:
        return parse_repo(url) if url else None
    except BadLocator:
        return None


def profile(repo: RepoLocator | None, name: str) -> str:
    """The page of an account at the host of a repository; "" where the name is none of that host's (a full name)."""
    host = repo.known_host if repo else None
    return f"{host.url}{name}" if host and host.short_name and ACCOUNT.fullmatch(name) else ""


def origin_title(origin: str) -> str:
    """A source as people call it; a file by its name."""
    return ORIGINS.get(origin, origin)


def short(url: str) -> str:
    """An address as it reads in a narrow cell: without its scheme and without the end that says nothing."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
