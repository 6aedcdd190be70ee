"""No spelling of an address of this machine, and no name that leads to it, is connected to."""

import socket
from collections.abc import Iterator
from itertools import product

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from packgrid.lib.http import GuardedAddresses, HttpClient, HttpUnavailable
from packgrid.lib.netguard import Guard

RESOLVE = socket.getaddrinfo
PUBLIC = "8.8.8.8"
ZEROS = (0xFF10, 0x1D7CE, 0x0660)  # full-width, bold and Arabic digits
DIGITS = ("⓪①②③④⑤⑥⑦⑧⑨", *("".join(chr(zero + digit) for digit in range(10)) for zero in ZEROS))
DOTS = "\u3002\uff0e\uff61"


WITH_DOTS = """127.0.0.1 127.1 127.0.1 127.0.0.1. 127.0.0.1.. 0.0.0.0 0 127.8.9.10
2130706433 0x7f000001 0X7F000001 017700000001 0x7f.1 0177.1 0x7f.0x0.0x0.0x1"""
WITH_COLONS = """::1 :: 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::FFFF:127.0.0.1
::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1
2002:7f00:1:: 2002:7f00:0001::1 2001:0:808:808:0:0:80ff:fffe
::1%lo ::1%25lo ::1%1 fe80::1%25lo fe80::1%lo v1.x 127.0.0.1"""
NAMED = """localhost LOCALHOST localhost. localhost.. ⓛⓞⓒⓐⓛⓗⓞⓢⓣ lo%63alhost
private.example PRIVATE.example. mixed.private.example mapped.example"""
IN_DISGUISE = [
    *("127%2e0%2e0%2e1", "%31%32%37.0.0.1", "127.0.0.1%00", "127.0.0.1%20", "127.0.0.1%0a.example"),
    *("public.example@127.0.0.1", "public.example:80@127.0.0.1", "a@b@127.0.0.1", "public.example%40127.0.0.1"),
    *("public.example\\@127.0.0.1", "127.0.0.1\\@public.example", "127.0.0.1\\.public.example"),
    *(
        "\t127.0.0.1",
        "127.\t0.0.1",
        "127.0.0.1 ",
        " 127.0.0.1",
        "127.0.0.1\u200b",
        "\u200d127.0.0.1",
        "loc\u00adalhost",
    ),
]


def spellings() -> Iterator[str]:
    """Hosts that are 127.0.0.1, ::1 or localhost to some program."""
    yield from WITH_DOTS.split()
    yield from (f"[{address}]" for address in WITH_COLONS.split())
    for digits in DIGITS:
        yield from (host.translate(str.maketrans("0123456789", digits)) for host in ("127.0.0.1", "2130706433"))
        yield f"{digits[1]}27.0.0.1"
    yield from ("127.0.0.1".replace(".", dot, times) for dot in DOTS for times in (1, 3))
    yield from (*NAMED.split(), *IN_DISGUISE)


NAMES = {
    "redirects.example": ["127.0.0.1"],
    "private.example": ["127.0.0.1"],
    "mixed.private.example": ["127.0.0.1", "::1", "10.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
}


@pytest.fixture
def names(monkeypatch):
    """Names and their addresses, as a name server that somebody else runs tells them; those not in it have none."""
    found = dict(NAMES)

    def resolve(host, port, *further, **options):  # noqa: ANN002, ANN003 as the function that it stands for
        addresses = found.get(host.rstrip(".").lower(), [host])
        return [entry for address in addresses for entry in RESOLVE(address, port, *further, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return found


def numeric_spellings() -> Iterator[str]:
    """127.0.0.1 with each part written decimal, hexadecimal and octal, with and without zeros before it."""
    forms = [(f"{part}", f"{part:#x}", f"0{part:o}", f"0x{part:08x}", f"{part:03d}") for part in (127, 0, 0, 1)]
    return map(".".join, product(*forms))


class Redirecting:
    """A server of this machine that redirects to `location` and remembers the paths that it was asked for."""

    port: int

    def __init__(self) -> None:
        self.location = "/"
        self.paths: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        return web.Response(status=302, headers={"Location": self.location})


@pytest.fixture
async def server():
    redirecting, application = Redirecting(), web.Application()
    application.add_routes([web.get("/{path:.*}", redirecting.answer)])
    async with TestServer(application) as running:
        redirecting.port = running.port
        yield redirecting


async def test_no_spelling_of_a_private_address_is_called(server, names):
    async with HttpClient(user_agent="packgrid/test", guard=Guard(), timeout_s=2) as http:
        for host in (*spellings(), *numeric_spellings()):
            with pytest.raises(HttpUnavailable):
                await http.get(f"http://{host}:{server.port}/private")
    assert server.paths == []


async def test_no_redirect_leads_to_a_private_address(server, names):
    hosts = [host for host in spellings() if host.isprintable()]
    async with HttpClient(user_agent="packgrid/test", guard=Guard(["redirects.example"]), timeout_s=2) as http:
        for host in hosts:
            server.location = f"http://{host}:{server.port}/private"
            with pytest.raises(HttpUnavailable, match="redirects to"):
                await http.get(f"http://redirects.example:{server.port}/redirect")
    assert server.paths == ["/redirect"] * len(hosts)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://①②⑦.0.0.1/", "redirects to 'http://①②⑦.0.0.1/', whose host has characters other than ASCII"),
        ("//127。0。0。1/", "redirects to '//127。0。0。1/', whose host has characters other than ASCII"),
        ("http://bücher.example/", "redirects to 'http://bücher.example/', whose host has characters other than ASCII"),
        ("http://a\uff0fb/", "redirects to 'http://a\uff0fb/', which is not a web address"),
        ("http://[::1/", "redirects to 'http://[::1/', which is not a web address"),
        ("http://public.example:port/", "redirects to 'http://public.example:port/', which is not a web address"),
        ("http://a\\@b/", "redirects to 'http://a\\\\@b/', which is not a web address"),
        ("mailto:a@public.example", "redirects to 'mailto:a@public.example', which is not a web address"),
    ],
)
async def test_an_odd_redirect_is_refused_with_a_sentence(server, names, location, reason):
    server.location = location
    async with HttpClient(user_agent="packgrid/test", guard=Guard(["redirects.example"])) as http:
        with pytest.raises(HttpUnavailable) as raised:
            await http.get(f"http://redirects.example:{server.port}/redirect")
    assert str(raised.value) == reason


async def test_a_name_is_looked_up_once_so_that_it_cannot_change_before_the_connection(server, names, monkeypatch):
    answers = [[PUBLIC], ["127.0.0.1"]]
    resolve = socket.getaddrinfo

    def rebind(host, *further, **options):  # noqa: ANN002, ANN003 as the function that it stands for
        names["rebinding.example"] = answers.pop(0)
        return resolve(host, *further, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    async with HttpClient(user_agent="packgrid/test", guard=Guard(), timeout_s=2) as http:
        with pytest.raises(UserWarning, match=rf"connect.*{PUBLIC}"):  # the test suite connects to loopback only
            await http.get(f"http://rebinding.example:{server.port}/private")
    assert (answers, server.paths) == ([["127.0.0.1"]], [])


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fe80::1", "::ffff:127.0.0.1"])
async def test_the_last_check_is_that_of_the_address_that_is_connected_to(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    wanted = (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 80))
    with pytest.raises(PermissionError, match="is an address of a private network"):
        GuardedAddresses(Guard()).open_socket(wanted)
    GuardedAddresses(Guard([address])).open_socket(wanted).close()
