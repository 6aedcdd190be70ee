import threading
import time
from typing import Any

import pytest

from packgrid.config.front import Front
from packgrid.config.store import Store
from packgrid.publishing.following import News, Unknown
from packgrid.publishing.public import ENVIRON, Public

BASE = {
    "REQUEST_METHOD": "GET",
    "HTTP_HOST": "djangopackages.org",
    "PATH_INFO": "/packages/",
    "QUERY_STRING": "page=2",
    "wsgi.url_scheme": "http",
    "HTTP_ACCEPT": "*/*",
}
HEADERS = [("Content-Type", "text/plain"), ("Vary", "Cookie"), ("ETag", '"a"'), ("Cache-Control", "public")]
MARK = Public(frozenset({"packages"}))


class Django:
    """Counts what it is asked, and answers so."""

    def __init__(self, mark=MARK, status="200 OK", headers=HEADERS) -> None:
        self.asked, self.mark, self.status, self.headers = [], mark, status, headers

    def __call__(self, environ, start_response) -> list[bytes]:
        self.asked.append(environ)
        if self.mark:
            environ[ENVIRON] = self.mark
        start_response(self.status, list(self.headers))
        return [b"answer ", str(len(self.asked)).encode()]


class Reporter:
    """Tells what it was given, once."""

    def __init__(self) -> None:
        self.next = News()

    def news(self):
        told, self.next = self.next, News()
        if isinstance(told, Exception):
            raise told
        return told


def fronted(**answers: Any):
    return Front(Django(**answers), Store(1_000_000), Reporter())


def ask(front, **environ: str):
    """The status and the body, and how often Django was asked so far."""
    began = []
    body = b"".join(front(BASE | environ, lambda status, _headers, _info=None: began.append(status)))
    return began[0], body, len(front.django.asked)


def test_a_public_answer_is_made_once_and_replayed():
    front = fronted()
    assert ask(front) == ("200 OK", b"answer 1", 1)
    assert ask(front) == ("200 OK", b"answer 1", 1)
    assert ask(front, REQUEST_METHOD="HEAD") == ("200 OK", b"", 1)
    assert ask(front, HTTP_IF_NONE_MATCH='"a"') == ("304 Not Modified", b"", 1)
    assert ask(front, HTTP_IF_NONE_MATCH='"b"') == ("200 OK", b"answer 1", 1)


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
    front = Front(Slow(), Store(1_000_000), Reporter())
    ask(front)
    front.store.drop({"packages"})
    said = []
    threads = [threading.Thread(target=lambda: said.append(ask(front))) for _ in range(3)]
    threads[0].start()
    assert front.django.has_begun.wait(5)
    for thread in threads[1:]:
        thread.start()
    time.sleep(0.05)
    front.django.may_end.set()
    for thread in threads:
        thread.join(5)
    assert said == [("200 OK", b"answer 2", 2)] * 3


def test_a_condition_does_not_make_a_part_answer_that_others_get():
    front = fronted()
    assert ask(front, HTTP_IF_NONE_MATCH='"a"') == ("304 Not Modified", b"", 1)
    assert ask(front) == ("200 OK", b"answer 1", 1)


def test_the_answer_to_head_is_not_kept():
    front = fronted()
    assert ask(front, REQUEST_METHOD="HEAD") == ("200 OK", b"", 1)
    assert ask(front) == ("200 OK", b"answer 2", 2)


@pytest.mark.parametrize("news", [News({"packages", "package-1"}), News(is_lost=True)])
def test_what_was_touched_is_made_anew(news):
    front = fronted()
    ask(front)
    front.follower.next = news
    assert ask(front) == ("200 OK", b"answer 2", 2)


def test_what_is_made_of_other_things_stays():
    front = fronted()
    ask(front)
    front.follower.next = News({"grids"})
    assert ask(front) == ("200 OK", b"answer 1", 1)


def test_where_nobody_knows_what_was_touched_django_answers():
    front = fronted()
    ask(front)
    front.follower.next = Unknown()
    assert ask(front) == ("200 OK", b"answer 2", 2)


@pytest.mark.parametrize(
    "answers",
    [
        {"mark": None},
        {"status": "404 Not Found"},
        {"headers": [*HEADERS, ("Set-Cookie", "a=b")]},
        {"headers": [("Vary", "Accept-Language, Cookie")]},
        {"mark": Public(frozenset(), kept_s=-1)},
    ],
)
def test_what_is_not_for_everybody_is_not_kept(answers):
    front = fronted(**answers)
    ask(front)
    assert ask(front)[1:] == (b"answer 2", 2)
