"""The line at the top of a package's page."""

import attrs

from packgrid.assessment.rules.status import PERSON, Claim
from packgrid.assessment.rules.text_format import capitalize_first
from packgrid.web.answer_marks import STATUS_MARKS, UNKNOWN_MARK, AnswerMark


@attrs.frozen
class VerdictLine:
    """The mark of a verdict, the sentence behind its word, and whether a person decided it."""

    mark: AnswerMark
    sentence: str
    is_by_person: bool


def make_verdict_line(claim: Claim) -> VerdictLine:
    """The line for a verdict. Its sentence does not repeat the word of the mark."""
    mark = STATUS_MARKS[claim.status] if claim.is_true else UNKNOWN_MARK
    rest = claim.sentence.removeprefix(mark.word).lstrip(".: ") if claim.is_true else claim.sentence
    return VerdictLine(mark, capitalize_first(rest), claim.decided_by == PERSON)
