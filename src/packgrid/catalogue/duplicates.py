"""Finds packages that are in the catalogue already, under whatever name, and packages that are listed twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import attrs
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from packgrid.catalogue.distinct_packages import Pair, read_distinct_pairs
from packgrid.catalogue.duplicate_rules import DuplicateReason, PackageIdentity, find_duplicate_reason
from packgrid.catalogue.former_packages import is_merged
from packgrid.catalogue.models import FormerPackage, Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.lib.locators import find_repo
from packgrid.lib.versions import normalize_name

MAX_GROUPS = 200
FORMS = ("https://{}", "http://{}", "https://www.{}", "http://www.{}")
ENDS = ("", "/", ".git", ".git/")


def find_duplicate(values: Mapping[str, Any], *, but: int | None = None) -> Package | None:
    """A package with this slug, project or repository, hidden ones included; None if there is none.

    Packages of one repository with different projects or folders are distinct. At most three queries.
    """
    others = Package.objects.exclude(pk=but) if but else Package.objects.all()
    return find_by_name(others, values) or find_by_repo(others, values)


def find_certain_duplicate(values: Mapping[str, Any]) -> Package | None:
    """A package with this slug or project, hidden ones included: nobody may add it again. One query."""
    return find_by_name(Package.objects.all(), values)


def find_possible_duplicate(values: Mapping[str, Any]) -> Package | None:
    """A package of the same repository and folder that may be another one after all. One query."""
    return find_by_repo(Package.objects.all(), values)


def find_by_name(others: QuerySet[Package], values: Mapping[str, Any]) -> Package | None:
    """The package with this slug, present or former, or with this project."""
    found = [rows.order_by().values("pk") for rows in search_names(values)]
    if not found:
        return None
    return others.exclude(is_merged()).filter(pk__in=found[0].union(*found[1:])).order_by("pk").first()


def search_names(values: Mapping[str, Any]) -> Iterator[QuerySet[Package]]:
    """The packages with this slug, those that had it, and those with this project; each is read along an index."""
    if slug := values.get("slug"):
        yield Package.objects.annotate(lower_slug=Lower("slug")).filter(lower_slug=slug.lower())
        former = FormerPackage.objects.annotate(lower_slug=Lower("slug")).filter(lower_slug=slug.lower())
        yield Package.objects.filter(pk__in=former.order_by().values("package"))
    if project := values.get("pypi_name"):
        named = Package.objects.exclude(pypi_name="").filter(pypi_name=normalize_name(project))  # as the index is made
        yield named.filter(index_name=values.get("index_name") or "")


def find_by_repo(others: QuerySet[Package], values: Mapping[str, Any]) -> Package | None:
    """The package that is probably the one described, by its repository; it may be another one."""
    repo = find_repo(values.get("repo_url") or "")
    if repo is None:
        return None
    place = f"{repo.host}/{repo.path}".lower()
    addresses = [form.format(place) + end for form in FORMS for end in ENDS]
    located = others.exclude(is_merged()).exclude(repo_url="")  # as the index is made
    rows = located.annotate(address=Lower("repo_url")).filter(address__in=addresses)
    described = make_identity(values)
    found = (row for row in rows.order_by("pk") if find_duplicate_reason(identity_of(row), described))
    return next(found, None)


def make_identity(values: Mapping[str, Any]) -> PackageIdentity:
    """The identity of a package that these values describe."""
    names = ("pypi_name", "repo_url", "repo_subdirectory", "index_name")
    return PackageIdentity(*(values.get(name) or "" for name in names))


def identity_of(package: Package) -> PackageIdentity:
    """The identity of a stored package."""
    return PackageIdentity(package.pypi_name, package.repo_url, package.repo_subdirectory, package.index_name)


@attrs.frozen
class LikelyDuplicate:
    """Two packages that are probably one, and why. `remaining` is the one that should stay."""

    package: Package
    remaining: Package
    reason: DuplicateReason

    @property
    def has_other_repo(self) -> bool:
        """True if both declare a repository, and not the same: perhaps one of them declares a wrong project."""
        keys = [identity_of(package).repo_key for package in (self.package, self.remaining)]
        return all(keys) and keys[0] != keys[1]


def list_likely_duplicates() -> list[LikelyDuplicate]:
    """The packages that are probably listed twice, by the title of the one that should remain.

    Pairs that a moderator marked as not duplicates are left out. Five queries: both groupings read an index, and stop
    after MAX_GROUPS groups.
    """
    named = Package.objects.exclude(pypi_name="").order_by().values("pypi_name").annotate(count=Count("pk"))
    located = Package.objects.exclude(repo_url="").annotate(address=Lower("repo_url")).order_by().values("address")
    nameless = located.annotate(count=Count("pk"), nameless=Count("pk", filter=Q(pypi_name="")))
    names = [row["pypi_name"] for row in named.filter(count__gt=1)[:MAX_GROUPS]]
    addresses = [row["address"] for row in nameless.filter(count__gt=1, nameless__gt=0)[:MAX_GROUPS]]
    rows = visible_packages().annotate(address=Lower("repo_url")).select_related("category", "facts")
    found = {row.pk: row for row in rows.exclude(pypi_name="").filter(pypi_name__in=names)}
    found |= {row.pk: row for row in rows.exclude(repo_url="").filter(address__in=addresses)}
    distinct = read_distinct_pairs(found)
    return sorted(
        pair_duplicates(found.values(), distinct), key=lambda pair: (pair.remaining.title.casefold(), pair.package.pk)
    )


def pair_duplicates(packages: Iterable[Package], distinct: Collection[Pair] = ()) -> list[LikelyDuplicate]:
    """Each package that is probably the same as another one of these, with the best of those, but no distinct pairs."""
    groups: dict[str, list[Package]] = defaultdict(list)
    for package in packages:
        identity = identity_of(package)
        for key in filter(None, (str(identity.project or ""), identity.repo_key)):
            groups[key].append(package)
    found: dict[int, LikelyDuplicate] = {}
    for group in groups.values():
        ordered = sorted(group, key=lambda package: (not package.pypi_name, package.pk))
        for place, package in enumerate(ordered):
            for other in ordered[:place]:
                reason = find_duplicate_reason(identity_of(package), identity_of(other))
                if reason and package.pk not in found and {package.pk, other.pk} not in distinct:
                    found[package.pk] = LikelyDuplicate(package, other, reason)
    return list(found.values())
