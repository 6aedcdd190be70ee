"""Changes that could take an account over ask again who somebody is: for the password, or at the git host."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from community.people import confirm_email, make_person
from packgrid.accounts.models import User
from packgrid.community.models import Reader
from web.people.forms import browser, seen, send, show_password
from web.people.git_host import GitHost
from web.sanity import text_of

pytestmark = pytest.mark.django_db
CHANGES = {
    "/account/email/": {"email": "new@mail.example", "action_add": ""},
    "/account/sessions/": {"session": "others"},
    "/account/2fa/totp/activate/": {"code": "000000"},
    "/account/2fa/webauthn/add/": {"credential": "{}"},
    "/account/2fa/recovery-codes/generate/": {},
    "/profiles/delete/": {"is_sure": "on"},
    "/watching/settings/": {"does": "open"},
}
PAGES = ["/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/download/", "/profiles/delete/"]
AT_GITHUB = "/account/github/login/"


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def configured(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {"APPS": [{"client_id": "id", "secret": "secret"}], "SCOPE": []}}
    settings.ROOT_URLCONF = "web.people.urls_with_providers"
    settings.SOCIALACCOUNT_ADAPTER = "web.people.git_host.AdapterWithoutNetwork"


def send_as_script(client, path, filled):
    """What comes of sending a form that its page would not even show."""
    client.get("/login/")
    seen(client, "/packages/")
    token = client.cookies["csrftoken"].value
    headers = {"referer": f"https://djangopackages.org{path}"}
    return client.post(path, {"csrfmiddlewaretoken": token, **filled}, secure=True, headers=headers)


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_asks_for_the_password(path):
    answer = send_as_script(browser(confirm_email(make_person())), path, CHANGES[path])
    assert (answer.status_code, answer.url) == (302, f"/account/reauthenticate/?next={path.replace('/', '%2F')}")
    assert User.objects.exists()
    assert not Reader.objects.exclude(feed_token=None).exclude(feed_token="").exists()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_shows_or_deletes_asks_for_the_password(path):
    answer = browser(make_person()).get(path)
    assert (answer.status_code, answer.url) == (302, f"/account/reauthenticate/?next={path.replace('/', '%2F')}")


def test_what_was_sent_is_done_once_the_password_was_given():
    client = browser(make_person())
    asked = send(client, "/watching/", action="/watching/settings/", does="open")
    assert show_password(client, asked).url == "/watching/"
    assert Reader.objects.get().feed_token


@pytest.fixture
def countess(configured):
    """Somebody who signs in with GitHub alone, and did so ten minutes ago."""
    client = browser()
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        assert GitHost("countess", "countess@mail.example").sign_in(client).url == "/"
    return client


@pytest.mark.parametrize("path", [*CHANGES, "/account/password/set/"])
def test_an_account_without_a_password_is_asked_at_its_git_host(countess, path):
    answer = send_as_script(countess, path, CHANGES.get(path, {}))
    assert (answer.status_code, answer.url) == (302, f"{AT_GITHUB}?next={path.replace('/', '%2F')}")
    assert "Confirm that it is you" in text_of(seen(countess, answer.url))
    back = GitHost("countess", "countess@mail.example").sign_in(countess, answer.url, action="")
    assert back.url == path
    assert countess.get(path).headers.get("Location") == ("/watching/" if path == "/watching/settings/" else None)


def test_for_some_minutes_after_signing_in_with_a_git_host_nothing_is_asked(configured):
    client = browser()
    GitHost("countess", "countess@mail.example").sign_in(client)
    seen(client, "/profiles/delete/")


def test_somebody_else_at_the_git_host_is_signed_in_as_themselves(countess):
    asked = countess.get("/profiles/delete/")
    GitHost("bob", "bob@mail.example", uid=8).sign_in(countess, asked.url, action="")
    assert "bob" in seen(countess, "/watching/")
    assert User.objects.filter(username="countess").exists()


def test_the_page_of_passwords_sends_an_account_without_one_to_its_git_host(countess):
    assert (
        countess.get("/account/reauthenticate/?next=/profiles/delete/").url
        == f"{AT_GITHUB}?next=%2Fprofiles%2Fdelete%2F"
    )


def test_an_account_that_nobody_can_ask_is_not_asked(countess, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    seen(countess, "/profiles/delete/")
