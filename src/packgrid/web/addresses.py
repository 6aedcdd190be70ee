"""Web addresses: those of other sites, checked before a page links to them, and whole addresses of our own pages."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from packgrid.catalogue.source_names import name_source
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.locators import RepoLocator, is_web_address

ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
HOST_TITLES = {host.name: host.title for host in HOSTS.values()}


def is_web_url(url: str | None) -> bool:
    """True for a whole address with http or https. Others are not linked to, because they could run code."""
    return is_web_address(url or "")


def make_absolute_url(request: HttpRequest, path: str) -> str:
    """The whole address of one of our paths, with PACKGRID_SITE_URL where that is set."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def make_pypi_url(name: str) -> str:
    """The page of a project at the package index that is set."""
    index = urlsplit(settings.PYPI_URL)
    return f"{index.scheme}://{index.netloc}/project/{name}/"


def find_profile_url(repo: RepoLocator | None, name: str) -> str:
    """The page of an account at the host of a repository; "" if the name is not an account name there."""
    host = repo.known_host if repo else None
    return f"{host.url}{name}" if host and host.short_name and ACCOUNT.fullmatch(name) else ""


def origin_title(origin: str, index_name: str = "") -> str:
    """The title of a source of a package of this index; a file keeps its name."""
    return HOST_TITLES.get(origin) or name_source(origin, index_name)


def shorten_url(url: str) -> str:
    """An address for a narrow cell: without its scheme, "www." and the last slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
