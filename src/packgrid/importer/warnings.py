"""Warnings about records that were loaded but are odd."""

from collections.abc import Collection, Iterable

from django.db.models import Count
from django.db.models.functions import Lower

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.models import Package
from packgrid.importer.reports import LoadReport

NO_REPO = "without a repository"
SHARED_REPO = "with the same repository as another"
NUMBER = "with a slug of digits only"
ENOUGH = 3


def warn_of_odd_packages(slugs: Collection[str], report: LoadReport) -> None:
    """Note those of these packages that have no repository, or a number as their slug; one query."""
    bare = set(Package.objects.filter(slug__in=in_values(slugs), repo_url="").values_list("slug", flat=True))
    for slug in slugs:
        if slug in bare:
            report.note(slug, NO_REPO, "no repository; kept")
        if slug.isdigit():
            report.note(slug, NUMBER, "kept; the API finds it by its slug only where no package has that id")


def warn_of_shared_repos(slugs: Collection[str], report: LoadReport) -> None:
    """Note those of these packages whose repository others have, too; two queries."""
    for sharing in shared_repos():
        for slug in sharing:
            if slug in slugs:
                others = [other for other in sharing if other != slug]
                named = ", ".join(others[:ENOUGH]) + (" ..." if len(others) > ENOUGH else "")
                report.note(
                    slug, SHARED_REPO, f"same repository as {named}; kept, a repository may hold several packages"
                )


def shared_repos() -> Iterable[list[str]]:
    """The slugs of the packages at each address that several have, capitals or not."""
    located = Package.objects.exclude(repo_url="").annotate(address=Lower("repo_url")).order_by()
    shared = located.values("address").annotate(number=Count("pk")).filter(number__gt=1).values("address")
    found: dict[str, list[str]] = {}
    for address, slug in located.filter(address__in=shared).order_by("slug").values_list("address", "slug"):
        found.setdefault(address, []).append(slug)
    return found.values()
