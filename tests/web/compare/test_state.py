from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from packgrid.comparison.table_selection import TableSelection
from packgrid.web.compare.state import TableState, is_untidy, make_address, read_state

NOW = datetime(2026, 11, 20, tzinfo=UTC)
FULL = (
    "?q=a+b&sort=f12&django=5.2&python=3.13&database=mysql&lenient=1&differences=1&hide=about,f3&without=x,y"
    "&at=2026-05-01&since=2026-10-01&per=1&layout=rows&group=none&format=csv"
)


def said(query: str, **options: str) -> TableState:
    return read_state(QueryDict(query.lstrip("?")), NOW, **options)


def test_nothing_asked_is_the_default():
    assert said("") == TableState(selection=TableSelection())
    assert make_address(TableState(selection=TableSelection())) == "?"
    assert said("", default_sort="").selection.sort == ""


def test_everything_that_is_read_is_written_again():
    state = said(FULL)
    assert state == TableState(
        selection=TableSelection(
            sort="f12",
            text="a b",
            django="5.2",
            python="3.13",
            is_lenient=True,
            database="mysql",
            hidden_rows=("about", "f3"),
            hidden_sides=("x", "y"),
            is_differences_only=True,
        ),
        at=date(2026, 5, 1),
        since=date(2026, 10, 1),
        per=1,
        layout="rows",
        is_grouped=False,
        form="csv",
    )
    assert make_address(state) == FULL
    assert make_address(said("?p=b,a", default_sort="")) == "?p=b,a"


def test_one_value_can_be_changed():
    assert make_address(said("?q=a"), sort="title", at=date(2026, 1, 1)) == "?q=a&sort=title&at=2026-01-01"


@pytest.mark.parametrize(
    ("asked", "sort"),
    [
        ("stars", "stars"),
        ("-repo_watchers", "-stars"),
        ("last_commit_date", "updated"),
        ("f1", "f1"),
        ("nonsense", "-stars"),
        ("f0", "-stars"),
        ("f" + "9" * 30, "-stars"),
    ],
)
def test_old_names_of_orders_go_on_working(asked, sort):
    assert said(f"sort={asked}").selection.sort == sort


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("django=9.9", "“9.9” is not a known version of Django. Choose one from 1.11 to 6.1."),
        ("wagtail=60", "“60” is not a known version of Wagtail. Choose one from 1 to 8."),
        ("cms=x", "“x” is not a known version of django CMS. Choose one from 3.4 to 5.1."),
        ("python=x", "“x” is not a known version of Python. Choose one from 2.7 to 3.15."),
        ("at=yesterday", "“yesterday” is not a day. Write it as 2026-05-01."),
        ("at=2026-11-20", "2026-11-20 is not over yet; shown is today."),
        ("at=0001-01-01", "“0001-01-01” is not between 1970 and today."),
        ("since=9999-12-31", "“9999-12-31” is not between 1970 and today."),
        ("since=2026-02-30", "“2026-02-30” is not a day. Write it as 2026-05-01."),
    ],
)
def test_what_cannot_be_meant_is_said_and_left_out(query, problem):
    state = said(query)
    assert state.problems == (problem,)
    assert make_address(state) == "?"


def test_a_patch_release_means_its_series():
    assert said("django=5.2.1&python=3.13.0").selection.django == "5.2"
    assert said("wagtail=6.3").selection.frameworks == (("wagtail", "6"),)


def test_other_frameworks_are_part_of_the_stack_and_of_the_address():
    state = said("drf=3.15&wagtail=6&django=5.2")
    assert state.selection.stack == {"django": "5.2", "wagtail": "6", "drf": "3.15"}
    assert make_address(state) == "?django=5.2&wagtail=6&drf=3.15"
    assert make_address(state, frameworks=()) == "?django=5.2"


def test_lists_are_read_with_commas_and_repeated():
    query = "p=a,b&p=c&p=a&p=%00&p=d%20e&p=" + "x" * 101
    assert said(query).named == ("a", "b", "c", "d", "e")


@pytest.mark.parametrize(
    ("query", "is_one"), [("q=", True), ("p=a&p=b", True), ("hide=a&hide=b", True), ("p=a,b&q=x&utm=y", False)]
)
def test_what_a_form_sent_is_untidy(query, is_one):
    assert is_untidy(QueryDict(query)) is is_one
