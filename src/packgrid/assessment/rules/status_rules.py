"""The rule for each claim about a package, before any person decides; docs/metrics/status.md explains them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

import attrs

from packgrid.assessment.rules import endings
from packgrid.assessment.rules.ages import (
    LONG,
    YEAR,
    describe_last_activity,
    describe_last_known,
    describe_quiet,
    is_quiet,
    is_recent,
    last_activity_at,
)
from packgrid.assessment.rules.evidence import Evidence, last_decision
from packgrid.assessment.rules.finished_rule import (
    describe_finished,
    is_finished,
    is_finished_by_rule,
    select_conditions,
)
from packgrid.assessment.rules.text_format import capitalize_first, format_since

PEOPLE = "people"


class Status(StrEnum):
    """The claims. The first true one, in this order, is the verdict."""

    QUARANTINED = "quarantined"
    GONE = "gone"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    ARCHIVED = "archived"
    UNMAINTAINED = "unmaintained"
    FINISHED = "finished"
    MAINTAINED = "maintained"


@attrs.frozen(kw_only=True)
class RuleAnswer:
    """An answer, why, which source it is from, and the day that it rests on."""

    is_true: bool | None
    sentence: str
    source: str = ""
    at: datetime | None = None


type Rule = Callable[[Evidence, datetime], RuleAnswer]


def rule_quarantined(evidence: Evidence, _now: datetime) -> RuleAnswer:
    """The index's answer; None until it has been asked."""
    sentences: Mapping[bool | None, str] = {
        True: endings.describe_quarantine(evidence),
        False: "The index does not block it.",
        None: "The index is not checked yet." if evidence.pypi_name else "No PyPI project is entered.",
    }
    answer, at = endings.is_quarantined(evidence), evidence.pypi_confirmed_at
    return RuleAnswer(is_true=answer, sentence=sentences[answer], source=evidence.pypi_origin, at=at)


def rule_gone(evidence: Evidence, now: datetime) -> RuleAnswer:
    """True if every source that had it has lost it."""
    sentences = []
    if evidence.pypi_name:
        lost, since = endings.is_pypi_gone(evidence, now), evidence.pypi_gone_since
        index = evidence.index_title
        sentences.append(endings.describe_gone_project(evidence) if lost else describe_source(index, lost, since))
    if evidence.repo_url:
        lost, since = endings.is_repo_gone(evidence, now), evidence.repo_gone_since
        sentences.append(endings.describe_gone_repo(evidence) if lost else describe_source("The git host", lost, since))
    return RuleAnswer(
        is_true=endings.is_gone_everywhere(evidence, now),
        sentence=" ".join(sentences) or "No PyPI project and no repository are entered.",
        source=format_sources(evidence),
        at=max(filter(None, (evidence.pypi_gone_since, evidence.repo_gone_since)), default=None),
    )


def describe_source(name: str, lost: bool | None, gone_since: datetime | None) -> str:  # noqa: FBT001 one of three answers
    """True if a source still has it, for one that has not lost it for sure."""
    if lost is False:
        return f"{name} has it."
    return f"{name} did not find it{format_since(gone_since)}." if gone_since else f"{name} is not checked yet."


def rule_deprecated(evidence: Evidence, _now: datetime) -> RuleAnswer:
    """True if the index says so; no silence and no error of a source deprecates anything."""
    if endings.has_index_status(evidence, "deprecated"):
        sentence = endings.describe_index_deprecation(evidence)
        at = evidence.pypi_confirmed_at
        return RuleAnswer(is_true=True, sentence=sentence, source=evidence.pypi_origin, at=at)
    return RuleAnswer(is_true=False, sentence="Nobody has said that it is deprecated.", source=PEOPLE)


def rule_superseded(_evidence: Evidence, _now: datetime) -> RuleAnswer:
    """Never True."""
    return RuleAnswer(is_true=False, sentence="Nobody has named a successor.", source=PEOPLE)


def rule_archived(evidence: Evidence, _now: datetime) -> RuleAnswer:
    """The git host's answer; unarchiving clears it."""
    sentences: Mapping[bool | None, str] = {
        True: endings.describe_archiving(evidence),
        False: "The repository is not archived.",
        None: describe_no_answer(evidence),
    }
    is_of_project = endings.has_index_status(evidence, "archived")
    answer = endings.is_archived(evidence)
    return RuleAnswer(
        is_true=answer,
        sentence=sentences[answer],
        source=evidence.pypi_origin if is_of_project else evidence.repo_origin,
        at=evidence.pypi_confirmed_at if is_of_project else evidence.repo_confirmed_at,
    )


def describe_no_answer(evidence: Evidence) -> str:
    """Why it is not known whether the repository is archived."""
    if not evidence.repo_url:
        return "No repository is entered."
    return "The git host does not say." if evidence.repo_confirmed_at else "The git host is not checked yet."


def rule_unmaintained(evidence: Evidence, now: datetime) -> RuleAnswer:
    """True if its maintainers say so, or if it has been quiet for long and is not finished."""
    if endings.is_inactive(evidence):
        words, at = endings.describe_inactivity(evidence), evidence.pypi_confirmed_at
        return RuleAnswer(is_true=True, sentence=f"Unmaintained. {words}", source=evidence.pypi_origin, at=at)
    is_long_quiet, is_whole = is_quiet(evidence, LONG, now=now), is_finished(evidence, now)
    if is_long_quiet is False or is_whole:
        sentence = (
            describe_last_activity(evidence) if is_long_quiet is False else "No recent changes, but it is finished."
        )
        return answer_from_activity(evidence, sentence, is_true=False)
    if is_long_quiet is None or is_whole is None:
        known = capitalize_first(describe_last_known(evidence))
        sentence = f"Not enough is known to call it unmaintained or finished. {known}."
        return answer_from_activity(evidence, sentence, is_true=None)
    return answer_from_activity(
        evidence, f"Unmaintained: {describe_quiet(evidence, now)}.{describe_missing(evidence, now)}", is_true=True
    )


def describe_missing(evidence: Evidence, now: datetime) -> str:
    """The conditions that are missing for "finished"."""
    needs = select_conditions(evidence, now, False)  # noqa: FBT003 the answer to look for
    return f" To count as finished, it needs {'; '.join(needs)}." if needs else ""


def rule_finished(evidence: Evidence, now: datetime) -> RuleAnswer:
    answer = is_finished_by_rule(evidence, now)
    if answer:
        return answer_from_activity(evidence, f"Finished: {describe_finished(evidence, now)}", is_true=True)
    if answer is None:
        unknown = "; ".join(select_conditions(evidence, now, None))
        return answer_from_activity(evidence, f"It may be finished; not known yet: {unknown}.", is_true=None)
    if is_quiet(evidence, YEAR, now=now) is False:
        return answer_from_activity(
            evidence, f"Work on it continues. {describe_last_activity(evidence)}", is_true=False
        )
    return answer_from_activity(evidence, f"Not finished.{describe_missing(evidence, now)}", is_true=False)


def rule_maintained(evidence: Evidence, now: datetime) -> RuleAnswer:
    """True if a release or commit came within a year, whoever else has not answered yet, and nothing ended it."""
    if endings.has_ended(evidence, now):
        return answer_from_activity(evidence, "Not maintained: it has ended.", is_true=False)
    if is_unmaintained(evidence, now):
        return answer_from_activity(evidence, "Not maintained.", is_true=False)
    known = capitalize_first(describe_last_known(evidence))
    if is_recent(evidence, now):
        return answer_from_activity(evidence, f"Maintained. {known}.", is_true=True)
    if is_quiet(evidence, YEAR, now=now):
        sentence = f"{known}: too long ago to call it maintained, too recent to call it unmaintained."
        return answer_from_activity(evidence, sentence, is_true=None)
    return answer_from_activity(evidence, f"{known}.", is_true=None)


def is_unmaintained(evidence: Evidence, now: datetime) -> bool | None:
    """The decision of a person, else the answer of the rule."""
    made = last_decision(evidence, Status.UNMAINTAINED)
    return made.is_true if made else rule_unmaintained(evidence, now).is_true


def answer_from_activity(evidence: Evidence, sentence: str, *, is_true: bool | None) -> RuleAnswer:
    """An answer that rests on the last release and commit."""
    return RuleAnswer(
        is_true=is_true, sentence=sentence, source=format_sources(evidence), at=last_activity_at(evidence)
    )


def format_sources(evidence: Evidence) -> str:
    """The names of the sources that it has, such as "pypi and github"."""
    return " and ".join(dict.fromkeys(filter(None, (evidence.pypi_origin, evidence.repo_origin))))


STATUS_RULES: dict[Status, Rule] = {
    Status.QUARANTINED: rule_quarantined,
    Status.GONE: rule_gone,
    Status.DEPRECATED: rule_deprecated,
    Status.SUPERSEDED: rule_superseded,
    Status.ARCHIVED: rule_archived,
    Status.UNMAINTAINED: rule_unmaintained,
    Status.FINISHED: rule_finished,
    Status.MAINTAINED: rule_maintained,
}
