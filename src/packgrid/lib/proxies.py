"""The proxies that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY name, in capital or in small letters."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.request import getproxies_environment

# On macOS urllib's public proxy_bypass() also asks the system's settings.
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # isort: skip  typeshed leaves it out

import attrs
from yarl import URL

from packgrid.lib.netguard import add_brackets, normalize_host, parse_literal

SCHEMES = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"}
WEB_SCHEMES = {"http", "https"}


class BadProxy(ValueError):
    """A proxy setting that cannot be used. The message says what to write; it never shows the setting's password."""


@attrs.frozen
class Proxies:
    """The proxy of each scheme; under "no" the hosts that need none. That is how urllib reads the environment."""

    by_scheme: Mapping[str, str] = attrs.field(repr=False)

    def proxy_for(self, scheme: str, host: str, port: int) -> URL | None:
        """The proxy for requests to this server; None if it is to be called directly, as loopback always is.

        Raises:
            BadProxy: the environment names one that cannot be used.
        """
        named = self.by_scheme.get(scheme) or self.by_scheme.get("all")
        if not named or scheme not in WEB_SCHEMES or is_loopback(host) or self.skips(host, port):
            return None
        return parse_proxy(named)

    def skips(self, host: str, port: int) -> bool:
        """True if NO_PROXY names this host, a domain above it, or a network that its address belongs to."""
        if proxy_bypass_environment(f"{add_brackets(normalize_host(host))}:{port}", self.by_scheme):
            return True
        address = parse_literal(host)
        return address is not None and any(
            is_within(address, entry) for entry in self.by_scheme.get("no", "").split(",")
        )


def read_proxies() -> Proxies:
    """The proxies of this process's environment."""
    return Proxies(getproxies_environment())


def parse_proxy(named: str) -> URL:
    """The address of a proxy, which is an http one if it names no scheme."""
    try:
        url = URL(named if "://" in named else f"http://{named}")
        if url.scheme in SCHEMES and url.raw_host and url.path in {"", "/"}:
            return url
    except ValueError:
        pass  # its message would show the password
    raise BadProxy(
        "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is not the address of a proxy; write it as http://proxy.example:3128."
    )


def is_loopback(host: str) -> bool:
    """True if a host is this machine, by its name or address."""
    address = parse_literal(host)
    return ip_address(address).is_loopback if address else is_localhost(normalize_host(host))


def is_localhost(name: str) -> bool:
    """True if a name means this machine (RFC 6761, 6.3)."""
    return name == "localhost" or name.endswith(".localhost")


def is_within(address: str, entry: str) -> bool:
    """True if an entry of NO_PROXY is this address, or a network (10.0.0.0/8) with it."""
    try:
        return ip_address(address) in ip_network(entry.strip().strip("[]"), strict=False)
    except ValueError:
        return False
