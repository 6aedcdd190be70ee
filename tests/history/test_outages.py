from datetime import UTC, date, datetime, timedelta

import pytest

from packgrid.history.models import Outage
from packgrid.history.outages import OutageSpan, begin_outage, end_outage, read_outages

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 3, 23, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def spans(since="2026-05-01", until="2026-05-31"):
    return read_outages("pypistats", since=date.fromisoformat(since), until=date.fromisoformat(until))


def test_an_outage_begins_once_and_ends_with_the_first_answer():
    begin_outage("pypistats", "", AT)
    begin_outage("pypistats", "", AT + DAY)
    assert spans() == [OutageSpan(date(2026, 5, 3), None)]
    end_outage("pypistats", "", AT + 4 * DAY)
    end_outage("pypistats", "", AT + 9 * DAY)
    assert spans() == [OutageSpan(date(2026, 5, 3), date(2026, 5, 7))]


def test_one_of_less_than_a_day_is_forgotten():
    begin_outage("pypistats", "", AT)
    end_outage("pypistats", "", AT + DAY - timedelta(seconds=1))
    assert not Outage.objects.exists()


def test_sources_and_hosts_have_outages_of_their_own():
    for source, host in (("gitlab", "a.example"), ("gitlab", "b.example"), ("pypistats", "")):
        begin_outage(source, host, AT)
    end_outage("gitlab", "a.example", AT + 2 * DAY)
    assert spans() == [OutageSpan(date(2026, 5, 3), None)]
    assert Outage.objects.filter(until=None).count() == 2


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-05-01", "2026-05-02", 0),
        ("2026-05-01", "2026-05-03", 1),
        ("2026-05-05", "2026-05-05", 1),
        ("2026-05-07", "2026-05-31", 1),
        ("2026-05-08", "2026-05-31", 0),
    ],
)
def test_only_outages_that_touch_the_days_are_read(since, until, count):
    begin_outage("pypistats", "", AT)
    end_outage("pypistats", "", AT + 4 * DAY)
    assert len(spans(since, until)) == count


def test_one_that_began_today_leaves_no_gap_yet():
    begin_outage("pypistats", "", AT)
    assert spans("2026-05-01", "2026-05-03") == []
