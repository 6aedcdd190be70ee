import pytest

from packgrid.lib.git_remote import Remote, parse_remote, pin_addresses
from packgrid.lib.netguard import Forbidden, Guard

GUARD = Guard(["forge.example", "127.0.0.1"])


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://Git.Example/a/b", "https://git.example/a/b"),
        ("https://git.example.:443/a/b.git/", "https://git.example/a/b.git"),
        ("https://git.example:8443/a/b", "https://git.example:8443/a/b"),
        ("https://git.example/a/b?x=1#y", "https://git.example/a/b"),
        ("https://git.example/a b/ü%20", "https://git.example/a%20b/%C3%BC%20"),
        ("https://[2606:4700::1111]/a/b", "https://[2606:4700::1111]/a/b"),
        ("https://134744072/a/b", "https://8.8.8.8/a/b"),  # so that nobody reads it in another way
        ("git://git.example/a", "git://git.example/a"),
        ("http://forge.example:3000/a/b", "http://forge.example:3000/a/b"),
        ("https://git.example/--upload-pack=x", "https://git.example/--upload-pack=x"),
    ],
)
def test_an_address_is_written_in_one_way(url, called):
    assert parse_remote(url, GUARD).url == called


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://git.example/a/b", "only https:// and git:// addresses"),
        ("file:///etc/passwd", "only https:// and git:// addresses"),
        ("/etc/passwd", "only https:// and git:// addresses"),
        ("ext::sh -c true", "only https:// and git:// addresses"),
        ("ssh://git@git.example/a/b", "only https:// and git:// addresses"),
        ("--upload-pack=touch", "only https:// and git:// addresses"),
        ("", "only https:// and git:// addresses"),
        ("https://user:secret@git.example/a/b", "is not a repository at a host"),
        ("https://git.example/", "is not a repository at a host"),
        ("https://-oProxyCommand=x/a", "is not a repository at a host"),
        ("https://g\u0131t.example/a", "is not a repository at a host"),
        ("https:///a/b", "is not a repository at a host"),
        ("https://git.example:99999/a", "is not an address"),
        ("https://[::1/a", "is not an address"),
        ("https://10.0.0.1/a", "is an address of a private network"),
        ("git://2130706433/a", "is an address of a private network"),
        ("https://[::ffff:10.0.0.1]/a", "is an address of a private network"),
        ("https://①⓪.0.0.1/a", "is not an address|is not a repository at a host"),
        ("https://10。0。0。1/a", "is not an address|is not a repository at a host"),
        ("https://10%2e0.0.1/a", "is not a repository at a host"),
        ("https://[fe80::1%25eth0]/a", "is not a repository at a host"),
        ("https://git.example\\@10.0.0.1/a", "is not a repository at a host"),
    ],
)
def test_what_must_not_be_called_is_refused(url, reason):
    with pytest.raises(Forbidden, match=reason):
        parse_remote(url, GUARD)


async def test_a_name_that_leads_to_a_private_address_is_refused():
    with pytest.raises(Forbidden, match="localhost is an address of a private network"):
        await pin_addresses(parse_remote("git://localhost/a", GUARD), GUARD)


@pytest.mark.parametrize("url", ["http://127.0.0.1:3000/a", "https://forge.example/a", "https://8.8.8.8/a"])
async def test_hosts_that_the_operator_named_and_addresses_need_no_look_up(url):
    remote = parse_remote(url, GUARD)
    assert await pin_addresses(remote, GUARD) == remote


@pytest.fixture
def proxied(monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "GIT_PROXY"):
        monkeypatch.setenv(name, "http://user:secret@proxy.example")
    monkeypatch.setenv("no_proxy", "localhost.example")


async def test_behind_a_proxy_it_is_the_proxy_that_looks_names_up(proxied):
    remote = await pin_addresses(parse_remote("https://git.example/a", GUARD), GUARD)
    assert remote == Remote("https", "git.example", 443, "/a", (), "http://user:secret@proxy.example:80")
    assert remote.environment["https_proxy"] == "http://user:secret@proxy.example:80"
    assert remote.settings == {"remote.origin.url": "https://git.example/a"}
    assert "secret" not in repr(remote)


@pytest.mark.parametrize("host", ["intranet", "git.internal", "localhost"])
async def test_behind_a_proxy_a_private_name_is_refused(proxied, host):
    with pytest.raises(Forbidden, match="of a private network"):
        await pin_addresses(parse_remote(f"https://{host}/a", GUARD), GUARD)


async def test_the_git_protocol_knows_no_proxy(proxied):
    with pytest.raises(Forbidden, match="localhost is an address of a private network"):
        await pin_addresses(parse_remote("git://localhost/a", GUARD), GUARD)


async def test_a_proxy_that_cannot_be_used_is_said(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://user:secret@")
    with pytest.raises(Forbidden, match="ALL_PROXY is not the address of a proxy"):
        await pin_addresses(parse_remote("https://git.example/a", GUARD), GUARD)


def test_git_is_held_to_the_checked_addresses():
    addresses = ("192.0.2.1", "2001:db8::1")
    by_web = Remote("https", "git.example", 8443, "/a", addresses)
    assert by_web.settings == {
        "remote.origin.url": "https://git.example:8443/a",
        "http.curloptResolve": "git.example:8443:192.0.2.1,[2001:db8::1]",
    }
    by_git = Remote("git", "git.example", 9418, "/a", addresses[1:])
    assert by_git.settings == {"remote.origin.url": "git://[2001:db8::1]/a"}
    assert by_git.environment == {"GIT_ALLOW_PROTOCOL": "git", "GIT_OVERRIDE_VIRTUAL_HOST": "git.example:9418"}
