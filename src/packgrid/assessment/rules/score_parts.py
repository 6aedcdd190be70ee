"""The five parts of the score: the inputs of each, and their weights within the part."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import attrs

from packgrid.assessment.percentiles import Percentiles
from packgrid.assessment.rules.ages import LatestEvent, is_fresh, is_recent, latest_commit, latest_release
from packgrid.assessment.rules.endings import has_ended
from packgrid.assessment.rules.evidence import Evidence, newest_release
from packgrid.assessment.rules.finished_rule import (
    has_license,
    has_readme,
    is_finished,
    is_stable,
    is_without_vulnerability,
)
from packgrid.assessment.rules.release_support import current_support
from packgrid.assessment.rules.score_inputs import (
    ScoreInput,
    known_input,
    points_by_age,
    points_by_count,
    unknown_input,
)
from packgrid.assessment.rules.status_rules import is_unmaintained
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind
from packgrid.assessment.rules.text_format import format_count
from packgrid.catalogue.fact_table import BY_KEY

MANY_COMMITS, MANY_AUTHORS, ENOUGH_COMMITS = 100, 10, 10
# A finished package needs no releases and commits: what they would give is at least this much (npms.io has the same).
FINISHED_POINTS = 0.9
POPULARITY_WEIGHTS = {"stars": 1, "forks": 1, "downloads": 2, "usage": 1}
POINTS_OF_KIND = {
    SupportKind.DECLARED: 1.0,
    SupportKind.ALLOWED: 0.7,
    SupportKind.UNDECLARED: 0.3,
    SupportKind.EXCLUDED: 0.0,
}

type Inputs = Callable[[Evidence, Percentiles, datetime], list[ScoreInput]]


def read_maintenance(evidence: Evidence, _percentiles: Percentiles, now: datetime) -> list[ScoreInput]:
    """The inputs for activity: whether the package has ended, and its last release and commit."""
    weeks = evidence.weekly_commits if is_fresh(evidence.repo_confirmed_at, now) else None
    commits = None if weeks is None else sum(weeks)
    work = [
        read_age("last release", latest_release(evidence), now=now),
        read_age("last commit", latest_commit(evidence), now=now),
        read_count("commits in 52 weeks", commits, full=MANY_COMMITS, weight=1),
    ]
    return [read_end(evidence, now), *(lift_inputs(work) if is_finished(evidence, now) else work)]


def read_end(evidence: Evidence, now: datetime) -> ScoreInput:
    """No points if it has ended or is unmaintained."""
    if has_ended(evidence, now) or is_unmaintained(evidence, now):
        return known_input("going on", "no", 0, weight=3, sentence="It has ended or is unmaintained; see its status.")
    if not is_recent(evidence, now) and has_ended(evidence, now) is None:
        return unknown_input("going on", weight=3)
    return known_input("going on", "yes", 1, weight=3, sentence="Nothing says that it has ended.")


def read_age(name: str, latest: LatestEvent, *, now: datetime) -> ScoreInput:
    """Points for a date; unknown if it was not confirmed recently."""
    if latest.at is None or not latest.is_known(now):
        return unknown_input(name, weight=2)
    age = max(timedelta(), now - latest.at)
    sentence = f"The {name} was {latest.on}, {format_count(age.days, 'day')} ago."
    return known_input(name, latest.on, points_by_age(age), weight=2, sentence=sentence)


def read_count(name: str, count: int | None, *, full: int, weight: int) -> ScoreInput:
    """Points for the logarithm of a count; `full` gives all points."""
    if count is None:
        return unknown_input(name, weight=weight)
    sentence = f"{count:,} {name}; {full:,} or more give all points."
    return known_input(name, f"{count:,}", points_by_count(count, full=full), weight=weight, sentence=sentence)


def lift_inputs(inputs: Iterable[ScoreInput]) -> list[ScoreInput]:
    """The inputs of a finished package: each known one gives at least FINISHED_POINTS."""
    why = f" It is finished, so this counts at least {FINISHED_POINTS}."
    return [
        item
        if item.points is None
        else attrs.evolve(item, points=max(item.points, FINISHED_POINTS), sentence=item.sentence + why)
        for item in inputs
    ]


def read_popularity(evidence: Evidence, percentiles: Percentiles, _now: datetime) -> list[ScoreInput]:
    """Its percentiles among all packages."""
    facts = [(BY_KEY[key], weight) for key, weight in POPULARITY_WEIGHTS.items()]
    return [
        read_percentile(fact.unit, fact.column, getattr(evidence, fact.column), percentiles, weight=weight)
        for fact, weight in facts
    ]


def read_percentile(name: str, column: str, value: int | None, percentiles: Percentiles, *, weight: int) -> ScoreInput:
    """Points for a percentile among all packages."""
    share = percentiles.percentile(column, value)
    if value is None or share is None:
        return unknown_input(name, weight=weight)
    rank = describe_rank(percentiles.share_below(column, value))
    sentence = f"{value:,} {name}: {rank} of the packages of which this is known."
    return known_input(name, f"{value:,}", share, weight=weight, sentence=sentence)


def describe_rank(share: float) -> str:
    """Such as "more than 42%", never more than the share that has less; "not more than any" if none has less."""
    if not share:
        return "not more than any"
    percent = min(int(100 * share), 99)
    return f"more than {percent}%" if percent else "more than a few"


def read_quality(evidence: Evidence, _percentiles: Percentiles, now: datetime) -> list[ScoreInput]:
    """The inputs for quality: what a careful publisher provides."""
    links = evidence.links
    has_docs = True if evidence.documentation_url else None if links is None else "documentation" in links
    is_safe = is_without_vulnerability(evidence, now)
    safe = "No vulnerability of its newest version is known.", "Vulnerabilities of its newest version are known."
    return [
        read_answer("free of known vulnerabilities", is_safe, safe, weight=3),
        read_provided("licence", has_license(evidence, now), weight=2),
        read_provided("README", has_readme(evidence, now), weight=2),
        read_provided("documentation", has_docs, weight=1),
        read_provided("change log", None if links is None else "changelog" in links, weight=1),
        read_provided("stable version", is_stable(evidence, now), weight=1),
        read_provided("wheel", newest_release(evidence).has_wheel, weight=1),
    ]


def read_provided(name: str, answer: bool | None, *, weight: int) -> ScoreInput:  # noqa: FBT001 an answer is what it is about
    """Points for something that is there or not."""
    return read_answer(name, answer, (f"Provided: {name}.", f"Not provided: {name}."), weight=weight)


def read_answer(name: str, answer: bool | None, words: tuple[str, str], *, weight: int) -> ScoreInput:  # noqa: FBT001 an answer is what it is about
    """All points for True, none for False; `words` are the sentences for these two."""
    if answer is None:
        return unknown_input(name, weight=weight)
    value, sentence = ("yes", words[0]) if answer else ("no", words[1])
    return known_input(name, value, float(answer), weight=weight, sentence=sentence)


def read_compatibility(evidence: Evidence, _percentiles: Percentiles, now: datetime) -> list[ScoreInput]:
    """How many of the Djangos and Pythons with security fixes it supports."""
    newest = current_support(evidence, now)
    return [
        read_covered("Djangos with security fixes", newest.djangos, weight=3),
        read_covered("Pythons with security fixes", newest.pythons, weight=2),
        read_covered("the newest Django", newest.djangos[-1:], weight=1),
    ]


def read_covered(name: str, cells: tuple[SupportCell, ...], *, weight: int) -> ScoreInput:
    """Points for the support of several series; series of which nothing is said are left out."""
    said = [(cell, POINTS_OF_KIND[cell.kind]) for cell in cells if cell.kind in POINTS_OF_KIND]
    if not said:
        return unknown_input(name, weight=weight)
    value = ", ".join(f"{cell.series} {cell.kind}" for cell, _ in said)
    points = sum(each for _, each in said) / len(said)
    return known_input(name, value, points, weight=weight, sentence=f"The newest release says of {name}: {value}.")


def read_community(evidence: Evidence, percentiles: Percentiles, now: datetime) -> list[ScoreInput]:
    """How many people it depends on."""
    authors = evidence.authors if is_fresh(evidence.repo_confirmed_at, now) else None
    people = None if authors is None else [author for author in authors if not author.is_bot]
    commits = sorted((author.commits for author in people or ()), reverse=True)
    lately = [read_count("authors in 52 weeks", None if people is None else len(people), full=MANY_AUTHORS, weight=2)]
    return [
        read_percentile("contributors", "contributor_count", evidence.contributor_count, percentiles, weight=2),
        *(lift_inputs(lately) if is_finished(evidence, now) else lately),
        read_shared_work(commits),
    ]


def read_shared_work(commits: list[int]) -> ScoreInput:
    """Points for the commits that others than the busiest author made; unknown if there are few commits."""
    name, total = "commits by others than the busiest author", sum(commits)
    if total < ENOUGH_COMMITS:
        return unknown_input(name, weight=1)
    others = total - commits[0]
    sentence = f"{others:,} of {total:,} commits in 52 weeks; half of them give all points."
    return known_input(name, f"{others:,}", min(1.0, 2 * others / total), weight=1, sentence=sentence)


PARTS: tuple[tuple[str, str, Inputs], ...] = (
    ("maintenance", "Maintenance", read_maintenance),
    ("popularity", "Popularity", read_popularity),
    ("quality", "Quality", read_quality),
    ("compatibility", "Compatibility", read_compatibility),
    ("community", "Community", read_community),
)
