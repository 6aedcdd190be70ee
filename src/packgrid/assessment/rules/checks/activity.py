"""Checks of who works on a package, and how much."""

from datetime import datetime

from packgrid.assessment.rules.ages import LONG, QUARTER, YEAR, is_fresh, latest_commit, latest_release
from packgrid.assessment.rules.checks.check import Check, Level
from packgrid.assessment.rules.endings import has_ended
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.finished_rule import CONDITIONS, describe_finished, is_finished, is_neglected
from packgrid.assessment.rules.text_format import capitalize_first, format_count
from packgrid.assessment.rules.three_valued import all_true, any_true, negate

ENOUGH_COMMITS = 10
NEARLY_ALL = 0.9
MANY_ISSUES = 50
ISSUES_A_COMMIT = 2


def describe_last_commit(evidence: Evidence, now: datetime) -> str:
    return f"No commit since {latest_commit(evidence).words(now)}."


def count_commits_by_person(evidence: Evidence, now: datetime) -> list[int] | None:
    """How often each person committed in the last 52 weeks, the busiest first; None if unknown. Bots are left out."""
    if evidence.authors is None or not is_fresh(evidence.repo_confirmed_at, now):
        return None
    return sorted((author.commits for author in evidence.authors if not author.is_bot), reverse=True)


def is_work_of_one_person(evidence: Evidence, now: datetime) -> bool | None:
    """True if one person made nearly all commits of the last 52 weeks."""
    commits = count_commits_by_person(evidence, now)
    if commits is None:
        return None
    return sum(commits) >= ENOUGH_COMMITS and commits[0] >= NEARLY_ALL * sum(commits)


def describe_one_person(evidence: Evidence, now: datetime) -> str:
    commits = count_commits_by_person(evidence, now) or [0]
    return f"One person made {commits[0]:,} of the {sum(commits):,} commits of the last 52 weeks."


def has_many_issues(evidence: Evidence, now: datetime) -> bool | None:
    """True if many issues are open compared with the commits of a year."""
    issues = evidence.open_issues
    weeks = evidence.weekly_commits if is_fresh(evidence.repo_confirmed_at, now) else None
    return all_true(
        [
            None if issues is None else issues >= MANY_ISSUES,
            None if issues is None or weeks is None else issues > ISSUES_A_COMMIT * sum(weeks),
        ]
    )


def describe_open_issues(evidence: Evidence, _now: datetime) -> str:
    issues = format_count(evidence.open_issues or 0, "issue")
    commits = format_count(sum(evidence.weekly_commits or ()), "commit")
    return f"{issues} are open, with {commits} in the last 52 weeks."


def is_active(evidence: Evidence, now: datetime) -> bool | None:
    """True if it was committed to within 90 days, released within a year, and has not ended."""
    is_left = [
        latest_commit(evidence).is_silent(QUARTER, now),
        latest_release(evidence).is_silent(YEAR, now),
        has_ended(evidence, now) is True,
    ]
    return negate(any_true(is_left))


def describe_activity(evidence: Evidence, _now: datetime) -> str:
    return f"Last commit {latest_commit(evidence).on}, last release {latest_release(evidence).on}."


ACTIVITY = (
    Check(
        key="no-commit-3-years",
        level=Level.DANGER,
        title="No commit in 3 years",
        holds=lambda evidence, now: is_neglected(evidence, latest_commit(evidence), above=LONG, now=now),
        words=describe_last_commit,
        exactly=f"The newest commit is older than {LONG.days:,} days, and the package is not finished.",
        advice="If you use it, expect to fix problems yourself. Look for a maintained fork.",
    ),
    Check(
        key="no-commit-1-year",
        level=Level.WARNING,
        title="No commit in a year",
        holds=lambda evidence, now: is_neglected(evidence, latest_commit(evidence), above=YEAR, up_to=LONG, now=now),
        words=describe_last_commit,
        exactly=f"The newest commit is older than {YEAR.days} days but not than {LONG.days:,}, and the package is not "
        "finished.",
        advice="Check that issues get answers before you rely on it.",
    ),
    Check(
        key="one-person",
        level=Level.NOTE,
        title="One person",
        holds=is_work_of_one_person,
        words=describe_one_person,
        exactly=f"In the last 52 weeks people made at least {ENOUGH_COMMITS} commits, and one of them made at least "
        f"{NEARLY_ALL:.0%} of these. Bots are not counted.",
        advice="Consider helping. If this person stops, nobody else can release.",
    ),
    Check(
        key="many-issues",
        level=Level.NOTE,
        title="Many open issues",
        holds=has_many_issues,
        words=describe_open_issues,
        exactly=f"{MANY_ISSUES} or more issues are open, over {ISSUES_A_COMMIT} for each commit of the last 52 weeks.",
        advice="Search the issues for the features that you need before you start.",
    ),
    Check(
        key="finished",
        level=Level.GOOD,
        title="Finished",
        holds=is_finished,
        words=lambda evidence, now: capitalize_first(describe_finished(evidence, now)),
        exactly=f"A person said so, or all of these are true: {'; '.join(one.wanted for one in CONDITIONS)}.",
        advice="You can use it although it is quiet. Test it with your own versions.",
    ),
    Check(
        key="active",
        level=Level.GOOD,
        title="Active",
        holds=is_active,
        words=describe_activity,
        exactly=f"The newest commit is at most {QUARTER.days} days old, the newest release at most {YEAR.days}, and "
        "it has not ended (see the page about the status).",
        advice="Report problems: the maintainers are active.",
    ),
)
