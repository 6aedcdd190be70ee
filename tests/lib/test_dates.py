from datetime import UTC, date, datetime

import pytest

from packgrid.lib.dates import parse_day, parse_moment


@pytest.mark.parametrize(("said", "day"), [("1970-01-01", date(1970, 1, 1)), ("2199-12-31", date(2199, 12, 31))])
def test_a_day_is_read(said, day):
    assert parse_day(said) == day


@pytest.mark.parametrize(
    "said", ["", "x", "2026-13-01", "0001-01-01", "0002-12-31", "1969-12-31", "2200-01-01", "9999-12-31"]
)
def test_what_is_no_day_that_can_be_true_is_refused(said):
    with pytest.raises(ValueError, match=r"is not between 1970 and 2199|isoformat|month"):
        parse_day(said)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-02-15T07:00:00-05:00", datetime(2026, 2, 15, 12, tzinfo=UTC)),
        ("2026-02-15T12:00:00", datetime(2026, 2, 15, 12, tzinfo=UTC)),
        ("2026-02-15", datetime(2026, 2, 15, tzinfo=UTC)),
        ("1969-12-31T23:00:00-01:00", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(said, moment):
    assert parse_moment(said) == moment


@pytest.mark.parametrize(
    "said",
    [
        "yesterday",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "0002-06-01T00:00:00",
        "1970-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
    ],
)
def test_what_is_no_moment_that_can_be_true_is_refused(said):
    with pytest.raises(ValueError, match=r"is not between 1970 and 2199|Invalid isoformat"):
        parse_moment(said)
