"""How single values look."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from packgrid.comparison.table import Links, Moment
from packgrid.lib.locators import RepoLocator
from packgrid.web import addresses, charts, formats

AT = datetime(2026, 5, 3, 10, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "unknown"),
        ("", "unknown"),
        ((), "unknown"),
        (Links("", "", ""), "unknown"),
        (0, "0"),
        (1234, "1,234"),
        ("MIT", "MIT"),
        ("word " * 40, "word " * 20 + "word\xa0…"),
        (("5.2",), "5.2"),
        (("4.2", "5.0", "5.1", "5.2"), "4.2 to 5.2"),
        (Moment(AT), "3\xa0May\xa02026"),
        (Moment(AT, is_month=True), "May\xa02026"),
    ],
)
def test_a_fact_is_shown_by_its_type(value, shown):
    assert f">{shown}<" in f">{formats.format_fact(value)}<"


def test_links_that_could_run_something_are_left_out():
    html = formats.format_fact(Links("javascript:alert(1)", "https://docs.example/", "django"))
    assert html == '<a href="https://docs.example/">Docs</a> <a href="https://pypi.example/project/django/">PyPI</a>'


@pytest.mark.parametrize(
    ("age", "said"), [(0, "just now"), (59, "just now"), (60, "1 minute ago"), (7200, "2 hours ago")]
)
def test_exact_ages_are_said_in_one_unit(age, said):
    assert f">{said}<" in formats.format_exact_age(timezone.now() - timedelta(seconds=age))


@pytest.mark.parametrize(("size", "said"), [(0, "0.0 kB"), (1500, "1.5 kB"), (2_500_000, "2.5 MB")])
def test_sizes_have_a_unit(size, said):
    assert formats.format_size(size) == said


def test_a_chart_has_a_bar_for_each_week_with_commits():
    assert charts.draw_bars([0, 10, 1]) == "M5.5 24v-24M9.5 24v-2"
    assert charts.draw_bars([]) == charts.draw_bars([0, 0]) == ""
    assert charts.describe_weekly_commits([0, 1]) == "1 commit in 2 weeks, at most 1 in one"


@pytest.mark.parametrize(
    ("host", "name", "page"),
    [
        ("github.com", "ada", "https://github.com/ada"),
        ("github.com", "dependabot[bot]", ""),
        ("gitlab.com", "Ada Lovelace", ""),
        ("git.example", "ada", ""),
    ],
)
def test_a_contributor_is_linked_where_the_name_is_an_account(host, name, page):
    assert addresses.find_profile_url(RepoLocator(host, "a/b"), name) == page


def test_nobody_is_linked_without_a_repository():
    assert addresses.find_profile_url(None, "ada") == ""
