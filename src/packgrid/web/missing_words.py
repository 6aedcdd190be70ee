"""The words with which pages say why a value is missing."""

from collections.abc import Callable, Collection, Mapping

from packgrid.catalogue.fact_table import BY_KEY
from packgrid.catalogue.missing_values import MissingValue, explain_missing_value
from packgrid.catalogue.models import Package

WORDS: Mapping[MissingValue, Callable[[], str]] = {
    MissingValue.NOT_CHECKED: lambda: "not checked",
    MissingValue.NOT_STATED: lambda: "not stated",
    MissingValue.NO_PROJECT: lambda: "no PyPI project",
    MissingValue.NO_REPOSITORY: lambda: "no repository",
    MissingValue.NOT_ENOUGH_KNOWN: lambda: "not enough known",
}


def describe_missing(value: MissingValue) -> str:
    """Why a value is missing, for a page."""
    return WORDS[value]()


def describe_missing_facts(package: Package, answered: Collection[str]) -> dict[str, str]:
    """Why each fact of a package would be missing, by its key; `answered` are the sources that ever answered."""
    return {key: describe_missing(explain_missing_value(package, (key,), answered)) for key in BY_KEY}
