"""Writes that people use or like a package. Doing it twice does no harm."""

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete
from django.utils import timezone

from packgrid.accounts.models import User
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.provenance import Provenance, encode_provenance, read_provenance
from packgrid.community.models import Favorite, Usage
from packgrid.projections.announcements import announce

PEOPLE = "people here"
"""The origin of a count to which no file has added anything."""


def follow_deleted_usages() -> None:
    """Count again when rows go with their person, whoever deleted that."""
    post_delete.connect(on_usage_gone, sender=Usage, dispatch_uid="community")


def put_usage(user: User, package: Package, *, is_used: bool) -> None:
    """Keep whether somebody uses a package, and count it."""
    with transaction.atomic():
        if is_used:
            _, is_news = Usage.objects.get_or_create(user=user, package=package)
            if is_news:
                count_usages(package.pk)
        else:
            Usage.objects.filter(user=user, package=package).delete()


def put_favorite(user: User, package: Package, *, is_liked: bool) -> None:
    """Keep whether somebody likes a package."""
    with transaction.atomic():
        if is_liked:
            _, is_news = Favorite.objects.get_or_create(user=user, package=package)
        else:
            is_news = bool(Favorite.objects.filter(user=user, package=package).delete()[0])
        if is_news:
            announce(discussed_packages={package.pk}, liked_packages={package.pk})


def count_usages(package_id: int) -> None:
    """Update the usage count in the facts: the users that a file counted elsewhere, plus those on this site.

    The provenance stays the file's where one has said a number; else it is ours.
    """
    with transaction.atomic():
        Facts.objects.get_or_create(package_id=package_id)
        facts = Facts.objects.select_for_update().get(pk=package_id)
        here = Usage.objects.filter(package=package_id).count()
        if here == facts.usages_here:
            return
        facts.usage_count = max(0, (facts.usage_count or 0) - facts.usages_here) + here
        facts.usages_here = here
        before = read_provenance(facts, "usage_count")
        if before is None or before.origin == PEOPLE:
            facts.provenance = facts.provenance | {"usage_count": encode_provenance(Provenance(PEOPLE, timezone.now()))}
        facts.save(update_fields=["usage_count", "usages_here", "provenance"])
        announce(packages={package_id})


def on_usage_gone(instance: Usage, origin: Model | QuerySet[Model] | None = None, **_: object) -> None:
    """One less, unless the package goes too."""
    leaves = origin.model if isinstance(origin, QuerySet) else type(origin)
    if leaves is not Package:
        count_usages(instance.package_id)
