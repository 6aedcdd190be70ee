"""What pages read of the catalogue."""

from django.db.models import Count, F, OrderBy, Q, QuerySet

from packgrid.catalogue.models import Category, Facts, Package

# The orders of a list by name, each ending with the id so that no row stands on two pages.
SORTS: dict[str, tuple[OrderBy, ...]] = {
    "title": (F("title").asc(),),
    "category": (F("category__title").asc(), F("title").asc()),
    "stars": (F("facts__stars").asc(nulls_last=True),),
    "forks": (F("facts__forks").asc(nulls_last=True),),
    "released": (F("facts__released_at").asc(nulls_last=True),),
    "commit": (F("facts__last_commit_at").asc(nulls_last=True),),
    "fetched": (F("facts__last_fetched_at").asc(nulls_last=True),),
    "usage": (F("facts__usage_count").asc(nulls_last=True),),
}
DEFAULT_SORT = "-stars"
# The names that old links use.
OLD_NAMES = {
    "repo_watchers": "stars",
    "repo_forks": "forks",
    "last_fetched": "fetched",
    "usage_count": "usage",
    "pypi_downloads": "stars",
}
LONG = ("facts__requires_dist", "facts__vulnerabilities", "facts__contributors", "facts__links")


def listed() -> QuerySet[Package]:
    """Every package that may be seen, with facts and category; the long columns are left in the database."""
    return Package.objects.filter(is_hidden=False).select_related("facts", "category").defer(*LONG)


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
    """The package with this slug, with facts and category: one query.

    Raises:
        Package.DoesNotExist: there is none, or it is hidden.
    """
    return Package.objects.select_related("facts", "category", "replaced_by").get(slug=slug, is_hidden=False)


def categories() -> list[Category]:
    """Every category with the number of its packages, as `package_count`: one query."""
    count = Count("packages", filter=Q(packages__is_hidden=False))
    return list(Category.objects.annotate(package_count=count).order_by("pk"))


def newest(count: int) -> list[Package]:
    """The packages that were added last."""
    return list(listed().order_by("-created", "-pk")[:count])


def most_starred(count: int) -> list[Package]:
    """The packages with the most stars."""
    return list(in_order(listed().filter(facts__stars__isnull=False), "-stars")[:count])


def last_released(count: int) -> list[Package]:
    """The packages whose newest release is the youngest, as far as the day is known."""
    known = listed().filter(facts__released_at__isnull=False, facts__released_to_the_month=False)
    return list(in_order(known, "-released")[:count])


def freshest() -> Facts | None:
    """The facts that were fetched last."""
    return Facts.objects.filter(last_fetched_at__isnull=False).order_by("-last_fetched_at").first()
