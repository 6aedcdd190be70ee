from io import BytesIO

import pytest
from django.urls import resolve

from packgrid.config.request_bodies import DEFAULT_LIMIT_BYTES, DISCARDED_BYTES, limit_body, limit_bytes

TOO_LONG = (
    b"The request is larger than 100 kB, the limit of this address. "
    b"Shorten the text or choose a smaller file, then send it again.\n"
)
NO_LENGTH = b"The request does not tell the length of its body. Send it with a Content-Length and not in chunks.\n"


class Echo:
    """Answers with the body, and remembers what it was asked."""

    def __init__(self) -> None:
        self.environs = []

    def __call__(self, environ, start_response) -> list[bytes]:
        self.environs.append(environ)
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]


class Endless:
    """A body that never ends; counts what was read."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def read(self, size: int) -> bytes:
        self.read_bytes += size
        return b"x" * size


def post(body=b"", path="/login/", method="POST", application=None, **environ: object):
    """The status, the headers and the body of the answer."""
    began = []
    asked = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(body) if isinstance(body, bytes) else body,
        "wsgi.input_terminated": True,
    }
    answer = limit_body(application or Echo())(
        {name: value for name, value in (asked | environ).items() if value is not None},
        lambda status, headers, _info=None: began.append((status, dict(headers))),
    )
    return *began[0], b"".join(answer)


CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}
FULL = b"x" * DEFAULT_LIMIT_BYTES


def test_a_body_of_the_limit_arrives_whole_with_its_length():
    echo = Echo()
    assert post(FULL, application=echo, CONTENT_LENGTH=str(len(FULL))) == ("200 OK", {}, FULL)
    (environ,) = echo.environs
    assert environ["CONTENT_LENGTH"] == str(DEFAULT_LIMIT_BYTES)


@pytest.mark.parametrize("method", ["POST", "PUT", "GET", "HEAD", "DELETE", "NONSENSE"])
@pytest.mark.parametrize("said", [CHUNKED, CHUNKED | {"CONTENT_LENGTH": "3"}, {"HTTP_TRANSFER_ENCODING": "x"}])
def test_a_body_in_chunks_is_answered_411_because_one_that_breaks_off_looks_whole(method, said):
    echo = Echo()
    status, headers, body = post(b"abc", method=method, application=echo, **said)
    assert (status, echo.environs) == ("411 Length Required", [])
    assert body == (b"" if method == "HEAD" else NO_LENGTH)
    assert headers["Connection"] == "close"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "NONSENSE"])
def test_a_body_that_nothing_announces_is_answered_411_and_none_at_all_is_no_body(method):
    assert post(b"abc", method=method)[0] == "411 Length Required"
    assert post(b"", method=method) == ("200 OK", {}, b"")


@pytest.mark.parametrize(
    ("method", "said"),
    [
        *((method, {"CONTENT_LENGTH": str(len(FULL) + 1)}) for method in ("POST", "PUT", "GET", "HEAD", "NONSENSE")),
        ("DELETE", {"CONTENT_LENGTH": str(DISCARDED_BYTES + 1)}),
    ],
)
def test_a_byte_more_is_answered_413_before_the_application(method, said):
    echo = Echo()
    status, headers, body = post(FULL + b"x", method=method, application=echo, **said)
    assert (status, echo.environs) == ("413 Content Too Large", [])
    assert body == (b"" if method == "HEAD" else TOO_LONG)
    assert headers["Content-Length"] == str(len(TOO_LONG))


def test_the_connection_of_a_body_that_is_not_read_is_closed_where_http_1_is_spoken():
    long = {"CONTENT_LENGTH": "300000000"}
    assert post(FULL, **long)[1]["Connection"] == "close"
    assert "Connection" not in post(FULL, SERVER_PROTOCOL="HTTP/2", **long)[1]


@pytest.mark.parametrize(
    ("said", "status", "most"),
    [
        ({"CONTENT_LENGTH": "300000000"}, "413 Content Too Large", 0),
        ({"CONTENT_LENGTH": "9" * 5000}, "413 Content Too Large", 0),
        ({"CONTENT_LENGTH": str(DISCARDED_BYTES)}, "413 Content Too Large", DISCARDED_BYTES),
        (CHUNKED, "411 Length Required", 0),
    ],
)
def test_only_so_much_of_an_endless_body_is_read(said, status, most):
    endless = Endless()
    assert (post(endless, **said)[0], endless.read_bytes) == (status, most)


def test_nothing_is_read_of_a_long_body_whose_client_waits_for_a_word():
    endless = Endless()
    assert post(endless, CONTENT_LENGTH="300000000", HTTP_EXPECT="100-continue")[0] == "413 Content Too Large"
    assert endless.read_bytes == 0


@pytest.mark.parametrize("length", ["-1", "+1", "1.0", "0x10", "one", "3, 3", "3,4", " ", "१", "1 2", "1\x00"])
def test_a_length_that_is_no_number_is_answered_400(length):
    echo = Echo()
    status, _headers, body = post(b"abc", application=echo, CONTENT_LENGTH=length)
    sentence = b"Content-Length is not a number. Send the length of the body in bytes.\n"
    assert (status, body, echo.environs) == ("400 Bad Request", sentence, [])


def test_a_form_that_was_cut_off_is_not_taken_for_a_whole_one():
    echo = Echo()
    status, _headers, body = post(b"text=half a", application=echo, CONTENT_LENGTH="20")
    assert (status, echo.environs) == ("400 Bad Request", [])
    assert body == b"Only 11 of 20 bytes arrived. Send the request again.\n"


def test_what_follows_the_declared_length_belongs_to_the_next_request():
    assert post(b"abcd", CONTENT_LENGTH="3") == ("200 OK", {}, b"abc")


def test_without_a_length_nothing_is_read_from_a_server_that_does_not_mark_the_end():
    assert post(Endless(), **{"wsgi.input_terminated": None}) == ("200 OK", {}, b"")


def test_a_request_that_only_reads_is_handed_on_as_it_is():
    echo, endless = Echo(), BytesIO()
    post(endless, method="GET", application=echo)
    assert echo.environs[0]["wsgi.input"] is endless


def test_the_api_answers_in_json():
    status, headers, body = post(path="/api/v4/packages/", CONTENT_LENGTH="300000000")
    assert (status, headers["Content-Type"]) == ("413 Content Too Large", "application/json")
    assert body == b'{"detail":"%s"}' % TOO_LONG[:-1]


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/login/", DEFAULT_LIMIT_BYTES),
        ("/grids/forms/edit/", DEFAULT_LIMIT_BYTES),
        ("/grids/forms/propose/", 1_200_000),
        ("/admin/catalogue/facts/1/change/", 1_000_000),
    ],
)
def test_each_kind_of_form_has_its_limit(path, limit):
    assert limit_bytes(path) == limit
    assert resolve(path)


@pytest.mark.parametrize("path", ["", "/", "/x/admin/", "/grids/a/b/propose/", "/grids//propose/", "*", "/proposé/"])
def test_any_other_address_has_the_smallest(path):
    assert limit_bytes(path) == DEFAULT_LIMIT_BYTES
