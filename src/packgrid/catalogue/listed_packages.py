"""Packages as lists show them: read as tuples, and in each order a part at a time along an index."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, overload

import attrs
from django.db.models import Exists, F, OrderBy, OuterRef, QuerySet
from django.db.models.functions import Lower

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_queries import IDS, MOMENT, NUMBER, count_rows, read_rows
from packgrid.catalogue.fact_table import FACTS
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.page_paths import package_path
from packgrid.catalogue.sort_orders import parse_sort_order
from packgrid.catalogue.visibility import visible_packages
from packgrid.lib.licenses import choose_license

# The orders of a list, each an index with the id at its end: by what is always known, and by facts.
BY_NAME: dict[str, tuple[F | Lower, ...]] = {"title": (Lower("title"),), "category": (F("category"), Lower("title"))}
BY_FACT = {fact.key: fact.column for fact in FACTS if fact.direction is not None and fact.column}
SORTS = (*BY_NAME, *BY_FACT)
DEFAULT_SORT = "-stars"
MANY_AT_ONCE = 10
"""So many packages that were added at the same moment were loaded together."""
FURTHEST = 1000
"""How far down an order the best of some rows are looked for."""

type Rows = Callable[[], QuerySet[Package]]
"""A function that returns some of the visible packages, as a query with placeholders (see compiled_queries.py)."""


@attrs.frozen
class ListedCategory:
    """The category of a listed package."""

    slug: str
    title: str


@attrs.frozen
class ListedFacts:
    """The facts of a listed package; None is unknown."""

    repo_description: str | None
    summary: str | None
    version: str | None
    released_at: datetime | None
    released_to_the_month: bool
    stars: int | None
    downloads_30d: int | None
    last_commit_at: datetime | None
    license: str | None
    repo_license: str | None

    @property
    def known_license(self) -> str | None:
        """The licence to show: what the project declares, completed by what its repository's host has detected."""
        return choose_license(self.license, self.repo_license)


@attrs.frozen
class ListedPackage:
    """A package with what lists show of it. It has the names of the model."""

    pk: int
    slug: str
    title: str
    created: datetime
    deprecated_at: datetime | None
    pypi_name: str
    repo_url: str
    builtin_in: str
    builtin_since: str
    builtin_name: str
    builtin_url: str
    category: ListedCategory
    facts: ListedFacts

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return package_path(self.slug)


OF_CATEGORY, OF_FACTS = (tuple(field.name for field in attrs.fields(kind)) for kind in (ListedCategory, ListedFacts))
OF_PACKAGE = tuple(field.name for field in attrs.fields(ListedPackage))[:-2]
COLUMNS = (*OF_PACKAGE, *(f"category__{name}" for name in OF_CATEGORY), *(f"facts__{name}" for name in OF_FACTS))


def read_listed_packages(ids: Collection[int]) -> dict[int, ListedPackage]:
    """The visible packages with these ids, by id: one query, none for no ids."""
    rows = read_rows(select_listed_packages, values=[ids]) if ids else []
    return {row[0]: make_listed_package(row) for row in rows}


def select_listed_packages() -> QuerySet[Package, Any]:
    """The visible packages with some ids, a placeholder."""
    return visible_packages().filter(pk__in=in_values(IDS)).order_by().values_list(*COLUMNS)


def make_listed_package(row: tuple[Any, ...]) -> ListedPackage:
    """The package whose COLUMNS are given."""
    category = ListedCategory(*row[len(OF_PACKAGE) : -len(OF_FACTS)])
    return ListedPackage(*(*row[: len(OF_PACKAGE)], category, ListedFacts(*row[-len(OF_FACTS) :])))


def list_packages(ids: Iterable[int]) -> list[ListedPackage]:
    """The visible packages with these ids, in this order: one query."""
    wanted = list(ids)
    found = read_listed_packages(wanted)
    return [found[pk] for pk in wanted if pk in found]


def parse_sort(asked: str) -> str:
    """The order of a list that was asked for, else the default one."""
    return parse_sort_order(asked, SORTS, DEFAULT_SORT)


def order_by_name(sort: str) -> list[OrderBy]:
    """The columns of an order by names, then the id, so that no row is on two pages."""
    names = (*BY_NAME[sort.removeprefix("-")], F("pk"))
    return [OrderBy(name, descending=sort.startswith("-")) for name in names]


@attrs.frozen
class Listing(Sequence[ListedPackage]):
    """Any number of packages in one of the orders, unknown values last in both directions, read along an index.

    A part costs two queries, four beyond the known values. `values` take the places of the placeholders of `rows`.
    """

    rows: Rows
    sort: str
    counted: int
    values: Sequence[Any] = ()

    def __len__(self) -> int:
        return self.counted

    @overload
    def __getitem__(self, part: int) -> ListedPackage: ...
    @overload
    def __getitem__(self, part: slice) -> list[ListedPackage]: ...
    def __getitem__(self, part: int | slice) -> ListedPackage | list[ListedPackage]:
        """The packages between two places."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        return list_packages(list_ids(self.rows, self.sort, part, self.values))


def list_ids(rows: Rows, sort: str, part: slice, values: Sequence[Any] = ()) -> list[int]:
    """The ids between two places of an order: those with a known value first. One query, three beyond those."""
    if sort.removeprefix("-") in BY_NAME:
        return [pk for (pk,) in read_rows(select_by_name, rows, sort, values=values, part=part)]
    ids = [pk for (pk,) in read_rows(select_with_value, rows, sort, values=values, part=part)]
    missing = part.stop - part.start - len(ids)
    if not missing:
        return ids
    passed = 0 if ids else part.start - count_rows(select_with_value, rows, sort, values=values)
    rest = slice(passed, passed + missing)
    return ids + [pk for (pk,) in read_rows(select_without_value, rows, sort, values=values, part=rest)]


def list_ids_with_value(rows: Rows, sort: str, count: int, values: Sequence[Any] = ()) -> list[int]:
    """The ids of the first packages with a known, high value; two queries.

    FURTHEST limits how many are read if few rows qualify.
    """
    furthest = read_rows(select_values, BY_FACT[sort.removeprefix("-")], part=slice(FURTHEST, FURTHEST + 1))
    least = [value for (value,) in furthest]
    more = [PLACEHOLDERS[type(value)] for value in least]
    found = read_rows(select_with_value, rows, sort, *more, values=[*values, *least], part=slice(count))
    return [pk for (pk,) in found]


def select_by_name(rows: Rows, sort: str) -> QuerySet[Package, Any]:
    """The ids in an order by names."""
    return rows().order_by(*order_by_name(sort)).values_list("pk")


PLACEHOLDERS: Mapping[type, int | datetime] = {int: NUMBER, datetime: MOMENT}


def select_with_value(rows: Rows, sort: str, least: int | datetime | None = None) -> QuerySet[Facts, Any]:
    """The ids with a known value. Facts come first in the query, so that SQLite walks along their index.

    With `least`, a placeholder, only those that are at least so high.
    """
    fact, is_listed = BY_FACT[sort.removeprefix("-")], Exists(rows().filter(pk=OuterRef("package")))
    order = (f"-{fact}", "package") if sort.startswith("-") else (fact, "-package")
    found = Facts.objects.filter(is_listed, **{f"{fact}__isnull": False})
    if least:
        found = found.filter(**{f"{fact}__gte": least})
    return found.order_by(*order).values_list("package")


def select_without_value(rows: Rows, sort: str) -> QuerySet[Package, Any]:
    """The ids without a value."""
    fact = BY_FACT[sort.removeprefix("-")]
    return rows().filter(**{f"facts__{fact}": None}).order_by("pk" if sort.startswith("-") else "-pk").values_list("pk")


def select_values(fact: str) -> QuerySet[Facts, Any]:
    """The known values of a fact, the highest first."""
    return Facts.objects.filter(**{f"{fact}__isnull": False}).order_by(f"-{fact}").values_list(fact)


def packages_of_category() -> QuerySet[Package]:
    """The visible packages of a category, a placeholder."""
    return visible_packages().filter(category=NUMBER)


def packages_released_on_a_day() -> QuerySet[Package]:
    """The visible packages of whose newest release the day is known."""
    return visible_packages().filter(facts__released_to_the_month=False)


def newest_packages(count: int) -> list[ListedPackage]:
    """The packages that were added last; of those that one load added, the ones with the most stars.

    One query, up to five after a load.
    """
    rows = list(map(make_listed_package, read_rows(select_newest, part=slice(count))))
    tied = [row for row in rows if row.created == rows[-1].created]
    if len(tied) < MANY_AT_ONCE:
        return rows
    ids = list_ids(packages_added_at, "-stars", slice(0, len(tied)), [tied[0].created])
    return [*rows[: -len(tied)], *list_packages(ids)]


def packages_added_at() -> QuerySet[Package]:
    """The visible packages that were added at a moment, a placeholder."""
    return visible_packages().filter(created=MOMENT)


def select_newest() -> QuerySet[Package, Any]:
    """The visible packages, the newest first."""
    return visible_packages().order_by("-created", "-pk").values_list(*COLUMNS)


def most_starred_ids(count: int) -> list[int]:
    """The ids of the packages with the most stars: two queries."""
    return list_ids_with_value(visible_packages, "-stars", count)


def most_downloaded_ids(count: int) -> list[int]:
    """The ids of the packages with the most downloads in 30 days: two queries."""
    return list_ids_with_value(visible_packages, "-downloads", count)


def last_released_ids(count: int) -> list[int]:
    """The ids of the packages with the youngest newest release, as far as its day is known: two queries."""
    return list_ids_with_value(packages_released_on_a_day, "-released", count)
