"""Packages, grids and searches that people follow."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import attrs
from django.db import transaction

from packgrid.accounts.models import User
from packgrid.catalogue.models import Package
from packgrid.community.errors import Refused
from packgrid.community.models import Digest, Reader, Visit, Watch
from packgrid.comparison.models import Grid, GridPackage
from packgrid.history.models import Change

MOST_TEXTS, MOST_WATCHES = 20, 1000


@attrs.frozen
class Followed:
    """The things that somebody follows, newest first within each kind."""

    packages: Sequence[Watch]
    grids: Sequence[Watch]
    texts: Sequence[Watch]


def follow(user: User, *, package: Package | None = None, grid: Grid | None = None, text: str = "") -> None:
    """Follow a package, a grid or what a text finds.

    Raises:
        Refused: somebody follows as much as can be followed.
    """
    rows = Watch.objects.filter(user=user)
    if text and rows.exclude(text="").exclude(text=text).count() >= MOST_TEXTS:
        raise Refused(f"You follow {MOST_TEXTS} searches, which is the limit. Unfollow one first.")
    if rows.count() >= MOST_WATCHES:
        raise Refused(
            f"You follow {MOST_WATCHES} packages, grids and searches, which is the limit. Unfollow one first."
        )
    Watch.objects.get_or_create(user=user, package=package, grid=grid, text=text)


def unfollow(user: User, *, package: Package | None = None, grid: Grid | None = None, text: str = "") -> None:
    """Follow it no more."""
    Watch.objects.filter(user=user, package=package, grid=grid, text=text).delete()


def read_followed(user: User) -> Followed:
    """Everything that somebody follows and may see; one query."""
    rows = Watch.objects.filter(user=user).select_related("package", "grid").order_by("-pk")
    seen = [row for row in rows if not (row.package and row.package.is_hidden)]
    return Followed(
        packages=[row for row in seen if row.package_id],
        grids=[row for row in seen if row.grid_id],
        texts=[row for row in seen if row.text],
    )


def packages_of(watches: Followed) -> set[int]:
    """The ids of the packages that are followed themselves or in a grid, without searches; one query."""
    grids = [row.grid_id for row in watches.grids]
    columns = GridPackage.objects.filter(grid__in=grids).values_list("package", flat=True) if grids else ()
    return {row.package_id for row in watches.packages if row.package_id} | set(columns)


def get_reader(user: User) -> Reader:
    """How somebody reads, made the first time: from then on, changes are news."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Reader.objects.get_or_create(user=user, defaults={"seen_change": newest, "digest_change": newest})[0]


def mark_seen(user: User, change: int, *, now: datetime) -> None:
    """Somebody has seen everything up to this change."""
    get_reader(user)
    Reader.objects.filter(user=user, seen_change__lte=change).update(seen_change=change, seen_at=now)


def new_feed(user: User) -> str:
    """A new secret for the private feed; the address before it opens nothing any more."""
    token = secrets.token_urlsafe(32)
    get_reader(user)
    Reader.objects.filter(user=user).update(feed_token=token)
    return token


def close_feed(user: User) -> None:
    """No private feed any more."""
    Reader.objects.filter(user=user).update(feed_token=None)


def set_digest(user: User, digest: Digest, *, now: datetime) -> None:
    """How often to mail; what happened before is no news."""
    with transaction.atomic():
        row = get_reader(user)
        if row.digest == Digest.NEVER and digest != Digest.NEVER:
            newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            row.digest_change, row.digest_at = newest, now
        row.digest = digest
        row.save()


def claim_digest(reader: Reader, *, last_change: int, now: datetime) -> bool:
    """Record that a digest with news up to this change is sent; False if another process has claimed it meanwhile."""
    rows = Reader.objects.filter(pk=reader.pk, digest_at=reader.digest_at)
    return bool(rows.update(digest_at=now, digest_change=last_change))


def last_visit(user: User, grid: Grid) -> datetime | None:
    """The time when somebody last marked the changes of a grid as seen; None if never. One query."""
    return Visit.objects.filter(user=user, grid=grid).values_list("at", flat=True).first()


def mark_visit(user: User, grid: Grid, *, now: datetime) -> None:
    """Somebody knows what the grid shows now."""
    Visit.objects.update_or_create(user=user, grid=grid, defaults={"at": now})
