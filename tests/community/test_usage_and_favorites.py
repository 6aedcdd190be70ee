import pytest

from community.people import NOW, make_person
from packgrid.catalogue.editing import put_packages
from packgrid.catalogue.models import Facts
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.records import PackageRecord, RecordStatus
from packgrid.community.models import Favorite, Usage
from packgrid.community.queries import most_liked, read_standing
from packgrid.community.usage_and_favorites import PEOPLE, put_favorite, put_usage
from web.rows import make_package

pytestmark = pytest.mark.django_db


def counted():
    facts = Facts.objects.get()
    return facts.usage_count, facts.usages_here


def load(count):
    return put_packages(
        [PackageRecord(slug="django-a", usage_count=count)], origin="file.csv", now=NOW, overwrites=True
    )


def test_saying_it_twice_counts_once_and_taking_it_back_counts_back():
    package, ada = make_package(), make_person()
    for is_used, count in ((True, 1), (True, 1), (False, 0), (False, 0)):
        put_usage(ada, package, is_used=is_used)
        assert (Usage.objects.count(), *counted()) == (count, count, count)


def test_what_nobody_said_is_unknown_and_where_all_took_it_back_it_is_nobody():
    package, ada = make_package(facts={}), make_person()
    assert counted() == (None, 0)
    put_usage(ada, package, is_used=True)
    put_usage(ada, package, is_used=False)
    assert counted() == (0, 0)
    assert read_provenance(Facts.objects.get(), "usage_count").origin == PEOPLE


def test_people_here_add_to_those_that_a_file_has_counted_and_loading_it_again_changes_nothing():
    package = make_package(facts={})
    load(69)
    for name in ("ada", "bob"):
        put_usage(make_person(name), package, is_used=True)
    assert counted() == (71, 2)
    assert read_provenance(Facts.objects.get(), "usage_count").origin == "file.csv"
    assert [outcome.status for outcome in load(69)] == [RecordStatus.UNCHANGED]
    assert counted() == (71, 2)
    load(70)
    assert counted() == (72, 2)


def test_a_file_that_counts_less_than_nothing_here_is_never_below_those_who_said_so():
    package = make_package(facts={"usage_count": 0, "usages_here": 3})
    put_usage(make_person(), package, is_used=True)
    assert counted() == (1, 1)


def test_whoever_is_deleted_is_counted_no_more(django_user_model):
    package = make_package()
    put_usage(make_person(), package, is_used=True)
    django_user_model.objects.all().delete()
    assert counted() == (0, 0)


def test_a_package_can_be_deleted_with_those_who_use_it():
    package = make_package()
    put_usage(make_person(), package, is_used=True)
    package.delete()
    assert not Facts.objects.exists()


def test_the_most_liked_are_those_that_most_people_like(django_assert_num_queries):
    a, b, c, hidden = make_package("a"), make_package("b"), make_package("c"), make_package("d", is_hidden=True)
    make_package("e")
    for name, liked in (("ada", [b, c, hidden]), ("bob", [b, a]), ("cleo", [b])):
        person = make_person(name)
        for package in liked:
            put_favorite(person, package, is_liked=True)
    with django_assert_num_queries(2):
        assert [row.slug for row in most_liked(9)] == ["b", "a", "c"]
    put_favorite(person, b, is_liked=False)
    put_favorite(person, b, is_liked=False)
    assert Favorite.objects.filter(package=b).count() == 2
    assert [row.slug for row in most_liked(1)] == ["b"]


def test_how_somebody_stands_to_a_package_takes_one_query(django_assert_num_queries):
    package, ada = make_package(), make_person()
    put_usage(ada, package, is_used=True)
    with django_assert_num_queries(1):
        found = read_standing(ada, package.pk)
    assert (found.uses, found.likes, found.follows, found.has_flagged, found.maintains) == (True, *[False] * 4)
