from datetime import UTC, date, datetime

import pytest

from packgrid.catalogue.records import ExampleRecord
from packgrid.importer import values

NOON = datetime(2026, 2, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reader", "said", "kept"),
    [
        (values.text(3), "abc", "abc"),
        (values.title(5), " abc ", "abc"),
        (values.slug(100), "A-b_1", "A-b_1"),
        (values.slug(100), "12", "12"),
        (values.whole(), 0, 0),
        (values.whole(), "2147483647", 2147483647),
        (values.whole(values.BIG_INTEGER), 3_000_000_000, 3_000_000_000),
        (values.claim, True, True),
        (values.claim, "No", False),
        (values.claim, "1", True),
        (values.moment, "2026-02-15T12:00:00Z", NOON),
        (values.moment, "2026-02-15T07:00:00-05:00", NOON),
        (values.moment, "2026-02-15T12:00:00", NOON),
        (values.moment, NOON, NOON),
        (values.moment, date(2026, 2, 15), datetime(2026, 2, 15, tzinfo=UTC)),
        (values.month, "2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        (values.address(100), " https://a.example/x/ ", "https://a.example/x/"),
        (values.address(100), "", ""),
        (values.repo, "https://git.example/a/b.git", "https://git.example/a/b"),
        (values.repo, " https://git.example/a/b/ ", "https://git.example/a/b"),
        (values.repo, "http://git.example/a/b", "http://git.example/a/b"),
        (values.repo, "http://github.com/a/b", "https://github.com/a/b"),
        (values.repo, "git@git.example:a/b.git", "git@git.example:a/b"),
        (values.project, "Django_Filter", "django-filter"),
        (values.project, "", ""),
        (values.many(values.text(9)), "a  b c", ["a", "b", "c"]),
        (values.many(values.text(9)), ["a b"], ["a b"]),
        (values.weeks, [0] * 52, [0] * 52),
        (values.weeks, " ".join(["7"] * 52), [7] * 52),
        (
            values.examples,
            [{"title": "A", "url": "https://a.example/"}],
            [ExampleRecord(title="A", url="https://a.example/")],
        ),
        (values.cells, {"a": "yes"}, {"a": "yes"}),
        (values.nothing, "github", None),
    ],
)
def test_a_good_value_is_kept(reader, said, kept):
    assert reader(said) == kept


OUT_OF_RANGE = "is not between 1970 and 2199"
NO_TIME = "is no date and time such as 2026-02-15T19:07:25Z"
UNCLEAN = "a control character or no character at all; delete it"
NO_EXAMPLES = "a list of tables with the keys title and url was expected"


@pytest.mark.parametrize(
    ("reader", "said", "reason"),
    [
        (values.text(3), 5, "5 is no text"),
        (values.text(3), "abcd", "4 characters; at most 3 are kept"),
        (values.text(3), "a\x00", f"character 2 is U+0000, {UNCLEAN}"),
        (values.text(3), "\ud800", f"character 1 is U+D800, {UNCLEAN}"),
        (values.title(9), "A\x0bB", f"character 2 is U+000B, {UNCLEAN}"),
        (values.text(9), "ab\uffff", f"character 3 is U+FFFF, {UNCLEAN}"),
        (values.many(values.text(9)), ["a", "\x7f"], f"character 1 is U+007F, {UNCLEAN}"),
        (values.cells, {"a": "\x85"}, f"character 1 is U+0085, {UNCLEAN}"),
        (values.address(99), "https://a.example/\x01", f"character 19 is U+0001, {UNCLEAN}"),
        (values.title(3), " ", "it is empty"),
        (values.slug(100), "a b", "'a b' is no slug; use letters A to Z, digits, - and _"),
        (values.slug(100), "ä", "'ä' is no slug; use letters A to Z, digits, - and _"),
        (values.slug(100), "", "'' is no slug; use letters A to Z, digits, - and _"),
        (values.slug(100), "a\n", "'a\\n' is no slug; use letters A to Z, digits, - and _"),
        (values.slug(100), "a" * 101, "101 characters; at most 100 are kept"),
        (values.whole(), "many", "'many' is no whole number from 0 to 2,147,483,647"),
        (values.whole(), -1, "-1 is no whole number from 0 to 2,147,483,647"),
        (values.whole(), 1.5, "1.5 is no whole number from 0 to 2,147,483,647"),
        (values.whole(), True, "True is no whole number from 0 to 2,147,483,647"),
        (values.whole(), "٣", "'٣' is no whole number from 0 to 2,147,483,647"),
        (values.whole(), 2147483648, "2147483648 is no whole number from 0 to 2,147,483,647"),
        (values.whole(smallest=1), 0, "0 is no whole number from 1 to 2,147,483,647"),
        (values.claim, "maybe", "'maybe' is neither true nor false"),
        (values.claim, 2, "2 is neither true nor false"),
        (values.moment, "yesterday", f"'yesterday' {NO_TIME}"),
        (values.moment, 20260215, f"20260215 {NO_TIME}"),
        (values.moment, "0001-01-01T00:00:00+14:00", f"'0001-01-01T00:00:00+14:00' {OUT_OF_RANGE}"),
        (values.moment, "0001-01-01T00:00:00Z", f"'0001-01-01T00:00:00Z' {OUT_OF_RANGE}"),
        (values.moment, datetime(2, 1, 1, tzinfo=UTC), f"0002-01-01T00:00:00+00:00 {OUT_OF_RANGE}"),
        (values.moment, date(9999, 12, 31), f"9999-12-31 {OUT_OF_RANGE}"),
        (values.moment, "9999-12-31T23:00:00-14:00", f"'9999-12-31T23:00:00-14:00' {OUT_OF_RANGE}"),
        (values.month, "0001-01", "'0001-01' is no month such as 2026-02"),
        (values.month, "9999-12", "'9999-12' is no month such as 2026-02"),
        (values.month, "2024-13", "'2024-13' is no month such as 2026-02"),
        (values.month, "0000-01", "'0000-01' is no month such as 2026-02"),
        (values.month, 202405, "202405 is no month such as 2026-02"),
        (values.address(100), "javascript:alert(1)", "'javascript:alert(1)' is no http or https address"),
        (values.address(100), "https://", "'https://' is no http or https address"),
        (values.address(100), "http://[", "'http://[' is no http or https address"),
        (values.address(100), "https://a.example/ b", "'https://a.example/ b' is no http or https address"),
        (values.repo, "ftp://git.example/a", "'ftp://git.example/a' is no http or https address and no git@host:path"),
        (values.repo, "git@nowhere", "'git@nowhere' is no http or https address and no git@host:path"),
        (values.repo, f"https://a.example/{'x' * 300}", "318 characters; at most 300 are kept"),
        (values.project, "a b", "'a b' is no name of a project"),
        (values.many(values.text(9)), 5, "5 is no list"),
        (values.many(values.text(9)), [5], "5 is no text"),
        (values.weeks, [1, 2], "2 numbers; 52 are needed, oldest week first"),
        (values.examples, "x", NO_EXAMPLES),
        (values.examples, [{"title": "A"}], NO_EXAMPLES),
        (values.examples, [{"title": "A", "url": ""}], "each example needs an address of its own"),
        (values.examples, [{"title": "A", "url": "https://a.example"}] * 2, "each example needs an address of its own"),
        (values.cells, "x", "'x' is no table from package to text"),
        (values.cells, {"a b": "x"}, "'a b' is no slug; use letters A to Z, digits, - and _"),
        (values.text(3), ["x" * 100], f"['{'x' * 58}... is no text"),
    ],
)
def test_a_bad_value_is_refused_with_its_reason(reader, said, reason):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 the whole message is compared
        reader(said)
    assert str(refused.value) == reason
