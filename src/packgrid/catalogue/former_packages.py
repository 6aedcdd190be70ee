"""Finds the package that a former slug or id leads to: its former names, and those of packages merged into it."""

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from packgrid.catalogue.models import FormerPackage, Package


def former_names() -> QuerySet[FormerPackage]:
    """The former slugs that lead to a visible package, with it; not those that a package that is not merged has."""
    others = Package.objects.filter(slug=OuterRef("slug")).exclude(pk=Coalesce(OuterRef("former_id"), 0))
    return FormerPackage.objects.filter(~Exists(others), package__is_hidden=False).select_related("package")


def find_remaining_packages(slugs: Collection[str]) -> dict[str, Package]:
    """The packages that these former slugs lead to, by former slug; one query, none for no slugs."""
    return {row.slug: row.package for row in former_names().filter(slug__in=slugs)} if slugs else {}


def find_remaining_ids(package_ids: Collection[int]) -> dict[int, int]:
    """The ids of the packages that these were merged into, by the id of the merged one; one query, none for no ids."""
    if not package_ids:
        return {}
    rows = FormerPackage.objects.filter(former_id__in=package_ids).values_list("former_id", "package")
    return {former_id: package_id for former_id, package_id in rows if former_id}


def get_remaining_package(slug: str) -> Package:
    """The package that a former slug leads to.

    Raises:
        FormerPackage.DoesNotExist: it leads to none.
    """
    return former_names().get(slug=slug).package


def get_remaining_package_by_id(former_id: int) -> Package:
    """The package that the one with this id was merged into.

    Raises:
        FormerPackage.DoesNotExist: it was not merged, or the other one is hidden.
    """
    merged = FormerPackage.objects.select_related("package")
    return merged.get(former_id=former_id, package__is_hidden=False).package


def is_merged() -> Exists:
    """The condition that a package was merged into another one."""
    return Exists(FormerPackage.objects.filter(former_id=OuterRef("pk")))


def merged_ids(package_id: int) -> list[int]:
    """The ids of the packages that were merged into this one; one query."""
    rows = FormerPackage.objects.filter(package=package_id, former_id__isnull=False)
    return [former_id for former_id in rows.order_by("pk").values_list("former_id", flat=True) if former_id]


def has_former_slugs() -> bool:
    """True if any slug leads to another package; one query."""
    return FormerPackage.objects.exists()


def find_present_slugs(slugs: Collection[str], named: Mapping[str, str]) -> dict[str, str]:
    """The slugs that packages have now, by those of these slugs that are former ones; at most three queries.

    `named` are former slugs that are about to be stored. They count unless a package has them.
    """
    stored = find_remaining_packages(slugs) if has_former_slugs() else {}
    found = {slug: package.slug for slug, package in stored.items()}
    fresh = {slug: named[slug] for slug in slugs if slug in named and slug not in found and named[slug] not in named}
    taken = set(Package.objects.filter(slug__in=fresh).values_list("slug", flat=True)) if fresh else set()
    return found | {slug: present for slug, present in fresh.items() if slug not in taken and slug != present}
