import traceback

import pytest

from packgrid.lib.proxies import BadProxy, Proxies, read_proxies

PROXY = "http://proxy.example:3128"


def through(scheme: str, host: str, port: int, **named: str) -> str | None:
    found = Proxies(named).proxy_for(scheme, host, port)
    return found and str(found)


@pytest.mark.parametrize(
    ("named", "by_http", "by_https"),
    [
        ({}, None, None),
        ({"HTTP_PROXY": PROXY}, PROXY, None),
        ({"https_proxy": PROXY}, None, PROXY),
        ({"ALL_PROXY": PROXY}, PROXY, PROXY),
        ({"HTTPS_PROXY": "http://other.example", "all_proxy": PROXY}, PROXY, "http://other.example"),
        ({"HTTP_PROXY": "http://capitals.example", "http_proxy": PROXY}, PROXY, None),
        ({"HTTP_PROXY": PROXY, "http_proxy": ""}, None, None),
        ({"HTTP_PROXY": "proxy.example:3128"}, PROXY, None),
        ({"HTTP_PROXY": PROXY, "REQUEST_METHOD": "GET"}, None, None),  # a header "Proxy:" of a CGI request
    ],
)
def test_the_environment_names_a_proxy_for_each_scheme(monkeypatch, named, by_http, by_https):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    proxies = read_proxies()
    found = [proxies.proxy_for("http", "a.example", 80), proxies.proxy_for("https", "a.example", 443)]
    assert [proxy and str(proxy) for proxy in found] == [by_http, by_https]


@pytest.mark.parametrize(
    ("host", "no_proxy", "is_direct"),
    [
        ("a.example", "", False),
        ("a.example", "a.example", True),
        ("a.example", "other.example, A.Example", True),
        ("a.example", "*", True),
        ("b.a.example", "a.example", True),
        ("b.a.example", ".a.example", True),
        ("a.example", ".a.example", True),
        ("ba.example", "a.example", False),
        ("a.example.", "a.example", True),
        ("a.example", "a.example:443", True),
        ("a.example", "a.example:8443", False),
        ("b.a.example", ".a.example:443", True),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "192.168.0.0/16,10.1.2.0/24", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("2001:db8::1", "2001:db8::1", True),
        ("2001:db8::1", "[2001:db8::1]", True),
        ("2001:db8::1", "[2001:db8::1]:443", True),
        ("2001:db8::1", "2001:db8::/32", True),
        ("2001:db8::1", "::/128", False),
        ("a.example", "10.0.0.0/8,a.example/8", False),
    ],
)
def test_no_proxy_names_hosts_with_ports_domains_and_networks(host, no_proxy, is_direct):
    assert (through("https", host, 443, https=PROXY, no=no_proxy) is None) is is_direct


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "localhost.", "127.0.0.1", "127.1", "::1"])
def test_this_machine_is_called_directly(host):
    assert through("http", host, 80, http=PROXY) is None


def test_git_has_no_proxy_by_these_variables():
    assert through("git", "a.example", 9418, git=PROXY, all=PROXY) is None


@pytest.mark.parametrize(
    "named",
    [
        "http://",
        "http://user:secret@",
        "ftp://user:secret@proxy.example",
        "http://user:secret@[proxy",
        "http://user:1/secret@p",
    ],
)
def test_what_names_no_proxy_is_refused_without_a_word_of_its_password(named):
    with pytest.raises(BadProxy) as raised:
        through("http", "a.example", 80, http=named)
    assert str(raised.value) == (
        "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is not the address of a proxy; write it as http://proxy.example:3128."
    )
    assert "secret" not in "".join(traceback.format_exception(raised.value))


def test_a_password_is_not_in_what_a_debugger_shows():
    assert "secret" not in repr(Proxies({"http": "http://user:secret@proxy.example"}))
