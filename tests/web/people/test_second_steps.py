"""Passkeys, authenticator apps and recovery codes: set up, used to sign in, removed."""

import json
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache

from community.people import confirm_email, make_moderator, make_person
from web.people.forms import browser, fresh_browser, seen, send, sign_in
from web.people.passkeys import SoftPasskey
from web.sanity import text_of

pytestmark = pytest.mark.django_db
TOTP, RECOVERY, WEBAUTHN = "/account/2fa/totp/", "/account/2fa/recovery-codes/", "/account/2fa/webauthn/"
SECOND_STEP = "/account/2fa/authenticate/"
HALF_A_MINUTE = 30
EMPTY_ANSWER = (
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": '
    '{"clientDataJSON": "e30", "authenticatorData": "e30", "signature": "e30", "userHandle": %s}}'
)


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(1_780_000_000, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ada():
    return confirm_email(make_person())


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // HALF_A_MINUTE))


def set_up_app(client, clock) -> str:
    """The secret of an authenticator app that is set up now."""
    html = seen(client, f"{TOTP}activate/")
    secret = re.search(r"<code>(\w+)</code>", html)[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    filled = {"csrfmiddlewaretoken": token, "code": code_of(secret)}
    answer = client.post(f"{TOTP}activate/", filled, secure=True, headers={"referer": "https://djangopackages.org/"})
    assert answer.url == RECOVERY
    clock.shift(HALF_A_MINUTE)
    return secret


def add_passkey(client, name="") -> SoftPasskey:
    passkey = SoftPasskey()
    html = seen(client, f"{WEBAUTHN}add/")
    credential = passkey.create(options_in(html)["creation_options"])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    filled = {"csrfmiddlewaretoken": token, "credential": credential, "passwordless": "on", "name": name}
    answer = client.post(f"{WEBAUTHN}add/", filled, secure=True, headers={"referer": "https://djangopackages.org/"})
    assert answer.url == RECOVERY
    return passkey


def options_in(html: str):
    return json.loads(re.search(r'<script id="js_data" type="application/json">(.*?)</script>', html)[1])


def send_credential(client, path, credential, *, then=""):
    token = client.cookies["csrftoken"].value
    filled = {"csrfmiddlewaretoken": token, "credential": credential, "next": then}
    return client.post(path, filled, secure=True, headers={"referer": "https://djangopackages.org/"})


def kinds(person) -> list[str]:
    return sorted(person.authenticator_set.values_list("type", flat=True))


def test_signing_in_takes_a_password_and_a_code(ada, clock):
    secret = set_up_app(fresh_browser(ada), clock)
    client = browser()
    assert sign_in(client).url == SECOND_STEP
    assert client.get("/watching/").status_code == 302
    wrong = send(client, SECOND_STEP, action=SECOND_STEP, code="000000")
    assert "not correct" in text_of(wrong.content.decode())
    assert send(client, SECOND_STEP, action=SECOND_STEP, code=code_of(secret)).url == "/"
    seen(client, "/watching/")


def test_a_code_lets_in_once(ada, clock):
    secret = set_up_app(fresh_browser(ada), clock)
    code = code_of(secret)
    answers = []
    for _ in range(2):
        client = browser()
        sign_in(client)
        answers.append(send(client, SECOND_STEP, action=SECOND_STEP, code=code).status_code)
    assert answers == [302, 200]


def test_codes_cannot_be_tried_without_end(ada, clock):
    set_up_app(fresh_browser(ada), clock)
    client = browser()
    sign_in(client)
    last = [send(client, SECOND_STEP, action=SECOND_STEP, code="000000") for _ in range(6)][-1]
    assert "Too many failed sign-ins" in text_of(last.content.decode())


def test_a_recovery_code_lets_in_once(ada, clock):
    owner = fresh_browser(ada)
    set_up_app(owner, clock)
    codes = owner.get(f"{RECOVERY}download/").content.decode().split()
    assert len(codes) == 10
    assert all(code in seen(owner, RECOVERY) for code in codes)
    client = browser()
    sign_in(client)
    assert send(client, SECOND_STEP, action=SECOND_STEP, code=codes[0]).url == "/"
    assert "9 of 10 left" in text_of(seen(owner, RECOVERY))
    again = browser()
    sign_in(again)
    assert send(again, SECOND_STEP, action=SECOND_STEP, code=codes[0]).status_code == 200


def test_new_recovery_codes_replace_the_old_ones(ada, clock):
    owner = fresh_browser(ada)
    set_up_app(owner, clock)
    before = owner.get(f"{RECOVERY}download/").content.decode().split()
    assert send(owner, f"{RECOVERY}generate/", action=f"{RECOVERY}generate/").url == RECOVERY
    assert not set(before) & set(owner.get(f"{RECOVERY}download/").content.decode().split())


def test_the_app_is_removed_and_its_recovery_codes_with_it(ada, clock):
    owner = fresh_browser(ada)
    set_up_app(owner, clock)
    assert send(owner, f"{TOTP}deactivate/", action=f"{TOTP}deactivate/").url == "/account/2fa/"
    assert kinds(ada) == []
    assert sign_in(browser()).url == "/"


@pytest.mark.parametrize("path", [RECOVERY, f"{RECOVERY}download/", f"{TOTP}deactivate/"])
def test_what_is_not_set_up_has_no_page(ada, path):
    assert fresh_browser(ada).get(path).status_code == 404


def test_recovery_codes_need_something_to_recover_from(ada):
    client = fresh_browser(ada)
    answer = send(client, f"{RECOVERY}generate/", action=f"{RECOVERY}generate/")
    assert "Add a passkey" in text_of(answer.content.decode())


def test_a_passkey_alone_lets_in(ada):
    passkey = add_passkey(fresh_browser(ada))
    client = browser()
    seen(client, "/login/")
    options = client.get(f"{WEBAUTHN}login/", headers={"accept": "application/json"}).json()["request_options"]
    answer = send_credential(client, f"{WEBAUTHN}login/", passkey.get(options))
    assert answer.url == "/"
    seen(client, "/watching/")


def test_a_passkey_is_a_second_step_after_the_password(ada):
    passkey = add_passkey(fresh_browser(ada))
    client = browser()
    assert sign_in(client).url == SECOND_STEP
    options = options_in(seen(client, SECOND_STEP))["request_options"]
    assert send_credential(client, SECOND_STEP, passkey.get(options)).url == "/"


def test_a_passkey_shows_that_it_is_still_its_owner(ada):
    passkey = add_passkey(fresh_browser(ada))
    client = browser(ada)
    again = f"{WEBAUTHN}reauthenticate/"
    options = options_in(seen(client, f"{again}?next=/profiles/delete/"))["request_options"]
    assert send_credential(client, again, passkey.get(options), then="/profiles/delete/").url == "/profiles/delete/"
    seen(client, "/profiles/delete/")


def test_a_passkey_of_somebody_else_lets_nobody_in(ada):
    add_passkey(fresh_browser(ada))
    stranger = SoftPasskey()
    stranger.user_handle = b"1"
    client = browser()
    seen(client, "/login/")
    options = client.get(f"{WEBAUTHN}login/", headers={"accept": "application/json"}).json()["request_options"]
    answer = send_credential(client, f"{WEBAUTHN}login/", stranger.get(options))
    assert answer.url == "/login/"
    assert "not correct" in text_of(seen(client, "/login/"))


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "nonsense",
        "1",
        "null",
        "[]",
        "{}",
        '{"response": null}',
        '{"response": []}',
        '{"id": "a", "rawId": "a", "type": "public-key", "response": {"userHandle": null}}',
        EMPTY_ANSWER % "null",
        EMPTY_ANSWER % '"enp6enp6enp6enp6enp6enp6eg"',
        '{"id": 1, "rawId": {}, "type": [], "response": {"clientDataJSON": 1, "attestationObject": "e30"}}',
        "[" * 2_000,
        "[" * 19_000,
        "[" * 100_000,
        '"\\ud800"',
    ],
)
@pytest.mark.parametrize("path", [f"{WEBAUTHN}login/", SECOND_STEP, f"{WEBAUTHN}add/", f"{WEBAUTHN}reauthenticate/"])
def test_a_credential_that_is_none_is_refused(ada, path, credential):
    client = fresh_browser(ada)
    add_passkey(client)
    if path in {f"{WEBAUTHN}login/", SECOND_STEP}:
        client = browser()
        sign_in(client)
        seen(client, SECOND_STEP)
    answer = send_credential(client, path, credential)
    assert answer.status_code in {200, 302}
    assert answer.headers.get("Location") in {None, "/login/", SECOND_STEP, "/"}
    assert kinds(ada) == ["recovery_codes", "webauthn"]
    if path in {f"{WEBAUTHN}login/", SECOND_STEP}:
        assert client.get("/watching/").status_code == 302


def test_a_passkey_is_renamed_and_removed(ada):
    client = fresh_browser(ada)
    add_passkey(client, name="Laptop")
    assert "Laptop" in text_of(seen(client, WEBAUTHN))
    key = Authenticator.objects.get(type="webauthn").pk
    assert send(client, f"{WEBAUTHN}keys/{key}/edit/", name="Phone").url == WEBAUTHN
    assert "Phone" in text_of(seen(client, WEBAUTHN))
    assert send(client, f"{WEBAUTHN}keys/{key}/remove/").url == WEBAUTHN
    assert kinds(ada) == []


def test_a_passkey_of_somebody_else_has_no_page(ada):
    add_passkey(fresh_browser(ada))
    key = Authenticator.objects.get(type="webauthn").pk
    other = fresh_browser(make_person("bob"))
    for end in ("edit", "remove"):
        assert other.get(f"{WEBAUTHN}keys/{key}/{end}/").status_code == 404


@pytest.mark.parametrize("path", [f"{TOTP}activate/", f"{WEBAUTHN}add/", f"{RECOVERY}generate/"])
def test_each_change_asks_for_the_password_again(ada, path):
    assert browser(ada).get(path).url.startswith("/account/reauthenticate/")


@pytest.mark.django_db(transaction=True)
def test_each_change_is_told_by_mail(ada, clock):
    client = fresh_browser(ada)
    set_up_app(client, clock)
    send(client, f"{RECOVERY}generate/", action=f"{RECOVERY}generate/")
    send(client, f"{TOTP}deactivate/", action=f"{TOTP}deactivate/")
    add_passkey(client)
    send(client, f"{WEBAUTHN}keys/{Authenticator.objects.get(type='webauthn').pk}/remove/")
    assert [message.subject for message in mail.outbox] == [
        "[Packgrid] An authenticator app was set up",
        "[Packgrid] New recovery codes were created",
        "[Packgrid] The authenticator app was removed",
        "[Packgrid] A passkey was added",
        "[Packgrid] A passkey was removed",
    ]


def test_staff_without_a_confirmed_address_can_add_a_passkey():
    mo = make_moderator()
    add_passkey(fresh_browser(mo))
    assert kinds(mo) == ["recovery_codes", "webauthn"]


def test_who_has_a_passkey_can_still_change_their_address(ada):
    client = fresh_browser(ada)
    add_passkey(client)
    assert send(client, "/account/email/", action="/account/email/", email="new@mail.example", action_add="").url
    assert ada.emailaddress_set.count() == 2
