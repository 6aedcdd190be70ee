"""Reads what entries are made from, as plain values: building model rows takes longer than making entries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.fact_table import columns_of
from packgrid.catalogue.models import Facts, Readme
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.models import GridPackage

FACTS = (
    "stars", "downloads", "downloads_rank", "is_archived", "updated", "released", "version", "licence", "repo_license",
    "classifiers", "requires_python", "requires_dist", "topics", "links", "description", "summary", "contributors",
    "vulnerabilities",
)  # fmt: skip
"""The columns of facts that an entry is built from, in the order of the fields of IndexSource."""
SOURCE_COLUMNS = (
    "pk", "slug", "title", "category__slug", "category__title", "repo_url", "pypi_name", "documentation_url",
    "deprecated_at", "replaced_by", "builtin_in", *(f"facts__{name}" for name in columns_of(FACTS)),
    "assessment__status", "assessment__score", "assessment__labels",
)  # fmt: skip
REPO, STARS = SOURCE_COLUMNS.index("repo_url"), SOURCE_COLUMNS.index("facts__stars")


@attrs.frozen
class IndexSource:
    """A package with its facts, its assessment and its grids (title by slug); None is unknown.

    `repo_stars` are the stars that another package of the same repository has, where this one has none.
    """

    pk: int
    slug: str
    title: str
    category_slug: str
    category_title: str
    repo_url: str
    pypi_name: str
    documentation_url: str | None
    deprecated_at: datetime | None
    replaced_by: int | None
    builtin_in: str
    stars: int | None
    downloads_30d: int | None
    downloads_rank: int | None
    is_archived: bool | None
    last_commit_at: datetime | None
    released_at: datetime | None
    version: str | None
    license: str | None
    repo_license: str | None
    classifiers: Sequence[str] | None
    requires_python: str | None
    requires_dist: Sequence[str] | None
    topics: Sequence[str] | None
    links: Mapping[str, str] | None
    repo_description: str | None
    summary: str | None
    contributors: Sequence[str] | None
    vulnerabilities: Sequence[Any] | None
    status: str | None
    score: int | None
    labels: Sequence[str] | None
    grids: Mapping[str, str]
    has_readme: bool
    repo_stars: int | None

    @property
    def description(self) -> str:
        """The description of its repository, else the summary of its project."""
        return self.repo_description or self.summary or ""


def read_index_sources(ids: Collection[int]) -> list[IndexSource]:
    """The visible ones of these packages: three queries, four where stars are unknown."""
    return [IndexSource(*said) for said in read_source_values(ids)]


def read_source_values(ids: Collection[int]) -> list[Sequence[Any]]:
    """The sources as plain tuples, which are faster to send to another process."""
    rows = list(read_visible_rows(ids))
    grids: dict[int, dict[str, str]] = defaultdict(dict)
    members = GridPackage.objects.filter(package__in=in_values(ids)).order_by("grid_id")
    for package_id, slug, title in members.values_list("package_id", "grid__slug", "grid__title"):
        grids[package_id][slug] = title
    readmes = set(Readme.objects.filter(package__in=in_values(ids)).values_list("pk", flat=True))
    stars = read_repo_stars({row[REPO] for row in rows if row[REPO] and row[STARS] is None})
    return [(*row, grids.get(row[0], {}), row[0] in readmes, stars.get(row[REPO])) for row in rows]


def read_visible_rows(ids: Collection[int]) -> Iterable[Sequence[Any]]:
    """The SOURCE_COLUMNS of those packages that are not hidden."""
    return visible_packages().filter(pk__in=in_values(ids)).values_list(*SOURCE_COLUMNS)


def read_repo_stars(addresses: Collection[str]) -> dict[str, int]:
    """The known stars of these repositories, by address; one query, none for no addresses."""
    if not addresses:
        return {}
    rows = Facts.objects.exclude(package__repo_url="").filter(
        package__repo_url__in=in_values(addresses), stars__isnull=False
    )
    return {address: stars or 0 for address, stars in rows.values_list("package__repo_url", "stars")}
