"""Signing up: a taken address gets the same answer as a free one, and its owner is told by mail."""

import re

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.core import mail
from django.core.cache import cache

from community.people import confirm_email, make_moderator, make_person
from packgrid.accounts.models import User
from web.people.forms import browser, seen, send

pytestmark = pytest.mark.django_db
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"')


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


def sign_up(client, email, name="newcomer"):
    fields = {"username": name, "email": email, "password1": "a long secret"}
    return send(client, "/account/signup/", action="/account/signup/", **fields)


def answers(email, name="newcomer"):
    """All that a stranger sees of a sign-up: the redirect, its headers, the cookies, and the page that it leads to."""
    client = browser()
    answer = sign_up(client, email, name)
    headers = {key: value for key, value in answer.headers.items() if key != "Expires"}
    page = TOKENS.sub("", seen(client, answer.url)).replace(email.lower(), "EMAIL")
    return answer.status_code, headers, sorted(client.cookies), page


@pytest.mark.parametrize("make", [make_person, make_moderator])
@pytest.mark.parametrize("spelled", ["taken@mail.example", "TAKEN@Mail.Example"])
def test_a_taken_address_is_answered_as_a_free_one(make, spelled):
    make("owner", email="taken@mail.example")
    taken, free = answers(spelled), answers("fresh@mail.example", "other")
    assert taken == free
    assert taken[0] == 302
    assert taken[1]["Location"] == "/account/confirm-email/"
    assert [user.username for user in User.objects.order_by("pk")] == ["owner", "other"]


def test_the_owner_of_a_taken_address_is_told_by_mail():
    make_person("owner", email="taken@mail.example")
    sign_up(browser(), "taken@mail.example")
    (message,) = mail.outbox
    assert message.to == ["taken@mail.example"]
    assert "https://djangopackages.org/account/password/reset/" in message.body
    assert "newcomer" not in message.body


def test_a_taken_address_costs_as_many_hashes_as_a_free_one(monkeypatch):
    make_person("owner", email="taken@mail.example")
    hashed: list[str] = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", counting(hashed, MD5PasswordHasher.encode))
    sign_up(browser(), "taken@mail.example")
    sign_up(browser(), "fresh@mail.example")
    assert hashed == ["a long secret"] * 2


def counting(hashed, encode):
    def count(self: BasePasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    return count


def test_an_address_that_waits_for_its_confirmation_counts_as_taken():
    assert sign_up(browser(), "ada@mail.example", "ada").url == "/account/confirm-email/"
    assert sign_up(browser(), "ada@mail.example", "bob").url == "/account/confirm-email/"
    assert list(User.objects.values_list("username", flat=True)) == ["ada"]


def test_an_address_that_somebody_added_and_never_confirmed_is_free():
    other = confirm_email(make_person("other"))
    other.emailaddress_set.create(email="fresh@mail.example", verified=False)
    sign_up(browser(), "fresh@mail.example")
    assert User.objects.filter(username="newcomer").exists()
    assert [row.email for row in other.emailaddress_set.all()] == ["other@mail.example"]


def test_a_taken_name_says_so():
    make_person("owner")
    answer = sign_up(browser(), "fresh@mail.example", "owner")
    assert answer.status_code == 200
    assert not mail.outbox
