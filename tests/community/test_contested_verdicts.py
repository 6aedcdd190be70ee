"""Maintainers contest the verdict of their package; a moderator decides whether the reason is shown."""

import pytest

from community.people import NOW, make_moderator, make_person
from packgrid.community import flags, maintainers
from packgrid.community.errors import Refused
from packgrid.community.models import Decision, Flag, Maintainer
from packgrid.community.moderation import ModeratorVerdict, Ruling, record_decision
from packgrid.community.queries import accepted_flags, read_standing
from web.rows import make_package

pytestmark = pytest.mark.django_db
REASON = "We work on version 3 in another repository."


@pytest.fixture
def package():
    return make_package(facts={})


@pytest.fixture
def ada(package):
    ada = make_person()
    Maintainer.objects.create(user=ada, package=package, token="t", proven_at=NOW)
    return ada


def contest(person, package, verdict="unmaintained"):
    return maintainers.contest_verdict(person, package, verdict, REASON, now=NOW)


def test_the_reason_is_shown_once_a_moderator_has_accepted_it(ada, package):
    objection = contest(ada, package)
    assert accepted_flags(package.pk) == []
    record_decision("flag", objection.pk, Ruling(ModeratorVerdict.ACCEPTED), by=make_moderator(), now=NOW)
    assert [(flag.contested_verdict, flag.reason) for flag in accepted_flags(package.pk)] == [("unmaintained", REASON)]
    assert Decision.objects.get().about == f"Verdict unmaintained: {REASON}"


def test_each_verdict_is_contested_once_and_flags_are_counted_apart(ada, package):
    contest(ada, package)
    with pytest.raises(Refused, match="You already contested this verdict"):
        contest(ada, package)
    contest(ada, package, "unknown")
    assert not read_standing(ada, package.pk).has_flagged
    flags.flag_package(ada, package, "It is a copy.", now=NOW)
    assert Flag.objects.count() == 3


@pytest.mark.parametrize("claim", [None, {"proven_at": None}])
def test_only_proven_maintainers_contest(package, claim):
    bob = make_person("bob")
    if claim:
        Maintainer.objects.create(user=bob, package=package, token="b", **claim)
    with pytest.raises(Refused, match="Only proven maintainers"):
        contest(bob, package)
    assert not Flag.objects.exists()


def test_who_contests_too_much_waits(ada):
    for at in range(10):
        package = make_package(f"p{at}")
        Maintainer.objects.create(user=ada, package=package, token=f"t{at}", proven_at=NOW)
        contest(ada, package)
    last = make_package("last")
    Maintainer.objects.create(user=ada, package=last, token="last", proven_at=NOW)
    with pytest.raises(Refused, match="10 times"):
        contest(ada, last)
