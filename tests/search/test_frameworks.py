import pytest

from packgrid.search.answers import answers_of, read_answers
from packgrid.search.listed_support import read_listed_support
from packgrid.search.query import search
from packgrid.search.query_language import parse_query
from search.rows import NOW, add

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wagtail:6", {"declares", "requires"}),
        ("wagtail:6.3", {"declares", "requires"}),
        ("wagtail:>=7", {"requires"}),
        ("wagtail:<6", set()),
        ("wagtail:99", set()),
        ("framework:wagtail", {"declares", "requires", "versionless"}),
        ("framework:drf", {"declares"}),
        ("drf:3.15", {"declares"}),
        ("drf:3.1", set()),
        ("-framework:wagtail", {"silent", "unread"}),
    ],
)
def test_filters_by_frameworks_find_what_declares_or_allows_them(text, found):
    wagtail = "Framework :: Wagtail"
    add("declares", facts={"classifiers": [f"{wagtail} :: 6"], "requires_dist": ["djangorestframework>=3.14"]})
    add("requires", facts={"classifiers": [wagtail], "requires_dist": ["wagtail>=6.1"]})
    add("versionless", facts={"classifiers": [wagtail], "requires_dist": ["wagtail"]})
    add("silent", facts={"classifiers": [], "requires_dist": ["django"]})
    add("unread", pypi_name="unread")
    parsed = parse_query(text)
    assert {hit.slug for hit in search(parsed, limit=9, now=NOW).entries} == found


@pytest.mark.parametrize(
    ("columns", "facts", "support"),
    [
        ({}, {"classifiers": ["Framework :: Django :: 5.2"]}, [("django", ("5.2",), ""), ("python", (), "not stated")]),
        ({"pypi_name": "a"}, {}, [("django", (), "not checked"), ("python", (), "not checked")]),
        ({}, {}, [("django", (), "no PyPI project"), ("python", (), "no PyPI project")]),
        ({"pypi_name": "a"}, {"classifiers": []}, [("django", (), "not stated"), ("python", (), "not stated")]),
        (
            {"pypi_name": "a"},
            {
                "classifiers": ["Framework :: Django :: 1.0", "Framework :: Wagtail :: 7"],
                "requires_python": ">=3.13,<3.14",
            },
            [("django", (), ""), ("python", ("3.13",), ""), ("wagtail", ("7",), "")],
        ),
    ],
)
def test_lists_name_the_series_that_a_package_supports(columns, facts, support):
    add("listed", facts=facts, **columns)
    (answer,) = read_answers(search(parse_query("listed"), limit=9, now=NOW).entries)
    assert [(one.key, one.series, one.missing) for one in answer.support] == support
    assert answers_of([answer.package])[0].support == answer.support


def test_of_a_package_that_is_not_in_the_index_yet_no_support_was_checked():
    assert {one.missing for one in read_listed_support("", has_project=True)} == {"not checked"}
