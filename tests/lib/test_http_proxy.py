"""HttpClient and git behind a real proxy."""

import asyncio
import logging
import os
import ssl
import sys
from base64 import b64encode
from datetime import UTC, datetime

import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer

import git_repos
from git_repos import Made
from git_server import GitServer
from packgrid.lib.git import Git, GitFailed
from packgrid.lib.git_remote import Remote, parse_remote, pin_addresses
from packgrid.lib.http import HttpClient, HttpUnavailable
from packgrid.lib.netguard import Guard
from proxy_server import ProxyServer

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
# What a program of its own asks: the certificates that it trusts are read once, when aiohttp is imported.
GET = """
import asyncio, sys
from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Guard

async def get():
    async with HttpClient(user_agent="packgrid/test", guard=Guard()) as http:
        answer = await http.get(sys.argv[1], headers={"Authorization": "Bearer token"})
        print(answer.body.decode())

asyncio.run(get())
"""


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch):
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def client(*allowed_hosts: str) -> HttpClient:
    return HttpClient(user_agent="packgrid/test", guard=Guard(allowed_hosts), timeout_s=2)


async def answer(request: web.Request) -> web.StreamResponse:
    """The host that was asked for and what the server was told, or a redirect."""
    if to := request.query.get("to"):
        raise web.HTTPFound(to)
    told = request.headers
    return web.Response(text=f"{request.host} {told.get('Authorization')} {told.get('Proxy-Authorization')}")


@pytest.fixture
async def server():
    application = web.Application()
    application.add_routes([web.get("/{path:.*}", answer)])
    async with TestServer(application) as running:
        yield running


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_a_request_goes_through_the_proxy(server, monkeypatch, variable):
    async with ProxyServer({"pypi.example:80": server.port}) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with client() as http:
            found = await http.get("http://pypi.example/simple")
    assert (found.status, found.body) == (200, b"pypi.example None None")
    assert proxy.requests == ["GET http://pypi.example/simple HTTP/1.1"]


async def test_https_goes_through_a_tunnel(tmp_path):
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("pypi.example").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    application = web.Application()
    application.add_routes([web.get("/{path:.*}", answer)])
    server = TestServer(application, scheme="https")
    await server.start_server(ssl=context)
    async with server, ProxyServer({"pypi.example:8443": server.port}) as proxy:
        environment = {
            "PATH": os.environ["PATH"],
            "SSL_CERT_FILE": str(tmp_path / "ca.pem"),
            "HTTPS_PROXY": f"http://user:secret@127.0.0.1:{proxy.port}",
        }
        said = await asyncio.create_subprocess_exec(
            sys.executable, "-c", GET, "https://pypi.example:8443/x",
            env=environment, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        output, _errors = await said.communicate()
    assert output == b"pypi.example:8443 Bearer token None\n"
    assert proxy.requests == ["CONNECT pypi.example:8443 HTTP/1.1"]
    assert proxy.credentials == [f"Proxy-Authorization: Basic {b64encode(b'user:secret').decode()}"]


@pytest.mark.parametrize(
    ("no_proxy", "is_direct"),
    [("pypi.example", True), (".example", True), ("pypi.example:{port}", True), ("pypi.example:1", False), ("*", True)],
)
async def test_no_proxy_is_honoured(server, monkeypatch, no_proxy, is_direct):
    monkeypatch.setenv("no_proxy", no_proxy.format(port=server.port))
    async with ProxyServer({f"pypi.example:{server.port}": server.port}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with client() as http:
            if is_direct:
                with pytest.raises(HttpUnavailable, match=r"no address is known for pypi\.example"):
                    await http.get(f"http://pypi.example:{server.port}/")
            else:
                await http.get(f"http://pypi.example:{server.port}/")
    assert bool(proxy.requests) is not is_direct


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_loopback_is_called_directly_and_guarded(server, monkeypatch, host):
    url = f"http://{host}:{server.port}/"
    async with ProxyServer({f"{host}:{server.port}": server.port}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with client(host) as http:
            assert (await http.get(url)).status == 200
        async with client() as strict:
            with pytest.raises(HttpUnavailable, match="is an address of a private network"):
                await strict.get(url)
    assert proxy.requests == []


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1", "169.254.169.254", "0xa000001", "167772161", "[::ffff:10.0.0.1]", "[fc00::1]", "[64:ff9b::a00:1]",
        "intranet", "nas.local", "db.internal", "router.home.arpa", "nas.local.", "10%2e0.0.1",
    ],
)  # fmt: skip
async def test_a_proxy_is_not_asked_for_hosts_of_a_private_network(monkeypatch, host):
    async with ProxyServer() as proxy:
        monkeypatch.setenv("all_proxy", proxy.url)
        async with client() as http:
            with pytest.raises(HttpUnavailable, match=r"private network|is not a host name or an IP address"):
                await http.get(f"http://{host}/")
    assert proxy.requests == []


async def test_a_host_that_the_operator_named_is_called_through_the_proxy_too(server, monkeypatch):
    async with ProxyServer({"intranet:80": server.port}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with client("intranet") as http:
            assert (await http.get("http://intranet/")).status == 200


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "http://intranet/", "http://①0.0.0.1/", "http://127.0.0.1:{port}/"])
async def test_a_redirect_through_the_proxy_leads_to_no_private_network(server, monkeypatch, to):
    async with ProxyServer({"pypi.example:80": server.port}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with client() as http:
            with pytest.raises(HttpUnavailable, match=r"private network|other than ASCII"):
                await http.get(f"http://pypi.example/?to={to.format(port=server.port)}")
    assert len(proxy.requests) == 1


async def test_the_proxy_itself_is_no_host_that_others_may_name(monkeypatch):
    async with ProxyServer() as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        async with client() as http:
            with pytest.raises(HttpUnavailable, match=r"127\.0\.0\.1 is an address of a private network"):
                await http.get(f"{proxy.url}/")
    assert proxy.requests == []


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (
            "407 Proxy Authentication Required",
            "the proxy answered 407 Proxy Authentication Required; HTTP_PROXY or HTTPS_PROXY needs a user and password",
        ),
        ("403 Forbidden", "the proxy answered 403 Forbidden"),
    ],
)
async def test_what_a_proxy_refuses_is_said_without_its_password(monkeypatch, caplog, scheme, refusal, reason):
    caplog.set_level(logging.DEBUG)
    async with ProxyServer(refusal=refusal) as proxy:
        monkeypatch.setenv("all_proxy", f"http://user:secret@127.0.0.1:{proxy.port}")
        async with client() as http:
            if scheme == "http" and refusal.startswith("403"):
                assert (await http.get("http://pypi.example/")).status == 403  # the server could say the same
                return
            with pytest.raises(HttpUnavailable) as raised:
                await http.get(f"{scheme}://pypi.example/")
    assert str(raised.value) == reason
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("http://user:secret@127.0.0.1:1", "the proxy 127.0.0.1 cannot be reached (Connection refused)"),
        ("http://user:secret@proxy.example", "no address is known for proxy.example (is there a network?)"),
        (
            "socks5://user:secret@127.0.0.1:1080",
            "Requests cannot go through a socks5:// proxy; name one with http:// or https://.",
        ),
        (
            "http://user:secret@",
            "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is not the address of a proxy; write it as http://proxy.example:3128.",
        ),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_does_not_work_is_said(monkeypatch, scheme, named, reason):
    monkeypatch.setenv("all_proxy", named)
    async with client() as http:
        with pytest.raises(HttpUnavailable) as raised:
            await http.get(f"{scheme}://pypi.example/")
    assert str(raised.value) == reason


async def test_git_goes_through_the_proxy(monkeypatch, tmp_path):
    with GitServer(tmp_path) as server:
        head = git_repos.grow(git_repos.new(server.path_of("a")), [Made(datetime(2026, 1, 1, tzinfo=UTC))])
        async with ProxyServer({"git.example:80": server.server.server_port}, asks_password=True) as proxy:
            monkeypatch.setenv("HTTP_PROXY", f"http://user:secret@127.0.0.1:{proxy.port}")
            remote = await pin_addresses(parse_remote("http://git.example/a", Guard(["git.example"])), Guard())
            said = await Git("packgrid/test").run("ls-remote", "origin", "HEAD", remote=remote)
    assert said == f"{head}\tHEAD\n".encode()
    assert proxy.requests[0] == "GET http://git.example/a/info/refs?service=git-upload-pack HTTP/1.1"
    assert set(proxy.credentials) == {f"Proxy-Authorization: Basic {b64encode(b'user:secret').decode()}"}
    assert "secret" not in repr(remote)


async def test_git_asks_for_a_tunnel_and_tells_no_password(monkeypatch):
    async with ProxyServer() as proxy:
        monkeypatch.setenv("https_proxy", f"http://user:secret@127.0.0.1:{proxy.port}")
        remote = await pin_addresses(parse_remote("https://git.example/a", Guard()), Guard())
        with pytest.raises(GitFailed) as raised:
            await Git("packgrid/test").run("ls-remote", "origin", "HEAD", remote=remote)
    assert proxy.requests == ["CONNECT git.example:443 HTTP/1.1"]
    assert "secret" not in str(raised.value)


async def test_git_has_no_proxy_but_that_of_its_remote(monkeypatch):
    async with ProxyServer() as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "git.example")
        remote = Remote("https", "git.example", 1, "/a", ("127.0.0.1",))
        with pytest.raises(GitFailed, match="Failed to connect"):
            await Git("packgrid/test").run("ls-remote", "origin", "HEAD", remote=remote)
    assert proxy.requests == []
