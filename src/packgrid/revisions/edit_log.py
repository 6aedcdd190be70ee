"""Checks whether somebody may make another edit, and records edits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from packgrid.accounts.limits import LOOK_BACK, Kind, refuse_if_too_often
from packgrid.accounts.locks import lock_account
from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_edit, may_moderate
from packgrid.lib.clean_text import clean_text
from packgrid.revisions.errors import NotAllowed, TooManyEdits
from packgrid.revisions.models import Edit

MAX_WHY, MAX_TITLE = 300, 250


@attrs.frozen
class EditContext:
    """The person who makes an edit, its time and reason, and the edit that it reverts, if any."""

    who: User
    now: datetime
    why: str = ""
    reverts: Edit | None = None

    @property
    def is_moderator(self) -> bool:
        """True if they may change what is locked."""
        return may_moderate(self.who)


@attrs.frozen
class EditSubject:
    """The row that an edit changes: its kind, id and title, and the grid or package that it belongs to."""

    kind: Edit.Kind
    row_id: int
    title: str
    grid_id: int | None = None
    package_id: int | None = None


def check_may_edit(by: EditContext, kind: Kind = "edit") -> None:
    """Check that somebody may make one more edit; the kind "add" is for new packages and grids. Two queries.

    Call it in the transaction of the change: it locks the account, so that of several requests at once no more are let
    through than the limit allows.

    Raises:
        NotAllowed: they may not edit.
        TooManyEdits: they have reached the limit of an account like theirs.
    """
    if not may_edit(by.who):
        raise NotAllowed("This account cannot edit. Sign in with another one.")
    if by.is_moderator:
        return
    lock_account(by.who)
    rows = Edit.objects.filter(who=by.who, at__gt=by.now - LOOK_BACK)
    if kind == "add":
        rows = rows.filter(kind__in=(Edit.Kind.PACKAGE, Edit.Kind.GRID), before__isnull=True, reverts=None)
    times = rows.values_list("at", flat=True)
    if refused := refuse_if_too_often(kind, times, joined_at=by.who.date_joined, now=by.now):
        raise TooManyEdits(str(refused))


def record_edit(
    subject: EditSubject, by: EditContext, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Edit:
    """Store an edit; call it in the transaction of the change."""
    return Edit.objects.create(
        kind=subject.kind,
        row_id=subject.row_id,
        title=subject.title[:MAX_TITLE],
        grid_id=subject.grid_id,
        package_id=subject.package_id,
        who=by.who,
        at=by.now,
        why=clean_text(by.why).strip()[:MAX_WHY],
        before=before,
        after=after,
        reverts=by.reverts,
    )
