"""How much one account may do, against spam: counted from the rows that it made, told in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import attrs

from packgrid.lib.plurals import choose_plural

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW_FOR = timedelta(days=7)
LOOK_BACK = DAY
"""How far back the times reach that `refuse_if_too_often` is asked with."""

type Kind = Literal["edit", "add", "flag", "example", "reply", "claim"]


@attrs.frozen
class Limit:
    """How often in any hour; and how often in any day while the account is new."""

    an_hour: int
    a_day_if_new: int


LIMITS: dict[Kind, Limit] = {
    "edit": Limit(an_hour=120, a_day_if_new=60),
    "add": Limit(an_hour=20, a_day_if_new=10),
    "flag": Limit(an_hour=10, a_day_if_new=5),
    "example": Limit(an_hour=10, a_day_if_new=5),
    "reply": Limit(an_hour=20, a_day_if_new=10),
    "claim": Limit(an_hour=20, a_day_if_new=10),
}


@attrs.frozen
class Refusal:
    """Why not now, in words for the person, and from when on."""

    sentence: str
    retry_at: datetime

    def __str__(self) -> str:
        return self.sentence


def refuse_if_too_often(kind: Kind, times: Iterable[datetime], *, joined_at: datetime, now: datetime) -> Refusal | None:
    """The refusal for somebody who has done this too often; None if they may go on.

    `times` are when they did things of this kind before, in any order, at least those of the last day (LOOK_BACK).
    Whoever may moderate is not asked about (see permissions.py); that is for the caller to know.
    """
    limit, times = LIMITS[kind], list(times)
    if now - joined_at < NEW_FOR and (retry_at := find_retry_time(times, limit.a_day_if_new, DAY, now)):
        return Refusal(format_newcomer_refusal(limit.a_day_if_new, format_wait(retry_at - now)), retry_at)
    if retry_at := find_retry_time(times, limit.an_hour, HOUR, now):
        return Refusal(format_hourly_refusal(limit.an_hour, format_wait(retry_at - now)), retry_at)
    return None


def find_retry_time(times: Iterable[datetime], most: int, within: timedelta, now: datetime) -> datetime | None:
    """When there is room for one more; None if there is now."""
    counted = sorted(at for at in times if now - at < within)
    return counted[-most] + within if len(counted) >= most else None


def format_wait(left: timedelta) -> str:
    """How long to wait, rounded up: "12 minutes", "5 hours"."""
    minutes = -(-left // timedelta(minutes=1))
    if minutes < 100:  # noqa: PLR2004 from there on hours say it better
        return choose_plural(minutes, f"{minutes} minute", f"{minutes} minutes")
    hours = -(-left // HOUR)
    return choose_plural(hours, f"{hours} hour", f"{hours} hours")


def format_newcomer_refusal(most: int, waiting: str) -> str:
    """The sentence for somebody with a new account."""
    return (
        f"An account in its first week can do this {most} times a day, and you have reached that limit. "
        f"Nothing was saved. Send it again in {waiting}."
    )


def format_hourly_refusal(most: int, waiting: str) -> str:
    """The sentence for everybody else."""
    return (
        f"You can do this {most} times an hour, and you have reached that limit. "
        f"Nothing was saved. Send it again in {waiting}."
    )
