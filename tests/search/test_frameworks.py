import pytest

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
