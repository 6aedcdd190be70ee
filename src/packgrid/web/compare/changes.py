"""What changed of the packages of a table since a day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import attrs
from django.utils.translation import gettext as _

from packgrid.comparison.table import Side
from packgrid.history.models import Change, Kind
from packgrid.history.queries import happened

MOST = 100


@attrs.frozen
class Changes:
    """The newest changes since a day, newest first; `is_cut` if there were more."""

    since: date
    rows: tuple[Change, ...]
    is_cut: bool


def changes(sides: Sequence[Side], since: date) -> Changes:
    """What happened to these packages from that day on (UTC): one query."""
    begin = datetime.combine(since, time(), tzinfo=UTC)
    found = happened(None, [side.package_id for side in sides]).filter(at__gte=begin).order_by("-at", "-id")
    rows = tuple(found[: MOST + 1])
    return Changes(since, rows[:MOST], len(rows) > MOST)


def words(change: Change) -> str:
    """A change as a sentence goes on behind the name of its package."""
    kind = Kind(change.kind)
    pattern = PATTERNS.get(kind, "{kind} {subject}")
    said = {
        "kind": kind.label,
        "subject": change.subject,
        "old": change.old or _("none"),
        "new": change.new or _("none"),
    }
    return pattern.format_map(said).strip()


PATTERNS = {
    Kind.LICENSE: "{kind}: {old} → {new}",
    Kind.MOVED: "{kind}: {new}",
    Kind.REPLACED: "{kind}: {new}",
    Kind.YANKED: "{subject} {kind}",
    Kind.UNYANKED: "{subject} {kind}",
    Kind.SUPPORT_GAINED: "{kind}: {subject}",
    Kind.SUPPORT_LOST: "{kind}: {subject}",
    Kind.VULNERABILITY_APPEARED: "{kind}: {subject}",
    Kind.VULNERABILITY_FIXED: "{kind}: {subject}",
}
