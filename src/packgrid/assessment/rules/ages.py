"""When a package was last released, committed to or found missing, and how long ago that is."""

from datetime import datetime, timedelta

import attrs

from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.text_format import format_day
from packgrid.assessment.rules.three_valued import all_true, negate
from packgrid.lib.index_names import name_index

MONTH = timedelta(days=31)
QUARTER = timedelta(days=90)
YEAR = timedelta(days=365)
LONG = 3 * YEAR
# One 404 is a bad day of somebody's server. A second one, at least this much later than the first, is an answer.
GONE_TIMES = 2
GONE_AFTER = timedelta(days=1)


@attrs.frozen
class LatestEvent:
    """The newest known release or commit: when it came, that day as text, and when its source last confirmed it.

    What came after `seen_at` is unknown, so a silence is counted until then and no further.
    """

    at: datetime | None
    on: str
    seen_at: datetime | None

    def is_known(self, now: datetime) -> bool:
        """True if the event is recent, or was confirmed recently: what was seen years ago says nothing of today."""
        return self.at is not None and (now - self.at <= QUARTER or is_fresh(self.seen_at, now))

    def is_silent(self, age: timedelta, now: datetime) -> bool | None:
        """True if nothing came within this time; None if the source was not asked for long enough since."""
        if self.at is None:
            return None
        if now - self.at <= age:
            return False
        return True if self.silence(now) > age else None

    def silence(self, now: datetime) -> timedelta:
        """How long it is known that nothing followed."""
        return min(now, self.seen_at) - self.at if self.at and self.seen_at else timedelta()

    def words(self, now: datetime) -> str:
        """The day, with the day of the confirmation if that is old."""
        return (
            self.on
            if is_fresh(self.seen_at, now) or not self.seen_at
            else f"{self.on} (as of {format_day(self.seen_at)})"
        )


def latest_release(evidence: Evidence) -> LatestEvent:
    """The newest release; if only its month is known, it counts as the end of that month."""
    at, on = evidence.released_at, ""
    if at:
        on = f"{at:%B %Y}" if evidence.released_to_the_month else format_day(at)
        at = at.replace(day=1) + MONTH if evidence.released_to_the_month else at
    return LatestEvent(at, on, evidence.pypi_confirmed_at)


def latest_commit(evidence: Evidence) -> LatestEvent:
    """The newest commit, or else the newest push."""
    at = evidence.last_commit_at or evidence.pushed_at
    return LatestEvent(at, format_day(at) if at else "", evidence.repo_confirmed_at)


def is_fresh(confirmed_at: datetime | None, now: datetime) -> bool:
    """True if a source confirmed something in the last 90 days."""
    return confirmed_at is not None and now - confirmed_at <= QUARTER


def last_activity_at(evidence: Evidence) -> datetime | None:
    """When the newest release or commit came, whichever is later; None if neither is known."""
    return max(filter(None, (latest_release(evidence).at, latest_commit(evidence).at)), default=None)


def is_older(moment: datetime | None, age: timedelta, *, now: datetime) -> bool | None:
    """True if more than this time has passed since; None if the moment is unknown."""
    return None if moment is None else now - moment > age


def is_quiet(evidence: Evidence, age: timedelta, *, now: datetime) -> bool | None:
    """True if neither a release nor a commit came within this time.

    False if either is recent. None if a date that could be known is not: a package without a PyPI project has no
    releases to wait for, one without a repository no commits.
    """
    awaited = [latest_release(evidence)] if evidence.pypi_name or evidence.released_at else []
    awaited += [latest_commit(evidence)] if evidence.repo_url or latest_commit(evidence).at else []
    return all_true(latest.is_silent(age, now) for latest in awaited) if awaited else None


def describe_quiet(evidence: Evidence, now: datetime) -> str:
    """Such as "no release since May 2021 and no commit since 3 June 2021", for a package that is_quiet()."""
    both = [("release", latest_release(evidence)), ("commit", latest_commit(evidence))]
    return " and ".join(f"no {thing} since {latest.words(now)}" for thing, latest in both if latest.at) or "quiet"


def describe_last_known(evidence: Evidence) -> str:
    """Such as "last release May 2021; repository not checked yet": the newest dates, and who has not answered."""
    both = [("release", latest_release(evidence)), ("commit", latest_commit(evidence))]
    known = [f"last {thing} {latest.on}" for thing, latest in both if latest.at]
    return "; ".join([*(known or ["no release and no commit is known"]), *list_unchecked(evidence)])


def list_unchecked(evidence: Evidence) -> list[str]:
    """The sources that have not answered yet, such as ["repository not checked yet"]."""
    entered = [
        (name_index(evidence.index_name), evidence.pypi_name, evidence.pypi_confirmed_at or evidence.pypi_gone_since),
        ("repository", evidence.repo_url, evidence.repo_confirmed_at or evidence.repo_gone_since),
    ]
    return [f"{source} not checked yet" for source, name, answered_at in entered if name and not answered_at]


def describe_last_activity(evidence: Evidence) -> str:
    """A sentence with the day of the newest release or commit."""
    released, committed = latest_release(evidence), latest_commit(evidence)
    if released.at and (committed.at is None or released.at > committed.at):
        return f"The last release came {'in' if evidence.released_to_the_month else 'on'} {released.on}."
    return f"The last commit came on {committed.on}." if committed.at else "No release and no commit is known."


def is_recent(evidence: Evidence, now: datetime) -> bool | None:
    """True if a release or a commit came within a year; one of them is enough, None if neither is known.

    What a source said before it lost the package is no evidence of maintenance.
    """
    release, commit = latest_release(evidence).at, latest_commit(evidence).at
    if is_gone(evidence.pypi_gone_since, evidence.pypi_gone_times, evidence.pypi_confirmed_at, now=now):
        release = None
    if is_gone(evidence.repo_gone_since, evidence.repo_gone_times, evidence.repo_confirmed_at, now=now):
        commit = None
    return negate(is_older(max(filter(None, (release, commit)), default=None), YEAR, now=now))


def is_gone(since: datetime | None, times: int, confirmed_at: datetime | None, *, now: datetime) -> bool | None:
    """True if a source no longer has it: True after several 404s that span a day.

    Before that, False if the source ever answered, else None. None too if a day has passed without a second question.
    """
    if since is None or now - since < GONE_AFTER:
        return None if confirmed_at is None else False
    return True if times >= GONE_TIMES else None
