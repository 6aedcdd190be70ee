"""Reasons to refuse an edit. Each message is a sentence for the person who wanted to make it."""

from collections.abc import Mapping
from typing import Any

from packgrid.revisions.three_way_merge import Clash


class EditRefused(Exception):
    """An edit was refused; nothing was changed."""


class NotAllowed(EditRefused):
    """The person may not make this edit."""


class Locked(EditRefused):
    """The grid is locked, and the person is no moderator."""

    def __init__(self) -> None:
        super().__init__("This grid is locked. Only moderators can edit it. Tell them what to change.")


class Conflict(EditRefused):
    """Somebody else changed the same fields since the editor saw them; `theirs` has the three values of each."""

    def __init__(self, theirs: Mapping[str, Clash]) -> None:
        super().__init__("Someone changed this while you were editing. Choose which value to keep.")
        self.theirs = theirs


class Duplicate(EditRefused):
    """There is such a row already: `existing`."""

    def __init__(self, message: str, existing: Any) -> None:  # noqa: ANN401 a row of any app above
        super().__init__(message)
        self.existing = existing


class PossibleDuplicate(Duplicate):
    """There may be such a row already; the person decides."""


class TooManyEdits(EditRefused):
    """The person has reached the limit of edits for now."""


class StillNeeded(EditRefused):
    """It cannot be removed or reverted: something else needs it, or was changed since."""


class RowRemoved(EditRefused):
    """The row to change was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__("Someone removed this while you were editing. The history says who.")
