import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.urls import URLPattern, get_resolver, reverse

from packgrid.config.access_log import AccessLog, log_requests
from packgrid.httpcache.wsgi import CACHE_STATUS

AT = datetime(2026, 11, 30, 9, 5, 7, tzinfo=UTC)
BASE = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/packages/",
    "QUERY_STRING": "token=secret",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "192.0.2.7",
    "HTTP_COOKIE": "sessionid=secret",
    "HTTP_REFERER": "https://djangopackages.org/?token=secret",
}


class Clock:
    """A second passes each time that somebody looks."""

    def __init__(self) -> None:
        self.now_s = 0

    def __call__(self) -> int:
        self.now_s += 1
        return self.now_s


class Body:
    """Parts that have to be closed."""

    def __init__(self, *parts: bytes) -> None:
        self.parts, self.is_closed = parts, False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def lines(caplog):
    """What was logged so far."""
    logger = logging.getLogger("packgrid.access")
    logger.addHandler(caplog.handler)
    yield lambda: [record.getMessage() for record in caplog.records]
    logger.removeHandler(caplog.handler)


def answer(body=(b"12345",), status="200 OK", **environ: str):
    """Send one request; the body of its answer, which the server has not read yet."""

    def application(_environ, start_response):
        start_response(status, [])
        return body if isinstance(body, Body) else list(body)

    return AccessLog(application, now=lambda: AT, clock=Clock())(BASE | environ, lambda *_: None)


def test_a_line_says_who_asked_for_what_and_what_came_of_it(lines):
    assert answer([b"123", b"45"]) == [b"123", b"45"]
    said = '192.0.2.7 - - [30/Nov/2026:09:05:07 +0000] "GET /packages/ HTTP/1.1" 200 5 ms=1000.0 cache=-'
    assert lines() == [said]


@pytest.mark.parametrize("status", ["hit", "stale", "miss"])
def test_it_says_what_the_response_cache_did(lines, status):
    answer(**{CACHE_STATUS: status})
    assert lines()[0].endswith(f" cache={status}")


@pytest.mark.parametrize("is_read", [True, False])
def test_what_comes_in_parts_is_logged_when_the_server_closes_it(lines, is_read):
    body = Body(b"123", b"45")
    said = answer(body)
    assert b"".join(said if is_read else []) == (b"12345" if is_read else b"")
    assert lines() == []
    said.close()
    assert body.is_closed
    assert [line.split()[8:10] for line in lines()] == [["200", "5" if is_read else "0"]]


def test_an_application_that_fails_is_logged_as_500(lines):
    def application(_environ, _start_response):
        raise OSError

    with pytest.raises(OSError, match=r"^$"):
        AccessLog(application)(dict(BASE), lambda *_: None)
    assert lines()[0].partition(" ms=")[0].endswith('"GET /packages/ HTTP/1.1" 500 0')


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/packages/p/a b/", "/packages/p/a%20b/"),
        ('/"/', "/%22/"),
        ("/\n1.2.3.4 - -", "/%0A1.2.3.4%20-%20-"),
        ("/\x1b[31m\x00\x7f", "/%1B%5B31m%00%7F"),
        ("/caf\xc3\xa9/", "/caf%C3%A9/"),
        ("/€", "/%3F"),
        ("*", "*"),
        ("", ""),
        ("/" * 5000, "/" * 1000),
    ],
)
def test_a_path_cannot_break_its_line(lines, path, written):
    answer(PATH_INFO=path)
    assert lines()[0].partition('"GET ')[2].partition(" HTTP/1.1")[0] == written


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("account_confirm_email", {"key": "secret"}),
        ("account_reset_password_from_key", {"uidb36": "1", "key": "secret"}),
        ("watching_feed", {"token": "secret"}),
    ],
)
def test_secrets_are_not_written(lines, name, given):
    answer(PATH_INFO=reverse(name, kwargs=given))
    assert "secret" not in lines()[0]
    assert "/*** HTTP/1.1" in lines()[0]


def test_no_other_address_holds_a_secret():
    def names(patterns):
        for pattern in patterns:
            if not isinstance(pattern, URLPattern):
                yield from names(pattern.url_patterns)
            elif {"key", "token", "secret", "code"} & set(pattern.pattern.regex.groupindex):
                yield pattern.name

    assert set(names(get_resolver().url_patterns)) - {"metric"} == {
        "account_confirm_email",
        "account_reset_password_from_key",
        "watching_feed",
    }


@pytest.mark.parametrize(
    ("environ", "proxies", "written"),
    [
        ({}, 0, "192.0.2.7"),
        ({"HTTP_X_FORWARDED_FOR": "198.51.100.1"}, 0, "192.0.2.7"),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.1"}, 1, "198.51.100.1"),
        ({"HTTP_X_FORWARDED_FOR": "2001:DB8::1"}, 1, "2001:db8::1"),
        ({"HTTP_X_FORWARDED_FOR": '1" 200 5\n'}, 1, "-"),
        ({"HTTP_X_FORWARDED_FOR": ""}, 1, "192.0.2.7"),
        ({"REMOTE_ADDR": ""}, 0, "-"),
    ],
)
def test_the_client_is_the_one_whom_a_trusted_proxy_names(lines, settings, environ, proxies, written):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answer(**environ)
    assert lines()[0].partition(" - - ")[0] == written


def test_it_is_off_by_default(settings):
    assert settings.ACCESS_LOG is False
    assert log_requests(answer) is answer
    settings.ACCESS_LOG = True
    assert isinstance(log_requests(answer), AccessLog)
