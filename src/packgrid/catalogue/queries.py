"""What pages read of the catalogue."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, F, OrderBy, Q, QuerySet
from django.db.models.functions import Lower

from packgrid.catalogue.models import Category, Example, Facts, Package, Release

# The orders of a list by name. Each ends with the id, so that no row stands on two pages; unknown values come last.
SORTS: dict[str, tuple[OrderBy, ...]] = {
    "title": (Lower("title").asc(),),
    "category": (Lower("category__title").asc(), Lower("title").asc()),
    "stars": (F("facts__stars").asc(nulls_last=True),),
    "forks": (F("facts__forks").asc(nulls_last=True),),
    "released": (F("facts__released_at").asc(nulls_last=True),),
    "updated": (F("facts__last_commit_at").asc(nulls_last=True),),
    "fetched": (F("facts__last_fetched_at").asc(nulls_last=True),),
    "usage": (F("facts__usage_count").asc(nulls_last=True),),
}
DEFAULT_SORT = "-stars"
# The names that a decade of links uses. Downloads are not listed; who sorted by them wanted what is popular.
OLD_NAMES = {
    "repo_watchers": "stars",
    "repo_forks": "forks",
    "last_fetched": "fetched",
    "usage_count": "usage",
    "pypi_downloads": "stars",
}
LISTED_FACTS = (
    "repo_description",
    "summary",
    "version",
    "released_at",
    "released_to_the_month",
    "stars",
    "last_commit_at",
)


def visible() -> QuerySet[Package]:
    """Every package that may be seen."""
    return Package.objects.filter(is_hidden=False)


def listed() -> QuerySet[Package]:
    """Every package that may be seen, with the facts that a list shows and no others, and its category."""
    columns = ("slug", "title", "created", "deprecated_at", "category__slug", "category__title")
    return visible().select_related("facts", "category").only(*columns, *(f"facts__{name}" for name in LISTED_FACTS))


def sort_of(asked: str) -> str:
    """The name of an order that exists: what was asked for, by its new name, else the default."""
    sign, name = ("-", asked[1:]) if asked.startswith("-") else ("", asked)
    name = OLD_NAMES.get(name, name)
    return f"{sign}{name}" if name in SORTS else DEFAULT_SORT


def in_order(rows: QuerySet[Package], sort: str) -> QuerySet[Package]:
    """The rows in one of the orders; unknown values last in both directions."""
    orders = [order.copy() for order in SORTS[sort.removeprefix("-")]]
    if sort.startswith("-"):
        for order in orders:
            order.descending = True
    return rows.order_by(*orders, "-pk" if sort.startswith("-") else "pk")


def package(slug: str) -> Package:
    """The package with this slug, with facts, readme, judgement, category and successor: one query.

    Raises:
        Package.DoesNotExist: there is none, or it is hidden.
    """
    return visible().select_related("facts", "readme", "judgement", "category", "replaced_by").get(slug=slug)


def facts_of(package: Package) -> Facts:
    """Its facts; where no source has ever been asked, facts that know nothing."""
    try:
        return package.facts
    except ObjectDoesNotExist:
        return Facts(package=package)


def newest_releases(package: Package, count: int) -> list[Release]:
    """Its releases, highest version first."""
    return list(package.releases.order_by("-sort_key")[:count])


def approved_examples(package: Package) -> list[Example]:
    """The sites that use it and that somebody has looked at."""
    return list(package.examples.filter(is_approved=True))


def by_project(names: Iterable[str]) -> dict[str, Package]:
    """The packages with these normalized PyPI names, by name: one query."""
    found = (
        visible()
        .exclude(pypi_name="")
        .filter(pypi_name__in=list(names))
        .only("slug", "title", "pypi_name")
        .order_by("-pk")
    )
    return {package.pypi_name: package for package in found}


def categories() -> list[Category]:
    """Every category with the number of its packages, as `package_count`: one query."""
    count = Count("packages", filter=Q(packages__is_hidden=False))
    return list(Category.objects.annotate(package_count=count).order_by("pk"))


def category_titles(slugs: Collection[str]) -> dict[str, str]:
    """The titles of these categories by slug: one query."""
    return dict(Category.objects.filter(slug__in=slugs).values_list("slug", "title"))


def newest(count: int) -> list[Package]:
    """The packages that were added last."""
    return list(listed().order_by("-created", "-pk")[:count])


def most_starred(count: int) -> list[Package]:
    """The packages with the most stars."""
    return list(in_order(listed().filter(facts__stars__isnull=False), "-stars")[:count])


def most_used(count: int) -> list[Package]:
    """The packages that most people say they use."""
    return list(in_order(listed().filter(facts__usage_count__gt=0), "-usage")[:count])


def last_released(count: int) -> list[Package]:
    """The packages whose newest release is the youngest, as far as the day is known."""
    known = listed().filter(facts__released_at__isnull=False, facts__released_to_the_month=False)
    return list(in_order(known, "-released")[:count])
