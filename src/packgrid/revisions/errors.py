"""Why a change was refused. Each message is a sentence for the person who wanted it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from packgrid.revisions.merging import Clash


class Refused(Exception):
    """Nothing was changed."""


class NotAllowed(Refused):
    """They may not do this."""


class Locked(Refused):
    """Only moderators may change it."""

    def __init__(self) -> None:
        super().__init__(_("This grid is locked: only moderators change it. Tell them what is wrong with it."))


class Conflict(Refused):
    """Somebody else has changed the same fields since the editor saw them; `theirs` has each with its three values."""

    def __init__(self, theirs: Mapping[str, Clash]) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Choose which value stays."))
        self.theirs = theirs


class Duplicate(Refused):
    """There is one already; `existing` is its row."""

    def __init__(self, message: str, existing: Any) -> None:  # noqa: ANN401 a row of any room above
        super().__init__(message)
        self.existing = existing


class TooMany(Refused):
    """They have changed too much in too short a time."""


class InTheWay(Refused):
    """It cannot be removed or reverted: something else needs it, or was changed since."""


class Gone(Refused):
    """What was to be changed is not there any more."""

    def __init__(self) -> None:
        super().__init__(_("This was removed meanwhile; its history says by whom."))
