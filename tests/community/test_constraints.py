"""What the database refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from community.people import NOW, make_person
from packgrid.accounts.models import Profile, ProfileLink
from packgrid.community.models import Contribution, Favorite, Flag, Maintainer, Reader, Reply, Usage, Visit, Watch
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person()


@pytest.fixture
def package():
    return make_package()


@pytest.fixture
def grid(package):
    return make_grid(packages=[package], features=[("Fast", {})])


def refused(make):
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("model", [Usage, Favorite, Contribution])
def test_nobody_says_twice_that_they_use_or_like_or_contributed(ada, package, model):
    model.objects.create(user=ada, package=package)
    assert refused(lambda: model.objects.create(user=ada, package=package))
    model.objects.create(user=make_person("bob"), package=package)


def test_one_flag_and_one_proof_a_person_and_package(ada, package):
    Flag.objects.create(user=ada, package=package, reason="No.")
    assert refused(lambda: Flag.objects.create(user=ada, package=package, reason="Still no."))
    Maintainer.objects.create(user=ada, package=package, token="a")
    assert refused(lambda: Maintainer.objects.create(user=ada, package=package, token="b"))
    assert refused(lambda: Maintainer.objects.create(user=make_person("bob"), package=package, token="a"))


def test_the_flags_of_two_who_left_stay(package):
    for _ in range(2):
        Flag.objects.create(user=None, package=package, reason="No.")
    assert Flag.objects.count() == 2


def test_a_watch_follows_one_thing_once(ada, package, grid):
    for thing in ({"package": package}, {"grid": grid}, {"text": "forms"}):
        Watch.objects.create(user=ada, **thing)
        assert refused(lambda thing=thing: Watch.objects.create(user=ada, **thing))
    assert refused(lambda: Watch.objects.create(user=ada))
    assert refused(lambda: Watch.objects.create(user=ada, package=make_package("b"), text="b"))
    assert refused(lambda: Watch.objects.create(user=ada, package=make_package("c"), grid=make_grid("c")))


def test_a_reply_is_to_a_flag_or_a_cell_once(ada, package, grid):
    flag = Flag.objects.create(user=ada, package=package, reason="No.")
    cell = {"column": grid.columns.get(), "feature": grid.features.get()}
    for target in ({"flag": flag}, cell):
        Reply.objects.create(user=ada, text="Yes.", **target)
        assert refused(lambda target=target: Reply.objects.create(user=ada, text="Yes.", **target))
    bob = make_person("bob")
    assert refused(lambda: Reply.objects.create(user=bob, text="Yes."))
    assert refused(lambda: Reply.objects.create(user=bob, text="Yes.", flag=flag, **cell))
    assert refused(lambda: Reply.objects.create(user=bob, text="Yes.", column=cell["column"]))


def test_one_visit_a_grid_and_one_reader_a_feed(ada, grid):
    Visit.objects.create(user=ada, grid=grid, at=NOW)
    assert refused(lambda: Visit.objects.create(user=ada, grid=grid, at=NOW))
    Reader.objects.create(user=ada, feed_token="secret")
    assert refused(lambda: Reader.objects.create(user=make_person("bob"), feed_token="secret"))


def test_one_link_an_address(ada):
    profile = Profile.objects.create(user=ada)
    ProfileLink.objects.create(profile=profile, label="Blog", url="https://a.example/")
    assert refused(lambda: ProfileLink.objects.create(profile=profile, label="Other", url="https://a.example/"))
