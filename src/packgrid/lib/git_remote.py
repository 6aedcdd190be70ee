"""Addresses of repositories that git may call: checked by the guard, and held to the checked addresses."""

import asyncio
import re
import socket
from urllib.parse import quote, urlsplit

import attrs

from packgrid.lib.netguard import Forbidden, Guard, add_brackets, parse_literal
from packgrid.lib.proxies import BadProxy, read_proxies

PORTS = {"https": 443, "http": 80, "git": 9418}
HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*|[0-9a-f:.]+")


@attrs.frozen
class Remote:
    """A repository's address in parts, and how git gets there.

    `addresses` are the only ones that it may connect to, none if it may choose. `proxy` is where it connects to instead
    of the host, "" if it does not. `login` is the Authorization header for its host, "" for none.
    """

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...] = ()
    proxy: str = attrs.field(default="", repr=False)  # it may hold a password
    login: str = attrs.field(default="", repr=False)

    @property
    def url(self) -> str:
        """The address as people write it."""
        return self.at(self.host)

    def at(self, host: str) -> str:
        """The address with another host."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{add_brackets(host)}{port}{self.path}"

    @property
    def settings(self) -> dict[str, str]:
        """The git settings for it: the remote `origin`, and the addresses of its host (git 2.37 and newer)."""
        named = {"remote.origin.url": self.url}
        if not self.addresses:
            return named
        if self.scheme == "git":
            return {"remote.origin.url": self.at(self.addresses[0])}
        addresses = ",".join(map(add_brackets, self.addresses))
        return {**named, "http.curloptResolve": f"{self.host}:{self.port}:{addresses}"}

    @property
    def environment(self) -> dict[str, str]:
        """The variables for git: this protocol only, the proxy, and the host name for a git:// server of many hosts."""
        return {
            "GIT_ALLOW_PROTOCOL": self.scheme,
            "GIT_OVERRIDE_VIRTUAL_HOST": f"{add_brackets(self.host)}:{self.port}",
            **({f"{self.scheme}_proxy": self.proxy} if self.proxy else {}),
            **self.login_variables,
        }

    @property
    def login_variables(self) -> dict[str, str]:
        """The variables that give git the login, which a command line would show to everybody on the machine."""
        if not self.login:
            return {}
        header = {"KEY_0": "http.extraHeader", "VALUE_0": f"Authorization: {self.login}", "COUNT": "1"}
        return {f"GIT_CONFIG_{name}": value for name, value in header.items()}

    def has_same_server(self, other: "Remote") -> bool:
        """True if both addresses are of one server, so that it may get the same login."""
        return (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)


def parse_remote(url: str, guard: Guard) -> Remote:
    """Parse the address of a repository, and check everything that can be checked without looking up its host.

    Raises:
        Forbidden: it is not an https:// or git:// address (http:// only of hosts that the operator named), it carries a
            password, or its host is a private address.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Forbidden(f"{url!r} is not an address ({error})") from error
    if parts.scheme not in PORTS or (parts.scheme == "http" and not guard.allows(host)):
        raise Forbidden("only https:// and git:// addresses are allowed")
    if not HOST.fullmatch(host) or "@" in parts.netloc or parts.path in {"", "/"}:
        raise Forbidden(f"{url!r} is not a repository at a host")
    guard.check_host(host)
    host = parse_literal(host) or host
    return Remote(parts.scheme, host, port or PORTS[parts.scheme], quote(parts.path.rstrip("/"), safe="/%~+@:=,"))


async def pin_addresses(remote: Remote, guard: Guard) -> Remote:
    """The remote, restricted to the proxy of this environment, or to the addresses of its host that may be called.

    A host that the operator named may be anywhere. Behind a proxy it is the proxy that looks names up.

    Raises:
        Forbidden: the host has no address that may be called, or it has a private name and is behind a proxy; or the
            proxy cannot be used; OSError: it has no address at all.
    """
    if proxy := proxy_to(remote):
        guard.check_host_behind_proxy(remote.host)
        return attrs.evolve(remote, proxy=proxy)
    if guard.allows(remote.host) or parse_literal(remote.host):
        return remote
    found = await asyncio.get_running_loop().getaddrinfo(remote.host, remote.port, type=socket.SOCK_STREAM)
    addresses = guard.check(remote.host, [str(sockaddr[0]) for *_kinds, sockaddr in found])
    return attrs.evolve(remote, addresses=tuple(dict.fromkeys(addresses)))


def proxy_to(remote: Remote) -> str:
    """The address of the proxy to a remote, "" if there is none; with its port, which curl would take for 1080."""
    try:
        proxy = read_proxies().proxy_for(remote.scheme, remote.host, remote.port)
    except BadProxy as error:
        raise Forbidden(str(error)) from error
    if proxy is None:
        return ""
    port = f":{proxy.port}" if proxy.port and proxy.explicit_port is None else ""
    return f"{str(proxy).rstrip('/')}{port}"
