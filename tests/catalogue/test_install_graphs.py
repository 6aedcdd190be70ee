from typing import Any

import pytest
from django.utils import timezone

from community.people import make_moderator
from packgrid.catalogue.install_graphs import read_install_graph
from packgrid.catalogue.install_sizes import InstallSize, Uncounted, measure_install
from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.models import Package, Release
from packgrid.catalogue.package_merges import merge_packages, undo_merge
from packgrid.catalogue.requirement_models import RequiredProject
from packgrid.refresh.documents import put_required_projects
from packgrid.revisions.edit_log import EditContext
from web.rows import make_package

pytestmark = pytest.mark.django_db


def add_package(slug: str, install_bytes: int | None, *requires_dist: str, **columns: Any) -> Package:
    """A package whose newest release 1.0 is a wheel with these requirements."""
    facts = {"version": "1.0", "requires_dist": list(requires_dist)}
    package = make_package(slug, facts=facts, **({"pypi_name": slug} | columns))
    Release.objects.create(package=package, version="1.0", sort_key="1.0", has_wheel=True, install_bytes=install_bytes)
    Release.objects.create(package=package, version="0.9", sort_key="0.9", has_wheel=True, install_bytes=9999)
    put_required_projects(package.pk, requires_dist)
    return package


def measure(*packages: Package) -> list[InstallSize | MissingValue | None]:
    graph = read_install_graph([package.pk for package in packages])
    return [measure_install(graph, package.pk) for package in packages]


def test_one_query_reads_all_packages_of_a_page(django_assert_num_queries):
    a, b = add_package("a", 10, "b[x]", "c>=1"), add_package("b", 5, "a", 'd; extra == "x"', 'e; extra == "y"')
    add_package("c", 7, 'nobody; sys_platform == "linux"')
    add_package("d", 100)
    add_package("e", 1000)
    with django_assert_num_queries(1):
        sizes = measure(a, b)
    nobody = (("nobody", Uncounted.NOT_LISTED),)
    assert sizes == [InstallSize(10, 122, 3, nobody), InstallSize(5, 122, 3, nobody)]
    with django_assert_num_queries(0):
        assert measure() == []


def test_what_is_not_known_of_a_package_is_told():
    bare = make_package("bare", pypi_name="bare")
    unread = make_package("unread", pypi_name="unread", facts={"version": "1.0"})
    Release.objects.create(package=unread, version="1.0", has_wheel=True, install_bytes=3)
    archive = make_package("archive", pypi_name="archive", facts={"version": "1.0", "requires_dist": []})
    Release.objects.create(package=archive, version="1.0", has_sdist=True, install_bytes=4)
    due = make_package("due", facts={"version": "1.0", "requires_dist": []})
    Release.objects.create(package=due, version="1.0", has_wheel=True, size_bytes=9)
    unfit = make_package("unfit", facts={"version": "1.0", "requires_dist": []})
    Release.objects.create(package=unfit, version="1.0", has_wheel=True, size_bytes=9, install_bytes=0)
    everything = add_package("everything", 10, "bare>=1", "unread", "archive")
    unknown = Uncounted.REQUIREMENTS_UNKNOWN
    assert measure(bare, unread, archive, due, unfit, everything) == [
        None,
        InstallSize(3, 3, 0, (("", unknown),)),
        InstallSize(4, 4, 0, (("", unknown),)),
        MissingValue.NOT_CHECKED,
        None,
        InstallSize(10, 17, 2, (("archive", unknown), ("bare", Uncounted.SIZE_UNKNOWN), ("unread", unknown))),
    ]


def test_private_packages_are_read_for_packages_of_their_index_alone():
    private, public = add_package("a", 10, "b", "c", index_name="corp"), add_package("d", 20, "b", "c")
    add_package("b", 5, index_name="corp")
    add_package("c", 7)
    add_package("other-c", 1000, pypi_name="c", index_name="other")
    assert measure(private, public) == [
        InstallSize(10, 22, 2),
        InstallSize(20, 27, 1, (("b", Uncounted.NOT_LISTED),)),
    ]


def test_more_packages_than_a_page_may_read_are_not_followed():
    a = add_package("a", 10, "b")
    add_package("b", 5, "c")
    add_package("c", 1)
    graph = read_install_graph([a.pk], most=2)
    assert measure_install(graph, a.pk) == InstallSize(10, 15, 1, (("c", Uncounted.NOT_LISTED),), is_cut=True)


def test_hidden_and_deleted_packages_are_not_in_the_catalogue():
    a, b = add_package("a", 10, "b"), add_package("b", 5, "a")
    b.is_hidden = True
    b.save()
    assert measure(a) == [InstallSize(10, 10, 0, (("b", Uncounted.NOT_LISTED),))]
    b.delete()
    assert measure(a) == [InstallSize(10, 10, 0, (("b", Uncounted.NOT_LISTED),))]
    assert list(RequiredProject.objects.values_list("package", "project")) == [(a.pk, "b")]


def test_a_merged_package_keeps_its_requirements_and_gives_its_place_to_the_remaining_one():
    a, b = add_package("a", 10, "b"), add_package("b", 5, "c")
    remaining = add_package("remaining", 7, pypi_name="b")
    add_package("c", 1)
    by = EditContext(make_moderator(), timezone.now())
    edit = merge_packages(b.pk, remaining.pk, by=by)
    assert measure(a) == [InstallSize(10, 17, 1)]
    undo_merge(edit, by=by)
    assert measure(a) == [InstallSize(10, 16, 2)]


def test_requirements_are_replaced_as_a_whole(django_assert_num_queries):
    a = add_package("a", 10, "b", "c")
    with django_assert_num_queries(2):
        put_required_projects(a.pk, ["b>=2"])
    assert list(RequiredProject.objects.values_list("project", "specifier")) == [("b", ">=2")]
    put_required_projects(a.pk, [])
    assert not RequiredProject.objects.exists()
