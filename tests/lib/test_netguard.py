import pytest

from packgrid.lib.netguard import Forbidden, Guard, is_public, parse_literal

PUBLIC = ["8.8.8.8", "140.82.112.3", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"]
PRIVATE = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",  # noqa: S104 not to bind to
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # where clouds keep their credentials
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::127.0.0.1",  # "IPv4-compatible", which is out of use
    "::ffff:0:127.0.0.1",  # "IPv4-translated"
    "64:ff9b:1::7f00:1",  # NAT64 within a network
    "fec0::1",
]


@pytest.mark.parametrize(("address", "expected"), [*((a, True) for a in PUBLIC), *((a, False) for a in PRIVATE)])
def test_only_addresses_of_the_public_network_are_public(address, expected):
    assert is_public(address) is expected


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("[::1]", "::1"),
        ("git.example", None),
        ("localhost", None),
    ],
)
def test_an_address_is_recognized_in_every_spelling_that_the_system_takes(host, address):
    assert parse_literal(host) == address


def test_private_addresses_are_left_out_and_nothing_else_is_left_is_said():
    guard = Guard()
    assert guard.check("git.example", ["10.0.0.1", "8.8.8.8"]) == ["8.8.8.8"]
    with pytest.raises(Forbidden, match=r"git\.example is an address of a private network"):
        guard.check("git.example", ["10.0.0.1"])
    with pytest.raises(Forbidden):
        guard.check_host("127.1")
    guard.check_host("git.example")


@pytest.mark.parametrize(
    "host", ["", "a%2e", "g\u0131t.example", "①.example", "a b", "a\0b", "-a", "a/b", "a\\b", "[a]b"]
)
def test_what_is_no_host_is_refused(host):
    with pytest.raises(Forbidden, match="is not a host name or an IP address"):
        Guard([host]).check_host(host)


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "intranet", "NAS.local.", "db.internal", "a.home.arpa"])
def test_behind_a_proxy_names_of_private_networks_are_refused(host):
    with pytest.raises(Forbidden, match="of a private network"):
        Guard().check_host_behind_proxy(host)
    Guard([host]).check_host_behind_proxy(host)


@pytest.mark.parametrize("host", ["git.example", "local.example", "notlocal.example", "8.8.8.8", "2606:4700::1111"])
def test_behind_a_proxy_other_names_pass(host):
    Guard().check_host_behind_proxy(host)


def test_a_host_that_the_operator_named_may_have_any_address():
    guard = Guard(["Forge.Example.", "[::1]"])
    assert guard.check("forge.example", ["10.0.0.1"]) == ["10.0.0.1"]
    guard.check_host("::1")
    assert not guard.allows("other.example")
