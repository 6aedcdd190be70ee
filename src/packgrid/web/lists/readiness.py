"""Packages by whether they declare support for a version of Django or Python."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import attrs
from django.utils.translation import gettext_lazy as _

from packgrid.assessment.rules.series import DJANGO, PYTHON, VersionSeries
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.lib import classifiers

CHECKED = 120


@attrs.frozen
class Product:
    """A platform that packages support. `declared` reads the supported series from classifiers."""

    title: str
    series: Sequence[VersionSeries]
    declared: Callable[[Iterable[str]], tuple[str, ...]]


PRODUCTS: Mapping[str, Product] = {
    "django": Product("Django", DJANGO, classifiers.django_versions),
    "python": Product("Python", PYTHON, classifiers.python_versions),
}
YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = {YES: _("declare it"), NO: _("declare other versions only"), UNKNOWN: _("declare none")}


@attrs.frozen(kw_only=True)
class Readiness:
    """The best known packages by whether they declare a series; `latest` is the newest that each declares."""

    product: Product
    series: VersionSeries
    is_ended: bool
    packages: Mapping[str, Sequence[tuple[Package, str]]]

    @property
    def count(self) -> int:
        """The number of packages that were checked."""
        return sum(map(len, self.packages.values()))


def read_readiness(product: Product, series: VersionSeries, *, today: date) -> Readiness:
    """The best known packages that are not archived or deprecated, by their answer. Three queries."""
    found: dict[str, list[tuple[Package, str]]] = {answer: [] for answer in ANSWERS}
    for package in catalogue.most_starred_projects(CHECKED):
        declared = product.declared(catalogue.facts_of(package).classifiers or ())
        found[judge_readiness(series.name, declared)].append((package, declared[-1] if declared else ""))
    return Readiness(product=product, series=series, is_ended=series.ends < today, packages=found)


def judge_readiness(name: str, declared: Sequence[str]) -> str:
    """Yes if the series is declared, no if only others are, else unknown."""
    if name in declared:
        return YES
    return NO if any("." in version for version in declared) else UNKNOWN
