"""The state of the hosts of lanes: budgets as headers say, "come back later", and a breaker that rests a sick host."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import attrs
from django.db.models import QuerySet

from packgrid.history.outages import begin_outage, end_outage
from packgrid.lib.http import HttpAnswer
from packgrid.refresh.lanes import Lane
from packgrid.refresh.models import HostState

FAILURES_BEFORE_REST = 5
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)
# Of a budget so much is left for people who ask for a refresh, and for details.
RESERVE = 0.02
EPOCH_FROM = 1_000_000_000


@attrs.frozen
class Budget:
    """How many requests a host still answers, of how many, until when the count begins anew."""

    limit: int
    remaining: int
    resets_at: datetime

    @property
    def is_spent(self) -> bool:
        """True if one should wait; a small reserve is not used."""
        return self.remaining <= self.limit * RESERVE


def budget_of(headers: Mapping[str, str], *, now: datetime) -> Budget | None:
    """The budget that an answer's headers tell of; None if they tell of none.

    The names are GitHub's (x-ratelimit-*, the time in seconds since 1970) and those that GitLab and the IETF's draft
    use (ratelimit-*, there also as seconds from now); read November 2026.
    """
    for prefix in ("x-ratelimit-", "ratelimit-"):
        said = [headers.get(prefix + name, "").strip() for name in ("limit", "remaining", "reset")]
        if all(number.isdecimal() and len(number) <= LONGEST_NUMBER for number in said):
            limit, remaining, reset = map(int, said)
            return Budget(limit, remaining, reset_moment(reset, now))
    return None


LONGEST_NUMBER = 10


def reset_moment(reset: int, now: datetime) -> datetime:
    """When the count begins anew: small numbers are seconds from now."""
    return datetime.fromtimestamp(reset, UTC) if reset >= EPOCH_FROM else now + timedelta(seconds=reset)


@attrs.define
class HostHealth:
    """One lane as its worker sees it; what others should know is written when it changes."""

    lane: Lane
    budget: Budget | None = None
    failures_in_a_row: int = 0
    rests_until: datetime | None = None
    last_error: str = ""
    is_dirty: bool = False
    has_outage_news: bool = False  # one began or goes on, or may have ended

    def observe(self, _host: str, answer: HttpAnswer | None) -> None:
        """Take note of an exchange: any answer but a fault of the server shows that the host is well."""
        if answer and (budget := budget_of(answer.headers, now=datetime.now(UTC))):
            self.budget, self.is_dirty = budget, True
            if budget.is_spent:
                self.rest(budget.resets_at, f"{budget.remaining:,} of {budget.limit:,} requests are left")

    def succeed(self) -> None:
        """The host answered."""
        self.is_dirty = self.is_dirty or bool(self.failures_in_a_row or self.last_error)
        self.has_outage_news = self.has_outage_news or self.is_suspect
        self.failures_in_a_row, self.last_error = 0, ""

    def fail(self, reason: str, now: datetime) -> None:
        """The host did not answer; after a few times it rests, longer each time, and then one question tries it."""
        self.failures_in_a_row, self.last_error, self.is_dirty = self.failures_in_a_row + 1, reason, True
        beyond = self.failures_in_a_row - FAILURES_BEFORE_REST
        self.has_outage_news = self.has_outage_news or self.is_suspect
        if beyond >= 0:
            self.rest(now + rest_length(beyond + 1), reason)

    def limit(self, retry_at: datetime | None, reason: str, now: datetime) -> None:
        """The host asked to be left alone; one that does not say how long rests longer each time."""
        if retry_at is None:
            self.failures_in_a_row += 1
            retry_at = now + rest_length(self.failures_in_a_row)
        self.rest(retry_at, reason)

    def rest(self, until: datetime, reason: str) -> None:
        """Leave it alone until then."""
        self.rests_until = max(until, self.rests_until or until)
        self.last_error, self.is_dirty = reason, True

    def is_resting(self, now: datetime) -> bool:
        """True if the host must not be called now."""
        return self.rests_until is not None and self.rests_until > now

    @property
    def is_suspect(self) -> bool:
        """True if it failed so often that one request at a time is enough."""
        return self.failures_in_a_row >= FAILURES_BEFORE_REST


def rest_length(times: int) -> timedelta:
    """How long a host rests that has to rest for so many times in a row: a minute, two, four, up to a quarter hour."""
    return min(FIRST_REST * (1 << min(times - 1, 10)), LONGEST_REST)


def health_of(lane: Lane) -> HostHealth:
    """The stored health of a lane's host; one statement."""
    row = HostState.objects.filter(host=lane.name).first()
    if row is None:
        return HostHealth(lane)
    return HostHealth(lane, None, row.failures_in_a_row, row.rests_until, row.last_error)


def save_health(health: HostHealth, now: datetime) -> None:
    """Write what has changed of a lane; one statement, none where nothing has. An outage begins or ends by it."""
    if not health.is_dirty:
        return
    if health.has_outage_news:
        note_outage = begin_outage if health.is_suspect else end_outage
        note_outage(health.lane.source, health.lane.host, now)
    health.is_dirty = health.has_outage_news = False
    told = attrs.asdict(health.budget) if health.budget else {}
    HostState.objects.update_or_create(
        host=health.lane.name,
        defaults=told
        | {
            "failures_in_a_row": health.failures_in_a_row,
            "rests_until": health.rests_until,
            "last_error": health.last_error[:LONGEST_ERROR],
            "last_answer_at": now,
        },
    )


LONGEST_ERROR = 500


def resting_hosts(now: datetime) -> QuerySet[HostState]:
    """The lanes that are left alone now."""
    return HostState.objects.filter(rests_until__gt=now).order_by("rests_until")
