"""Why a value of a package is missing: nobody has asked, whoever was asked does not say, or nobody is there to ask."""

from collections.abc import Collection, Iterable
from enum import Enum
from functools import lru_cache

from packgrid.catalogue.fact_table import ASSESSMENT, BY_KEY, GIT, HOST, OSV, PYPI, PYPISTATS, TOP_DOWNLOADS
from packgrid.catalogue.listed_packages import ListedPackage
from packgrid.catalogue.models import Package
from packgrid.catalogue.source_names import OF_HOSTS


class MissingValue(Enum):
    """Takes the place of a value; its own value is how pages, exports and the API say it."""

    NOT_CHECKED = "not checked"
    NOT_STATED = "not stated"
    NO_PROJECT = "no PyPI project"
    NO_REPOSITORY = "no repository"
    NOT_ENOUGH_KNOWN = "not enough known"


def explain_missing_value(
    package: Package | ListedPackage, keys: Collection[str], answered: Iterable[str]
) -> MissingValue:
    """Why a value that is made of these facts is missing; `answered` are the sources that ever answered about it."""
    has_repo, has_project = bool(package.repo_url), bool(package.pypi_name)
    return explain_by_sources(tuple(keys), frozenset(answered), has_repo=has_repo, has_project=has_project)


@lru_cache(maxsize=10_000)
def explain_by_sources(
    keys: tuple[str, ...], answered: frozenset[str], *, has_repo: bool, has_project: bool
) -> MissingValue:
    """The reason, which depends on nothing else; cached, because lists and tables ask for each of their values."""
    sources = {source for key in keys for source in BY_KEY[key].sources}
    if not sources or ASSESSMENT in sources:
        return MissingValue.NOT_ENOUGH_KNOWN
    of_repo, of_project = sources & {HOST, GIT}, sources & {PYPI, PYPISTATS, OSV, TOP_DOWNLOADS}
    if sources & {HOST if source in OF_HOSTS else source for source in answered} or not (of_repo or of_project):
        return MissingValue.NOT_STATED
    if (of_repo and has_repo) or (of_project and has_project):
        return MissingValue.NOT_CHECKED
    return MissingValue.NO_PROJECT if of_project else MissingValue.NO_REPOSITORY
