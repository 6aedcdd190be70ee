"""Sessions: people see where they are signed in, and end what they do not know."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command

from community.people import confirm_email, make_moderator, make_person
from packgrid.accounts.devices import describe_device
from web.people.forms import PASSWORD, browser, seen, send, show_password, sign_in
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 (KHTML) Version/19.0 Safari/604.1"
NEW = {"oldpassword": PASSWORD, "password1": "another secret", "password2": "another secret"}


@pytest.fixture
def ada():
    return confirm_email(make_person())


def signed_in(agent=FIREFOX, address="192.0.2.1", name="ada"):
    client = browser()
    client.defaults |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    sign_in(client, name)
    return client


def end(client, chosen):
    """The response to ending a session, after the password was given again where it was asked for."""
    answer = send(client, PAGE, action=PAGE, session=chosen)
    return show_password(client, answer) if answer.url.startswith("/account/reauthenticate/") else answer


def is_in(client) -> bool:
    return client.get("/watching/").status_code == 200


def rows(html) -> list[str]:
    return [text_of(f"<table>{row}</table>") for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)[1:]]


def test_the_page_lists_each_browser_and_marks_this_one(ada):
    with time_machine.travel(datetime(2026, 5, 1, 12).astimezone(), tick=False) as clock:
        signed_in(IPHONE, "2001:db8::7")
        clock.shift(timedelta(days=2))
        here = signed_in()
        assert rows(seen(here, PAGE)) == [
            "Firefox on Linux 192.0.2.1 3 May 2026 just now this one",
            "Safari on iPhone 2001:db8::7 1 May 2026 2 days ago End",
        ]


def test_one_session_is_ended_by_its_owner(ada):
    here, there = signed_in(), signed_in(IPHONE)
    pk = UserSession.objects.get(user_agent=IPHONE).pk
    answer = end(here, str(pk))
    assert answer.url == PAGE
    assert "The session was ended" in text_of(seen(here, PAGE))
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_others_are_ended_at_once(ada):
    here, others = signed_in(), [signed_in(IPHONE), signed_in()]
    end(here, "others")
    assert "2 sessions were ended" in text_of(seen(here, PAGE))
    assert not any(map(is_in, others))


def test_nobody_ends_a_session_of_somebody_else(ada):
    confirm_email(make_person("bob"))
    theirs, here = signed_in(name="bob"), signed_in()
    signed_in()
    pk = UserSession.objects.get(user__username="bob").pk
    end(here, str(pk))
    end(here, "others")
    assert is_in(theirs)


@pytest.mark.parametrize("chosen", ["", "x", "-1", "0", "9" * 18, "9" * 40, "٣", "1.5"])
def test_a_session_that_there_is_not_ends_nothing(ada, chosen):
    here, there = signed_in(), signed_in(IPHONE)
    assert end(here, chosen).url == PAGE
    assert "No session was ended" in text_of(seen(here, PAGE))
    assert is_in(there)


def test_a_new_password_ends_the_others(ada):
    here, there = signed_in(), signed_in(IPHONE)
    assert send(here, "/account/password/change/", action="/account/password/change/", **NEW).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert len(rows(seen(here, PAGE))) == 1
    assert Session.objects.count() == 1


def test_a_new_password_from_the_operator_ends_all(ada):
    clients = [signed_in(), signed_in(IPHONE)]
    ada.set_password("another secret")
    ada.save()
    assert not any(map(is_in, clients))
    assert not UserSession.objects.exists()


def test_a_hash_that_is_made_stronger_is_no_new_password(ada, settings):
    signed_in()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert ada.check_password(PASSWORD)
    ada.refresh_from_db()
    assert ada.password.startswith("scrypt")
    assert UserSession.objects.count() == 1


def test_signing_out_takes_a_session_off_the_list(ada):
    here, there = signed_in(), signed_in(IPHONE)
    send(there, "/packages/", action="/logout/")
    assert len(rows(seen(here, PAGE))) == 1


def test_a_session_that_has_expired_is_not_listed(ada):
    here = signed_in()
    signed_in(IPHONE)
    key = UserSession.objects.get(user_agent=IPHONE).session_key
    Session.objects.filter(session_key=key).update(expire_date=datetime(2020, 1, 1).astimezone())
    call_command("clearsessions")
    assert len(rows(seen(here, PAGE))) == 1
    assert UserSession.objects.count() == 1


def test_a_session_from_before_is_listed_after_its_first_page(ada):
    old = browser(ada)
    assert not UserSession.objects.exists()
    assert is_in(old)
    assert len(rows(seen(old, PAGE))) == 1


def test_using_a_session_writes_once_in_a_while(ada):
    client = signed_in()
    is_in(client)
    before = UserSession.objects.get().last_seen_at
    for _ in range(3):
        is_in(client)
    assert UserSession.objects.get().last_seen_at == before


def test_a_reader_without_a_session_is_not_looked_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        browser().get("/robots.txt")


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_however_many_sessions_there_are(ada, count, django_assert_max_num_queries):
    here = signed_in()
    for number in range(count):
        key = f"key{number}"
        Session.objects.create(session_key=key, session_data="", expire_date=datetime(2999, 1, 1).astimezone())
        UserSession.objects.create(user=ada, session_key=key, ip="192.0.2.9", user_agent=IPHONE)
    with django_assert_max_num_queries(8):
        assert len(rows(seen(here, PAGE))) == count + 1


def test_staff_see_their_sessions_too():
    make_moderator()
    assert len(rows(seen(signed_in(name="mo"), PAGE))) == 1


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605 Version/19 Safari/605", "Safari on macOS"),
        ("curl/8.9", "curl/8.9"),
        ("x" * 300, "x" * 60),
        ("", "Unknown device"),
        ("<script>", "<script>"),
    ],
)
def test_a_device_is_named_after_its_browser_and_system(agent, device):
    assert describe_device(agent) == device
