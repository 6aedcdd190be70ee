"""How pages show an answer: a colour by its name, a sign and a word, so that none of them stands alone."""

from collections.abc import Mapping

import attrs

from packgrid.assessment.rules.checks.check import Level
from packgrid.assessment.rules.status_rules import Status
from packgrid.assessment.rules.support_cells import SupportKind


@attrs.frozen
class Mark:
    """The name of a colour, a sign and a word."""

    tone: str
    sign: str
    word: str


STATUS_MARKS: Mapping[str, Mark] = {
    Status.GONE: Mark("bad", "✗", "Gone"),
    Status.DEPRECATED: Mark("bad", "✗", "Deprecated"),
    Status.SUPERSEDED: Mark("warn", "→", "Replaced"),
    Status.ARCHIVED: Mark("warn", "■", "Archived"),
    Status.UNMAINTAINED: Mark("warn", "!", "Unmaintained"),
    Status.FINISHED: Mark("good", "✓", "Finished"),
    Status.MAINTAINED: Mark("good", "✓", "Maintained"),
}
UNKNOWN_MARK = Mark("", "?", "Unknown")
LEVEL_MARKS: Mapping[Level, Mark] = {
    Level.DANGER: Mark("bad", "✗", "danger"),
    Level.WARNING: Mark("warn", "!", "warning"),
    Level.NOTE: Mark("", "·", "note"),
    Level.GOOD: Mark("good", "✓", "good"),
}
SUPPORT_MARKS: Mapping[SupportKind, Mark] = {
    SupportKind.DECLARED: Mark("yes", "✓", "declared"),
    SupportKind.ALLOWED: Mark("maybe", "○", "allowed"),
    SupportKind.UNDECLARED: Mark("maybe", "\N{EN DASH}", "undeclared"),
    SupportKind.UNKNOWN: Mark("unknown", "·", "unknown"),
    SupportKind.EXCLUDED: Mark("no", "✗", "excluded"),
}
