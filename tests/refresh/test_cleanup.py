"""Expired rows are deleted once a day, in batches."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from community.people import NOW, make_person
from packgrid.refresh.cleanup import delete_expired_rows
from packgrid.refresh.engines.embedded import EmbeddedEngine

pytestmark = pytest.mark.django_db
LATER, BEFORE = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)


def make_session(key, expires_at, user=None):
    Session.objects.create(session_key=key, session_data="", expire_date=expires_at)
    if user:
        UserSession.objects.create(user=user, session_key=key, ip="192.0.2.1", user_agent="")


def keys():
    return [sorted(model.objects.values_list("session_key", flat=True)) for model in (Session, UserSession)]


def test_what_has_expired_goes_and_the_rest_stays():
    ada = make_person()
    make_session("old", BEFORE, ada)
    make_session("strangers", NOW)
    make_session("live", LATER, ada)
    UserSession.objects.create(user=ada, session_key="gone", ip="192.0.2.1", user_agent="")
    assert delete_expired_rows(NOW) == 3
    assert keys() == [["live"], ["live"]]
    assert delete_expired_rows(NOW) == 0


def test_it_is_done_in_batches(django_assert_max_num_queries):
    for number in range(7):
        make_session(f"old{number}", BEFORE)
    with django_assert_max_num_queries(4 * 5):
        assert delete_expired_rows(NOW, batch=2) == 7
    assert keys() == [[], []]


def test_the_refresher_does_it_at_its_start_and_once_a_day():
    engine = EmbeddedEngine()
    counts = []
    for hours in (0, 23, 24):
        make_session(f"old{hours}", BEFORE)
        engine.clean_up(NOW + timedelta(hours=hours))
        counts.append(Session.objects.count())
    assert counts == [0, 1, 0]
