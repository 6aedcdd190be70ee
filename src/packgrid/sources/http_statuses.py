"""HTTP statuses as errors, the same for every source."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus

from packgrid.lib.http import HttpAnswer, HttpUnavailable, retry_at
from packgrid.sources.errors import Gone, RateLimited, Unavailable

OK, NOT_MODIFIED, UNAUTHORIZED, FORBIDDEN, TOO_MANY, UNAVAILABLE = 200, 304, 401, 403, 429, 503
GONE = {404, 410, 451}
EPOCH_FROM = 1_000_000_000  # a smaller number of seconds is a wait, not a date


@contextmanager
def translate_http_errors(url: str) -> Iterator[None]:
    """Turns failures to get any usable answer into Unavailable, with the address."""
    try:
        yield
    except HttpUnavailable as error:
        raise Unavailable(f"{url}: {error}") from error


def check_status(answer: HttpAnswer, url: str, thing: str, *, etag: str = "") -> None:
    """Returns for 200, and for 304 if an `etag` was sent; raises the error that any other status means.

    `thing` is what 404 says is not there. A 304 that was not asked for confirms nothing: nothing may be known yet.

    A 403 is a limit where its headers say when to come back, or its text speaks of a limit: GitHub's secondary limits
    may come without any header (docs.github.com, "Rate limits for the REST API", read November 2026).

    Raises:
        Gone, RateLimited, Unavailable; each says for which address.
    """
    if answer.status == OK or (answer.status == NOT_MODIFIED and etag):
        return
    if answer.status in GONE:
        raise Gone(f"{url}: there is no such {thing} ({answer.status})")
    again = retry_time(answer)
    is_limit = again or (answer.status == FORBIDDEN and b"rate limit" in answer.body.lower())
    if answer.status == TOO_MANY or (answer.status in {FORBIDDEN, UNAVAILABLE} and is_limit):
        raise RateLimited(f"{url}: asks to come back later ({answer.status})", again)
    raise Unavailable(f"{url}: answered {answer.status}{status_meaning(answer.status)}")


def status_meaning(status: int) -> str:
    """The meaning of a status in brackets; "" for one that is not standard."""
    known = {each.value: each.phrase for each in HTTPStatus} | MEANINGS
    return f" ({known[status]})" if status in known else ""


MEANINGS = {
    UNAUTHORIZED: "Unauthorized: a token or password is missing or wrong",
    NOT_MODIFIED: "Not Modified, though we have nothing to compare with",
}


def retry_time(answer: HttpAnswer) -> datetime | None:
    """When the headers allow the next request: by Retry-After, or by a used-up request budget."""
    return retry_at(answer.headers.get("retry-after"), now=datetime.now(UTC)) or budget_reset_time(answer)


def budget_reset_time(answer: HttpAnswer) -> datetime | None:
    """When a used-up request budget starts again, by the headers of GitHub, GitLab or the IETF draft."""
    for prefix in ("x-ratelimit-", "ratelimit-"):
        reset = answer.headers.get(f"{prefix}reset", "").strip()
        if answer.headers.get(f"{prefix}remaining", "").strip() == "0" and reset.isdecimal():
            now = datetime.now(UTC)
            seconds = int(reset[:12])
            wait = seconds - now.timestamp() if seconds >= EPOCH_FROM else seconds
            return retry_at(str(max(0, round(wait))), now=now)
    return None
