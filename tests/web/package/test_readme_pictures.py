"""Pictures of READMEs by way of this site."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from packgrid.catalogue.models import Readme
from packgrid.web.package.readme_pictures import AT_ONCE, MOST_BYTES, make_picture_url
from web.rows import make_package

PNG = b"\x89PNG\r\n\x1a\nrest"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BODIES = {
    "/logo.png": (200, "image/png", PNG),
    "/logo.svg": (200, "image/svg+xml", SVG),
    "/page": (200, "image/png", b"<html><script>alert(1)</script></html>"),
    "/gone.png": (404, "image/png", PNG),
    "/large.png": (200, "image/png", PNG + b"x" * MOST_BYTES),
}


@pytest.fixture
def pictures(settings, tmp_path):
    """A server of pictures; its `asked` are the headers of every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.path, dict(self.headers)))
            status, kind, body = BODIES[self.path]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    Thread(target=server.serve_forever, daemon=True).start()
    settings.PRIVATE_HOSTS = ("127.0.0.1",)
    settings.README_PICTURES_FOLDER = tmp_path / "pictures"
    yield server
    server.shutdown()
    server.server_close()


def address(server, path):
    return make_picture_url(f"http://127.0.0.1:{server.server_port}{path}")


def test_a_picture_is_fetched_once_and_tells_nothing_of_the_reader(client, pictures):
    client.cookies["sessionid"] = "secret"
    headers = {"referer": "https://here.example/packages/p/a/", "x-forwarded-for": "192.0.2.7"}
    for _ in range(2):
        answer = client.get(address(pictures, "/logo.png"), headers=headers)
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (HTTPStatus.OK, PNG, "image/png")
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert [path for path, _headers in pictures.asked] == ["/logo.png"]
    assert {name.lower() for name in pictures.asked[0][1]} <= {"host", "accept", "accept-encoding", "user-agent"}


def test_nothing_in_a_picture_can_run(client, pictures):
    answer = client.get(address(pictures, "/logo.svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page", "/gone.png", "/large.png"])
def test_what_is_no_picture_or_too_large_is_not_passed_on_nor_asked_for_again(client, pictures, path):
    for _ in range(2):
        assert client.get(address(pictures, path)).status_code == HTTPStatus.NOT_FOUND
    assert len(pictures.asked) == 1


def test_addresses_that_we_did_not_write_are_refused(client, pictures):
    ours = address(pictures, "/logo.png")
    signature, encoded = ours.split("/")[2:]
    for other in (
        f"/readme-pictures/{'0' * 32}/{encoded}",
        f"/readme-pictures/{signature}/{encoded}x",
        "/readme-pictures/a/b",
    ):
        assert client.get(other).status_code == HTTPStatus.NOT_FOUND
    assert client.post(ours).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert pictures.asked == []


def test_private_addresses_are_not_called(client, pictures, settings):
    settings.PRIVATE_HOSTS = ()
    assert client.get(address(pictures, "/logo.png")).status_code == HTTPStatus.NOT_FOUND
    assert pictures.asked == []


def test_pages_come_before_pictures_when_many_wait(client, pictures):
    with AT_ONCE, AT_ONCE:
        answer = client.get(address(pictures, "/logo.png"))
    assert (answer.status_code, answer["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "2")
    assert client.get(address(pictures, "/logo.png")).status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_a_readme_shows_its_pictures_from_here_or_words_where_the_operator_wants_that(client, settings):
    package = make_package("kite", facts={})
    html = '<p><img src="https://a.example/logo.png" alt="logo"></p>'
    Readme.objects.create(package=package, html=html, source_digest="d" * 64)
    ours = make_picture_url("https://a.example/logo.png")
    page = client.get("/packages/p/kite/").content.decode()
    assert f'<img src="{ours}" alt="logo" loading="lazy">' in page
    settings.README_PICTURES = False
    page = client.get("/packages/p/kite/").content.decode()
    assert '<a href="https://a.example/logo.png" rel="nofollow ugc noopener">logo</a>' in page
    assert client.get(ours).status_code == HTTPStatus.NOT_FOUND
