"""Limits of accounts: a page of ours says when to try again, and the security log names the account and the address."""

import logging

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from django.core.cache import cache

from community.people import confirm_email, make_person
from packgrid.web.errors import LIMITED_FOR_S
from web.people.forms import browser, fresh_browser, post, sign_in
from web.sanity import faults_of, text_of

pytestmark = pytest.mark.django_db
WITHOUT_A_PAGE = {"confirm_email", "login_failed", "verify_phone", "request_login_code", "change_phone"}


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.INFO, "packgrid.security")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "packgrid.security"]


def send_often(client, path, times, **filled: str):
    client.get("/login/")
    token = client.cookies["csrftoken"].value
    return [post(client, path, {"csrfmiddlewaretoken": token} | filled) for _ in range(times)][-1]


@pytest.mark.parametrize(
    ("path", "times"), [("/account/signup/", 21), ("/login/", 31), ("/account/password/reset/", 6)]
)
def test_a_stranger_is_told_when_to_try_again(path, times, logged):
    answer = send_often(browser(), path, times, email="nobody@mail.example")
    check_page(answer)
    assert logged() == ["event=limit_reached account=- id=- address=127.0.0.1"]


@pytest.mark.parametrize(("path", "times"), [("/account/password/change/", 6), ("/account/email/", 11)])
def test_somebody_who_is_signed_in_is_told_when_to_try_again(path, times, logged):
    ada = confirm_email(make_person())
    answer = send_often(fresh_browser(ada), path, times)
    check_page(answer)
    assert logged()[-1] == f"event=limit_reached account=ada id={ada.pk} address=127.0.0.1"


def check_page(answer):
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (429, [])
    assert "<h1>Too many attempts</h1>" in html
    assert "Wait a minute, then go back and send it again." in text_of(html)
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("60", "private, no-store")


def test_too_many_failed_sign_ins_are_logged_with_the_account(logged):
    ada = make_person()
    for _ in range(6):
        sign_in(browser(), "ada@mail.example", "wrong")
    failed = f"event=sign_in_failed account=ada id={ada.pk} address=127.0.0.1"
    assert logged() == [failed] * 5 + [f"event=limit_reached account=ada id={ada.pk} address=127.0.0.1"]


def test_no_limit_with_a_page_holds_longer_than_the_page_says():
    limits = {name: parse_rates(rate) for name, rate in app_settings.RATE_LIMITS.items()}
    longest = {name: max(rate.duration for rate in rates) for name, rates in limits.items() if rates}
    assert {name for name, seconds in longest.items() if seconds > LIMITED_FOR_S} <= WITHOUT_A_PAGE
