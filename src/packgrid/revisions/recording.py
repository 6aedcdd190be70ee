"""Writes edits down, and asks first whether this person may make another one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs
from django.utils.translation import gettext as _

from packgrid.accounts.limits import LOOK_BACK, Kind, refusal
from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_edit, may_moderate
from packgrid.lib.clean_text import clean_text
from packgrid.revisions.errors import NotAllowed, TooMany
from packgrid.revisions.models import Edit

LONGEST_WHY, LONGEST_TITLE = 300, 250


@attrs.frozen
class By:
    """Who makes a change, when, why, and which edit it reverts."""

    who: User
    now: datetime
    why: str = ""
    reverts: Edit | None = None

    @property
    def is_moderator(self) -> bool:
        """Whether they may change what is locked."""
        return may_moderate(self.who)


@attrs.frozen
class Subject:
    """The row that a change is about: its kind, id and name, and the grid or package that it belongs to."""

    kind: Edit.Kind
    row_id: int
    title: str
    grid_id: int | None = None
    package_id: int | None = None


def check(by: By, kind: Kind = "edit") -> None:
    """Let somebody through who may make one more change; "add" is for packages and grids. One query.

    Raises:
        NotAllowed: they may not edit.
        TooMany: they have made as many changes as an account like theirs may in this time.
    """
    if not may_edit(by.who):
        raise NotAllowed(_("Sign in with an account that may edit."))
    if by.is_moderator:
        return
    rows = Edit.objects.filter(who=by.who, at__gt=by.now - LOOK_BACK)
    if kind == "add":
        rows = rows.filter(kind__in=(Edit.Kind.PACKAGE, Edit.Kind.GRID), before__isnull=True, reverts=None)
    times = rows.values_list("at", flat=True)
    if refused := refusal(kind, times, joined_at=by.who.date_joined, now=by.now):
        raise TooMany(str(refused))


def record(subject: Subject, by: By, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Edit:
    """Write an edit down, in the transaction of the change."""
    return Edit.objects.create(
        kind=subject.kind,
        row_id=subject.row_id,
        title=subject.title[:LONGEST_TITLE],
        grid_id=subject.grid_id,
        package_id=subject.package_id,
        who=by.who,
        at=by.now,
        why=clean_text(by.why).strip()[:LONGEST_WHY],
        before=before,
        after=after,
        reverts=by.reverts,
    )
