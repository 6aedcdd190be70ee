"""The gate as a layer around an application that waits for its tests; no test waits for the clock."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from packgrid.api.v4.negotiation import normalized_accept
from packgrid.config.render_gate import BUSY, RenderGate, count_rendering_threads, is_begun
from packgrid.config.shared_connection import SharedConnection
from packgrid.httpcache.invalidation_log import Invalidations
from packgrid.httpcache.policy import POLICY, CachePolicy
from packgrid.httpcache.store import ResponseStore
from packgrid.httpcache.wsgi import ResponseCache

END_S = 30
"""A test that hangs fails after this time."""
BASE = {
    "REQUEST_METHOD": "GET",
    "HTTP_HOST": "localhost",
    "PATH_INFO": "/search/",
    "QUERY_STRING": "q=forms",
    "wsgi.url_scheme": "http",
}


class Site:
    """Answers with the path; `/search/` begins and then waits until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Semaphore(0), threading.Event()
        self.threads = []

    def __call__(self, environ, start_response) -> list[bytes]:
        self.threads.append(threading.current_thread().name)
        if environ["PATH_INFO"] == "/search/" and "HTTP_COOKIE" not in environ and environ["REQUEST_METHOD"] == "GET":
            self.begun.release()
            assert self.let_go.wait(END_S)
        if environ["PATH_INFO"] == "/fault/":
            raise ValueError("fault")
        if environ["PATH_INFO"] == "/about/":
            environ[POLICY] = CachePolicy(frozenset())
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode()]


@pytest.fixture
def lanes():
    with ThreadPoolExecutor(1, "page") as pages:
        yield pages, SharedConnection()


@pytest.fixture
def readers():
    with ThreadPoolExecutor(8, "reader") as pool:
        yield pool


def ask(application, **environ: str):
    """The status, the headers and the body."""
    started = []
    body = application(BASE | environ, lambda status, headers, _info=None: started.append((status, dict(headers))))
    return (*started[-1], b"".join(body))


@pytest.fixture
def busy(lanes, readers):
    """A site that renders a page until the end of the test, its gate, and the answer to come."""
    site = Site()
    gate = RenderGate(site, *lanes, wait_s=0)
    slow = RenderGate(site, *lanes, wait_s=END_S)
    answer = readers.submit(ask, slow)
    assert site.begun.acquire(timeout=END_S)
    yield site, gate
    site.let_go.set()
    assert answer.result(END_S)[2] == b"/search/"


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "PUT"},
        {"HTTP_COOKIE": "sessionid=a"},
        {"PATH_INFO": "/about/", "HTTP_AUTHORIZATION": "Basic a"},
        *({"PATH_INFO": path} for path in ("/login/", "/account/signup/", "/admin/", "/health/", "/static/site.css")),
        {"PATH_INFO": "/readme-pictures/a/b"},
    ],
)
def test_a_page_in_the_making_stops_nobody_who_is_not_a_reader(busy, environ):
    site, gate = busy
    assert ask(gate, **environ)[0] == "200 OK"
    assert site.threads[-1] == threading.current_thread().name


@pytest.mark.parametrize(
    ("path", "query"),
    [("/api/v4/packages/265/", ""), ("/api/v4/packages/", "limit=3"), ("/api/v4/grids/forms.json", "")],
)
def test_a_document_of_the_api_does_not_wait_for_a_page(busy, path, query):
    _site, gate = busy
    gate = RenderGate(gate.application, gate.page_lane, gate.short_answers, END_S)
    assert ask(gate, PATH_INFO=path, QUERY_STRING=query)[0] == "200 OK"
    assert gate.application.threads[-1] == threading.current_thread().name


@pytest.mark.parametrize(
    ("path", "is_prepared"), [("/", True), ("/packages/p/django/", True), ("/packages/p/django/facts/", False)]
)
def test_a_prepared_page_does_not_wait_for_others(lanes, settings, path, is_prepared):
    settings.PREPARED_PAGES = 10
    site = Site()
    ask(RenderGate(site, *lanes), PATH_INFO=path, QUERY_STRING="")
    assert site.threads[-1].startswith("page") is not is_prepared
    ask(RenderGate(site, *lanes), PATH_INFO=path, QUERY_STRING="sort=stars")
    assert site.threads[-1].startswith("page")


def test_a_cached_answer_does_not_wait_for_a_page(lanes, readers):
    site = Site()
    store = ResponseStore(1_000_000)
    cache = ResponseCache(RenderGate(site, *lanes), normalized_accept, store, Invalidations, print)
    first = ask(cache, PATH_INFO="/about/")
    slow = readers.submit(ask, cache)
    assert site.begun.acquire(timeout=END_S)
    assert ask(cache, PATH_INFO="/about/") == first
    assert len(site.threads) == 2
    site.let_go.set()
    assert slow.result(END_S)[0] == "200 OK"


def test_pages_are_made_one_after_the_other(lanes, readers):
    site = Site()
    gate = RenderGate(site, *lanes, wait_s=END_S)
    answers = [readers.submit(ask, gate) for _ in range(5)]
    assert site.begun.acquire(timeout=END_S)
    assert not site.begun.acquire(blocking=False)
    site.let_go.set()
    assert [answer.result(END_S)[0] for answer in answers] == ["200 OK"] * 5
    assert len(set(site.threads)) == 1


def test_who_waits_too_long_is_told_to_come_back_and_is_never_made(busy):
    site, gate = busy
    status, headers, body = ask(gate, PATH_INFO="/packages/", QUERY_STRING="page=2")
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == ("503 Service Unavailable", "5", "no-store")
    assert body == f"{BUSY}\n".encode()
    assert ask(gate, PATH_INFO="/api/v4/search/")[2] == b'{"detail":"' + BUSY.encode() + b'"}'
    site.let_go.set()
    lanes_are_free = RenderGate(site, gate.page_lane, gate.short_answers)
    assert ask(lanes_are_free, PATH_INFO="/about/")[2] == b"/about/"
    assert len(site.threads) == 2


def test_only_what_was_not_begun_in_time_is_given_up():
    begun, waiting = Future(), Future()
    begun.set_running_or_notify_cancel()
    assert is_begun(begun, 0)
    assert not is_begun(waiting, 0)
    assert (begun.cancelled(), waiting.cancelled()) == (False, True)


def test_more_than_so_many_do_not_wait(busy):
    site, gate = busy
    full = RenderGate(site, gate.page_lane, gate.short_answers, END_S, threading.Semaphore(0))
    assert ask(full)[0] == "503 Service Unavailable"
    assert ask(full, HTTP_COOKIE="sessionid=a")[0] == "200 OK"


def test_a_fault_reaches_the_caller_and_frees_the_thread_and_the_place(lanes):
    gate = RenderGate(Site(), *lanes, END_S, threading.Semaphore(1))
    for _ in range(3):
        with pytest.raises(ValueError, match="fault"):
            ask(gate, PATH_INFO="/fault/")
    assert ask(gate, PATH_INFO="/about/")[0] == "200 OK"


def test_a_body_that_nobody_reads_holds_nobody_up(lanes):
    def stream(_environ, start_response):
        start_response("200 OK", [])
        return (piece for piece in [b"a", b"b"])

    gate = RenderGate(stream, *lanes, END_S, threading.Semaphore(1))
    abandoned = gate(dict(BASE), lambda *_: None)
    assert next(iter(abandoned)) == b"a"
    assert ask(gate)[2] == b"ab"
    abandoned.close()
    assert ask(gate)[2] == b"ab"


def test_on_postgresql_a_second_thread_renders_while_the_first_waits_for_the_database():
    assert count_rendering_threads("django.db.backends.sqlite3") == 1
    assert count_rendering_threads("django.db.backends.postgresql") == 2
