import pytest

from packgrid.catalogue.duplicates import find_duplicate
from packgrid.catalogue.former_packages import (
    find_present_slugs,
    find_remaining_ids,
    find_remaining_packages,
    get_remaining_package,
    get_remaining_package_by_id,
    merged_ids,
)
from packgrid.catalogue.models import FormerPackage
from web.rows import make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return make_package("djangorestframework", pypi_name="djangorestframework")


def test_a_former_slug_leads_to_the_package(framework):
    FormerPackage.objects.create(slug="drf", package=framework)
    assert get_remaining_package("drf") == framework
    assert find_remaining_packages(["drf", "djangorestframework", "other"]) == {"drf": framework}
    assert find_remaining_packages([]) == {}


def test_a_merged_package_leads_to_the_remaining_one_by_slug_and_id(framework):
    drf = make_package("drf", is_hidden=True)
    FormerPackage.objects.create(slug="drf", former_id=drf.pk, package=framework)
    assert (get_remaining_package("drf"), get_remaining_package_by_id(drf.pk)) == (framework, framework)
    assert (find_remaining_ids([drf.pk, framework.pk]), find_remaining_ids([])) == ({drf.pk: framework.pk}, {})
    assert merged_ids(framework.pk) == [drf.pk]


def test_a_package_of_its_own_counts_before_a_former_slug(framework):
    FormerPackage.objects.create(slug="drf", package=framework)
    make_package("drf")
    assert find_remaining_packages(["drf"]) == {}
    with pytest.raises(FormerPackage.DoesNotExist):
        get_remaining_package("drf")


def test_a_former_slug_does_not_lead_to_a_hidden_package():
    hidden = make_package("hidden", is_hidden=True)
    FormerPackage.objects.create(slug="old", former_id=99, package=hidden)
    assert find_remaining_packages(["old"]) == {}
    with pytest.raises(FormerPackage.DoesNotExist):
        get_remaining_package_by_id(99)


def test_former_slugs_about_to_be_stored_count_unless_a_package_has_them(framework):
    make_package("taken")
    named = {"drf": "djangorestframework", "taken": "other", "a": "b", "b": "a", "same": "same"}
    slugs = ["drf", "taken", "a", "b", "same", "unknown"]
    assert find_present_slugs(slugs, named) == {"drf": "djangorestframework"}


def test_nobody_adds_a_package_under_a_former_slug(framework):
    drf = make_package("drf", is_hidden=True, pypi_name="drf", repo_url="https://github.com/encode/drf")
    FormerPackage.objects.create(slug="drf", former_id=drf.pk, package=framework)
    assert find_duplicate({"slug": "DRF"}) == framework
    assert find_duplicate({"slug": "x", "pypi_name": "drf", "repo_url": drf.repo_url}) is None
