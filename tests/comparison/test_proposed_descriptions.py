"""A grid without a description gets one proposed, from its packages."""

from typing import Any

import pytest

from packgrid.comparison.proposed_descriptions import (
    DescribedMember,
    propose_description,
    read_proposed_descriptions,
)
from web.rows import AT, make_category, make_grid, make_package


def member(title: str, **facts: Any) -> DescribedMember:
    return DescribedMember(title=title, **{"category": "Apps", "category_slug": "apps"} | facts)


def test_a_grid_without_packages_gets_none():
    assert propose_description("Forms", []) == ""


def test_few_packages_are_all_named():
    a, b, c = (member(name) for name in "abc")
    assert propose_description("Forms", [a]) == "Has one package so far: a."
    assert propose_description("Forms", [b, a]) == "Compares a and b."
    assert propose_description("Forms", [c, b, a]) == "Compares a, b and c."


def test_of_many_those_are_named_that_are_used_most_and_have_not_ended():
    members = [
        member("starred", stars=900),
        member("archived", downloads=10_000, is_over=True),
        member("used", downloads=500, stars=1),
        member("unknown"),
        member("known", stars=5),
    ]
    assert propose_description("Forms", members) == "Compares 5 apps, among them used, starred and known."


def test_packages_of_several_categories_and_of_the_rest_are_called_packages():
    several = [member(name) for name in "abc"] + [member("d", category="Projects", category_slug="projects")]
    rest = [member(name, category="Others", category_slug="other") for name in "abcd"]
    untitled = [member(name, category="", category_slug="odd") for name in "abcd"]
    for members in (several, rest, untitled):
        assert propose_description("Forms", members) == "Compares 4 packages, among them a, b and c."


def test_topics_that_many_share_are_named_unless_the_title_or_the_field_says_them():
    topics = ("django", "django-permissions", "permission", "django-app", "rules", "per-object")
    members = [member(name, topics=topics) for name in "abc"] + [member("d", topics=("rare", "roles")), member("e")]
    assert propose_description("Permissions", members) == (
        "Compares 5 apps about per-object and rules, among them a, b and c."
    )


@pytest.mark.parametrize(("sharing", "is_named"), [(2, False), (3, True)])
def test_a_topic_of_few_packages_is_not_named(sharing, is_named):
    members = [member(f"m{number}", topics=("jwt",) if number < sharing else ()) for number in range(6)]
    assert ("about jwt" in propose_description("Auth", members)) is is_named


@pytest.mark.django_db
def test_the_visible_packages_of_grids_are_read_at_once(django_assert_num_queries):
    category = make_category("projects", title="Project", title_plural="Projects")
    facts = {"topics": ["sso"], "downloads_30d": 5}
    packages = [make_package(f"p{number}", category=category, facts=facts) for number in range(4)]
    packages[0].deprecated_at = AT
    packages[0].save()
    hidden, bare = make_package("hidden", is_hidden=True), make_package("bare")
    first = make_grid("auth", title="Auth", packages=[*packages, hidden])
    second, empty = make_grid("b", title="B", packages=[bare]), make_grid("c", title="C")
    with django_assert_num_queries(1):
        found = read_proposed_descriptions({grid.pk: grid.title for grid in (first, second, empty)})
    assert found == {
        first.pk: "Compares 4 projects about sso, among them p1, p2 and p3.",
        second.pk: "Has one package so far: bare.",
        empty.pk: "",
    }
    with django_assert_num_queries(0):
        assert read_proposed_descriptions({}) == {}
