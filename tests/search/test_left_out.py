from datetime import timedelta

import pytest

from packgrid.search.left_out import LeftOut, describe_left_out
from packgrid.search.query import read_left_out, search
from packgrid.search.query_language import parse_query
from search.rows import NOW, add

pytestmark = pytest.mark.django_db
DJANGO = "Framework :: Django :: "


@pytest.fixture
def packages():
    """Of each filter one package that fits, one that does not, one that says nothing and two that nobody checked."""
    asked = {"stars": 5, "is_archived": False, "released_at": NOW - timedelta(days=30), "last_commit_at": NOW}
    at = {"pypi_name": "x", "repo_url": "https://github.com/a/x"}
    add("form yes", facts={**asked, "classifiers": [f"{DJANGO}5.2"], "license": "MIT", "vulnerabilities": []}, **at)
    add("form no", facts={**asked, "classifiers": [f"{DJANGO}4.2"], "license": "GPL", "vulnerabilities": []}, **at)
    add("form silent", facts={**asked, "classifiers": [], "vulnerabilities": []}, **at)
    add("form unread", **at)
    add("form unread too", **at)
    add("other", **at)
    add("form elsewhere", facts={"stars": 1, "is_archived": False, "last_commit_at": NOW}, repo_url=at["repo_url"])


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("form django:5.2", [LeftOut("django:5.2", 2, 1)]),
        ("form django:>=5.2 license:mit", [LeftOut("django:>=5.2", 0, 0), LeftOut("license:mit", 0, 0)]),
        ("form wagtail:6", [LeftOut("wagtail:6", 2, 0)]),
        ("form framework:wagtail", [LeftOut("framework:wagtail", 2, 0)]),
        ("form license:mit", [LeftOut("license:mit", 2, 2)]),
        ("license:mit", [LeftOut("license:mit", 3, 2)]),
        ("form stars:>3", [LeftOut("stars:>3", 2, 0)]),
        ("form age:>7d", [LeftOut("age:>7d", 2, 0)]),
        ("form updated:<1y", [LeftOut("updated:<1y", 2, 0)]),
        ("form is:archived", [LeftOut("is:archived", 2, 0)]),
        ("form is:vulnerable", [LeftOut("is:vulnerable", 2, 0)]),
        ("form uses:django", [LeftOut("uses:django", 2, 0)]),
        ("form is:maintained", [LeftOut("is:maintained", 6, 0)]),
        ("form is:deprecated", []),
        ("form -django:5.2", []),
        ("form category:apps", []),
        ("form", []),
    ],
)
def test_a_filter_says_what_it_leaves_out_for_lack_of_knowledge(packages, text, left_out):
    assert read_left_out(parse_query(text), NOW) == [one for one in left_out if one.not_checked or one.says_nothing]


def test_counting_costs_one_query_and_none_without_such_filters(packages, django_assert_num_queries):
    with django_assert_num_queries(1):
        read_left_out(parse_query("form django:5.2 license:mit stars:>3"), NOW)
    with django_assert_num_queries(0):
        read_left_out(parse_query("form category:apps"), NOW)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (LeftOut("django:5.2", 1, 0), "django:5.2 leaves out 1 package not checked yet."),
        (
            LeftOut("django:5.2", 2, 1),
            "django:5.2 leaves out 2 packages not checked yet and 1 package that says nothing.",
        ),
        (LeftOut("license:mit", 0, 1000), "license:mit leaves out 1,000+ packages that say nothing."),
    ],
)
def test_what_is_left_out_is_said_in_a_sentence(one, sentence):
    assert describe_left_out(one) == sentence


@pytest.mark.parametrize(("text", "found"), [("age:>7d", 3), ("age:>30d", 0), ("age:30d", 3), ("age:<2w", 0)])
def test_a_cooldown_is_the_age_of_the_newest_release(packages, text, found):
    assert search(parse_query(text), limit=9, now=NOW).count == found
