"""How long ago a package was released, committed to, or seen to be gone."""

from datetime import datetime, timedelta

import attrs

from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.text_format import format_day
from packgrid.assessment.rules.three_valued import all_true

MONTH = timedelta(days=31)
QUARTER = timedelta(days=90)
YEAR = timedelta(days=365)
LONG = 3 * YEAR
# One 404 is a bad day of somebody's server. A second one, at least this much later than the first, is an answer.
GONE_TIMES = 2
GONE_AFTER = timedelta(days=1)


@attrs.frozen
class LatestEvent:
    """The newest release or commit that is known: when it came, that in words, and when its source last confirmed it.

    What came after `seen_at` nobody knows, so silence counts until then and no further.
    """

    at: datetime | None
    on: str
    seen_at: datetime | None

    def is_known(self, now: datetime) -> bool:
        """Whether it is known, and recent or lately confirmed: what was seen years ago says nothing of today."""
        return self.at is not None and (now - self.at <= QUARTER or is_fresh(self.seen_at, now))

    def is_silent(self, age: timedelta, now: datetime) -> bool | None:
        """Whether none came within this time; unknown if it was not looked at for long enough since."""
        if self.at is None:
            return None
        if now - self.at <= age:
            return False
        return True if self.silence(now) > age else None

    def silence(self, now: datetime) -> timedelta:
        """For how long it is known that none came after it."""
        return min(now, self.seen_at) - self.at if self.at and self.seen_at else timedelta()

    def words(self, now: datetime) -> str:
        """The day, with the day of the confirmation where that is old."""
        return (
            self.on
            if is_fresh(self.seen_at, now) or not self.seen_at
            else f"{self.on} (as of {format_day(self.seen_at)})"
        )


def latest_release(evidence: Evidence) -> LatestEvent:
    """Its newest release; where only the month is known, not before the end of that."""
    at, on = evidence.released_at, ""
    if at:
        on = f"{at:%B %Y}" if evidence.released_to_the_month else format_day(at)
        at = at.replace(day=1) + MONTH if evidence.released_to_the_month else at
    return LatestEvent(at, on, evidence.pypi_confirmed_at)


def latest_commit(evidence: Evidence) -> LatestEvent:
    """Its newest commit, or else the last push."""
    at = evidence.last_commit_at or evidence.pushed_at
    return LatestEvent(at, format_day(at) if at else "", evidence.repo_confirmed_at)


def is_fresh(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether a source has confirmed something lately enough to speak of today."""
    return confirmed_at is not None and now - confirmed_at <= QUARTER


def last_activity_at(evidence: Evidence) -> datetime | None:
    """When its newest release or commit came, whichever was later; None if neither is known."""
    return max(filter(None, (latest_release(evidence).at, latest_commit(evidence).at)), default=None)


def is_older(moment: datetime | None, age: timedelta, *, now: datetime) -> bool | None:
    """Whether more than this has passed since."""
    return None if moment is None else now - moment > age


def is_quiet(evidence: Evidence, age: timedelta, *, now: datetime) -> bool | None:
    """Whether neither a release nor a commit came within this time.

    A recent one of either says no. A date that could be known and is not leaves it unknown; a package without a
    project on PyPI has no releases to wait for, one without a repository no commits.
    """
    awaited = [latest_release(evidence)] if evidence.pypi_name or evidence.released_at else []
    awaited += [latest_commit(evidence)] if evidence.repo_url or latest_commit(evidence).at else []
    return all_true(latest.is_silent(age, now) for latest in awaited) if awaited else None


def describe_quiet(evidence: Evidence, now: datetime) -> str:
    """Such as "no release since May 2021 and no commit since 3 June 2021", of a package that is_quiet() says yes of."""
    both = [("release", latest_release(evidence)), ("commit", latest_commit(evidence))]
    return " and ".join(f"no {thing} since {latest.words(now)}" for thing, latest in both if latest.at) or "quiet"


def describe_last_known(evidence: Evidence) -> str:
    """Such as "last known release: May 2021; last known commit: 3 June 2021", of which nobody knows what followed."""
    both = [("release", latest_release(evidence)), ("commit", latest_commit(evidence))]
    known = [f"last known {thing}: {latest.on}" for thing, latest in both if latest.at]
    return "; ".join(known) or "no release and no commit is known"


def describe_last_activity(evidence: Evidence) -> str:
    """When the last sign of life came, as a sentence."""
    released, committed = latest_release(evidence), latest_commit(evidence)
    if released.at and (committed.at is None or released.at > committed.at):
        return f"The last release came {'in' if evidence.released_to_the_month else 'on'} {released.on}."
    return f"The last commit came on {committed.on}." if committed.at else "No release and no commit is known."


def is_gone(since: datetime | None, times: int, confirmed_at: datetime | None, *, now: datetime) -> bool | None:
    """Whether a source no longer has it: yes after several 404s over a day, until then what was known before.

    No if it has ever answered, else unknown; unknown too where the day is over and it was not asked again.
    """
    if since is None or now - since < GONE_AFTER:
        return None if confirmed_at is None else False
    return True if times >= GONE_TIMES else None
