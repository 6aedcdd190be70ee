"""Rate limits as the services document them, by the world's clock.

GitHub: docs.github.com, "Rate limits for the REST API" and "Rate limits and query limits for the GraphQL API".
GitLab: docs.gitlab.com, "GitLab.com rate limits". Bitbucket: support.atlassian.com, "API request limits".
pypistats.org and deps.dev say only that there is a limit; their figures are ours. All read November 2026.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from world.answers import Answer, Call, told

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOST_AT_ONCE = 100
OK, NOT_MODIFIED = 200, 304


@attrs.frozen
class Limit:
    """So many points within a time, for callers without a key and with one."""

    anonymous: int
    keyed: int
    within: timedelta


@attrs.frozen
class Budget:
    """What a caller has spent of a limit until it begins anew."""

    resource: str
    most: int
    used: int
    resets_at: datetime

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def reset(self) -> int:
        """The moment when it begins anew, in seconds since 1970."""
        return round(self.resets_at.timestamp())

    def seconds(self, now: datetime) -> int:
        """How long until it begins anew."""
        return max(1, round((self.resets_at - now).total_seconds()))


PRIMARY = {
    "core": Limit(60, 5000, HOUR),
    "graphql": Limit(5000, 5000, HOUR),  # without a key the endpoint itself refuses
    "gitlab": Limit(500, 2000, MINUTE),
    "bitbucket": Limit(60, 1000, HOUR),
    "bitbucket_data_center": Limit(60, 60, MINUTE),  # where the operator set so many tokens for each user
    "pypistats": Limit(30, 30, MINUTE),
    "depsdev": Limit(60, 60, MINUTE),
}
# GitHub: points a minute at one endpoint. A request costs one point here, whatever it costs there.
SECONDARY = {"core": Limit(900, 900, MINUTE), "graphql": Limit(2000, 2000, MINUTE)}


class Limits:
    """What every caller has spent; `are_on` may be switched off to measure something else."""

    def __init__(self, *, are_on: bool = True) -> None:
        self.are_on = are_on
        self.windows: dict[tuple[str, ...], tuple[datetime, int]] = {}

    def refusal(self, call: Call, endpoint: str, *, under_way: int) -> Answer | None:
        """The answer to a caller who has asked too much, None to others. Being refused costs nothing."""
        resource = resource_of(call)
        if not self.are_on or resource not in PRIMARY:
            return None
        if resource in SECONDARY and under_way > MOST_AT_ONCE:
            return secondary(call, 60)
        minute = self.minute(call, endpoint)
        if minute and not minute.left:
            return secondary(call, minute.seconds(call.now))
        budget = self.budget(call)
        return None if budget.left else REFUSALS[resource](call, budget).also(HEADERS[resource](budget, call.now))

    def charge(self, call: Call, endpoint: str, answer: Answer) -> Answer:
        """The answer with what it cost the caller; at GitHub "not modified" is free for those with a key."""
        resource = resource_of(call)
        if not self.are_on or resource not in PRIMARY:
            return answer
        self.spend((resource, caller(call)), PRIMARY[resource], call.now, self.cost(call, answer))
        if resource in SECONDARY:
            self.spend((resource, caller(call), endpoint), SECONDARY[resource], call.now, 1)
        return answer.also(HEADERS[resource](self.budget(call), call.now))

    def cost(self, call: Call, answer: Answer) -> int:
        """The points that an answer costs."""
        is_free = call.service == "github" and answer.status == NOT_MODIFIED and call.token
        return 0 if is_free else answer.cost

    def budget(self, call: Call, resource: str = "") -> Budget:
        """What the caller may still ask of a resource, that of the call if none is named."""
        resource = resource or resource_of(call)
        limit = PRIMARY[resource]
        ends_at, used = self.window((resource, caller(call)), limit, call.now)
        return Budget(resource, limit.keyed if call.token else limit.anonymous, used, ends_at)

    def minute(self, call: Call, endpoint: str) -> Budget | None:
        """What the caller may still ask of an endpoint within the minute, None where that is not limited."""
        resource = resource_of(call)
        limit = SECONDARY.get(resource)
        if not limit:
            return None
        ends_at, used = self.window((resource, caller(call), endpoint), limit, call.now)
        return Budget(resource, limit.keyed, used, ends_at)

    def window(self, key: tuple[str, ...], limit: Limit, now: datetime) -> tuple[datetime, int]:
        """When the window under this key ends, and what was spent in it; a new one if it is over."""
        ends_at, used = self.windows.get(key, (now, 0))
        return (ends_at, used) if ends_at > now else (now + limit.within, 0)

    def spend(self, key: tuple[str, ...], limit: Limit, now: datetime, cost: int) -> None:
        """Note that so much was spent."""
        ends_at, used = self.window(key, limit, now)
        self.windows[key] = (ends_at, used + cost)


def resource_of(call: Call) -> str:
    """The limit that a call counts against; GitHub has two, and asking for the limits is free."""
    if call.service != "github":
        return call.service
    return {"graphql": "graphql", "rate_limit": ""}.get(call.segments[0] if call.segments else "", "core")


def caller(call: Call) -> str:
    """Who is counted: a key, else the address, which is one on loopback."""
    return call.token or "127.0.0.1"


def github_headers(budget: Budget, _now: datetime) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(budget.most),
        "x-ratelimit-remaining": str(budget.left),
        "x-ratelimit-used": str(budget.used),
        "x-ratelimit-reset": str(budget.reset),
        "x-ratelimit-resource": budget.resource,
    }


def gitlab_headers(budget: Budget, _now: datetime) -> dict[str, str]:
    return {
        "ratelimit-limit": str(budget.most),
        "ratelimit-name": "throttle_unauthenticated_api",
        "ratelimit-observed": str(budget.used),
        "ratelimit-remaining": str(budget.left),
        "ratelimit-reset": str(budget.reset),
    }


def data_center_headers(budget: Budget, _now: datetime) -> dict[str, str]:
    """The bucket of the caller; when it is full again is not told."""
    return {"x-ratelimit-limit": str(budget.most), "x-ratelimit-remaining": str(budget.left)}


def bitbucket_headers(budget: Budget, _now: datetime) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(budget.most),
        "x-ratelimit-resource": "api-repositories",
        "x-ratelimit-nearlimit": str(budget.left < budget.most // 5).lower(),
    }


HEADERS: dict[str, Callable[[Budget, datetime], dict[str, str]]] = {
    "core": github_headers,
    "graphql": github_headers,
    "gitlab": gitlab_headers,
    "bitbucket": bitbucket_headers,
    "bitbucket_data_center": data_center_headers,
    "pypistats": lambda _budget, _now: {},
    "depsdev": lambda _budget, _now: {},
}
DOCS = "https://docs.github.com/"


def core_spent(call: Call, _budget: Budget) -> Answer:
    """403, as the REST API refuses; the limit is in the headers."""
    better = "(But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation.)"
    who = "user ID 1." if call.token else f"127.0.0.1. {better}"
    about = f"{DOCS}rest/using-the-rest-api/rate-limits-for-the-rest-api"
    return told({"message": f"API rate limit exceeded for {who}", "documentation_url": about, "status": "403"}, 403)


def graphql_spent(_call: Call, _budget: Budget) -> Answer:
    """200 with an error, as GraphQL refuses."""
    return told({"errors": [{"type": "RATE_LIMIT", "message": "API rate limit exceeded for user ID 1."}]})


def secondary(_call: Call, seconds: int) -> Answer:
    """403 with the time to wait, as GitHub refuses too many requests at once or within a minute."""
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    about = f"{DOCS}rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"
    return told({"message": message, "documentation_url": about}, 403, retry_after=str(seconds))


def plain(text: str) -> Callable[[Call, Budget], Answer]:
    """429 with a text and the time to wait."""

    def refused(call: Call, budget: Budget) -> Answer:
        return Answer(429, text.encode, {"content-type": "text/plain", "retry-after": str(budget.seconds(call.now))})

    return refused


def bitbucket_spent(_call: Call, _budget: Budget) -> Answer:
    """429 without a time to wait: the window rolls."""
    message = "Rate limit for this resource has been exceeded"
    return told({"type": "error", "error": {"message": message}}, 429)


def data_center_spent(call: Call, budget: Budget) -> Answer:
    """429 with the time until the bucket has something again."""
    message = "You have been rate limited. Please try again later."
    error = {"context": None, "message": message, "exceptionName": None}
    return told({"errors": [error]}, 429, retry_after=str(budget.seconds(call.now)))


def depsdev_spent(_call: Call, _budget: Budget) -> Answer:
    """429 without a time to wait."""
    return told({"code": 8, "message": "resource exhausted", "details": []}, 429)


REFUSALS: dict[str, Callable[[Call, Budget], Answer]] = {
    "core": core_spent,
    "graphql": graphql_spent,
    "gitlab": plain("Retry later\n"),
    "bitbucket": bitbucket_spent,
    "bitbucket_data_center": data_center_spent,
    "pypistats": plain("RATE LIMIT EXCEEDED"),
    "depsdev": depsdev_spent,
}
