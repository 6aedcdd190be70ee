import threading
import time
from typing import Any

import pytest

from packgrid.api.v4.negotiation import normalized_accept
from packgrid.httpcache.invalidation_log import Invalidations, LogUnreachable
from packgrid.httpcache.policy import POLICY, CachePolicy
from packgrid.httpcache.store import ResponseStore
from packgrid.httpcache.wsgi import ResponseCache

BASE = {
    "REQUEST_METHOD": "GET",
    "HTTP_HOST": "djangopackages.org",
    "PATH_INFO": "/packages/",
    "QUERY_STRING": "page=2",
    "wsgi.url_scheme": "http",
    "HTTP_ACCEPT": "*/*",
}
HEADERS = [("Content-Type", "text/plain"), ("Vary", "Cookie"), ("ETag", '"a"'), ("Cache-Control", "public")]
POLICY_OF_PACKAGES = CachePolicy(frozenset({"packages"}))


class Django:
    """Counts what it is asked, and answers so."""

    def __init__(self, policy=POLICY_OF_PACKAGES, status="200 OK", headers=HEADERS) -> None:
        self.asked, self.policy, self.status, self.headers = [], policy, status, headers
        self.fault = None

    def __call__(self, environ, start_response) -> list[bytes]:
        self.asked.append(environ)
        if self.fault:
            raise self.fault
        if self.policy:
            environ[POLICY] = self.policy
        start_response(self.status, list(self.headers))
        return [b"answer ", str(len(self.asked)).encode()]


class Log:
    """Tells what it was given, once."""

    def __init__(self) -> None:
        self.next = Invalidations()

    def __call__(self) -> Invalidations:
        told, self.next = self.next, Invalidations()
        if isinstance(told, Exception):
            raise told
        return told


class Clock:
    """Stands still at a second until it is set."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def cached(django=None, **answers: Any):
    """Before a Django; what is to be done later waits in its `jobs`."""
    jobs = []
    cache = ResponseCache(
        django or Django(**answers), normalized_accept, ResponseStore(1_000_000), Log(), jobs.append, Clock()
    )
    return cache, jobs


def ask(cache, **environ: str):
    """The status and the body, and how often Django was asked so far."""
    began = []
    body = b"".join(cache(BASE | environ, lambda status, _headers, _info=None: began.append(status)))
    return began[0], body, len(cache.django.asked)


def test_a_public_answer_is_made_once_and_replayed():
    cache, _ = cached()
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert ask(cache, REQUEST_METHOD="HEAD") == ("200 OK", b"", 1)
    assert ask(cache, HTTP_IF_NONE_MATCH='"a"') == ("304 Not Modified", b"", 1)
    assert ask(cache, HTTP_IF_NONE_MATCH='"b"') == ("200 OK", b"answer 1", 1)


class Slow(Django):
    """Waits before it answers, from the second time on."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, environ, start_response) -> list[bytes]:
        if self.asked:
            self.has_begun.set()
            assert self.may_end.wait(5)
        return super().__call__(environ, start_response)


def test_who_comes_while_an_answer_is_made_anew_waits_for_it():
    cache, _ = cached(Slow())
    ask(cache)
    cache.store.clear()
    said = []
    threads = [threading.Thread(target=lambda: said.append(ask(cache))) for _ in range(3)]
    threads[0].start()
    assert cache.django.has_begun.wait(5)
    for thread in threads[1:]:
        thread.start()
    time.sleep(0.05)
    cache.django.may_end.set()
    for thread in threads:
        thread.join(5)
    assert said == [("200 OK", b"answer 2", 2)] * 3


def touched_at(cache, since, heard_at):
    """Nothing is asked for in that moment but news."""
    cache.poll_invalidations.next, cache.now.now_s = Invalidations({"packages"}, since=since), heard_at
    ask(cache, PATH_INFO="/elsewhere/")
    cache.django.asked.clear()


def test_what_was_touched_is_shown_while_it_is_made_anew_once():
    cache, jobs = cached()
    ask(cache)
    touched_at(cache, since=200, heard_at=200.2)
    assert [ask(cache, REQUEST_METHOD="HEAD"), ask(cache), ask(cache)] == [
        ("200 OK", b"", 0),
        ("200 OK", b"answer 1", 0),
        ("200 OK", b"answer 1", 0),
    ]
    (job,) = jobs
    job()
    assert cache.django.asked[0]["REQUEST_METHOD"] == "GET"
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert len(jobs) == 1


def test_it_is_shown_for_less_than_a_second_after_it_was_true():
    cache, _ = cached()
    ask(cache)
    touched_at(cache, since=200, heard_at=200.2)
    cache.now.now_s = 200.9
    assert ask(cache)[2] == 0
    cache.now.now_s = 201.0
    assert ask(cache)[2] == 1


@pytest.mark.parametrize("fault", ["an error", "gone"])
def test_an_answer_that_cannot_be_made_anew_is_tried_once_and_then_by_those_who_ask(fault, caplog):
    cache, jobs = cached()
    ask(cache)
    touched_at(cache, since=200, heard_at=200.2)
    ask(cache)
    cache.django.policy, cache.django.status = None, "404 Not Found"
    cache.django.fault = OSError("no disk") if fault == "an error" else None
    jobs[0]()
    assert ("no disk" in caplog.text) is (fault == "an error")
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert len(jobs) == 1
    cache.django.fault, cache.now.now_s = None, 201.0
    assert ask(cache) == ("404 Not Found", b"answer 2", 2)


def test_what_nobody_is_shown_any_more_or_somebody_made_is_not_made_later():
    cache, jobs = cached()
    ask(cache)
    touched_at(cache, since=200, heard_at=200.2)
    ask(cache)
    cache.now.now_s = 201.0
    jobs[0]()
    assert cache.django.asked == []
    ask(cache)
    jobs[0]()
    assert len(cache.django.asked) == 1


def test_who_comes_after_a_second_waits_for_what_is_made_later():
    cache, jobs = cached(Slow())
    ask(cache)
    touched_at_slowly = Invalidations({"packages"}, since=200)
    cache.poll_invalidations.next, cache.now.now_s = touched_at_slowly, 200.2
    ask(cache)
    later = threading.Thread(target=jobs[0])
    later.start()
    assert cache.django.has_begun.wait(5)
    cache.now.now_s, said = 201.0, []
    reader = threading.Thread(target=lambda: said.append(ask(cache)))
    reader.start()
    time.sleep(0.05)
    assert said == []
    cache.django.may_end.set()
    reader.join(5)
    later.join(5)
    assert said == [("200 OK", b"answer 2", 2)]


def test_a_condition_does_not_make_a_part_answer_that_others_get():
    cache, _ = cached()
    assert ask(cache, HTTP_IF_NONE_MATCH='"a"') == ("304 Not Modified", b"", 1)
    assert ask(cache) == ("200 OK", b"answer 1", 1)


def test_the_answer_to_head_is_not_kept():
    cache, _ = cached()
    assert ask(cache, REQUEST_METHOD="HEAD") == ("200 OK", b"", 1)
    assert ask(cache) == ("200 OK", b"answer 2", 2)


def test_where_news_is_lost_all_is_made_anew():
    cache, _ = cached()
    ask(cache)
    cache.poll_invalidations.next = Invalidations(is_incomplete=True)
    assert ask(cache) == ("200 OK", b"answer 2", 2)


def test_what_is_made_of_other_things_stays():
    cache, jobs = cached()
    ask(cache)
    cache.poll_invalidations.next = Invalidations({"grids"}, since=200)
    cache.now.now_s = 300
    assert (ask(cache), jobs) == (("200 OK", b"answer 1", 1), [])


def test_where_nobody_knows_what_was_touched_django_answers():
    cache, _ = cached()
    ask(cache)
    cache.poll_invalidations.next = LogUnreachable()
    assert ask(cache) == ("200 OK", b"answer 2", 2)


@pytest.mark.parametrize(
    "answers",
    [
        {"policy": None},
        {"status": "404 Not Found"},
        {"headers": [*HEADERS, ("Set-Cookie", "a=b")]},
        {"headers": [("Vary", "Accept-Language, Cookie")]},
        {"policy": CachePolicy(frozenset(), fresh_for_s=-2)},
    ],
)
def test_what_is_not_for_everybody_is_not_kept(answers):
    cache, _ = cached(**answers)
    ask(cache)
    assert ask(cache)[1:] == (b"answer 2", 2)
