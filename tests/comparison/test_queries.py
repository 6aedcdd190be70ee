import pytest

from packgrid.comparison.queries import GridMember, list_members
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


def test_the_members_of_grids_are_their_visible_packages_once_for_each_grid(django_assert_num_queries):
    known = make_package("known", facts={"topics": ["forms"], "requires_dist": ["django>=5"], "stars": 3})
    other, hidden = make_package("other"), make_package("hidden", is_hidden=True)
    first, second = make_grid("first", packages=[known, hidden]), make_grid("second", packages=[known, other])
    make_grid("third", packages=[other])
    with django_assert_num_queries(1):
        found = list_members([first.pk, second.pk])
    traits = {"slug": "known", "title": known.title, "topics": ("forms",), "requires_dist": ("django>=5",)}
    traits |= {"stars": 3}
    assert sorted(found, key=lambda member: (member.package_id, member.grid_id)) == [
        GridMember(package_id=known.pk, grid_id=first.pk, **traits),
        GridMember(package_id=known.pk, grid_id=second.pk, **traits),
        GridMember(
            package_id=other.pk,
            grid_id=second.pk,
            slug="other",
            title=other.title,
            topics=(),
            requires_dist=(),
            stars=0,
        ),
    ]


def test_no_grids_have_no_members_and_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list_members([]) == []
