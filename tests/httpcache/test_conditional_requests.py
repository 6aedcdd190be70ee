import pytest

from packgrid.httpcache.conditional_requests import is_not_modified

ETAG, CHANGED = '"a"', "Sun, 03 May 2026 10:11:00 GMT"
LATER, EARLIER = "Sun, 03 May 2026 10:11:01 GMT", "Sun, 03 May 2026 10:10:59 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "expected"),
    [
        ("", "", False),
        ('"a"', "", True),
        ('W/"a"', "", True),
        ('"b", "a"', "", True),
        ("*", "", True),
        ('"a-br"', "", True),
        ('"a-gzip"', "", True),
        ('"a;gzip"', "", True),
        ('W/"a-gzip"', "", True),
        ('"b", "a-gzip"', "", True),
        ('"a-x"', "", False),
        ('"b-gzip"', "", False),
        ("nonsense", "", False),
        ('"b"', LATER, False),
        ("", CHANGED, True),
        ("", LATER, True),
        ("", EARLIER, False),
        ("", "yesterday", False),
    ],
)
def test_a_condition_is_met_or_not(if_none_match, if_modified_since, expected):
    assert is_not_modified(ETAG, CHANGED, if_none_match, if_modified_since) is expected


def test_without_a_last_modified_no_date_meets_the_condition():
    assert not is_not_modified(ETAG, "", "", LATER)
