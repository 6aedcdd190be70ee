"""Reads the catalogue for pages, commands and the apps above."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

import attrs
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, F, Min, OrderBy, Q, QuerySet
from django.db.models.functions import Lower

from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import of_model, read_models
from packgrid.catalogue.compiled_queries import IDS, NUMBER, TEXT, TEXTS, read_rows
from packgrid.catalogue.fact_table import columns_of
from packgrid.catalogue.former_packages import is_merged
from packgrid.catalogue.listed_packages import BY_FACT, BY_NAME, list_ids_with_value, order_by_name
from packgrid.catalogue.models import Category, Example, Facts, FetchState, Package, Readme, Release
from packgrid.catalogue.page_paths import category_path
from packgrid.catalogue.row_counts import cached_count
from packgrid.catalogue.source_names import UNDATED
from packgrid.catalogue.visibility import visible_packages, without_hidden_successor
from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name

BATCH = 500
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


def sort_packages(rows: QuerySet[Package], sort: str) -> QuerySet[Package]:
    """A few rows in one of the orders, unknown values last in both directions; the database sorts them."""
    name, descends = sort.removeprefix("-"), sort.startswith("-")
    if name in BY_NAME:
        return rows.order_by(*order_by_name(sort))
    column = F(f"facts__{BY_FACT[name]}")
    return rows.order_by(OrderBy(column, descending=descends, nulls_last=True), "pk" if descends else "-pk")


def get_package(slug: str) -> Package:
    """The package with this slug, with facts, readme, category and successor: one query.

    Raises:
        Package.DoesNotExist: there is none, or it is hidden.
    """
    return get_page_package(packages_with_slug, slug)


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
    return get_page_package(packages_with_id, package_id)


ON_PAGES = of_model(
    Package, facts=of_model(Facts), readme=of_model(Readme), category=of_model(Category), replaced_by=of_model(Package)
)
"""The rows that the page of a package shows of it."""
RELEASES, EXAMPLES = of_model(Release), of_model(Example)
REQUIRED = of_model(Package, "slug", "title", "pypi_name", facts=of_model(Facts, "vulnerabilities"))


def get_page_package(select: Callable[[], QuerySet[Package]], key: str | int) -> Package:
    """The one package that a query finds.

    Raises:
        Package.DoesNotExist: there is none.
    """
    for package in read_models(ON_PAGES, select, values=[key]):
        return without_hidden_successor(package)
    raise Package.DoesNotExist


def packages_with_slug() -> QuerySet[Package]:
    """The visible package with a slug, a placeholder."""
    return visible_packages().filter(slug=TEXT).order_by()


def packages_with_id() -> QuerySet[Package]:
    """The visible package with an id, a placeholder."""
    return visible_packages().filter(pk=NUMBER).order_by()


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
    found = read_models(RELEASES, select_releases, values=[package.pk], part=slice(count))
    for release in found:
        release.package = package
    return found


def select_releases() -> QuerySet[Release]:
    """The releases of a package, a placeholder, highest version first."""
    return Release.objects.filter(package=NUMBER).order_by("-sort_key")


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
    return read_models(EXAMPLES, select_approved_examples, values=[package.pk])


def select_approved_examples() -> QuerySet[Example]:
    """The approved sites of a package, a placeholder."""
    return Example.objects.filter(package=NUMBER, is_approved=True)


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
    wanted = list(names)
    found = read_models(REQUIRED, select_by_project, values=[wanted]) if wanted else []
    return {package.pypi_name: package for package in found}


def select_by_project() -> QuerySet[Package]:
    """The visible packages with some names on PyPI, a placeholder, the oldest last."""
    return visible_packages().exclude(pypi_name="").filter(pypi_name__in=in_values(TEXTS)).order_by("-pk")


@attrs.frozen
class CountedCategory:
    """A category with the number of its visible packages. It has the names of the model."""

    pk: int
    slug: str
    title: str
    title_plural: str
    description: str
    package_count: int

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return category_path(self.slug)


def list_categories() -> Sequence[CountedCategory]:
    """Every category with its number of packages: two queries, two more if they are counted anew."""
    counts = cached_count("categories", count_by_category)
    columns = [field.name for field in attrs.fields(CountedCategory)][:-1]
    return [CountedCategory(*(*row, counts[row[0]])) for row in select_categories().values_list(*columns)]


def count_by_category() -> Counter[int]:
    """The number of visible packages by the id of their category: two queries.

    All less the hidden ones, because an index alone has both counts; a condition on each row would read them all.
    """
    rows = Package.objects.order_by().values_list("category")
    every_one = Counter(dict(rows.annotate(count=Count("pk"))))
    every_one.subtract(pk for (pk,) in rows.filter(is_hidden=True))
    return every_one


def count_packages(categories: Iterable[CountedCategory]) -> int:
    """The number of packages in these categories, as list_categories() counted them."""
    return sum(row.package_count for row in categories)


def select_categories() -> QuerySet[Category]:
    """Every category, the oldest first."""
    return Category.objects.order_by("pk")


def category_titles_by_id(ids: Collection[int]) -> dict[int, str]:
    """The titles of these categories by id: one query, none for no ids."""
    return dict(Category.objects.filter(pk__in=ids).values_list("pk", "title")) if ids else {}


DECLARING = ("version", "classifiers", "requires_python", "requires_dist")
"""The columns of facts that say what the newest release supports."""


def list_best_known_slugs(count: int) -> list[str]:
    """The slugs of packages, those with the most stars first."""
    rows = listed_packages().order_by(F("facts__stars").desc(nulls_last=True), "pk")
    return list(rows.values_list("slug", flat=True)[:count])


def most_starred_projects(count: int) -> list[Package]:
    """The packages with the most stars that have a project and are neither archived nor deprecated; three queries.

    Only slug, title, stars and what the newest release declares are read.
    """
    ids = list_ids_with_value(select_active_projects, "-stars", count)
    found = active_projects().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def most_starred_projects_of(ids: Collection[int], count: int) -> list[Package]:
    """Those of these packages that have a project and are neither archived nor deprecated; unknown stars last. A query.

    They are read as most_starred_projects() reads them.
    """
    order = (F("facts__stars").desc(nulls_last=True), "pk")
    return list(active_projects().filter(pk__in=in_values(ids)).order_by(*order)[:count])


def active_projects() -> QuerySet[Package]:
    """The visible packages with a project that are neither archived nor deprecated, with what they declare."""
    columns = ("slug", "title", "facts__stars", *(f"facts__{name}" for name in DECLARING))
    return select_active_projects().select_related("facts").only(*columns)


def select_active_projects() -> QuerySet[Package]:
    """The visible packages with a project that are neither archived nor deprecated."""
    is_active = Q(facts__is_archived=False) | Q(facts__is_archived=None)
    return visible_packages().filter(is_active, deprecated_at=None).exclude(pypi_name="")


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
    rows = read_rows(select_source_states, values=[package_id])
    return {row[0]: SourceState(*row) for row in rows}


def select_source_states() -> QuerySet[FetchState, Any]:
    """The columns of the states of a package, a placeholder."""
    names = [field.name for field in attrs.fields(SourceState)]
    return FetchState.objects.filter(package=NUMBER).order_by("source").values_list(*names)


def read_answered_sources(package_ids: Collection[int]) -> dict[int, set[str]]:
    """The sources that ever answered about these packages, "not found" included; a query for each 500."""
    found: dict[int, set[str]] = {}
    for batch in batched(sorted(package_ids), BATCH):
        for pk, source in read_rows(select_answered_sources, values=[batch]):
            found.setdefault(pk, set()).add(source)
    return found


def select_answered_sources() -> QuerySet[FetchState, Any]:
    """The sources that ever answered about some packages, a placeholder."""
    has_answered = Q(last_success_at__isnull=False) | Q(last_answer=FetchState.Answer.GONE)
    return FetchState.objects.filter(has_answered, package__in=in_values(IDS)).values_list("package", "source")


def read_confirmations(package_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """When each source of these packages last confirmed what it says; a query for each 500. Undated ones never do."""
    found: dict[int, dict[str, datetime]] = {}
    for batch in batched(sorted(package_ids), BATCH):
        for pk, source, at in read_rows(select_confirmations, values=[batch]):
            found.setdefault(pk, {})[source] = at
    return found


def list_confirmations(states: Mapping[str, SourceState]) -> dict[str, datetime]:
    """When each of these sources last confirmed what it says, as read_confirmations() reads it."""
    dated = {name: state.last_success_at for name, state in states.items() if name not in UNDATED}
    return {name: at for name, at in dated.items() if at}


def select_confirmations() -> QuerySet[FetchState, Any]:
    """When each dated source of some packages, a placeholder, last confirmed what it says."""
    rows = FetchState.objects.filter(package__in=in_values(IDS), last_success_at__isnull=False)
    return rows.exclude(source__in=UNDATED).values_list("package", "source", "last_success_at")
