"""The settings of a Packgrid, read from the environment once and typed. docs/settings.md is written from this table."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import attrs
import dj_database_url
from distlib.index import DEFAULT_INDEX

from packgrid.lib.stop import Stop


class BadSetting(Stop):
    """A setting that cannot be used; the message names it, its value and what to write instead."""


def setting(variable: str, says: str, default: str) -> str:
    """A field of Environment: its variable, the sentence of docs/settings.md, and the text used when it is unset."""
    field: str = attrs.field(default=default, metadata={"variable": variable, "says": says})
    return field


@attrs.frozen
class Environment:
    """Every setting as the operator wrote it; the properties give typed values."""

    database_url: str = setting(
        "DATABASE_URL",
        "The database: `sqlite:///path` or `postgres://user:password@host/name`. Unset: SQLite in the data folder.",
        "",
    )
    data: str = setting(
        "PACKGRID_DATA", "The data folder: database, secret key, collected static files. It is made if missing.", "var"
    )
    host: str = setting("PACKGRID_HOST", "The address that the web server listens on.", "127.0.0.1")
    port: str = setting("PORT", "The port that the web server listens on, 1 to 65535.", "8000")
    workers: str = setting("PACKGRID_WEB_WORKERS", "How many processes answer requests, 1 to 64.", "1")
    site_url: str = setting(
        "PACKGRID_SITE_URL",
        "The public address, such as `https://packages.example`. Its host is allowed; with https, the proxy's "
        "`X-Forwarded-Proto` is believed and cookies are secure.",
        "",
    )
    allowed_hosts: str = setting(
        "PACKGRID_ALLOWED_HOSTS",
        "Further host names that may be asked for, separated by commas. Loopback and the site's own host always are.",
        "",
    )
    site_title: str = setting("PACKGRID_SITE_TITLE", "The name in the header of every page.", "Packgrid")
    time_zone: str = setting(
        "PACKGRID_TIME_ZONE",
        "The zone of the dates in API v4. The default gives the dates that Django Packages clients know.",
        "America/New_York",
    )
    secret_key: str = setting(
        "PACKGRID_SECRET_KEY",
        "Signs sessions. Unset: made once and kept in the data folder. Several web machines need the same one.",
        "",
    )
    pypi_url: str = setting(
        "PACKGRID_PYPI_URL",
        "The base of PyPI's JSON documents, such as `https://pypi.example/pypi`. Unset: the index that `PIP_INDEX_URL` "
        "or `UV_DEFAULT_INDEX` names, else the public one.",
        "",
    )
    private_hosts: str = setting(
        "PACKGRID_ALLOWED_PRIVATE_HOSTS",
        "Hosts that may be called although their addresses are private, separated by commas. The hosts of the base "
        "addresses set here always may.",
        "",
    )
    refresh: str = setting(
        "PACKGRID_REFRESH", "`on` or `off`: whether `packgrid up` refreshes due packages in the background.", "on"
    )
    debug: str = setting(
        "PACKGRID_DEBUG", "`on` or `off`: Django's debug pages. They show secrets; never on a public site.", "off"
    )

    @property
    def data_dir(self) -> Path:
        return Path(self.data).expanduser().resolve()

    @property
    def database(self) -> dict[str, object]:
        """Django's description of the database."""
        if not self.database_url:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(self.data_dir / "packgrid.sqlite3")}
        try:
            parsed = dict(dj_database_url.parse(self.database_url))
        except (dj_database_url.ParseError, ValueError) as error:
            raise BadSetting("DATABASE_URL is no address of a database; write postgres://user@host/name.") from error
        if parsed["ENGINE"] not in ENGINES:
            raise BadSetting("DATABASE_URL names a database that Packgrid does not run on; use sqlite: or postgres:.")
        return parsed

    @property
    def is_sqlite(self) -> bool:
        return self.database["ENGINE"] == "django.db.backends.sqlite3"

    @property
    def listens_on(self) -> int:
        if not self.port.isdecimal() or not 1 <= int(self.port) <= LAST_PORT:
            raise BadSetting(f"PORT is {self.port!r}; it must be a number from 1 to {LAST_PORT}.")
        return int(self.port)

    @property
    def web_workers(self) -> int:
        if not self.workers.isdecimal() or not 1 <= int(self.workers) <= MOST_WORKERS:
            raise BadSetting(f"PACKGRID_WEB_WORKERS is {self.workers!r}; it must be a number from 1 to {MOST_WORKERS}.")
        return int(self.workers)

    @property
    def public_host(self) -> str:
        """The host of the site's own address, "" if none is set."""
        if not self.site_url:
            return ""
        parts = urlsplit(self.site_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadSetting(f"PACKGRID_SITE_URL is {self.site_url!r}; write it as https://packages.example.")
        return parts.hostname

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Every host name that a request may ask for."""
        named = [host.strip() for host in self.allowed_hosts.split(",")]
        return [host for host in ("localhost", "127.0.0.1", "[::1]", self.public_host, *named) if host]

    @property
    def zone(self) -> str:
        if self.time_zone not in available_timezones():
            raise BadSetting(f"PACKGRID_TIME_ZONE is {self.time_zone!r}; write a name such as UTC or Europe/Berlin.")
        return self.time_zone

    @property
    def is_refreshing(self) -> bool:
        return switch("PACKGRID_REFRESH", self.refresh)

    @property
    def is_debug(self) -> bool:
        return switch("PACKGRID_DEBUG", self.debug)

    @property
    def pypi(self) -> str:
        """The base of the JSON documents: `<base>/<name>/json`."""
        index = os.environ.get("PIP_INDEX_URL") or os.environ.get("UV_DEFAULT_INDEX") or ""
        configured = index.rstrip("/").removesuffix("/simple")
        base = self.pypi_url or (configured and f"{configured}/pypi") or str(DEFAULT_INDEX)
        if urlsplit(base).scheme not in {"http", "https"}:
            raise BadSetting(f"PACKGRID_PYPI_URL is {base!r}; write it as https://pypi.example/pypi.")
        return base.rstrip("/")

    @property
    def callable_hosts(self) -> frozenset[str]:
        """The hosts that may be called with whatever address: those that the operator set."""
        named = (host.strip() for host in self.private_hosts.split(","))
        return frozenset(host for host in (*named, urlsplit(self.pypi).hostname) if host)

    def kept_secret_key(self) -> str:
        """The secret key that is set, else the one kept in the data folder, which is made if need be."""
        if self.secret_key:
            return self.secret_key
        try:
            return kept_or_made(self.data_dir / "secret_key")
        except OSError as error:
            raise BadSetting(
                f"The data folder {self.data_dir} cannot be used ({error.strerror}). "
                "Give yourself the right to, or name another folder with PACKGRID_DATA."
            ) from error


ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
LAST_PORT = 65535
MOST_WORKERS = 64


def kept_or_made(path: Path) -> str:
    """The secret in this file, readable by its owner alone; a new one the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def switch(variable: str, text: str) -> bool:
    """True for "on", False for "off"; anything else is a BadSetting."""
    if text not in {"on", "off"}:
        raise BadSetting(f"{variable} is {text!r}; write on or off.")
    return text == "on"


def read() -> Environment:
    """The environment of this process; an empty variable counts as unset."""
    chosen = {field.name: os.environ.get(field.metadata["variable"]) for field in attrs.fields(Environment)}
    return Environment(**{name: value for name, value in chosen.items() if value})


def page() -> str:
    """docs/settings.md: every setting with its default."""
    fields = [field for field in attrs.fields(Environment) if "variable" in field.metadata]
    rows = [f"| `{field.metadata['variable']}` | `{field.default}` | {field.metadata['says']} |" for field in fields]
    return "\n".join([PAGE_HEAD, *rows, ""]).replace("| `` |", "| |")


PAGE_HEAD = """# Settings

Packgrid reads its settings from the environment. An empty variable counts as unset.

| variable | default | says |
|---|---|---|"""
