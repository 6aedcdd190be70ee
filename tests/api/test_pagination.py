import pytest

from api.rows import HOST, add_category, get
from packgrid.catalogue.models import Category

pytestmark = pytest.mark.django_db

URL = f"{HOST}/api/v4/categories/"


@pytest.fixture(autouse=True)
def categories():
    for number in range(25):
        add_category(f"c{number:02}")


def page(query):
    """The next and previous link and the slugs of one page."""
    answer = get(f"categories/{query}").json()
    assert answer["count"] == 25
    return answer["next"], answer["previous"], [item["slug"] for item in answer["results"]]


@pytest.mark.parametrize(
    ("query", "following", "previous", "slugs"),
    [
        ("?limit=2", f"{URL}?limit=2&offset=2", None, ["c24", "c23"]),
        ("?limit=2&offset=2", f"{URL}?limit=2&offset=4", f"{URL}?limit=2", ["c22", "c21"]),
        ("?limit=2&offset=5", f"{URL}?limit=2&offset=7", f"{URL}?limit=2&offset=3", ["c19", "c18"]),
        ("?limit=2&offset=23", None, f"{URL}?limit=2&offset=21", ["c01", "c00"]),
        ("?offset=99", None, f"{URL}?limit=20&offset=79", []),
        ("?limit=1&foo=b%20r&a=", f"{URL}?a=&foo=b+r&limit=1&offset=1", None, ["c24"]),
    ],
)
def test_links_lead_through_the_list(query, following, previous, slugs):
    assert page(query) == (following, previous, slugs)


@pytest.mark.parametrize("limit", ["", "0", "-1", "x", "1.5", "²", "%00", "9" * 5000, "1e3"])
def test_a_limit_that_is_none_counts_as_20(limit):
    following, _, slugs = page(f"?limit={limit}")
    assert (following, len(slugs)) == (f"{URL}?limit=20&offset=20", 20)


@pytest.mark.parametrize("offset", ["", "-1", "x", "²", "%00", "9" * 5000])
def test_an_offset_that_is_none_counts_as_0(offset):
    assert page(f"?limit=1&offset={offset}")[2] == ["c24"]


@pytest.mark.parametrize("offset", [2**31 - 1, 2**31, 2**63, 10**40])
def test_an_offset_beyond_any_row_is_an_empty_page(offset):
    assert page(f"?offset={offset}") == (None, f"{URL}?limit=20&offset={2**31 - 1 - 20}", [])


def test_no_page_has_more_than_1000():
    Category.objects.all().delete()
    Category.objects.bulk_create(Category(slug=f"c{number}", title="C") for number in range(1001))
    answer = get("categories/?limit=5000").json()
    assert len(answer["results"]) == 1000
    assert answer["next"] == f"{URL}?limit=1000&offset=1000"
