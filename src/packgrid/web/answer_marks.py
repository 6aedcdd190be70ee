"""Marks of answers: each has a colour, a sign and a word, so that no meaning depends on colour alone."""

from collections.abc import Mapping

import attrs

from packgrid.assessment.rules.checks.check import Level
from packgrid.assessment.rules.status_rules import Status
from packgrid.assessment.rules.support_cells import SupportKind


@attrs.frozen
class AnswerMark:
    """A mark; `tone` is the name of its colour."""

    tone: str
    sign: str
    word: str


STATUS_MARKS: Mapping[str, AnswerMark] = {
    Status.QUARANTINED: AnswerMark("bad", "✗", "Quarantined"),
    Status.GONE: AnswerMark("bad", "✗", "Gone"),
    Status.DEPRECATED: AnswerMark("bad", "✗", "Deprecated"),
    Status.SUPERSEDED: AnswerMark("warn", "→", "Replaced"),
    Status.ARCHIVED: AnswerMark("warn", "■", "Archived"),
    Status.UNMAINTAINED: AnswerMark("warn", "!", "Unmaintained"),
    Status.FINISHED: AnswerMark("good", "✓", "Finished"),
    Status.MAINTAINED: AnswerMark("good", "✓", "Maintained"),
}


def get_verdict_mark(verdict: str) -> AnswerMark | None:
    """The mark of a verdict by its name, such as "maintained"; None for a verdict that is not known."""
    return STATUS_MARKS.get(verdict)


UNKNOWN_MARK = AnswerMark("", "?", "Not enough known")


def name_verdict(verdict: str) -> str:
    """A verdict as pages say it, such as "Replaced" for "superseded"; "Not enough known" where there is none."""
    return STATUS_MARKS.get(verdict, UNKNOWN_MARK).word


LEVEL_MARKS: Mapping[Level, AnswerMark] = {
    Level.DANGER: AnswerMark("bad", "✗", "danger"),
    Level.WARNING: AnswerMark("warn", "!", "warning"),
    Level.NOTE: AnswerMark("", "·", "note"),
    Level.GOOD: AnswerMark("good", "✓", "good"),
}
SUPPORT_MARKS: Mapping[SupportKind, AnswerMark] = {
    SupportKind.DECLARED: AnswerMark("yes", "✓", "declared"),
    SupportKind.ALLOWED: AnswerMark("maybe", "○", "allowed"),
    SupportKind.UNDECLARED: AnswerMark("maybe", "\N{EN DASH}", "undeclared"),
    SupportKind.UNKNOWN: AnswerMark("unknown", "·", "says nothing"),
    SupportKind.NOT_CHECKED: AnswerMark("unknown", "?", "not checked"),
    SupportKind.EXCLUDED: AnswerMark("no", "✗", "excluded"),
}
