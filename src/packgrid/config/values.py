"""Texts that an operator wrote, as values; what cannot be used is a BadSetting."""

import re
from urllib.parse import unquote, urlsplit

from packgrid.lib.git_hosts import HOSTS, SOFTWARE
from packgrid.lib.stop import Stop

NO_MAIL_SERVER = "PACKGRID_EMAIL_URL is no address of a mail server; write smtps://user:password@host."
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
FORGE = re.compile(r"(?P<host>[^=+\s]+)=(?P<software>[a-z]+)(\+(?P<base>https?://\S+))?")


class BadSetting(Stop):
    """A setting that cannot be used; the message names it, its value and what to write instead."""


def host_in(url: str) -> str:
    """The host of a web address (or of git's), "" of anything else."""
    parts = urlsplit(url)
    return (parts.hostname or "") if parts.scheme in {"http", "https", "git"} and "{" not in parts.netloc else ""


def forge(said: str) -> tuple[str, tuple[str, str]]:
    """A host of PACKGRID_FORGES with the key of its software and the base of its API."""
    found = FORGE.fullmatch(said)
    if found is None or not runs(found["host"].lower(), found["software"]):
        raise BadSetting(f"PACKGRID_FORGES has {said!r}; write it as git.example=forgejo or code.example=gitlab.")
    return found["host"].lower(), (found["software"], (found["base"] or "").rstrip("/"))


def runs(host: str, software: str) -> bool:
    """Whether a host can run a software: some is at one host alone."""
    known = SOFTWARE.get(software)
    is_there = host in HOSTS and HOSTS[host].software is known
    return known is not None and (is_there or not known.is_one_service)


def number(variable: str, text: str, *, most: int) -> int:
    """A whole number from 1 to `most`; anything else is a BadSetting."""
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise BadSetting(f"{variable} is {text!r}; it must be a number from 1 to {most}.")
    return int(text)


def switch(variable: str, text: str) -> bool:
    """True for "on", False for "off"; anything else is a BadSetting."""
    if text not in {"on", "off"}:
        raise BadSetting(f"{variable} is {text!r}; write on or off.")
    return text == "on"


def mailer_at(url: str, *, timeout_s: int) -> dict[str, object]:
    """Django's description of the mail server at an address; the log where there is none."""
    if not url:
        return {"BACKEND": "packgrid.accounts.printing.Printed"}
    try:
        parts = urlsplit(url)
        usual, port = MAIL_PORTS[parts.scheme], parts.port
    except (ValueError, KeyError) as error:
        raise BadSetting(NO_MAIL_SERVER) from error
    if not parts.hostname:
        raise BadSetting(NO_MAIL_SERVER)
    options = {
        "host": parts.hostname,
        "port": port or usual,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+tls",
        "timeout": timeout_s,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
