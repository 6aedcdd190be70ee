import threading
import time
from typing import Any

import pytest

from packgrid.api.v4.negotiation import normalized_accept
from packgrid.httpcache.invalidation_log import Invalidations, LogUnreachable
from packgrid.httpcache.policy import POLICY, CachePolicy
from packgrid.httpcache.store import ResponseStore
from packgrid.httpcache.wsgi import CACHE_STATUS, ResponseCache

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
    """Keeps what it is asked, and answers with the count."""

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
    """Returns or raises what it was given, once."""

    def __init__(self) -> None:
        self.next = Invalidations()

    def __call__(self) -> Invalidations:
        given, self.next = self.next, Invalidations()
        if isinstance(given, Exception):
            raise given
        return given


class Clock:
    """Stands still at a second until it is set."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def make_cache(django=None, **answers: Any):
    """A cache before a Django, and the list of the jobs that it leaves for later."""
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


def test_a_cacheable_response_is_made_once_and_sent_from_memory():
    cache, _ = make_cache()
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert ask(cache, REQUEST_METHOD="HEAD") == ("200 OK", b"", 1)
    assert ask(cache, HTTP_IF_NONE_MATCH='"a"') == ("304 Not Modified", b"", 1)
    assert ask(cache, HTTP_IF_NONE_MATCH='"b"') == ("200 OK", b"answer 1", 1)


def test_the_access_log_is_told_what_the_cache_did():
    cache, _ = make_cache()
    assert [status_of(cache), status_of(cache), status_of(cache, HTTP_COOKIE="a=b")] == ["miss", "hit", None]
    invalidate_at(cache, since=200, heard_at=200.2)
    assert status_of(cache) == "stale"
    cache, _ = make_cache(policy=None)
    assert status_of(cache) is None


def status_of(cache, **environ: str):
    """What the cache notes in the environment of a request."""
    asked = BASE | environ
    cache(asked, lambda *_: None)
    return asked.get(CACHE_STATUS)


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


def test_requests_wait_for_a_response_that_is_being_made():
    cache, _ = make_cache(Slow())
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


def invalidate_at(cache, since, heard_at):
    """Invalidate the response without asking for it."""
    cache.poll_invalidations.next, cache.now.now_s = Invalidations({"packages"}, since=since), heard_at
    ask(cache, PATH_INFO="/elsewhere/")
    cache.django.asked.clear()


def test_a_stale_response_is_sent_while_it_is_revalidated_once():
    cache, jobs = make_cache()
    ask(cache)
    invalidate_at(cache, since=200, heard_at=200.2)
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


def test_it_is_sent_for_less_than_a_second_after_it_became_stale():
    cache, _ = make_cache()
    ask(cache)
    invalidate_at(cache, since=200, heard_at=200.2)
    cache.now.now_s = 200.9
    assert ask(cache)[2] == 0
    cache.now.now_s = 201.0
    assert ask(cache)[2] == 1


@pytest.mark.parametrize("fault", ["an error", "gone"])
def test_a_revalidation_that_fails_is_left_to_the_next_request(fault, caplog):
    cache, jobs = make_cache()
    ask(cache)
    invalidate_at(cache, since=200, heard_at=200.2)
    ask(cache)
    cache.django.policy, cache.django.status = None, "404 Not Found"
    cache.django.fault = OSError("no disk") if fault == "an error" else None
    jobs[0]()
    assert ("no disk" in caplog.text) is (fault == "an error")
    assert ask(cache) == ("200 OK", b"answer 1", 1)
    assert len(jobs) == 1
    cache.django.fault, cache.now.now_s = None, 201.0
    assert ask(cache) == ("404 Not Found", b"answer 2", 2)


def test_a_response_that_is_gone_or_fresh_again_is_not_revalidated():
    cache, jobs = make_cache()
    ask(cache)
    invalidate_at(cache, since=200, heard_at=200.2)
    ask(cache)
    cache.now.now_s = 201.0
    jobs[0]()
    assert cache.django.asked == []
    ask(cache)
    jobs[0]()
    assert len(cache.django.asked) == 1


def test_requests_after_a_second_wait_for_the_revalidation():
    cache, jobs = make_cache(Slow())
    ask(cache)
    invalidations = Invalidations({"packages"}, since=200)
    cache.poll_invalidations.next, cache.now.now_s = invalidations, 200.2
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


def test_a_conditional_request_stores_the_complete_response():
    cache, _ = make_cache()
    assert ask(cache, HTTP_IF_NONE_MATCH='"a"') == ("304 Not Modified", b"", 1)
    assert ask(cache) == ("200 OK", b"answer 1", 1)


def test_the_response_to_head_is_not_stored():
    cache, _ = make_cache()
    assert ask(cache, REQUEST_METHOD="HEAD") == ("200 OK", b"", 1)
    assert ask(cache) == ("200 OK", b"answer 2", 2)


def test_an_incomplete_log_clears_the_cache():
    cache, _ = make_cache()
    ask(cache)
    cache.poll_invalidations.next = Invalidations(is_incomplete=True)
    assert ask(cache) == ("200 OK", b"answer 2", 2)


def test_responses_with_other_tags_stay():
    cache, jobs = make_cache()
    ask(cache)
    cache.poll_invalidations.next = Invalidations({"grids"}, since=200)
    cache.now.now_s = 300
    assert (ask(cache), jobs) == (("200 OK", b"answer 1", 1), [])


def test_django_answers_where_the_log_cannot_be_read():
    cache, _ = make_cache()
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
def test_responses_that_are_not_the_same_for_everybody_are_not_stored(answers):
    cache, _ = make_cache(**answers)
    ask(cache)
    assert ask(cache)[1:] == (b"answer 2", 2)
