import pytest

from api.rows import HOST, add_grid, add_package, get
from packgrid.projections.announcements import announce

pytestmark = pytest.mark.django_db


def test_a_grid_has_9_keys_and_its_packages_by_title():
    second, third, first = (add_package(slug, title=title) for slug, title in (("a", "m"), ("b", "m"), ("c", "l")))
    grid = add_grid("blocks", third, second, first, title="Blocks", description="One\nand two", is_header=True)
    assert list(get("grids/blocks/").json().items()) == [
        ("id", grid.pk),
        ("title", "Blocks"),
        ("slug", "blocks"),
        ("description", "One\nand two"),
        ("is_locked", False),
        ("packages", [f"{HOST}/api/v4/packages/{package.pk}/" for package in (first, second, third)]),
        ("header", True),
        ("created", "2026-01-01T22:04:05-05:00"),
        ("modified", "2026-07-01T08:00:00.250000-04:00"),
    ]


def test_grids_are_listed_newest_first():
    old, new = add_grid("old"), add_grid("new")
    answer = get("grids/").json()
    assert (answer["count"], [grid["id"] for grid in answer["results"]]) == (2, [new.pk, old.pk])


def test_an_unknown_grid_is_not_found():
    answer = get("grids/blocks/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "No Grid matches the given query."})


@pytest.mark.parametrize(("path", "made", "kept"), [("grids/blocks0/", 3, 1), ("grids/", 4, 2)])
def test_the_number_of_queries_does_not_grow_with_the_rows(path, made, kept, django_assert_num_queries):
    packages = [add_package(f"flat{number}") for number in range(10)]
    grids = [add_grid(f"blocks{number}", *packages) for number in range(25)]
    with django_assert_num_queries(made):
        first = get(path)
    announce(grids={grid.pk for grid in grids})
    with django_assert_num_queries(kept):
        second = get(path)
    assert (first.status_code, first.content) == (200, second.content)
