"""Which packages a service for everybody, such as OSV, may be asked about: never those with a name of a private index.

This is the one place that decides it. PACKGRID_OSV says whether the names of the configured index are public.
"""

from django.db.models import Q

from packgrid.catalogue.models import Package

HAS_PUBLIC_NAME = Q(pypi_name__gt="")
"""The packages that is_public_name() is true for, as a condition of a query."""


def is_public_name(package: Package) -> bool:
    """True if the name of the package's project may be sent to services for everybody."""
    return bool(package.pypi_name)
