"""The whole lines that the security log has of what people do with their accounts."""

import logging
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache

from community.people import PASSWORD, confirm_email, link, make_moderator, make_person
from web.people.forms import browser, fresh_browser, seen, send, sign_in
from web.people.passkeys import SoftPasskey
from web.people.test_second_steps import (
    RECOVERY,
    SECOND_STEP,
    TOTP,
    WEBAUTHN,
    add_passkey,
    options_in,
    send_credential,
    set_up_app,
)

pytestmark = pytest.mark.django_db
EMAIL, PASSWORDS, RESET = "/account/email/", "/account/password/change/", "/account/password/reset/"
NEW = {"password1": "a new secret", "password2": "a new secret"}


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def ada():
    return confirm_email(make_person())


@pytest.fixture
def events(caplog, ada):
    """The events since this was last called, if each is of ada and came from here."""
    caplog.set_level(logging.INFO, "packgrid.security")
    pattern = re.compile(rf"event=(\w+) account=ada id={ada.pk} address=127\.0\.0\.1((?: \w+=\w+)*)")

    def take(*, discard: bool = False) -> list[str]:
        lines = [record.getMessage() for record in caplog.records if record.name == "packgrid.security"]
        caplog.clear()
        return [] if discard else ["".join(pattern.fullmatch(line).groups()) for line in lines]

    return take


def test_signing_in_and_out(ada, events):
    client = browser()
    sign_in(client)
    sign_in(browser(), password="wrong")
    send(client, "/packages/", action="/logout/")
    assert events() == ["signed_in", "sign_in_failed", "signed_out"]


def test_a_wrong_password_where_it_is_asked_for_again(ada, events):
    client = browser(ada)
    events(discard=True)
    send(client, client.get("/profiles/delete/").url, action="/account/reauthenticate/", password="wrong")
    assert events() == ["sign_in_failed"]


def test_addresses(ada, events):
    ada.emailaddress_set.create(email="countess@mail.example", verified=True)
    client = fresh_browser(ada)
    events(discard=True)
    send(client, EMAIL, action=EMAIL, email="third@mail.example", action_add="")
    send(client, EMAIL, action=EMAIL, email="countess@mail.example", action_primary="")
    send(client, EMAIL, action=EMAIL, email="ada@mail.example", action_remove="")
    assert events() == ["mail_address_added", "mail_address_changed", "mail_address_removed"]


def test_passwords(ada, events):
    client = browser(ada)
    events(discard=True)
    send(client, PASSWORDS, action=PASSWORDS, oldpassword=PASSWORD, **NEW)
    assert events() == ["password_changed"]
    stranger = browser()
    send(stranger, RESET, action=RESET, email=ada.email)
    page = stranger.get(re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]).url
    send(stranger, page, action=page, **NEW)
    assert events() == ["password_reset"]


@pytest.mark.django_db(transaction=True)
def test_second_steps(ada, events):
    with time_machine.travel(1_780_000_000, tick=False) as clock:
        client = fresh_browser(ada)
        events(discard=True)
        set_up_app(client, clock)
        assert events() == ["authenticator_added", "authenticator_added"]
        send(client, f"{RECOVERY}generate/", action=f"{RECOVERY}generate/")
        assert events() == ["recovery_codes_made"]
        stranger = browser()
        sign_in(stranger)
        answers = [send(stranger, SECOND_STEP, action=SECOND_STEP, code="000000") for _ in range(6)]
        assert answers[-1].status_code == 200
        assert events() == ["code_refused"] * 5 + ["limit_reached"]
        send(client, f"{TOTP}deactivate/", action=f"{TOTP}deactivate/")
        assert set(events()) == {"authenticator_removed"}
        add_passkey(client)
        assert set(events()) == {"authenticator_added"}


def test_git_hosts(ada, events):
    account = link(ada, "countess")
    client = fresh_browser(ada)
    events(discard=True)
    send(client, "/account/3rdparty/", action="/account/3rdparty/", account=str(account.pk))
    assert events() == ["provider_disconnected"]


def test_deletion(ada, events):
    client = fresh_browser(ada)
    events(discard=True)
    send(client, "/profiles/delete/", is_sure="on")
    assert events() == ["signed_out", "account_deleted"]


def test_rights_that_the_administration_gives(ada, events, caplog):
    admin = browser(make_moderator(is_superuser=True))
    caplog.clear()
    path = f"/admin/accounts/user/{ada.pk}/change/"
    group = Group.objects.create(name="editors")
    filled = re.findall(r'name="(\w+)" value="([^"]*)"', seen_admin(admin, path))
    held = dict(filled) | {"username": "ada", "is_active": "on", "is_staff": "on", "groups": str(group.pk)}
    answer = admin.post(path, held, secure=True, headers={"referer": "https://djangopackages.org/"})
    assert answer.status_code == 302
    assert events() == ["rights_changed is_staff=true", "rights_changed"]


def test_a_password_that_the_administration_sets(ada, events, caplog):
    admin = browser(make_moderator(is_superuser=True))
    path = f"/admin/accounts/user/{ada.pk}/password/"
    filled = dict(re.findall(r'name="(csrf\w+)" value="([^"]*)"', seen_admin(admin, path)))
    caplog.clear()
    headers = {"referer": "https://djangopackages.org/"}
    refused = filled | {"usable_password": "true", "password1": "new horse battery", "password2": "another one"}
    assert admin.post(path, refused, secure=True, headers=headers).status_code == 200
    assert events() == []
    answer = admin.post(path, refused | {"password2": "new horse battery"}, secure=True, headers=headers)
    assert answer.status_code == 302
    assert events() == ["password_set_by_staff by=mo"]


def test_passkeys_that_are_refused(ada, events, caplog):
    add_passkey(fresh_browser(ada))
    client = browser()
    sign_in(client)
    events(discard=True)
    options = options_in(seen(client, SECOND_STEP))["request_options"]
    send_credential(client, SECOND_STEP, SoftPasskey().get(options))
    assert events() == ["passkey_refused"]
    stranger = browser()
    seen(stranger, "/login/")
    options = stranger.get(f"{WEBAUTHN}login/", headers={"accept": "application/json"}).json()["request_options"]
    send_credential(stranger, f"{WEBAUTHN}login/", SoftPasskey().get(options))
    assert caplog.messages == ["event=passkey_refused account=- id=- address=127.0.0.1"]


def seen_admin(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()
