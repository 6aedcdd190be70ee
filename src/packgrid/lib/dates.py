"""The days and times that a package may have. Others would overflow in calculations or on pages."""

from datetime import UTC, date, datetime

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)
"""Programs write the years 1 and 9999 for "never"."""


class OutOfRange(ValueError):
    """A day or a time that cannot be true."""


def parse_day(text: str) -> date:
    """The day in a text such as 2026-05-01.

    Raises:
        OutOfRange: it cannot be true.
        ValueError: it is not a day.
    """
    day = date.fromisoformat(text)
    if not EARLIEST.date() <= day <= LATEST.date():
        raise OutOfRange(f"{text} is not between 1970 and 2199")
    return day


def parse_moment(text: str) -> datetime:
    """The date and time in a text (ISO 8601), in UTC; one without a zone is taken for UTC.

    Raises:
        OutOfRange: it cannot be true.
        ValueError: it is not a date and time.
    """
    moment = datetime.fromisoformat(text)
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise OutOfRange(f"{text} is not between 1970 and 2199") from error
    if not EARLIEST <= moment <= LATEST:
        raise OutOfRange(f"{text} is not between 1970 and 2199")
    return moment
