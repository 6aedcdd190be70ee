"""E-mail addresses of an account: added, confirmed, made the main one, removed."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from community.people import confirm_email, make_person
from web.people.forms import browser, confirm, fresh_browser, seen, send, show_password
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PATH = "/account/email/"


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def ada():
    return confirm_email(make_person())


@pytest.fixture
def client(ada):
    return fresh_browser(ada)


def rows(person):
    return [(row.email, row.verified, row.primary) for row in person.emailaddress_set.order_by("pk")]


def test_an_address_is_added_confirmed_and_made_the_main_one(ada, client):
    assert add(client, "countess@mail.example").url == PATH
    assert rows(ada) == [("ada@mail.example", True, True), ("countess@mail.example", False, False)]
    link = re.search(r"https://djangopackages\.org(\S+)", mail.outbox[0].body)[1]
    assert mail.outbox[0].to == ["countess@mail.example"]
    assert confirm(client, link).url == "/"
    assert do(client, "action_primary", "countess@mail.example").url == PATH
    assert rows(ada) == [("ada@mail.example", True, False), ("countess@mail.example", True, True)]
    ada.refresh_from_db()
    assert ada.email == "countess@mail.example"
    assert do(client, "action_remove", "ada@mail.example").url == PATH
    assert rows(ada) == [("countess@mail.example", True, True)]
    told = [(message.to, message.subject) for message in mail.outbox[1:]]
    assert told == [
        (["ada@mail.example"], "[Packgrid] Your main address was changed"),
        (["countess@mail.example"], "[Packgrid] An address was removed"),
    ]


def add(client, email):
    return send(client, PATH, action=PATH, email=email, action_add="")


def do(client, action, email):
    return send(client, PATH, action=PATH, email=email, **{action: ""})


@pytest.mark.parametrize(
    "filled",
    [
        {"email": "countess@mail.example", "action_add": ""},
        {"email": "other@mail.example", "action_remove": ""},
        {"email": "other@mail.example", "action_primary": ""},
    ],
)
def test_addresses_are_changed_only_by_who_gives_the_password_again(ada, filled):
    ada.emailaddress_set.create(email="other@mail.example", verified=True)
    client, before = browser(ada), rows(ada)
    asked = send(client, PATH, action=PATH, **filled)
    assert rows(ada) == before
    assert "not correct" in text_of(show_password(client, asked, "wrong").content.decode())
    assert rows(ada) == before
    assert show_password(client, asked).url == PATH
    assert rows(ada) != before


def test_an_address_of_somebody_else_can_be_added_but_not_confirmed(ada, client):
    confirm_email(make_person("bob"))
    add(client, "bob@mail.example")
    link = re.search(r"https://djangopackages\.org(\S+)", mail.outbox[0].body)[1]
    assert "belongs to another account" in text_of(seen(client, link))
    assert rows(ada)[1] == ("bob@mail.example", False, False)


@pytest.mark.parametrize("email", ["nonsense", "a\x00@mail.example", "ada@mail.example", "ADA@mail.example", ""])
def test_an_address_that_cannot_be_added_says_so(ada, client, email):
    answer = add(client, email)
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert len(rows(ada)) == 1


@pytest.mark.parametrize("action", ["action_remove", "action_primary", "action_send"])
@pytest.mark.parametrize("email", ["", "nonsense", "a\x00@mail.example", "nobody@mail.example"])
def test_nothing_is_done_with_an_address_that_one_does_not_have(ada, client, action, email):
    assert do(client, action, email).url == PATH
    assert len(rows(ada)) == 1


def test_the_main_address_stays(ada, client):
    add(client, "countess@mail.example")
    do(client, "action_remove", "ada@mail.example")
    assert len(rows(ada)) == 2
    assert "is your main address" in text_of(seen(client, PATH))


@pytest.mark.parametrize("key", ["abc", "MQ:abc:def", "x" * 500])
def test_a_link_that_somebody_made_up_says_so(key):
    path = f"/account/confirm-email/{key}/"
    assert "does not work" in text_of(seen(browser(), path))
    assert browser().post(path).status_code == 403
