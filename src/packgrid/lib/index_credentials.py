"""The user and password for an index, and how servers take them: from its address, a setting, or the netrc file."""

import netrc
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

import attrs


@attrs.frozen
class IndexAddress:
    """Where the pages of an index are, without user and password; `login` is "user:password", "" if there is none."""

    url: str
    login: str = attrs.field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The headers for requests to the index itself, and to nobody else."""
        return {"Authorization": make_basic_login(self.login)} if self.login else {}


def make_basic_login(login: str) -> str:
    """The Authorization header for "user:password"."""
    return f"Basic {b64encode(login.encode()).decode()}"


def find_address(url: str, *, login: str = "", netrc_path: str | None = None) -> IndexAddress:
    """An index's address; the login in the URL counts first, then `login`, then the netrc file."""
    parts = urlsplit(url)
    written, _, authority = parts.netloc.rpartition("@")
    plain = urlunsplit(parts._replace(netloc=authority))
    user, _, password = written.partition(":")
    in_url = f"{unquote(user)}:{unquote(password)}" if written else ""
    return IndexAddress(plain, in_url or login or read_netrc(parts.hostname or "", netrc_path))


def read_netrc(host: str, path: str | None = None) -> str:
    """The login for a host in the netrc file; "" where there is none, or no file that can be read."""
    try:
        found = netrc.netrc(path).hosts.get(host)
    except (OSError, netrc.NetrcParseError, RuntimeError):
        return ""
    return f"{found[0]}:{found[2]}" if found else ""


def find_addresses(
    urls: Mapping[str, str], logins: Mapping[str, str], netrc_path: str | None
) -> dict[str, IndexAddress]:
    """The addresses of these indexes by name, in their order."""
    return {name: find_address(url, login=logins.get(name, ""), netrc_path=netrc_path) for name, url in urls.items()}
