import pytest

from api.rows import add_category, get

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by", ["pk", "slug"])
def test_a_category_has_8_keys_and_is_found_by_id_or_slug(by, django_assert_num_queries):
    category = add_category("apps", "App", title_plural="Apps", description="Small.", show_pypi=False)
    with django_assert_num_queries(1):
        answer = get(f"categories/{getattr(category, by)}/")
    assert list(answer.json().items()) == [
        ("id", category.pk),
        ("title", "App"),
        ("slug", "apps"),
        ("description", "Small."),
        ("title_plural", "Apps"),
        ("show_pypi", False),
        ("created", "2026-01-01T22:04:05-05:00"),
        ("modified", "2026-07-01T08:00:00.250000-04:00"),
    ]


def test_categories_are_listed_newest_first(django_assert_num_queries):
    old, new = add_category("old"), add_category("new")
    with django_assert_num_queries(2):
        answer = get("categories/").json()
    assert [category["id"] for category in answer["results"]] == [new.pk, old.pk]


def test_an_unknown_category_is_not_found():
    answer = get("categories/apps/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "No Category matches the given query."})
