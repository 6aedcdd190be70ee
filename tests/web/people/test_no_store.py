"""No browser and no cache stores pages, errors, redirects and private feeds that differ by person."""

import pytest
from allauth.account.models import EmailConfirmationHMAC
from django.test import Client

from community.people import make_moderator
from packgrid.community.watchlist import new_feed
from web.people.forms import browser, fresh_browser
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
PERSONAL = [
    "/account/2fa/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/3rdparty/",
    "/account/email/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/admin/",
    "/admin/accounts/user/",
    "/logout/",
    "/moderation/",
    "/moderation/log/",
    "/profiles/delete/",
    "/profiles/edit/",
    "/profiles/mo/",
    "/profiles/mo/contributed/",
    "/profiles/mo/favorites/",
    "/watching/",
]
PUBLIC = [
    "/",
    "/packages/",
    "/packages/p/django-a/",
    "/grids/g/forms/",
    "/search/?q=a",
    "/api/v4/packages/",
    "/edits/",
    "/about/",
]
ERRORS = ["/nowhere/", "/packages/p/nothing/", "/packages/p/django-a", "/profiles/nobody/"]
ON_THE_WAY_IN = [
    "/login/",
    "/account/signup/",
    "/account/password/reset/",
]


@pytest.fixture(autouse=True)
def rows():
    make_grid("forms", packages=[make_package("django-a", facts={})], features=[("Ajax", {})])


def is_kept_by_nobody(answer) -> bool:
    return "no-store" in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", [*PERSONAL, *PUBLIC, *ERRORS])
def test_nothing_that_somebody_sees_who_is_signed_in_is_kept(path):
    answer = fresh_browser(make_moderator()).get(path)
    assert is_kept_by_nobody(answer), (answer.status_code, dict(answer.headers))


@pytest.mark.parametrize("path", ON_THE_WAY_IN)
def test_no_page_on_the_way_in_is_kept(path):
    assert is_kept_by_nobody(browser().get(path))


def test_the_page_that_confirms_an_address_is_not_kept():
    person = make_moderator()
    key = EmailConfirmationHMAC(person.emailaddress_set.create(email=person.email, primary=True)).key
    assert is_kept_by_nobody(browser().get(f"/account/confirm-email/{key}/"))


def test_a_private_feed_is_not_kept():
    token = new_feed(make_moderator())
    assert is_kept_by_nobody(browser().get(f"/watching/feed/{token}.atom"))


def test_a_form_that_was_sent_is_not_kept():
    assert is_kept_by_nobody(browser(make_moderator()).post("/watching/seen/"))


@pytest.mark.parametrize("path", PUBLIC)
def test_a_reader_without_a_cookie_gets_a_page_that_may_be_kept_or_says_nothing(path):
    assert not is_kept_by_nobody(Client(headers={"host": "localhost"}).get(path))
