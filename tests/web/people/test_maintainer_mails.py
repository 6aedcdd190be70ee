"""Mails to maintainers about what is shown of their package."""

from datetime import timedelta

import pytest
from django.core import mail

from community.people import NOW, make_person
from packgrid.assessment.models import Assessment
from packgrid.community.maintainer_notices import claim_notice, list_notices
from packgrid.community.models import Flag, Maintainer
from packgrid.web.people.maintainer_mails import send_maintainer_mails
from web.people.forms import browser, seen, send
from web.rows import make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/packages/p/django-a/maintain/"


@pytest.fixture
def package():
    return make_package(facts={})


@pytest.fixture
def ada(package):
    ada = make_person()
    Maintainer.objects.create(user=ada, package=package, token="t", proven_at=NOW)
    return ada


def show_flag(package, *, days=1, **columns: object):
    at = NOW + timedelta(days=days)
    flag = {"reason": "It is a copy.", "is_accepted": True, "decided_at": at} | columns
    return Flag.objects.create(package=package, **flag)


def conclude(package, status, sentence="No release since 2020."):
    Assessment.objects.update_or_create(
        package=package, defaults={"status": status, "sentence": sentence, "assessed_at": NOW, "identity": ""}
    )


def read_subjects():
    """The subjects of the mails that are sent now."""
    mail.outbox.clear()
    assert send_maintainer_mails() == len(mail.outbox)
    return [message.subject for message in mail.outbox]


def test_a_flag_that_is_shown_is_mailed_once(ada, package):
    flag = show_flag(package)
    assert read_subjects() == ["Packgrid: django-a: 1 new flag"]
    assert mail.outbox[0].to == ["ada@mail.example"]
    assert mail.outbox[0].body == (
        "Hello ada,\n\nyou are named as a maintainer of django-a. This is new on its page:\n\n"
        f"Flag: It is a copy.\n  Reply to it: https://djangopackages.org/flags/{flag.pk}/answer/\n\n"
        "The page: https://djangopackages.org/packages/p/django-a/\n"
        "To get no more of these mails: https://djangopackages.org/packages/p/django-a/maintain/\nPackgrid\n\n"
    )
    assert read_subjects() == []
    show_flag(package, days=2)
    show_flag(package, days=3)
    assert read_subjects() == ["Packgrid: django-a: 2 new flags"]


@pytest.mark.parametrize(
    "columns",
    [{"is_accepted": None}, {"is_accepted": False}, {"contested_verdict": "archived"}, {"days": -1}],
    ids=["undecided", "declined", "objection", "before the proof"],
)
def test_other_flags_are_not_mailed(ada, package, columns):
    show_flag(package, **columns)
    assert read_subjects() == []


def test_a_changed_verdict_is_mailed_once_and_the_first_one_is_no_change(ada, package):
    conclude(package, "maintained")
    assert read_subjects() == []
    conclude(package, "superseded")
    assert read_subjects() == ["Packgrid: django-a: verdict is now Replaced"]
    body = mail.outbox[0].body
    assert "Verdict: Replaced (before: Maintained). No release since 2020.\n" in body
    assert "Contest it: https://djangopackages.org/packages/p/django-a/contest/" in body
    assert read_subjects() == []
    conclude(package, "")
    assert read_subjects() == ["Packgrid: django-a: verdict is now Not enough known"]


def test_only_proven_maintainers_with_an_address_are_mailed(package):
    for name, columns, claim in (
        ("unproven", {}, {"proven_at": None}),
        ("inactive", {"is_active": False}, {}),
        ("silent", {"email": ""}, {}),
        ("unwilling", {}, {"wants_mail": False}),
    ):
        person = make_person(name, **columns)
        Maintainer.objects.create(user=person, package=package, token=name, **{"proven_at": NOW} | claim)
    show_flag(package)
    assert read_subjects() == []


def test_of_two_processes_one_sends_it(ada, package):
    show_flag(package)
    first, second = list_notices(), list_notices()
    assert [claim_notice(notice) for notice in first + second] == [True, False]


def test_it_costs_two_queries_to_find_out_that_there_is_nothing(ada, package, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert list_notices() == []


def test_a_maintainer_switches_the_mails_off_and_on(ada, package):
    client = browser(ada)
    send(client, PAGE, does="mails_off")
    assert "You get no mails about its flags and verdict." in text_of(seen(client, PAGE))
    show_flag(package)
    assert read_subjects() == []
    send(client, PAGE, does="mails_on")
    show_flag(package, days=2)
    assert read_subjects() == ["Packgrid: django-a: 1 new flag"]
