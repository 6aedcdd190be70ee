import pytest

from packgrid.config.request_hosts import SENTENCE, check_host


def ask(host, path="/packages/", method="GET", **environ: str):
    """The status and the body; the application answers only to whom it is reached by."""
    began = []

    def application(_environ, start_response):
        start_response("200 OK", [])
        return [b"the application"]

    asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "localhost"}
    asked |= environ if host is None else environ | {"HTTP_HOST": host}
    answer = check_host(application)(asked, lambda *said: began.append(said))
    return began[0][0], b"".join(answer), dict(began[0][1])


@pytest.mark.parametrize(
    "host",
    [
        "djangopackages.org",
        "DjangoPackages.ORG",
        "djangopackages.org.",
        "djangopackages.org:8000",
        "localhost",
        "127.0.0.1:8000",
        "[::1]:8000",
    ],
)
def test_the_site_and_loopback_are_answered_with_any_port(host):
    assert ask(host) == ("200 OK", b"the application", {})


ODD = [
    None,
    "",
    " ",
    "evil.example",
    "djangopackages.org.evil.example",
    "www.djangopackages.org",
    "djangopackages.org,djangopackages.org",
    "localhost,evil.example",
    "localhost evil.example",
    "localhost:80:80",
    "localhost:http",
    "user@localhost",
    "localhost/",
    "http://localhost",
    "::1",
    "[::1",
    "127.1",
    "m\xfcnchen.example",
    "\uff4cocalhost",
    "localhost\x00",
    "localhost\n",
    "l" * 100_000,
    "localhost." * 100,
    ".",
    "..",
    "*",
]


@pytest.mark.parametrize("host", ODD)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_any_other_host_gets_a_sentence(host, method, caplog):
    status, body, headers = ask(host, method=method)
    assert (status, body) == ("400 Bad Request", f"{SENTENCE}\n".encode())
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert caplog.records == []


def test_programs_get_json():
    assert ask("evil.example", "/api/v4/packages/")[:2] == ("400 Bad Request", b'{"detail":"Bad request."}')


def test_head_gets_no_body():
    status, body, headers = ask("evil.example", method="HEAD")
    assert (status, body, headers["Content-Length"]) == ("400 Bad Request", b"", str(len(SENTENCE) + 1))


def test_the_connection_is_closed_on_a_body_that_nobody_reads():
    assert ask("evil.example", method="POST", CONTENT_LENGTH="300000000")[2]["Connection"] == "close"
    assert ask("evil.example", method="POST", HTTP_TRANSFER_ENCODING="chunked")[2]["Connection"] == "close"
    assert "Connection" not in ask("evil.example")[2]
