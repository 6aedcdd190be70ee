"""Forgotten passwords: a known address is answered as an unknown one, and the link in the mail works once."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from community.people import confirm_email, make_person
from packgrid.accounts.models import User
from web.people.forms import browser, seen, send
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PATH = "/account/password/reset/"
NEW = {"password1": "a new secret", "password2": "a new secret"}


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def ada():
    return confirm_email(make_person())


def ask(email):
    return send(browser(), PATH, action=PATH, email=email)


def link_in_mail():
    return re.search(r"https://djangopackages\.org(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def follow(client, link):
    """The page that the link leads to, which keeps the key out of its address."""
    answer = client.get(link)
    return answer.url if answer.status_code == 302 else link


def test_a_known_address_is_answered_as_an_unknown_one(ada):
    answers = [ask(email) for email in (ada.email, "nobody@mail.example")]
    shown = [(answer.status_code, answer.url, dict(answer.headers), answer.content) for answer in answers]
    assert shown[0] == shown[1]
    assert [message.to for message in mail.outbox] == [["ada@mail.example"], ["nobody@mail.example"]]
    assert "No account has this address" in mail.outbox[1].body
    seen(browser(), answers[0].url)


@pytest.mark.parametrize("state", [{"is_active": False}, {"email": ""}])
def test_who_cannot_sign_in_gets_no_link(ada, state):
    User.objects.update(**state)
    ask(ada.email)
    assert "/password/reset/key/" not in mail.outbox[0].body or state == {"email": ""}


def test_the_link_sets_a_new_password_once(ada):
    ask(ada.email)
    client = browser()
    page = follow(client, link_in_mail())
    assert "key" in page
    assert "set-password" in page
    answer = send(client, page, action=page, **NEW)
    assert "New password set" in seen(client, answer.url)
    assert send(browser(), "/login/", action="/login/", login="ada", password="a new secret").url == "/"
    assert "does not work" in text_of(seen(browser(), link_in_mail_before(ada)))


def link_in_mail_before(ada):
    """The link of the first mail; later ones tell of the change."""
    del mail.outbox[1:]
    return link_in_mail()


def test_the_owner_is_told_that_the_password_was_changed(ada):
    ask(ada.email)
    client = browser()
    page = follow(client, link_in_mail())
    send(client, page, action=page, **NEW)
    assert [message.subject for message in mail.outbox] == [
        "[Packgrid] Set a new password",
        "[Packgrid] Your password was changed",
    ]


@pytest.mark.parametrize("key", ["1-abc", "zzz-set-password", "1-set-password", "zzzzzzzzzzzzzzzzzzzzzzzzz-abc", "0-é"])
def test_a_link_that_somebody_made_up_says_so(ada, key):
    assert "does not work" in text_of(seen(browser(), f"/account/password/reset/key/{key}/"))


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("short", "short", "too short"),
        ("password", "password", "too common"),
        ("a new secret", "another secret", "same password"),
    ],
)
def test_a_password_that_cannot_be_used_says_why(ada, first, second, says):
    ask(ada.email)
    client = browser()
    page = follow(client, link_in_mail())
    answer = send(client, page, action=page, password1=first, password2=second)
    assert says in text_of(answer.content.decode())
    assert User.objects.get().check_password("a long secret")
