"""Signing up: a taken address tells a stranger nothing that a free one does not, and its owner is told by mail."""

import re

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.core import mail
from django.core.cache import cache

from community.people import confirm_email, make_moderator, make_person
from packgrid.accounts.models import User
from packgrid.accounts.queries import confirmed_accounts
from web.people.forms import browser, confirm, seen, send, sign_in
from web.people.rivals import somebody_confirms_first, somebody_is_faster
from web.sanity import text_of

pytestmark = pytest.mark.django_db
CHOSEN = "a fresh secret"
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"')


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


def sign_up(client, email, name="newcomer"):
    fields = {"username": name, "email": email, "password1": CHOSEN}
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


@pytest.mark.parametrize("make", [make_person, make_moderator])
def test_what_a_stranger_can_do_afterwards_is_the_same(make):
    make("owner", email="taken@mail.example")
    sign_up(browser(), "taken@mail.example", "alan")
    sign_up(browser(), "fresh@mail.example", "alma")
    cache.clear()
    assert traces("taken@mail.example", "alan") == traces("fresh@mail.example", "alma")
    assert traces("fresh@mail.example", "alma")["profile"][0] == 404


def traces(email, name):
    """What shows to somebody else after a sign-up: pages of the name, the name chosen again, signing in, a reset."""
    found = {
        "profile": browser().get(f"/profiles/{name}/"),
        "favourites": browser().get(f"/profiles/{name}/favorites/"),
        "edits": browser().get(f"/edits/by/{name}/"),
        "same name": sign_up(browser(), "another@mail.example", name),
        "same address": sign_up(browser(), email, f"{name}-again"),
        "sign-in by name": sign_in(browser(), name, CHOSEN),
        "sign-in by address": sign_in(browser(), email, CHOSEN),
        "wrong password": sign_in(browser(), name, "wrong"),
        "reset": send(browser(), "/account/password/reset/", action="/account/password/reset/", email=email),
    }
    return {key: plain(answer, email, name) for key, answer in found.items()}


def plain(answer, email, name):
    page = TOKENS.sub("", answer.content.decode()).replace(email, "EMAIL").replace(name, "NAME")
    return answer.status_code, answer.headers.get("Location"), page


def test_the_owner_gets_no_link_that_confirms_what_a_stranger_signed_up():
    owner = confirm_email(make_person("owner", email="taken@mail.example"))
    sign_up(browser(), "taken@mail.example")
    sign_in(browser(), "newcomer", CHOSEN)
    send(browser(), "/account/password/reset/", action="/account/password/reset/", email="taken@mail.example")
    assert [message.to for message in mail.outbox] == [["taken@mail.example"]] * len(mail.outbox)
    assert not any("/account/confirm-email/" in message.body for message in mail.outbox)
    assert sum("/account/password/reset/key/" in message.body for message in mail.outbox) == 1
    assert sign_in(browser(), "taken@mail.example").url == "/"
    assert list(confirmed_accounts()) == [owner]


def test_a_name_has_pages_once_its_address_is_confirmed():
    client = browser()
    sign_up(client, "fresh@mail.example")
    seen(client, "/profiles/newcomer/", status=404)
    confirm(client, re.search(r"/account/confirm-email/\S+", mail.outbox[0].body)[0])
    seen(browser(), "/profiles/newcomer/")
    seen(browser(), "/edits/by/newcomer/")


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
    sign_up(browser(), "fresh@mail.example", "other")
    assert hashed == [CHOSEN] * 2


def counting(hashed, encode):
    def count(self: BasePasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    return count


def test_of_sign_ups_that_wait_for_one_address_the_first_that_confirms_it_gets_it():
    ada, bob = browser(), browser()
    for client, name in ((ada, "ada"), (bob, "bob")):
        assert sign_up(client, "ada@mail.example", name).url == "/account/confirm-email/"
        cache.clear()
    of_ada, of_bob = (re.search(r"/account/confirm-email/\S+", message.body)[0] for message in mail.outbox)
    assert confirm(bob, of_bob).url == "/"
    assert "belongs to another account" in text_of(seen(ada, of_ada))
    assert [user.username for user in confirmed_accounts()] == ["bob"]


def test_an_address_that_somebody_added_and_never_confirmed_is_free():
    other = confirm_email(make_person("other"))
    other.emailaddress_set.create(email="fresh@mail.example", verified=False)
    sign_up(browser(), "fresh@mail.example")
    assert User.objects.filter(username="newcomer").exists()
    assert [row.email for row in other.emailaddress_set.all()] == ["other@mail.example"]


def test_of_two_who_choose_a_name_at_the_same_moment_one_is_told_that_it_is_taken():
    client = browser()
    with somebody_is_faster("newcomer"):
        answer = sign_up(client, "fresh@mail.example")
    assert (answer.status_code, "This name is taken" in text_of(answer.content.decode())) == (200, True)
    assert not mail.outbox
    assert sign_up(client, "fresh@mail.example", "other").url == "/account/confirm-email/"


def test_a_name_that_counts_as_the_same_is_taken_at_that_moment_too():
    with somebody_is_faster("NEWCOMER"):
        answer = sign_up(browser(), "fresh@mail.example")
    assert "This name is taken" in text_of(answer.content.decode())


def test_two_who_sign_up_with_an_address_at_the_same_moment_both_wait_for_its_confirmation():
    with somebody_is_faster("rival", "fresh@mail.example"):
        assert sign_up(browser(), "fresh@mail.example").url == "/account/confirm-email/"
    assert list(User.objects.order_by("pk").values_list("username", flat=True)) == ["rival", "newcomer"]


def test_of_two_who_confirm_an_address_at_the_same_moment_one_is_told_that_it_is_taken():
    rival = make_person("rival")
    rival.emailaddress_set.create(email="fresh@mail.example")
    client = browser()
    sign_up(client, "fresh@mail.example")
    rival.emailaddress_set.create(email="fresh@mail.example")
    link = re.search(r"/account/confirm-email/\S+", mail.outbox[0].body)[0]
    with somebody_confirms_first("fresh@mail.example"):
        answer = confirm(client, link)
    assert answer.url == "/login/"
    assert "fresh@mail.example belongs to another account already" in text_of(seen(client, "/login/"))
    assert client.get("/watching/").status_code == 302


def test_a_taken_name_says_so():
    make_person("owner")
    answer = sign_up(browser(), "fresh@mail.example", "owner")
    assert answer.status_code == 200
    assert not mail.outbox


def test_a_field_that_is_empty_or_wrong_says_what_to_do():
    filled = {"username": "", "email": "no address", "password1": "short"}
    answer = send(browser(), "/account/signup/", action="/account/signup/", **filled)
    html = text_of(answer.content.decode())
    assert "Fill in this field." in html
    assert "This is not an e-mail address. Write it like name@example.org." in html
    assert "Enter a valid email address" not in html
