from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from api.rows import SUMMER, WINTER, add_category, add_grid, add_package, get
from packgrid.api.v4.search_results import serialize_hits
from packgrid.catalogue.models import Facts, Package
from packgrid.comparison.models import Grid
from packgrid.search.index import index_grids, index_packages
from packgrid.search.models import Entry
from packgrid.search.query import find_text

pytestmark = pytest.mark.django_db

TEXT = "2026-01-01T22:04:05-05:00"


def index():
    index_packages(Package.objects.values_list("pk", flat=True))
    index_grids(Grid.objects.values_list("pk", flat=True))
    Entry.objects.update(created=WINTER, modified=WINTER)


def test_a_package_has_20_keys():
    add_package(
        title="Flat",
        category=add_category("tools", "Tool"),
        facts={
            "repo_description": "A :rocket: here",
            "stars": 84,
            "forks": 32,
            "downloads_30d": 5200,
            "usage_count": 3,
            "contributors": ["ann", "bob"],
            "last_commit_at": timezone.now() - timedelta(days=1),
            "released_at": SUMMER,
            "requires_python": ">=3.12",
        },
    )
    index()
    (said,) = get("search/?q=flat").json()
    commit = said.pop("last_committed")
    assert list(said.items()) == [
        ("description", "A 🚀 here"),
        ("title", "Flat"),
        ("title_no_prefix", "Flat"),
        ("slug_no_prefix", "flat"),
        ("clean_title", "Flat"),
        ("absolute_url", "/packages/p/flat/"),
        ("created", TEXT),
        ("modified", TEXT),
        ("weight", 100 * (20 + 20 + 5 + 20 + 20 + said_recently(SUMMER) + 3 + 20) // 160),
        ("item_type", "package"),
        ("slug", "flat"),
        ("category", "Tool"),
        ("repo_watchers", 84),
        ("repo_forks", 32),
        ("pypi_downloads", 5200),
        ("score", 84),
        ("usage", 3),
        ("participants", "ann,bob"),
        ("last_released", "2026-07-01T08:00:00.250000-04:00"),
    ]
    assert commit.endswith(("-04:00", "-05:00"))


def said_recently(at):
    return 20 if timezone.now() - at < timedelta(days=365) else 0


def test_a_grid_has_the_same_keys_and_a_weight_by_the_heaviest_package():
    full = add_package("heavy", facts={"stars": 20, "forks": 20, "repo_description": "x", "usage_count": 20})
    add_package("light")
    add_grid("blocks", full, title="Blocks", description="Side by side", is_locked=True)
    index()
    assert [list(said.items()) for said in get("search/?q=blocks").json() if said["item_type"] == "grid"] == [
        [
            ("description", "Side by side"),
            ("title", "Blocks"),
            ("title_no_prefix", "Blocks"),
            ("slug_no_prefix", "blocks"),
            ("clean_title", "Blocks"),
            ("absolute_url", "/grids/g/blocks/"),
            ("created", TEXT),
            ("modified", TEXT),
            ("weight", 62 * 4 // 6),
            ("item_type", "grid"),
            ("slug", "blocks"),
            ("category", ""),
            ("repo_watchers", 0),
            ("repo_forks", 0),
            ("pypi_downloads", 0),
            ("score", 0),
            ("usage", 0),
            ("participants", ""),
            ("last_committed", None),
            ("last_released", None),
        ]
    ]


def test_what_is_unknown_is_what_it_always_was():
    add_package()
    index()
    Facts.objects.all().delete()
    (said,) = get("search/?q=flat").json()
    numbers = ("weight", "repo_watchers", "repo_forks", "pypi_downloads", "score", "usage")
    assert [said[key] for key in numbers] == [12, 0, 0, 0, 0, 0]
    assert (said["description"], said["participants"]) == ("", "")
    assert (said["last_committed"], said["last_released"]) == (None, None)


def test_what_was_hidden_since_it_was_found_is_left_out():
    add_package()
    add_package("flat-two")
    index()
    Package.objects.filter(slug="flat").update(is_hidden=True)
    assert [said["slug"] for said in serialize_hits(find_text("flat"))] == ["flat-two"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=a", "?q=nothing-like-it", "?x=flat", "?q=" + "x" * 201])
def test_a_question_without_an_answer_gives_an_empty_list(query):
    add_package()
    index()
    answer = get(f"search/{query}")
    assert (answer.status_code, answer.content) == (200, b"[]")


def test_packages_come_before_grids_and_close_matches_where_nothing_fits():
    add_grid("flat", add_package("flat-blocks"))
    index()
    assert [said["item_type"] for said in get("search/?q=flat").json()] == ["package", "grid"]
    assert [said["slug"] for said in get("search/?q=flatly").json()] == ["flat-blocks", "flat"]


def test_at_most_20_in_two_queries(django_assert_num_queries):
    for number in range(15):
        add_grid(f"flat-grid-{number}", add_package(f"flat-{number}"))
    index()
    with django_assert_num_queries(2):
        answer = get("search/?q=flat").json()
    assert {said["item_type"] for said in answer} == {"grid", "package"}
    assert len(answer) == 20


@pytest.mark.parametrize("text", ["flat", "flta", "flat unknown", "unknown", "flat:", '"flat"', "sort:stars flat"])
def test_never_more_than_five_queries(text, django_assert_max_num_queries):
    add_grid("flat-grid", add_package("flat"))
    index()
    with django_assert_max_num_queries(5):
        assert get(f"search/?{urlencode({'q': text})}").status_code == 200
