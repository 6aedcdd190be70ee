"""The status of a package: independent claims, each with its evidence.

Archived is not deprecated, finished is not unmaintained, and a source that lost the package proves neither. What a
person decided wins over what a rule says and is marked as such; the rule's answer is kept beside it.
"""

from datetime import datetime

import attrs

from packgrid.assessment.rules import endings
from packgrid.assessment.rules.evidence import ClaimDecision, Evidence, last_decision
from packgrid.assessment.rules.status_rules import PEOPLE, STATUS_RULES, RuleAnswer, Status
from packgrid.assessment.rules.text_format import capitalize_first, format_day

PERSON = "a person"


@attrs.frozen(kw_only=True)
class Claim:
    """A claim with its answer and evidence. `decided_by` is "a person" or the name of the rule.

    `rule_says` is the rule's own answer, even if a person decided otherwise.
    """

    status: Status
    is_true: bool | None
    sentence: str
    source: str
    at: datetime | None
    decided_by: str
    rule_says: bool | None


def list_claims(evidence: Evidence, now: datetime) -> tuple[Claim, ...]:
    """Every claim, in the order of Status."""
    return tuple(make_claim(status, evidence, now) for status in Status)


def find_verdict(evidence: Evidence, now: datetime) -> Claim:
    """The claim for the top of a page: the first true one, else "maintained", whose answer is then not yes."""
    known = list_claims(evidence, now)
    return next((found for found in known if found.is_true), known[-1])


def make_claim(status: Status, evidence: Evidence, now: datetime) -> Claim:
    """One claim: what a person decided, else what the rule says."""
    ruling, made = STATUS_RULES[status](evidence, now), last_decision(evidence, status)
    stands = answer_of_person(status, made, evidence) if made else ruling
    return Claim(
        status=status,
        is_true=stands.is_true,
        sentence=stands.sentence,
        source=stands.source,
        at=stands.at,
        decided_by=PERSON if made else f"the rule for {status}",
        rule_says=ruling.is_true,
    )


def answer_of_person(status: Status, made: ClaimDecision, evidence: Evidence) -> RuleAnswer:
    """A person's decision as the answer of a rule."""
    sentence = describe_decision(status, made, evidence)
    return RuleAnswer(is_true=made.is_true, sentence=sentence, source=PEOPLE, at=made.decided_at)


def describe_decision(status: Status, made: ClaimDecision, evidence: Evidence) -> str:
    if made.is_true and status is Status.DEPRECATED:
        return endings.describe_deprecation(evidence)
    if made.is_true and status is Status.SUPERSEDED:
        return endings.describe_successor(evidence)
    when = f" on {format_day(made.decided_at)}" if made.decided_at else ""
    reason = f": {made.reason.rstrip('.')}" if made.reason else ""
    return f"{capitalize_first(status) if made.is_true else f'Not {status}'}, as a person said{when}{reason}."
