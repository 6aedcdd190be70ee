import pytest

from packgrid.httpcache.conditional_requests import is_fresh

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
        ('"a-br"', "", False),
        ("nonsense", "", False),
        ('"b"', LATER, False),
        ("", CHANGED, True),
        ("", LATER, True),
        ("", EARLIER, False),
        ("", "yesterday", False),
    ],
)
def test_what_a_reader_has_is_right_or_it_is_not(if_none_match, if_modified_since, expected):
    assert is_fresh(ETAG, CHANGED, if_none_match, if_modified_since) is expected


def test_where_no_change_is_known_no_date_is_good_enough():
    assert not is_fresh(ETAG, "", "", LATER)
