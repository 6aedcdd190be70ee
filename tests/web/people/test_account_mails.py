"""Mails of accounts: in our words, with links to PACKGRID_SITE_URL whatever Host header was sent."""

import re
import smtplib

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.test.signals import template_rendered

from community.people import confirm_email, make_moderator, make_person
from packgrid.accounts.models import User
from packgrid.web import apps
from web.people.forms import browser, fresh_browser, seen, send, sign_in
from web.sanity import text_of

pytestmark = pytest.mark.django_db
OURS = apps.__file__.rpartition("/")[0]
LINK = re.compile(r"\w+://\S+")


STRANGERS_SEE = [
    "/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/confirm-email/",
    "/account/confirm-email/x/",
    "/account/inactive/",
    "/account/3rdparty/login/cancelled/",
]
OWNERS_SEE = [
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/",
    "/account/3rdparty/",
    "/account/reauthenticate/",
    "/logout/",
]


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def ada():
    return confirm_email(make_person())


def sign_up(client: Client, email: str):
    return client.post("/account/signup/", {"username": "newcomer", "email": email, "password1": "a long secret"})


def ask_for_a_password(client: Client, email: str):
    return client.post("/account/password/reset/", {"email": email})


def confirm_again(client: Client, email: str):
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    User.objects.get().emailaddress_set.update(verified=False)
    return client.post("/account/email/", {"email": email, "action_send": ""})


MAILS = {
    "sign-up": (sign_up, "fresh@mail.example", "/account/confirm-email/"),
    "sign-up with a taken address": (sign_up, "ada@mail.example", "/account/password/reset/"),
    "password of a known address": (ask_for_a_password, "ada@mail.example", "/account/password/reset/key/"),
    "password of an unknown address": (ask_for_a_password, "fresh@mail.example", "/account/signup/"),
    "confirmation once more": (confirm_again, "ada@mail.example", "/account/confirm-email/"),
}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "evil.example", "djangopackages.org:8443"])
@pytest.mark.parametrize("name", MAILS)
def test_links_lead_to_the_site_whatever_host_was_asked_for(settings, ada, name, host):
    settings.ALLOWED_HOSTS = ["*"]
    do, email, path = MAILS[name]
    do(Client(headers={"host": host, "x-forwarded-host": host}), email)
    (message,) = mail.outbox
    links = LINK.findall(message.body)
    assert any(link.startswith(f"https://djangopackages.org{path}") for link in links)
    assert all(link.startswith("https://djangopackages.org/") for link in links)
    assert host not in message.body.replace("djangopackages.org/", "") + message.subject


def test_without_an_address_of_the_site_links_lead_to_this_machine(settings, ada):
    settings.MAIL_SITE_URL = "http://localhost:8000"
    ask_for_a_password(Client(), ada.email)
    assert "http://localhost:8000/account/password/reset/key/" in mail.outbox[0].body


class Broken(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, email_messages):  # noqa: ARG002 Django's signature
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture
def no_mail(settings):
    settings.MAILERS = {"default": {"BACKEND": f"{Broken.__module__}.{Broken.__qualname__}"}}


@pytest.mark.usefixtures("no_mail")
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_cannot_be_sent_says_so(ada, name, caplog):
    do, email, _ = MAILS[name]
    answer = do(Client(headers={"host": "djangopackages.org"}), email)
    assert answer.status_code == 503
    assert "cannot send mails now" in text_of(answer.content.decode())
    assert "Check PACKGRID_EMAIL_URL" in caplog.text


@pytest.mark.usefixtures("no_mail")
def test_what_was_changed_stays_even_if_nobody_can_be_told(ada):
    client = fresh_browser(ada)
    filled = {"oldpassword": "a long secret", "password1": "a new secret", "password2": "a new secret"}
    assert send(client, "/account/password/change/", action="/account/password/change/", **filled).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("a new secret")


def test_every_page_and_mail_of_accounts_is_in_our_words(ada):
    used: set[str] = set()

    def note(template, **_: object):
        used.add(template.origin.name)

    template_rendered.connect(note)
    try:
        walk_through_accounts(ada)
    finally:
        template_rendered.disconnect(note)
    foreign = {name for name in used if "/allauth/" in name and not name.startswith(OURS)}
    assert foreign == set()


def walk_through_accounts(ada):
    for do, email, _ in MAILS.values():
        cache.clear()
        if do is not confirm_again:
            do(Client(headers={"host": "djangopackages.org"}), email)
    stranger, owner = browser(), fresh_browser(ada)
    for path in STRANGERS_SEE:
        seen(stranger, path)
    seen(stranger, "/account/3rdparty/login/error/", status=401)
    for path in OWNERS_SEE:
        seen(owner, path)
    sign_in(browser(), make_moderator().username)
