from datetime import UTC, datetime

import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.index_feed import FeedEntry, parse_feed

AT = datetime(2026, 11, 30, 17, 0, 5, tzinfo=UTC)
DATE = "Mon, 30 Nov 2026 17:00:05 GMT"
LINK = "https://pypi.example/project/django-a/1.0/"


def feed(*items: str) -> bytes:
    text = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>x</title>{text}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("item", "entry"),
    [
        (f"<title>Django_A 1.0</title><link>{LINK}</link><pubDate>{DATE}</pubDate>", ("django-a", "1.0", AT)),
        (f"<title>Django_A 1.0</title><pubDate>{DATE}</pubDate>", ("django-a", "1.0", AT)),
        (f"<link>{LINK}</link>", ("django-a", "1.0", None)),
        ("<title>a 1!2.0+x</title>", ("a", "1!2.0+x", None)),
        ("<link>https://pypi.example/project/a/1%2B2/</link>", ("a", "1+2", None)),
        ("<title>a\x0b 1.0</title>", ("a", "1.0", None)),
        ("<title>a 1.0</title><pubDate>Mon, 30 Nov 2026 18:00:05 +0100</pubDate>", ("a", "1.0", AT)),
        ("<title>a 1.0</title><pubDate>soon</pubDate>", ("a", "1.0", None)),
        ("<title>a 1.0</title><link>https://[</link>", ("a", "1.0", None)),
        ("<title>a 1.0</title><link>https://pypi.example/</link>", ("a", "1.0", None)),
        ("<title>nothing</title>", None),
        ("", None),
    ],
)
def test_an_item_announces_a_release(item, entry):
    assert parse_feed(feed(item, "<title>b 2.0</title>")) == (
        *([FeedEntry(*entry)] if entry else []),
        FeedEntry("b", "2.0", None),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the feed is not XML: "),
        (b"<html><br></html>", "the feed is not XML: "),
        (b"<html></html>", "the feed is not RSS; it begins with <html>"),
        (b"{}", "the feed is not XML: "),
        (feed("<title>a 1.0</title>")[:-9], "the feed is not XML: "),
    ],
)
def test_what_is_no_feed_is_refused(body, reason):
    with pytest.raises(Malformed) as raised:
        parse_feed(body)
    assert str(raised.value).startswith(reason)


def test_entities_that_multiply_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    with pytest.raises(Malformed):
        parse_feed(f"{bomb}]><rss><item><title>&m; 1.0</title></item></rss>".encode())
