"""Each event that concerns the security of an account is one line of the log."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from community.people import LONG_AGO
from packgrid.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return User.objects.create_user("ada", "ada@people.example", "correct horse 1", last_login=LONG_AGO)


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.INFO, "packgrid.security")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "packgrid.security"]


def sign_in(name, password):
    client = Client(headers={"host": "djangopackages.org"}, REMOTE_ADDR="203.0.113.7")
    client.post("/login/", {"login": name, "password": password})


def test_signing_in_names_the_account_and_the_address(ada, logged):
    ada.is_staff = True
    ada.save()
    sign_in("ada", "correct horse 1")
    assert logged() == [
        f"event=rights_changed account=ada id={ada.pk} address=- is_staff=true",
        f"event=signed_in account=ada id={ada.pk} address=203.0.113.7",
    ]


@pytest.mark.parametrize("name", ["ada", "ada@people.example"])
def test_failing_names_the_account_and_nothing_that_was_typed(ada, logged, name):
    sign_in(name, "my other secret")
    assert logged() == [f"event=sign_in_failed account=ada id={ada.pk} address=203.0.113.7"]


def test_failing_with_an_unknown_name_does_not_log_it(logged):
    sign_in("my password by mistake", "x")
    assert logged() == ["event=sign_in_failed account=- id=- address=203.0.113.7"]


def test_changed_groups_and_deletion_are_logged(ada, logged):
    pk = ada.pk
    ada.groups.add(Group.objects.create(name="editors"))
    ada.save()
    ada.delete()
    assert logged() == [
        f"event=rights_changed account=ada id={pk} address=-",
        f"event=account_deleted account=ada id={pk} address=-",
    ]
