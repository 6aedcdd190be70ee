"""Reads the catalogue for pages, commands and the apps above."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, overload

import attrs
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, F, Min, OrderBy, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.fact_table import FACTS, columns_of
from packgrid.catalogue.former_packages import is_merged
from packgrid.catalogue.models import Category, Example, Facts, FetchState, Package, Release
from packgrid.catalogue.row_counts import cached_count
from packgrid.catalogue.sort_orders import parse_sort_order
from packgrid.catalogue.source_names import UNDATED
from packgrid.catalogue.visibility import visible_packages, without_hidden_successor
from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name

# The orders of a list, each an index with the id at its end: by what is always known, and by facts.
BY_NAME: dict[str, tuple[F | Lower, ...]] = {"title": (Lower("title"),), "category": (F("category"), Lower("title"))}
BY_FACT = {fact.key: fact.column for fact in FACTS if fact.direction is not None and fact.column}
SORTS = (*BY_NAME, *BY_FACT)
DEFAULT_SORT = "-stars"
BATCH = 500
FURTHEST = 1000
"""How far down an order the best of some rows are looked for."""
LISTED_KEYS = ("description", "summary", "version", "released", "released_to_the_month", "stars", "updated")


def listed_packages() -> QuerySet[Package]:
    """Every visible package with its category and the facts that a list shows, and nothing else."""
    decided = (
        "slug",
        "title",
        "created",
        "deprecated_at",
        *BUILTIN_COLUMNS,
        "pypi_name",
        "repo_url",
        "category__slug",
        "category__title",
    )
    facts = (f"facts__{name}" for name in columns_of(LISTED_KEYS))
    return visible_packages().select_related("facts", "category").only(*decided, *facts)


def parse_sort(asked: str) -> str:
    """The order of a list that was asked for, else the default one."""
    return parse_sort_order(asked, SORTS, DEFAULT_SORT)


def sort_packages(rows: QuerySet[Package], sort: str) -> QuerySet[Package]:
    """A few rows in one of the orders, unknown values last in both directions; the database sorts them."""
    name, descends = sort.removeprefix("-"), sort.startswith("-")
    if name in BY_NAME:
        return rows.order_by(*order_by_name(sort))
    column = F(f"facts__{BY_FACT[name]}")
    return rows.order_by(OrderBy(column, descending=descends, nulls_last=True), "pk" if descends else "-pk")


def order_by_name(sort: str) -> list[OrderBy]:
    """The columns of an order by names, then the id, so that no row is on two pages."""
    names = (*BY_NAME[sort.removeprefix("-")], F("pk"))
    return [OrderBy(name, descending=sort.startswith("-")) for name in names]


@attrs.frozen
class Listing(Sequence[Package]):
    """Any number of rows in the order of sort_packages(), read a part at a time along an index, without sorting.

    A part costs two queries, four beyond the known values.
    """

    rows: QuerySet[Package]
    sort: str
    counted: int | None = None

    def __len__(self) -> int:
        """How many rows there are: one query, none where whoever made the list had counted them."""
        return self.rows.count() if self.counted is None else self.counted

    @overload
    def __getitem__(self, part: int) -> Package: ...
    @overload
    def __getitem__(self, part: slice) -> list[Package]: ...
    def __getitem__(self, part: int | slice) -> Package | list[Package]:
        """The rows between two places."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        return self.read(self.ids_between(part.start, part.stop))

    def first_with_value(self, count: int) -> list[Package]:
        """The first rows with a known, high value. FURTHEST limits how many are read if few rows qualify."""
        known, fact = self.ids_with_value(), BY_FACT[self.sort.removeprefix("-")]
        values = Facts.objects.filter(**{f"{fact}__isnull": False}).order_by(f"-{fact}").values_list(fact, flat=True)
        for least in values[FURTHEST : FURTHEST + 1]:
            known = known.filter(**{f"{fact}__gte": least})
        return self.read(known[:count])

    def read(self, ids: Iterable[int]) -> list[Package]:
        """The rows with these ids, in this order."""
        wanted = list(ids)
        found = self.rows.order_by().in_bulk(wanted)
        return [found[pk] for pk in wanted if pk in found]

    def ids_between(self, start: int, stop: int) -> list[int]:
        """The ids between two places: those with a known value first."""
        known, name = self.ids_with_value(), self.sort.removeprefix("-")
        ids = list(known[start:stop])
        missing = stop - start - len(ids)
        if name in BY_NAME or not missing:
            return ids
        passed = 0 if ids else start - known.count()
        unknown = self.rows.filter(**{f"facts__{BY_FACT[name]}": None}).order_by("pk" if self.sort != name else "-pk")
        return ids + list(unknown.values_list("pk", flat=True)[passed : passed + missing])

    def ids_with_value(self) -> QuerySet[Any, int]:
        """The ids with a known value. Facts come first in the query, so that SQLite walks along their index."""
        name = self.sort.removeprefix("-")
        if name in BY_NAME:
            return self.rows.order_by(*order_by_name(self.sort)).values_list("pk", flat=True)
        fact, is_listed = BY_FACT[name], Exists(self.rows.filter(pk=OuterRef("package")))
        order = (f"-{fact}", "package") if self.sort != name else (fact, "-package")
        facts = Facts.objects.filter(is_listed, **{f"{fact}__isnull": False})
        return facts.order_by(*order).values_list("package", flat=True)


def get_package(slug: str) -> Package:
    """The package with this slug, with facts, readme, category and successor: one query.

    Raises:
        Package.DoesNotExist: there is none, or it is hidden.
    """
    return without_hidden_successor(packages_with_page_rows().get(slug=slug))


def find_other_spelling(name: str) -> str | None:
    """The slug of the package that is meant by another spelling of its slug or of its name on PyPI: at most one query.

    Django_Filter means django-filter, unless both a package with "-" and one with "_" could be meant.
    """
    said = parse_pasted(name).name
    if not said:
        return None
    normalized = normalize_name(said)
    slugs = {name.lower(), normalized, normalized.replace("-", "_")}
    meant = Q(lower_slug__in=slugs) | Q(~Q(pypi_name=""), pypi_name=normalized)  # as the indexes are made
    rows = visible_packages().annotate(lower_slug=Lower("slug")).filter(meant)
    found = list(rows.values_list("slug", "pypi_name")[:3])
    exact = [slug for slug, _name in found if slug.lower() == name.lower()]
    named = [slug for slug, project in found if project == normalized]
    chosen = exact or named or [slug for slug, _name in found]
    return chosen[0] if len(chosen) == 1 and chosen[0] != name else None


def get_package_by_id(package_id: int) -> Package:
    """The package with this id, as get_package() reads it: one query.

    Raises:
        Package.DoesNotExist: there is none, or it is hidden.
    """
    return without_hidden_successor(packages_with_page_rows().get(pk=package_id))


def packages_with_page_rows() -> QuerySet[Package]:
    """Every visible package with the rows that its page shows: facts, readme, category and successor."""
    return visible_packages().select_related("facts", "readme", "category", "replaced_by")


def get_package_or_hidden(slug: str) -> Package:
    """The package with this slug, hidden or not, with category and successor: one query.

    Raises:
        Package.DoesNotExist: there is none, or it was merged into another one.
    """
    return Package.objects.select_related("category", "replaced_by").exclude(is_merged()).get(slug=slug)


def facts_of(package: Package) -> Facts:
    """Its facts; empty ones if no source was ever asked."""
    try:
        return package.facts
    except ObjectDoesNotExist:
        return Facts(package=package)


def newest_releases(package: Package, count: int) -> list[Release]:
    """Its releases, highest version first."""
    return list(package.releases.order_by("-sort_key")[:count])


def all_releases(package: Package) -> QuerySet[Release]:
    """All its releases, highest version first."""
    return package.releases.order_by("-sort_key", "pk")


@attrs.frozen
class FirstDate:
    """When a package began: the day of its first release, or else the day when its repository was created."""

    at: datetime
    is_release: bool


def read_first_dates(package_ids: Collection[int]) -> dict[int, FirstDate]:
    """When each package began, where that is known; two queries."""
    facts = Facts.objects.filter(package__in=package_ids, repo_created_at__isnull=False)
    uploads = Release.objects.filter(package__in=package_ids, uploaded_at__isnull=False).order_by()
    firsts = uploads.values("package").annotate(first=Min("uploaded_at")).values_list("package", "first")
    created = {
        package: FirstDate(at, is_release=False)
        for package, at in facts.values_list("package", "repo_created_at")
        if at is not None
    }
    return created | {package: FirstDate(at, is_release=True) for package, at in firsts}


def approved_examples(package: Package) -> list[Example]:
    """The sites that use it and that a moderator has approved."""
    return list(package.examples.filter(is_approved=True))


def examples_added_by(user_id: int, package_id: int) -> QuerySet[Example]:
    """The sites that somebody has added to a package, approved or not."""
    return Example.objects.filter(package=package_id, created_by=user_id)


def get_example(package_slug: str, example_id: int) -> Example:
    """A site that uses this package, with the package: one query.

    Raises:
        Example.DoesNotExist: there is none, or the package is hidden.
    """
    rows = Example.objects.select_related("package").filter(package__slug=package_slug, package__is_hidden=False)
    return rows.get(pk=example_id)


def find_by_project(names: Iterable[str]) -> dict[str, Package]:
    """The packages with these normalized PyPI names, with their vulnerabilities, by name: one query."""
    found = (
        visible_packages()
        .exclude(pypi_name="")
        .filter(pypi_name__in=list(names))
        .select_related("facts")
        .only("slug", "title", "pypi_name", "facts__vulnerabilities")
        .order_by("-pk")
    )
    return {package.pypi_name: package for package in found}


def list_categories() -> Sequence[Category]:
    """Every category with its number of packages as `package_count`: two queries, two more if they are counted anew."""
    counts, rows = cached_count("categories", count_by_category), list(select_categories())
    for row in rows:
        row.package_count = counts[row.pk]  # type: ignore[attr-defined] # as annotate() would
    return rows


def count_by_category() -> Counter[int]:
    """The number of visible packages by the id of their category: two queries.

    All less the hidden ones, because an index alone has both counts; a condition on each row would read them all.
    """
    rows = Package.objects.order_by().values_list("category")
    every_one = Counter(dict(rows.annotate(count=Count("pk"))))
    every_one.subtract(pk for (pk,) in rows.filter(is_hidden=True))
    return every_one


def count_packages(categories: Iterable[Category]) -> int:
    """The number of packages in these categories, as list_categories() counted them."""
    return sum(row.package_count for row in categories)  # type: ignore[attr-defined] # annotated


def select_categories() -> QuerySet[Category]:
    """Every category, the oldest first."""
    return Category.objects.order_by("pk")


def category_titles_by_id(ids: Collection[int]) -> dict[int, str]:
    """The titles of these categories by id: one query, none for no ids."""
    return dict(Category.objects.filter(pk__in=ids).values_list("pk", "title")) if ids else {}


def category_titles(slugs: Collection[str]) -> dict[str, str]:
    """The titles of these categories by slug: one query."""
    return dict(Category.objects.filter(slug__in=slugs).values_list("slug", "title"))


def newest_packages(count: int) -> list[Package]:
    return list(listed_packages().order_by("-created", "-pk")[:count])


def most_starred_packages(count: int) -> list[Package]:
    """The packages with the most stars: three queries."""
    return Listing(listed_packages(), "-stars").first_with_value(count)


DECLARING = ("version", "classifiers", "requires_python", "requires_dist")
"""The columns of facts that say what the newest release supports."""


def most_starred_projects(count: int) -> list[Package]:
    """The packages with the most stars that have a project and are neither archived nor deprecated; three queries.

    Only slug, title, stars and what the newest release declares are read.
    """
    return Listing(active_projects().filter(facts__stars__isnull=False), "-stars").first_with_value(count)


def most_starred_projects_of(ids: Collection[int], count: int) -> list[Package]:
    """Those of these packages that have a project and are neither archived nor deprecated; unknown stars last. A query.

    They are read as most_starred_projects() reads them.
    """
    order = (F("facts__stars").desc(nulls_last=True), "pk")
    return list(active_projects().filter(pk__in=in_values(ids)).order_by(*order)[:count])


def active_projects() -> QuerySet[Package]:
    """The visible packages with a project that are neither archived nor deprecated, with what they declare."""
    is_active = Q(facts__is_archived=False) | Q(facts__is_archived=None)
    columns = ("slug", "title", "facts__stars", *(f"facts__{name}" for name in DECLARING))
    rows = visible_packages().filter(is_active, deprecated_at=None).exclude(pypi_name="")
    return rows.select_related("facts").only(*columns)


def last_released_packages(count: int) -> list[Package]:
    """The packages with the youngest newest release, as far as its day is known: three queries."""
    return Listing(listed_packages().filter(facts__released_to_the_month=False), "-released").first_with_value(count)


@attrs.frozen
class SourceState:
    """How a source last answered about a package, and when it will be asked again; "" is never asked."""

    source: str
    subject: str
    last_success_at: datetime | None
    last_change_at: datetime | None
    last_answer: str
    last_answer_at: datetime | None
    last_error: str
    note: str
    failures_in_a_row: int
    due_at: datetime

    @property
    def has_answered(self) -> bool:
        """True if it ever answered, "not found" included."""
        return self.last_success_at is not None or self.last_answer == FetchState.Answer.GONE


def read_source_states(package_id: int) -> dict[str, SourceState]:
    """The state of each source of a package, by its name; one query."""
    names = [field.name for field in attrs.fields(SourceState)]
    rows = FetchState.objects.filter(package=package_id).order_by("source").values(*names)
    return {row["source"]: SourceState(**row) for row in rows}


def read_answered_sources(package_ids: Collection[int]) -> dict[int, set[str]]:
    """The sources that ever answered about these packages, "not found" included; a query for each 500."""
    found: dict[int, set[str]] = {}
    has_answered = Q(last_success_at__isnull=False) | Q(last_answer=FetchState.Answer.GONE)
    for batch in batched(sorted(package_ids), BATCH):
        for pk, source in FetchState.objects.filter(has_answered, package__in=batch).values_list("package", "source"):
            found.setdefault(pk, set()).add(source)
    return found


def read_confirmations(package_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """When each source of these packages last confirmed what it says; a query for each 500. Undated ones never do."""
    found: dict[int, dict[str, datetime]] = {}
    for batch in batched(sorted(package_ids), BATCH):
        rows = FetchState.objects.filter(package__in=batch, last_success_at__isnull=False).exclude(source__in=UNDATED)
        for pk, source, at in rows.values_list("package", "source", "last_success_at"):
            if at:
                found.setdefault(pk, {})[source] = at
    return found
