"""Writes what people report: flags of packages, and sites that use them. Both wait for a moderator."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from packgrid.accounts import limits
from packgrid.accounts.locks import lock_account
from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.models import Example, Package
from packgrid.community.errors import Refused
from packgrid.community.models import Flag
from packgrid.projections.announcements import announce


def within_limits(kind: limits.Kind, user: User, mine: QuerySet[Model], *, now: datetime) -> None:
    """Check that somebody may make one more row like these; call it in the transaction that makes the row.

    Raises:
        Refused: they have made too many lately, and have to wait.
    """
    if may_moderate(user):
        return
    lock_account(user)
    times = mine.filter(created__gt=now - limits.LOOK_BACK).values_list("created", flat=True)
    if said := limits.refuse_if_too_often(kind, times, joined_at=user.date_joined, now=now):
        raise Refused(str(said))


@transaction.atomic
def flag_package(user: User, package: Package, reason: str, *, now: datetime) -> Flag:
    """Report what is wrong with a package.

    Raises:
        Refused: they have done so before, or too often of late.
    """
    if Flag.objects.filter(user=user, package=package, contested_verdict="").exists():
        raise Refused("You already flagged this package. A moderator will review it. You need to do nothing more.")
    within_limits("flag", user, Flag.objects.filter(user=user), now=now)
    return create_once(
        lambda: Flag.objects.create(user=user, package=package, reason=reason, created=now),
        "You already flagged this package. A moderator will review it. You need to do nothing more.",
    )


@transaction.atomic
def put_example(user: User, example: Example, *, now: datetime) -> Example:
    """Add a site, or keep a changed one; either way somebody has to look at it (again).

    Raises:
        Refused: the package has a site at this address, or they have added too many of late.
    """
    if not example.pk:
        within_limits("example", user, Example.objects.filter(created_by=user), now=now)
        example.created_by, example.created = user, now
    example.is_approved, example.modified = None, now
    create_once(example.save, "This address is already listed for this package. Each address is listed once.")
    return example


def delete_example(example: Example) -> None:
    """Delete a site, and announce the change of its package."""
    package_id = example.package_id
    with transaction.atomic():
        example.delete()
        announce(packages={package_id})


def may_change(user: User, example: Example) -> bool:
    """True if somebody may change or delete a site: who added it, and moderators."""
    return may_moderate(user) or (user.is_authenticated and example.created_by_id == user.pk)


def create_once[Made](make: Callable[[], Made], sentence: str) -> Made:
    """Return what `make` creates.

    Raises:
        Refused: it has; with this sentence.
    """
    try:
        with transaction.atomic():
            return make()
    except IntegrityError as error:
        raise Refused(sentence) from error
