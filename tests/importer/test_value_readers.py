from datetime import UTC, date, datetime

import pytest

from packgrid.catalogue.records import ExampleRecord
from packgrid.importer import value_readers

NOON = datetime(2026, 2, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reader", "said", "kept"),
    [
        (value_readers.text_reader(3), "abc", "abc"),
        (value_readers.title_reader(5), " abc ", "abc"),
        (value_readers.slug_reader(100), "A-b_1", "A-b_1"),
        (value_readers.slug_reader(100), "12", "12"),
        (value_readers.whole_number_reader(), 0, 0),
        (value_readers.whole_number_reader(), "2147483647", 2147483647),
        (value_readers.whole_number_reader(value_readers.BIG_INTEGER), 3_000_000_000, 3_000_000_000),
        (value_readers.whole_number_reader(), "3.0", 3),
        (value_readers.whole_number_reader(), "1200.00", 1200),
        (value_readers.whole_number_reader(), 3.0, 3),
        (value_readers.read_boolean, True, True),
        (value_readers.read_boolean, "TRUE", True),
        (value_readers.read_boolean, "False", False),
        (value_readers.read_boolean, "1.0", True),
        (value_readers.read_boolean, "0.0", False),
        (value_readers.read_moment, "2026-02-15 19:07:25 UTC", datetime(2026, 2, 15, 19, 7, 25, tzinfo=UTC)),
        (value_readers.read_moment, "2026-02-15 19:07:25.5 UTC", datetime(2026, 2, 15, 19, 7, 25, 500_000, tzinfo=UTC)),
        (value_readers.read_moment, "2026-02-15 19:07:25+00:00", datetime(2026, 2, 15, 19, 7, 25, tzinfo=UTC)),
        (value_readers.list_reader(value_readers.text_reader(9)), "['a', 'b c']", ["a", "b c"]),
        (value_readers.list_reader(value_readers.text_reader(9)), '["a","b"]', ["a", "b"]),
        (value_readers.list_reader(value_readers.text_reader(9)), "[]", []),
        (value_readers.read_boolean, "No", False),
        (value_readers.read_boolean, "1", True),
        (value_readers.read_moment, "2026-02-15T12:00:00Z", NOON),
        (value_readers.read_moment, "2026-02-15T07:00:00-05:00", NOON),
        (value_readers.read_moment, "2026-02-15T12:00:00", NOON),
        (value_readers.read_moment, NOON, NOON),
        (value_readers.read_moment, date(2026, 2, 15), datetime(2026, 2, 15, tzinfo=UTC)),
        (value_readers.read_month, "2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        (value_readers.address_reader(100), " https://a.example/x/ ", "https://a.example/x/"),
        (value_readers.address_reader(100), "", ""),
        (value_readers.read_repo, "https://git.example/a/b.git", "https://git.example/a/b"),
        (value_readers.read_repo, " https://git.example/a/b/ ", "https://git.example/a/b"),
        (value_readers.read_repo, "http://git.example/a/b", "http://git.example/a/b"),
        (value_readers.read_repo, "http://github.com/a/b", "https://github.com/a/b"),
        (value_readers.read_repo, "git@git.example:a/b.git", "git@git.example:a/b"),
        (value_readers.read_project, "Django_Filter", "django-filter"),
        (value_readers.read_project, "", ""),
        (value_readers.list_reader(value_readers.text_reader(9)), "a  b c", ["a", "b", "c"]),
        (value_readers.list_reader(value_readers.text_reader(9)), ["a b"], ["a b"]),
        (value_readers.read_weeks, [0] * 52, [0] * 52),
        (value_readers.read_weeks, " ".join(["7"] * 52), [7] * 52),
        (
            value_readers.read_examples,
            [{"title": "A", "url": "https://a.example/"}],
            [ExampleRecord(title="A", url="https://a.example/")],
        ),
        (value_readers.read_cells, {"a": "yes"}, {"a": "yes"}),
        (value_readers.skip_value, "github", None),
    ],
)
def test_a_good_value_is_kept(reader, said, kept):
    assert reader(said) == kept


OUT_OF_RANGE = "is not between 1970 and 2199"
NO_TIME = "is not a date and time such as 2026-02-15T19:07:25Z"
UNCLEAN = "a control character or not valid; delete it"
NO_EXAMPLES = "write a list of tables with the keys title and url"


@pytest.mark.parametrize(
    ("reader", "said", "reason"),
    [
        (value_readers.text_reader(3), 5, "5 is not text"),
        (value_readers.text_reader(3), "abcd", "4 characters; write at most 3"),
        (value_readers.text_reader(3), "a\x00", f"character 2 is U+0000, {UNCLEAN}"),
        (value_readers.text_reader(3), "\ud800", f"character 1 is U+D800, {UNCLEAN}"),
        (value_readers.title_reader(9), "A\x0bB", f"character 2 is U+000B, {UNCLEAN}"),
        (value_readers.text_reader(9), "ab\uffff", f"character 3 is U+FFFF, {UNCLEAN}"),
        (value_readers.list_reader(value_readers.text_reader(9)), ["a", "\x7f"], f"character 1 is U+007F, {UNCLEAN}"),
        (value_readers.read_cells, {"a": "\x85"}, f"character 1 is U+0085, {UNCLEAN}"),
        (value_readers.address_reader(99), "https://a.example/\x01", f"character 19 is U+0001, {UNCLEAN}"),
        (value_readers.title_reader(3), " ", "it is empty"),
        (value_readers.slug_reader(100), "a b", "'a b' is not a valid slug; use letters A to Z, digits, - and _"),
        (value_readers.slug_reader(100), "ä", "'ä' is not a valid slug; use letters A to Z, digits, - and _"),
        (value_readers.slug_reader(100), "", "'' is not a valid slug; use letters A to Z, digits, - and _"),
        (value_readers.slug_reader(100), "a\n", "'a\\n' is not a valid slug; use letters A to Z, digits, - and _"),
        (value_readers.slug_reader(100), "a" * 101, "101 characters; write at most 100"),
        (value_readers.whole_number_reader(), "many", "'many' is not a whole number from 0 to 2,147,483,647"),
        (value_readers.whole_number_reader(), -1, "-1 is not a whole number from 0 to 2,147,483,647"),
        (value_readers.whole_number_reader(), 1.5, "1.5 is not a whole number from 0 to 2,147,483,647"),
        (value_readers.whole_number_reader(), True, "True is not a whole number from 0 to 2,147,483,647"),
        (value_readers.whole_number_reader(), "٣", "'٣' is not a whole number from 0 to 2,147,483,647"),
        (value_readers.whole_number_reader(), 2147483648, "2147483648 is not a whole number from 0 to 2,147,483,647"),
        (value_readers.whole_number_reader(smallest=1), 0, "0 is not a whole number from 1 to 2,147,483,647"),
        (value_readers.read_boolean, "maybe", "'maybe' is not true or false"),
        (value_readers.read_boolean, 2, "2 is not true or false"),
        (value_readers.read_moment, "yesterday", f"'yesterday' {NO_TIME}"),
        (value_readers.read_moment, 20260215, f"20260215 {NO_TIME}"),
        (value_readers.read_moment, "0001-01-01T00:00:00+14:00", f"'0001-01-01T00:00:00+14:00' {OUT_OF_RANGE}"),
        (value_readers.read_moment, "0001-01-01T00:00:00Z", f"'0001-01-01T00:00:00Z' {OUT_OF_RANGE}"),
        (value_readers.read_moment, datetime(2, 1, 1, tzinfo=UTC), f"0002-01-01T00:00:00+00:00 {OUT_OF_RANGE}"),
        (value_readers.read_moment, date(9999, 12, 31), f"9999-12-31 {OUT_OF_RANGE}"),
        (value_readers.read_moment, "9999-12-31T23:00:00-14:00", f"'9999-12-31T23:00:00-14:00' {OUT_OF_RANGE}"),
        (value_readers.read_month, "0001-01", "'0001-01' is not a month such as 2026-02"),
        (value_readers.read_month, "9999-12", "'9999-12' is not a month such as 2026-02"),
        (value_readers.read_month, "2024-13", "'2024-13' is not a month such as 2026-02"),
        (value_readers.read_month, "0000-01", "'0000-01' is not a month such as 2026-02"),
        (value_readers.read_month, 202405, "202405 is not a month such as 2026-02"),
        (
            value_readers.address_reader(100),
            "javascript:alert(1)",
            "'javascript:alert(1)' is not an http or https address",
        ),
        (value_readers.address_reader(100), "https://", "'https://' is not an http or https address"),
        (value_readers.address_reader(100), "http://[", "'http://[' is not an http or https address"),
        (
            value_readers.address_reader(100),
            "https://a.example/ b",
            "'https://a.example/ b' is not an http or https address",
        ),
        (
            value_readers.read_repo,
            "ftp://git.example/a",
            "'ftp://git.example/a' is neither an http or https address nor git@host:path",
        ),
        (value_readers.read_repo, "git@nowhere", "'git@nowhere' is neither an http or https address nor git@host:path"),
        (value_readers.read_repo, f"https://a.example/{'x' * 300}", "318 characters; write at most 300"),
        (value_readers.read_project, "a b", "'a b' is not a valid project name"),
        (value_readers.list_reader(value_readers.text_reader(9)), 5, "5 is not a list"),
        (value_readers.list_reader(value_readers.text_reader(9)), [5], "5 is not text"),
        (value_readers.read_weeks, [1, 2], "2 numbers; write 52, oldest week first"),
        (value_readers.read_examples, "x", NO_EXAMPLES),
        (value_readers.read_examples, [{"title": "A"}], NO_EXAMPLES),
        (value_readers.read_examples, [{"title": "A", "url": ""}], "two examples have the same address; remove one"),
        (
            value_readers.read_examples,
            [{"title": "A", "url": "https://a.example"}] * 2,
            "two examples have the same address; remove one",
        ),
        (value_readers.read_cells, "x", "'x' is not a table from package to text"),
        (value_readers.read_cells, {"a b": "x"}, "'a b' is not a valid slug; use letters A to Z, digits, - and _"),
        (value_readers.text_reader(3), ["x" * 100], f"['{'x' * 58}... is not text"),
    ],
)
def test_a_bad_value_is_refused_with_its_reason(reader, said, reason):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 the whole message is compared
        reader(said)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\xa0234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("1'234", 1234),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        (" 7 ", 7),
        ("007", 7),
        ("1.0", 1),
        ("1,000,000", 1000000),
    ],
)
def test_numbers_are_read_with_separators_of_thousands(said, number):
    assert value_readers.whole_number_reader()(said) == number


@pytest.mark.parametrize("said", ["1.234", "1,000", "1.5", "12,34", "1,2345", "1e3", "-1", "1k", "\u0663", "1 23", ""])
def test_what_may_be_a_fraction_is_no_whole_number(said):
    with pytest.raises(ValueError, match="is not a whole number"):
        value_readers.whole_number_reader()(said)


@pytest.mark.parametrize(
    ("said", "claim"), [("TRUE", True), ("t", True), ("Y", True), (" FALSE ", False), ("f", False)]
)
def test_truth_is_read_as_databases_and_spreadsheets_write_it(said, claim):
    assert value_readers.read_boolean(said) is claim


@pytest.mark.parametrize("said", ["2026/02/15", " 2026-02-15 ", "2026-02-15 00:00:00 UTC", "20260215"])
def test_days_are_read_with_the_year_first(said):
    assert value_readers.read_moment(said) == datetime(2026, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("said", ["02/15/2026", "15/02/2026", "2/3/2026", "15.02.2026", "46068", "2026/2/3"])
def test_days_that_may_mean_another_are_refused(said):
    with pytest.raises(ValueError, match="is not a date and time"):
        value_readers.read_moment(said)
