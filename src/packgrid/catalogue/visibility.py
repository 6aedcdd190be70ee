"""Which packages people may see: hidden ones are for moderators alone, and so is whatever names them."""

from collections.abc import Collection
from itertools import batched

from django.db.models import Exists, OuterRef, Q, QuerySet

from packgrid.catalogue.former_packages import is_merged
from packgrid.catalogue.models import Package
from packgrid.projections.announcements import announce
from packgrid.revisions.models import Edit

BATCH = 500


def visible_packages() -> QuerySet[Package]:
    """Every package that everybody may see."""
    return Package.objects.filter(is_hidden=False)


def packages_visible_to(*, is_moderator: bool) -> QuerySet[Package]:
    """Every package that a moderator, or somebody else, may see."""
    return Package.objects.all() if is_moderator else visible_packages()


def hidden_packages() -> QuerySet[Package]:
    """Every package that moderators alone may see."""
    return Package.objects.filter(is_hidden=True)


def edits_visible_to(edits: QuerySet[Edit], *, is_moderator: bool) -> QuerySet[Edit]:
    """The edits that may be shown: all of them to a moderator, else none of hidden packages, but of merged ones."""
    hidden = hidden_packages().exclude(is_merged()).values("pk")
    marks = Q(kind=Edit.Kind.DISTINCT, row_id__in=hidden)
    return edits if is_moderator else edits.exclude(package_id__in=hidden).exclude(marks)


def names_hidden_package(*fields: str) -> Q:
    """The condition that one of these fields of an outer query holds the slug of a hidden package."""
    conditions = Q()
    for field in fields:
        conditions |= Q(Exists(hidden_packages().filter(slug=OuterRef(field))))
    return conditions


def without_hidden_successor(package: Package) -> Package:
    """The package, made to know of no successor where that is hidden. Do not save it."""
    if package.replaced_by and package.replaced_by.is_hidden:
        package.replaced_by = None
    return package


def announce_visibility(package_ids: Collection[int]) -> None:
    """Announce that these packages were hidden or shown again: what they replace is shown with another successor."""
    replaced: set[int] = set()
    for batch in batched(sorted(package_ids), BATCH):
        replaced |= set(Package.objects.filter(replaced_by__in=batch).values_list("pk", flat=True))
    if replaced:
        announce(packages=replaced, decided_packages=replaced)
