"""The cache in which sign-in attempts are counted: one for all processes, and of several at once one is first."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from packgrid.accounts.models import SharedCacheEntry
from packgrid.accounts.shared_cache import PURGE_EVERY_S, PurgeTimer, SharedCache

START_S = 1_780_000_000.0


@pytest.fixture
def clock():
    with time_machine.travel(START_S, tick=False) as traveller:
        yield traveller


def another_process() -> SharedCache:
    return SharedCache("", {})


@pytest.mark.django_db
class TestValues:
    @pytest.mark.parametrize("value", [True, "y", [START_S + 0.123456789, 1.5], [], None, 0, {"a": [1]}])
    def test_a_value_is_the_same_in_every_process(self, value):
        cache.set("key", value, 60)
        assert another_process().get("key", "nothing") == value

    def test_a_value_expires(self, clock):
        cache.set("key", "old", 60)
        clock.shift(59)
        assert cache.get("key") == "old"
        clock.shift(1)
        assert cache.get("key", "nothing") == "nothing"

    def test_a_value_that_expired_can_be_added_again(self, clock):
        assert cache.add("key", "first", 60)
        assert not another_process().add("key", "second", 60)
        assert cache.get("key") == "first"
        clock.shift(60)
        assert another_process().add("key", "third", 60)
        assert cache.get("key") == "third"

    def test_a_value_is_replaced_kept_longer_deleted_and_all_are(self, clock):
        for value in ("first", "second"):
            cache.set("key", value, 60)
        assert cache.get("key") == "second"
        assert cache.touch("key", 600)
        clock.shift(300)
        assert cache.get("key") == "second"
        assert cache.delete("key")
        assert not cache.delete("key")
        assert not cache.touch("key", 600)
        cache.set("key", "third", None)
        clock.shift(10**9)
        assert cache.get("key") == "third"
        cache.clear()
        assert not SharedCacheEntry.objects.exists()

    def test_what_has_expired_is_deleted_now_and_then(self, clock, monkeypatch):
        monkeypatch.setattr(SharedCache, "timer", PurgeTimer())
        cache.set("old", 1, 10)
        cache.set("live", 1, 10 * PURGE_EVERY_S)
        clock.shift(PURGE_EVERY_S)
        cache.set("new", 1, 10)
        assert sorted(SharedCacheEntry.objects.values_list("key", flat=True)) == [":1:live", ":1:new"]

    def test_many_values_push_nothing_out(self):
        for number in range(400):
            cache.set(f"key {number}", number, 60)
        assert cache.get("key 0") == 0

    def test_adding_costs_one_query_and_reading_another(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            cache.add("key", 1, 60)
        with django_assert_num_queries(1):
            cache.get("key")


def test_the_site_uses_it():
    assert isinstance(caches["default"], SharedCache)
    assert not isinstance(caches["default"], LocMemCache)


ATTEMPTS, ALLOWED = 8, 5


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_several_adds_a_value(self):
        assert at_once(lambda: another_process().add("key", 1, 60)) == {True: 1, False: ATTEMPTS - 1}

    def test_as_many_attempts_are_let_through_as_are_allowed(self, rf):
        def attempt():
            request = rf.post("/login/")
            request.user = AnonymousUser()
            rates = {"try": f"{ALLOWED}/m/key"}
            return bool(ratelimit.consume(request, app="test", action="try", config=rates, key="ada"))

        assert at_once(attempt) == {True: ALLOWED, False: ATTEMPTS - ALLOWED}


def at_once(act) -> Counter[bool]:
    start = Barrier(ATTEMPTS)

    def one(_number: int) -> bool:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(ATTEMPTS) as pool:
        return Counter(pool.map(one, range(ATTEMPTS)))
