"""Which packages a service for everybody, such as OSV or deps.dev, may be asked about.

Never those that come from a private index or have a repository at a private host. This one place decides it:
whoever asks about names, versions or repositories leaves out what is not public here. Private packages are asked about
at their index and at the host of their repository alone. PACKGRID_OSV and PACKGRID_DEPSDEV say whether the names and
addresses of the configured index are public.
"""

from django.db.models import Q

from packgrid.catalogue.models import Package
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.locators import find_repo
from packgrid.lib.versions import normalize_name

IS_PUBLIC = Q(index_name="")
"""The packages that is_public() is true for, as a condition of a query."""
HAS_PUBLIC_NAME = Q(IS_PUBLIC, pypi_name__gt="")
"""The packages that is_public_name() is true for, as a condition of a query."""


def is_public(package: Package) -> bool:
    """True if services for everybody may be asked about a package, its releases and its repository."""
    return not package.index_name


def is_public_name(package: Package) -> bool:
    """True if the name of the package's project may be sent to services for everybody."""
    return bool(package.pypi_name) and is_public(package)


def find_public_host(package: Package) -> str:
    """The host of the package's repository if everybody knows it and may read there, else "".

    Hosts that only the operator named (PACKGRID_FORGES) are not public, nor is any repository of a private package.
    """
    repo = find_repo(package.repo_url)
    return repo.host if repo and repo.host in HOSTS and is_public(package) else ""


def is_public_repo(url: str) -> bool:
    """True if services for everybody may hear the name of a repository: its host is not the operator's own."""
    repo = find_repo(url)
    return repo is not None and (repo.known_host is None or repo.known_host.is_public)


def may_look_up(name: str) -> bool:
    """True if the public index may be asked about a name that somebody typed: it is not of private projects alone."""
    rows = Package.objects.filter(pypi_name=normalize_name(name)).exclude(pypi_name="")
    indexes = set(rows.values_list("index_name", flat=True))
    return not indexes or "" in indexes
