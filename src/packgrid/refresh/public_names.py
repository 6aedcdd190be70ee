"""Which packages a service for everybody, such as OSV or deps.dev, may be asked about.

Never those with a name of a private index or a repository at a private host. This is the one place that decides it.
PACKGRID_OSV and PACKGRID_DEPSDEV say whether the names and addresses of the configured index are public.
"""

from django.db.models import Q

from packgrid.catalogue.models import Package
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.locators import find_repo

HAS_PUBLIC_NAME = Q(pypi_name__gt="")
"""The packages that is_public_name() is true for, as a condition of a query."""


def is_public_name(package: Package) -> bool:
    """True if the name of the package's project may be sent to services for everybody."""
    return bool(package.pypi_name)


def find_public_host(package: Package) -> str:
    """The host of the package's repository if everybody knows it and may read there, else "".

    Hosts that only the operator named (PACKGRID_FORGES) are not public.
    """
    repo = find_repo(package.repo_url)
    return repo.host if repo and repo.host in HOSTS else ""
