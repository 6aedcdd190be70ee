from datetime import UTC, datetime

import pytest

from packgrid.assessment.rules.text_format import (
    capitalize_first,
    format_count,
    format_day,
    format_list,
    format_since,
    round_percent,
)


def test_days_are_written_day_month_year():
    assert format_day(datetime(2021, 5, 3, tzinfo=UTC)) == "3 May 2021"
    assert format_since(datetime(2021, 5, 3, tzinfo=UTC)) == " since 3 May 2021"
    assert format_since(None) == ""


@pytest.mark.parametrize(("count", "text"), [(0, "0 commits"), (1, "1 commit"), (1200, "1,200 commits")])
def test_counts_agree_with_their_things(count, text):
    assert format_count(count, "commit") == text


@pytest.mark.parametrize(
    ("words", "text"), [(["4.2"], "4.2"), (["4.2", "5.2"], "4.2 and 5.2"), (["4.2", "5.2", "6.0"], "4.2, 5.2 and 6.0")]
)
def test_lists_end_with_and(words, text):
    assert format_list(words) == text


def test_a_sentence_begins_with_a_capital():
    assert capitalize_first("no PyPI") == "No PyPI"
    assert capitalize_first("") == ""


@pytest.mark.parametrize(
    ("share", "percent"),
    [(0, 0), (0.0001, 1), (0.014, 1), (0.625, 62), (0.994, 99), (0.9999, 99), (1, 100), (1.0, 100)],
)
def test_only_nothing_is_0_percent_and_only_everything_is_100(share, percent):
    assert round_percent(share) == percent
