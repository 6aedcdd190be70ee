"""Signing up, in and out."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from community.people import make_moderator, make_person
from packgrid.accounts.models import User
from web.people.forms import browser, confirm, fresh_browser, seen, send, sign_in
from web.rows import make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


def test_signing_up_takes_a_name_an_address_and_the_link_in_a_mail():
    client = browser()
    answer = send(
        client,
        "/account/signup/",
        action="/account/signup/",
        username="ada",
        email="ada@mail.example",
        password1="a long secret",
    )
    assert answer.url == "/account/confirm-email/"
    seen(client, answer.url)
    assert "sessionid" in client.cookies
    assert client.get("/watching/").status_code == 302
    link = re.search(r"/account/confirm-email/\S+", mail.outbox[0].body)[0]
    assert confirm(client, link).url == "/"
    assert "ada" in seen(client, "/watching/")


def test_who_is_not_verified_gets_the_mail_again_but_staff_come_in():
    make_person()
    make_moderator()
    assert sign_in(browser(), "ada").url == "/account/confirm-email/"
    assert len(mail.outbox) == 1
    assert sign_in(browser(), "mo", path="/login/?next=/moderation/").url == "/moderation/"
    assert sign_in(browser(), "mo@mail.example").url == "/"


def test_a_wrong_password_says_so_and_too_many_are_refused():
    make_moderator()
    client = browser()
    answers = [send(client, "/login/", action="/login/", login="mo", password="wrong") for _ in range(6)]
    assert "not correct" in text_of(answers[0].content.decode())
    assert sign_in(browser(), "mo").status_code == 200
    assert "Too many failed sign-ins" in text_of(answers[-1].content.decode())


@pytest.mark.parametrize("login", ["mo", "MO", "mo@mail.example", "nobody", "nobody@mail.example", "..", "locked"])
def test_a_sign_in_costs_one_hash_whether_or_not_there_is_an_account(login, monkeypatch):
    make_moderator()
    make_moderator("locked", is_active=False)
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(login) or encode(self, *args))
    sign_in(browser(), login, "wrong")
    assert hashed == [login]


def test_somebody_who_is_locked_out_is_told_so_after_the_right_password_only():
    make_moderator("locked", is_active=False)
    assert sign_in(browser(), "locked").url == "/account/inactive/"
    assert "not correct" in text_of(sign_in(browser(), "locked", "wrong").content.decode())


def test_sign_up_can_be_closed(settings):
    settings.SIGN_UP_IS_OPEN = False
    client = browser()
    assert "No new accounts for now" in seen(client, "/account/signup/")
    client.post("/account/signup/", {"username": "ada", "email": "a@mail.example", "password1": "a long secret"})
    assert not User.objects.exists()


def test_signing_out_is_a_button():
    client = browser(make_person())
    seen(client, "/logout/")
    assert client.get("/watching/").status_code == 200
    assert send(client, "/packages/", action="/logout/").url == "/"
    assert client.get("/watching/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/auth/login/github/", "/login/"),
        ("/auth/login/github/?next=/grids/", "/login/?next=/grids/"),
        ("/admin/", "/admin/login/?next=/admin/"),
        ("/admin/login/?next=/admin/", "/login/?next=%2Fadmin%2F"),
    ],
)
def test_old_addresses_lead_on(old, new):
    assert Client(headers={"host": "localhost"}).get(old).url == new


def test_signing_in_leads_back_to_pages_of_ours_alone():
    make_moderator()
    assert sign_in(browser(), "mo", path="/login/?next=https://evil.example/").url == "/"
    assert sign_in(browser(), "mo", path="/login/?next=/grids/").url == "/grids/"


@pytest.mark.parametrize("path", ["/login/", "/account/signup/", "/account/password/reset/"])
def test_the_doors_are_kept_by_nobody(path):
    answer = browser().get(path)
    assert "public" not in answer.headers.get("Cache-Control", "")
    assert "csrftoken" in answer.cookies


def test_a_reader_who_is_signed_out_gets_no_cookie_and_no_token():
    package = make_package(facts={})
    for path in ("/", "/packages/", package.get_absolute_url(), "/profiles/ada/"):
        make_person() if not User.objects.exists() else None
        answer = browser().get(path)
        assert (answer.status_code, answer.cookies.keys(), b"csrf" in answer.content) == (200, {}.keys(), False)


@pytest.mark.parametrize(
    "path",
    [
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/2fa/webauthn/",
        "/account/3rdparty/",
        "/account/reauthenticate/",
        "/profiles/edit/",
        "/profiles/delete/",
    ],
)
def test_every_page_of_settings_is_sound(path):
    seen(fresh_browser(make_person()), path)


@pytest.mark.parametrize("path", ["/account/password/reset/", "/account/password/reset/done/", "/account/inactive/"])
def test_every_page_on_the_way_in_is_sound(path):
    seen(browser(), path)


def test_a_form_without_its_token_is_refused_in_words():
    answer = browser(make_person()).post("/profiles/delete/", {"is_sure": "on"})
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode()
    assert User.objects.exists()
