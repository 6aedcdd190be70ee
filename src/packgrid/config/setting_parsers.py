"""Texts that an operator wrote, as values.

Each parser raises ValueError with what to write instead, to follow the setting's name and value: "PORT is 'http'; it
must be a number from 1 to 65535."
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.conf.locale import LANG_INFO

from packgrid.lib.git_hosts import find_named_software
from packgrid.lib.index_names import PUBLIC_IN_FILES
from packgrid.lib.processes import count_cores
from packgrid.lib.stop import Stop

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
GIT_HOST = re.compile(r"(?P<host>[^=+\s]+)=(?P<software>[a-z]+)(\+(?P<base>https?://\S+))?")
TOKEN_HOST = re.compile(r"[\w.-]+(:[0-9]{1,5})?", re.ASCII)
TOKEN = re.compile(r"[!-~]+")  # what a header can carry
INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
MOST_WORKERS = 64
DIGITS = re.compile(r"[0-9]{1,18}")
SQLITE_ENGINE = "django.db.backends.sqlite3"
ENGINES = {SQLITE_ENGINE, "django.db.backends.postgresql"}


class BadSetting(Stop):
    """Settings that cannot be used; the message names each of them, its value and what to write instead."""


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers in a range."""

    def parse(text: str) -> int:
        if not DIGITS.fullmatch(text) or not least <= int(text) <= most:
            raise ValueError(f"it must be a number from {least} to {most}.")
        return int(text)

    return parse


def parse_worker_count(text: str) -> int:
    """A number of processes, 1 to 64; `cores` is one for each core that this process may use."""
    if text == "cores":
        return min(MOST_WORKERS, count_cores())
    try:
        return whole_number(1, MOST_WORKERS)(text)
    except ValueError as error:
        raise ValueError(f"it must be cores or a number from 1 to {MOST_WORKERS}.") from error


def parse_pause(text: str) -> int:
    """Seconds between two calls, 30 to 3600, or 0 for none at all."""
    if text == "0":
        return 0
    try:
        return whole_number(30, 3600)(text)
    except ValueError as error:
        raise ValueError("it must be 0 or a number from 30 to 3600.") from error


def one_of(*choices: str) -> Callable[[str], str]:
    """A parser of one of a few words."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"write {' or '.join(filter(None, choices))}.")
        return text

    return parse


def parse_on_or_off(text: str) -> bool:
    """True for "on", False for "off"."""
    return one_of("on", "off")(text) == "on"


def parse_language(text: str) -> str:
    """The code of a language that Django knows."""
    if text not in LANG_INFO:
        raise ValueError("write a name such as en-gb, de or pt-br.")
    return text


def time_zone(text: str) -> str:
    """The name of a time zone that the machine knows; listing all would open hundreds of files at each start."""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # an OSError for the name of a folder
        raise ValueError("write a name such as UTC or Europe/Berlin.") from error


def web_address(example: str) -> Callable[[str], str]:
    """A parser of http and https addresses, without the slash at their end; "" stays ""."""

    def parse(text: str) -> str:
        if text and not is_address(text, {"http", "https"}):
            raise ValueError(f"write it as {example}.")
        return text.rstrip("/")

    return parse


def parse_git_address(text: str) -> str:
    """A template for the address of a repository, with {path}, and {host} or a host."""
    if "{path}" not in text or not text.startswith(("https://", "http://", "git://")):
        raise ValueError("write it as https://{host}/{path}.")
    return text


def is_address(text: str, schemes: set[str]) -> bool:
    """True if a text is an address with a host."""
    parts = split_address(text)
    return parts is not None and parts.scheme in schemes and bool(parts.hostname)


def split_address(text: str) -> SplitResult | None:
    """The parts of an address; None of what is none."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def host_of(address: str) -> str:
    """The host of a web address (or of git's), "" of one whose host is open."""
    return "" if "{host}" in address else urlsplit(address).hostname or ""


def parse_list(text: str) -> list[str]:
    """The parts between the commas, without those that are empty."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parse_indexes(text: str) -> dict[str, str]:
    """Address by name of each private index, in their order."""
    found = {}
    for part in parse_list(text):
        name, _, url = part.partition("=")
        if not INDEX_NAME.fullmatch(name) or name == PUBLIC_IN_FILES or not is_address(url, {"http", "https"}):
            raise ValueError(
                "has to name indexes as internal=https://user:password@pypi.example/simple; pypi is the public one."
            )
        found[name] = url.rstrip("/")
    return found


def parse_logins(text: str) -> dict[str, str]:
    """User and password by name of an index."""
    found = dict(part.partition("=")[::2] for part in parse_list(text))
    if not all(INDEX_NAME.fullmatch(name) and ":" in login for name, login in found.items()):
        raise ValueError("has to give logins as internal=user:password.")
    return found


def parse_git_hosts(text: str) -> dict[str, tuple[str, str]]:
    """Host to the key of the software there and the base of its API, "" where it is at its usual place."""
    found = {}
    for part in parse_list(text):
        parts = GIT_HOST.fullmatch(part)
        if parts is None or not find_named_software(parts["host"].lower(), parts["software"]):
            raise ValueError(f"write {part!r} as git.example=KIND, with forgejo, gitlab, github or bitbucket as KIND.")
        found[parts["host"].lower()] = parts["software"], (parts["base"] or "").rstrip("/")
    return found


def parse_host_tokens(text: str) -> dict[str, str]:
    """Token by host, each host once."""
    found: dict[str, str] = {}
    for part in parse_list(text):
        host, _, token = (said.strip() for said in part.partition("="))
        if not TOKEN_HOST.fullmatch(host) or not TOKEN.fullmatch(token) or host.lower() in found:
            raise ValueError("has to name each host once, with its token, as git.example=TOKEN,code.example=TOKEN.")
        found[host.lower()] = token
    return found


def parse_folder(text: str) -> Path:
    """A folder, from the root on."""
    return Path(text).expanduser().resolve()


def parse_database(text: str) -> dict[str, object]:
    """Django's description of the database at a URL; empty where none is given."""
    if not text:
        return {}
    try:
        parsed = dict(dj_database_url.parse(text))
    except (dj_database_url.ParseError, ValueError) as error:
        raise ValueError("is not a database URL; write postgres://user@host/name.") from error
    if parsed["ENGINE"] not in ENGINES:
        raise ValueError("names a database that Packgrid does not run on; use sqlite: or postgres:.")
    if parsed["ENGINE"] == SQLITE_ENGINE and parsed["NAME"] in {"", ":memory:"}:
        raise ValueError("names no file, and each process would have a database of its own; use sqlite:////path.")
    return parsed


def parse_mail_server(text: str) -> dict[str, object]:
    """Django's options for sending mail by the server at an address; empty where none is given."""
    if not text:
        return {}
    parts = split_address(text)
    if parts is None or parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ValueError("is not the address of a mail server; write smtps://user:password@host.")
    return {
        "host": parts.hostname,
        "port": parts.port or MAIL_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+tls",
    }
