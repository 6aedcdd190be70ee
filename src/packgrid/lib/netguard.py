"""The guard against private addresses: nobody who enters one may make us call a machine of our own network."""

import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4; of all other addresses none is on the public network
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
HOST_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]*")
# Names for machines of one's own network: RFC 6761 (localhost), 6762 (local), 8375 (home.arpa), ICANN 2024 (internal).
PRIVATE_DOMAINS = ("localhost", "local", "internal", "home.arpa")


class Forbidden(Exception):
    """An address that must not be called; the message says which and what to set if it should be."""


class Guard:
    """Lets through public addresses, and every address of the hosts that the operator named."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        self.allowed_hosts = frozenset(normalize_host(host) for host in allowed_hosts)

    def allows(self, host: str) -> bool:
        """True if the operator named this host, with any address."""
        return normalize_host(host) in self.allowed_hosts

    def check(self, host: str, addresses: Iterable[str]) -> list[str]:
        """The addresses of a host that may be called; all of them if the operator named the host.

        Raises:
            Forbidden: there is none.
        """
        found = list(addresses)
        usable = found if self.allows(host) else [address for address in found if is_public(address)]
        if not usable:
            named = f" ({', '.join(found) or 'none'})" if found != [normalize_host(host)] else ""
            raise Forbidden(f"{host} is an address of a private network{named}; {HOW_TO_ALLOW}")
        return usable

    def check_host(self, host: str) -> None:
        """Check the host of an address before it is connected to: its spelling, and its address if it is one itself.

        Names pass; their addresses are checked when they are known.

        Raises:
            Forbidden: it may not be called.
        """
        address = parse_literal(host)
        if address is None and not HOST_NAME.fullmatch(normalize_host(host)):
            raise Forbidden(f"{host!r} is not a host name or an IP address")
        if address is not None:
            self.check(host, [address])

    def check_host_behind_proxy(self, host: str) -> None:
        """Check a host that a proxy connects to. Its addresses are never known here, so only its name can be checked.

        Raises:
            Forbidden: it may not be called, or is the name of a machine of a private network.
        """
        self.check_host(host)
        if not self.allows(host) and is_private_name(normalize_host(host)):
            raise Forbidden(f"{host} is a name of a private network; {HOW_TO_ALLOW}")


HOW_TO_ALLOW = "PACKGRID_ALLOWED_PRIVATE_HOSTS names those that may be called"


def normalize_host(host: str) -> str:
    """A host name as it is compared: small letters, no brackets, no dot at the end."""
    return host.strip("[]").rstrip(".").lower()


def add_brackets(host: str) -> str:
    """The host as it stands in an address: an IPv6 address gets brackets."""
    return f"[{host}]" if ":" in host else host


def parse_literal(host: str) -> str | None:
    """The address that a host is written as, in any of the spellings that the system accepts; None of a name.

    `127.1`, `0x7f000001` and `2130706433` are 127.0.0.1 to the C library.
    """
    try:
        return str(ip_address(normalize_host(host)))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(normalize_host(host)))
    except (OSError, ValueError):
        return None


def is_private_name(name: str) -> bool:
    """True if a name, without its last dot, can only be a machine of the local network."""
    is_address = parse_literal(name) is not None
    return not is_address and ("." not in name or any(f".{name}".endswith(f".{end}") for end in PRIVATE_DOMAINS))


def is_public(address: str) -> bool:
    """True if an address belongs to the public network, also one that is wrapped into IPv6."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and (inner := find_wrapped_ipv4(found)):
        return is_public(str(inner))
    if isinstance(found, IPv6Address) and found not in GLOBAL_UNICAST:
        return False
    return found.is_global and not found.is_multicast


def find_wrapped_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to: mapped, 6to4, Teredo or NAT64."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
