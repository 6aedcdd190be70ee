"""Packages by what their newest release says of a version of Django or Python."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import attrs

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.series import DJANGO, PYTHON, VersionSeries
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind, make_django_cell, make_python_cell
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Facts, Package

CHECKED = 120


@attrs.frozen
class Product:
    """A platform that packages support. `make_cell` reads what a release says of a series."""

    title: str
    series: Sequence[VersionSeries]
    make_cell: Callable[[ReleaseEvidence, str], SupportCell]


PRODUCTS: Mapping[str, Product] = {
    "django": Product("Django", DJANGO, make_django_cell),
    "python": Product("Python", PYTHON, make_python_cell),
}
ANSWERS: Mapping[SupportKind, str] = {
    SupportKind.DECLARED: "declare it",
    SupportKind.ALLOWED: "allow it",
    SupportKind.UNDECLARED: "declare other versions only",
    SupportKind.EXCLUDED: "exclude it",
    SupportKind.UNKNOWN: "say nothing",
    SupportKind.NOT_CHECKED: "not checked",
}
REASONS_SHOWN = {SupportKind.ALLOWED, SupportKind.UNDECLARED, SupportKind.EXCLUDED}


@attrs.frozen
class ReadyPackage:
    """A package with the words of its newest release that decide, "" where the answer says it all."""

    package: Package
    reason: str


@attrs.frozen(kw_only=True)
class Readiness:
    """The best known packages by what their newest release says of a series."""

    product: Product
    series: VersionSeries
    is_ended: bool
    packages: Mapping[SupportKind, Sequence[ReadyPackage]]

    @property
    def count(self) -> int:
        """The number of packages on the page."""
        return sum(map(len, self.packages.values()))


def read_readiness(product: Product, series: VersionSeries, *, today: date) -> Readiness:
    """The best known packages that are not archived or deprecated, by their answer. Three queries."""
    found: dict[SupportKind, list[ReadyPackage]] = {kind: [] for kind in ANSWERS}
    for package in catalogue.most_starred_projects(CHECKED):
        cell = product.make_cell(make_newest_release(catalogue.facts_of(package)), series.name)
        found[cell.kind].append(ReadyPackage(package, cell.reason if cell.kind in REASONS_SHOWN else ""))
    return Readiness(product=product, series=series, is_ended=series.ends < today, packages=found)


def make_newest_release(facts: Facts) -> ReleaseEvidence:
    """The newest release, as far as the facts of its package tell what it supports."""
    return ReleaseEvidence(
        version=facts.version or "",
        requires_python=facts.requires_python,
        classifiers=None if facts.classifiers is None else tuple(facts.classifiers),
        requires_dist=None if facts.requires_dist is None else tuple(facts.requires_dist),
    )
