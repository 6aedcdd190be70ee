from datetime import timedelta

import pytest

from community.people import NOW, make_moderator, make_person
from packgrid.catalogue.models import Example
from packgrid.community import flags
from packgrid.community.errors import Refused
from packgrid.community.models import Flag
from web.rows import make_package

pytestmark = pytest.mark.django_db


def test_one_flag_a_person_and_package():
    ada, package = make_person(), make_package()
    flags.flag_package(ada, package, "It is a copy.", now=NOW)
    with pytest.raises(Refused, match="You already flagged this package"):
        flags.flag_package(ada, package, "It is a copy!", now=NOW)
    flags.flag_package(make_person("bob"), package, "It is a copy.", now=NOW)


def test_two_sites_have_two_addresses():
    ada, package = make_person(), make_package()
    for _ in range(2):
        site = Example(package=package, title="Shop", url="https://s.example/")
        if Example.objects.exists():
            with pytest.raises(Refused, match="This address is already listed"):
                flags.put_example(ada, site, now=NOW)
        else:
            flags.put_example(ada, site, now=NOW)
    assert Example.objects.get().created_by == ada


@pytest.mark.parametrize(("joined", "most"), [(NOW - timedelta(days=1), 5), (NOW - timedelta(days=100), 10)])
def test_who_flags_too_much_waits_and_new_accounts_sooner(joined, most):
    ada = make_person(date_joined=joined)
    for at in range(most):
        flags.flag_package(ada, make_package(f"p{at}"), "It is a copy.", now=NOW)
    with pytest.raises(Refused, match=f"{most} times"):
        flags.flag_package(ada, make_package("last"), "It is a copy.", now=NOW)
    assert Flag.objects.count() == most


def test_moderators_are_not_held_back():
    mo = make_moderator()
    for at in range(12):
        flags.flag_package(mo, make_package(f"p{at}"), "It is a copy.", now=NOW)


@pytest.mark.parametrize(("who", "may"), [("ada", True), ("bob", False), ("mo", True)])
def test_a_site_is_changed_by_who_added_it_and_by_moderators(who, may):
    people = {"ada": make_person(), "bob": make_person("bob"), "mo": make_moderator()}
    site = Example.objects.create(package=make_package(), title="S", url="https://s.example/", created_by=people["ada"])
    assert flags.may_change(people[who], site) is may


def test_a_site_that_nobody_added_is_changed_by_moderators_alone():
    site = Example.objects.create(package=make_package(), title="S", url="https://s.example/")
    assert not flags.may_change(make_person(), site)
