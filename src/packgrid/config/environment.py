"""The settings of a Packgrid, read from the environment once and typed. docs/settings.md is written from this table."""

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

import attrs
import dj_database_url
from distlib.index import DEFAULT_INDEX
from django.conf.locale import LANG_INFO

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
    language: str = setting(
        "PACKGRID_LANGUAGE",
        "The language of the pages, as Django names it: `en-gb`, `de`. Dates and numbers are written as it does; words "
        "that nobody has translated stay English.",
        "en-gb",
    )
    security_contact: str = setting(
        "PACKGRID_SECURITY_CONTACT",
        "Whom `/.well-known/security.txt` names, such as `mailto:security@packages.example`. Unset: there is none.",
        "",
    )
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
    pypistats_url: str = setting(
        "PACKGRID_PYPISTATS_URL",
        "The base of a pypistats service, such as `https://pypistats.example/api`. Unset: downloads are not asked for.",
        "",
    )
    github_token: str = setting(
        "GITHUB_TOKEN",
        "A token for GitHub without any rights. With it 100 repositories are asked about at once; without it, GitHub "
        "allows 60 questions an hour, and activity comes from git.",
        "",
    )
    github_api_url: str = setting("PACKGRID_GITHUB_API_URL", "The base of GitHub's REST API.", "https://api.github.com")
    github_graphql_url: str = setting(
        "PACKGRID_GITHUB_GRAPHQL_URL", "The address of GitHub's GraphQL API.", "https://api.github.com/graphql"
    )
    gitlab_token: str = setting("GITLAB_TOKEN", "A token for gitlab.com, if you have one.", "")
    gitlab_api_url: str = setting(
        "PACKGRID_GITLAB_API_URL", "The base of gitlab.com's API.", "https://gitlab.com/api/v4"
    )
    bitbucket_api_url: str = setting(
        "PACKGRID_BITBUCKET_API_URL", "The base of Bitbucket Cloud's API.", "https://api.bitbucket.org/2.0"
    )
    codeberg_api_url: str = setting(
        "PACKGRID_CODEBERG_API_URL", "The base of codeberg.org's API.", "https://codeberg.org/api/v1"
    )
    forges: str = setting(
        "PACKGRID_FORGES",
        "Further git hosts and what runs there, as `git.example=forgejo,code.example=gitlab`; kinds: forgejo, gitlab. "
        "The base of an API that is not at its usual place follows a plus: `git.example=forgejo+https://x.example/api/v1`.",
        "",
    )
    git_url: str = setting(
        "PACKGRID_GIT_URL",
        "Where git finds a repository; `{host}` and `{path}` stand for the parts of its address.",
        "https://{host}/{path}",
    )
    git_cache_mb: str = setting(
        "PACKGRID_GIT_CACHE_MB", "How many megabytes of histories the data folder keeps.", "2000"
    )
    engine: str = setting(
        "PACKGRID_ENGINE",
        "`embedded`: `packgrid up` refreshes in the background. `distributed`: `packgrid worker` does, on as many "
        "machines as wanted; it needs PostgreSQL.",
        "embedded",
    )
    claim_s: str = setting(
        "PACKGRID_CLAIM_SECONDS",
        "For how long a refresher holds the packages that it works on, 1 to 3600; if it dies, others wait so long.",
        "600",
    )
    timeout_s: str = setting(
        "PACKGRID_TIMEOUT_SECONDS", "How long a source may take to answer, 1 to 300; git six times as long.", "20"
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
    front: str = setting(
        "PACKGRID_FRONT",
        "`on` or `off`: whether each web process answers signed-out readers from memory where it can.",
        "on",
    )
    front_mb: str = setting(
        "PACKGRID_FRONT_MB", "How many megabytes of answers each web process keeps, 1 to 4096.", "48"
    )
    cdn_tag_header: str = setting(
        "PACKGRID_CDN_TAG_HEADER",
        "The header that tells a CDN what an answer was made from: `Cache-Tag` or `Surrogate-Key`. Unset: none.",
        "",
    )
    sign_up: str = setting(
        "PACKGRID_SIGN_UP",
        "`open`: whoever wants makes an account. `closed`: accounts are made in the administration alone.",
        "open",
    )
    email_url: str = setting(
        "PACKGRID_EMAIL_URL",
        "The server that sends mail: `smtps://user:password@mail.example` (TLS), `smtp+tls://` (STARTTLS) or "
        "`smtp://`. Unset: mails are printed to the log.",
        "",
    )
    email_from: str = setting("PACKGRID_EMAIL_FROM", "Who mails are from.", "packgrid@localhost")
    github_client_id: str = setting(
        "PACKGRID_GITHUB_CLIENT_ID",
        "With the secret: people can sign in with GitHub. Its OAuth application calls back to "
        "`/account/github/login/callback/`.",
        "",
    )
    github_client_secret: str = setting("PACKGRID_GITHUB_CLIENT_SECRET", "The secret of that application.", "")
    gitlab_client_id: str = setting(
        "PACKGRID_GITLAB_CLIENT_ID",
        "With the secret: people can sign in with GitLab (scope `read_user`), at `/account/gitlab/login/callback/`.",
        "",
    )
    gitlab_client_secret: str = setting("PACKGRID_GITLAB_CLIENT_SECRET", "The secret of that application.", "")
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
    def known_language(self) -> str:
        if self.language not in LANG_INFO:
            raise BadSetting(f"PACKGRID_LANGUAGE is {self.language!r}; write a name such as en-gb, de or pt-br.")
        return self.language

    @property
    def is_refreshing(self) -> bool:
        return switch("PACKGRID_REFRESH", self.refresh)

    @property
    def has_front(self) -> bool:
        return switch("PACKGRID_FRONT", self.front)

    @property
    def front_bytes(self) -> int:
        if not self.front_mb.isdecimal() or not 1 <= int(self.front_mb) <= MOST_FRONT_MB:
            raise BadSetting(f"PACKGRID_FRONT_MB is {self.front_mb!r}; it must be a number from 1 to {MOST_FRONT_MB}.")
        return int(self.front_mb) * 1_000_000

    @property
    def tag_header(self) -> str:
        if self.cdn_tag_header not in {"", "Cache-Tag", "Surrogate-Key"}:
            raise BadSetting(f"PACKGRID_CDN_TAG_HEADER is {self.cdn_tag_header!r}; write Cache-Tag or Surrogate-Key.")
        return self.cdn_tag_header

    @property
    def is_open_for_sign_up(self) -> bool:
        if self.sign_up not in {"open", "closed"}:
            raise BadSetting(f"PACKGRID_SIGN_UP is {self.sign_up!r}; write open or closed.")
        return self.sign_up == "open"

    @property
    def mailer(self) -> dict[str, object]:
        """Django's description of how mail is sent."""
        if not self.email_url:
            return {"BACKEND": "packgrid.accounts.printing.Printed"}
        parts = urlsplit(self.email_url)
        if parts.scheme not in MAIL_PORTS or not parts.hostname:
            raise BadSetting("PACKGRID_EMAIL_URL is no address of a mail server; write smtps://user:password@host.")
        options = {
            "host": parts.hostname,
            "port": parts.port or MAIL_PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+tls",
            "timeout": self.answers_within_s,
        }
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    @property
    def sign_in_with(self) -> dict[str, tuple[str, str]]:
        """The git hosts that people can sign in with: the id and the secret that each gave us."""
        return {host: keys for host in ("github", "gitlab") if all(keys := self.keys_of(host))}

    def keys_of(self, host: str) -> tuple[str, str]:
        """The id and the secret of our application at a host; both or none."""
        found = getattr(self, f"{host}_client_id"), getattr(self, f"{host}_client_secret")
        if any(found) and not all(found):
            name = f"PACKGRID_{host.upper()}_CLIENT"
            raise BadSetting(f"Only one of {name}_ID and {name}_SECRET is set; set both or none.")
        return found

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
        usual = Environment()
        bases = [getattr(self, name) for name in BASES if getattr(self, name) != getattr(usual, name)]
        bases += [base for _kind, base in self.known_forges.values()]
        return frozenset(host for host in (*named, *map(host_in, [self.pypi, *bases])) if host)

    @property
    def known_forges(self) -> dict[str, tuple[str, str]]:
        """Host to the kind of software that runs there and the base of its API, "" where it is at its usual place."""
        return dict(map(forge, filter(None, (said.strip() for said in self.forges.split(",")))))

    @property
    def git_address(self) -> str:
        """Where git finds a repository, with {host} and {path}."""
        if "{path}" not in self.git_url or not self.git_url.startswith(("https://", "http://", "git://")):
            raise BadSetting(f"PACKGRID_GIT_URL is {self.git_url!r}; write it as https://{{host}}/{{path}}.")
        return self.git_url

    @property
    def git_cache_bytes(self) -> int:
        if not self.git_cache_mb.isdecimal():
            raise BadSetting(f"PACKGRID_GIT_CACHE_MB is {self.git_cache_mb!r}; it must be a whole number.")
        return int(self.git_cache_mb) * 1_000_000

    @property
    def claim(self) -> timedelta:
        if not self.claim_s.isdecimal() or not 1 <= int(self.claim_s) <= LONGEST_CLAIM_S:
            raise BadSetting(f"PACKGRID_CLAIM_SECONDS is {self.claim_s!r}; write a number from 1 to {LONGEST_CLAIM_S}.")
        return timedelta(seconds=int(self.claim_s))

    @property
    def answers_within_s(self) -> int:
        if not self.timeout_s.isdecimal() or not 1 <= int(self.timeout_s) <= LONGEST_TIMEOUT_S:
            raise BadSetting(
                f"PACKGRID_TIMEOUT_SECONDS is {self.timeout_s!r}; write a number from 1 to {LONGEST_TIMEOUT_S}."
            )
        return int(self.timeout_s)

    @property
    def is_distributed(self) -> bool:
        if self.engine not in {"embedded", "distributed"}:
            raise BadSetting(f"PACKGRID_ENGINE is {self.engine!r}; write embedded or distributed.")
        if self.engine == "distributed" and self.is_sqlite:
            raise BadSetting("PACKGRID_ENGINE is 'distributed', which needs PostgreSQL; set DATABASE_URL.")
        return self.engine == "distributed"

    def base(self, name: str) -> str:
        """The base address of a service, by the name of its setting here, without a slash at its end; "" if unset."""
        said: str = getattr(self, name)
        if said and not host_in(said):
            variable = attrs.fields_dict(Environment)[name].metadata["variable"]
            raise BadSetting(f"{variable} is {said!r}; write it as https://api.example.")
        return said.rstrip("/")

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


BASES = (
    "github_api_url",
    "github_graphql_url",
    "gitlab_api_url",
    "bitbucket_api_url",
    "codeberg_api_url",
    "pypistats_url",
    "git_url",
)
FORGE = re.compile(r"(?P<host>[^=+\s]+)=(?P<kind>forgejo|gitlab)(\+(?P<base>https?://\S+))?")
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
LAST_PORT = 65535
LONGEST_CLAIM_S = 3600
LONGEST_TIMEOUT_S = 300
MOST_WORKERS = 64
MOST_FRONT_MB = 4096


def host_in(url: str) -> str:
    """The host of a web address (or of git's), "" of anything else."""
    parts = urlsplit(url)
    return (parts.hostname or "") if parts.scheme in {"http", "https", "git"} and "{" not in parts.netloc else ""


def forge(said: str) -> tuple[str, tuple[str, str]]:
    """A host of PACKGRID_FORGES with its kind and the base of its API."""
    found = FORGE.fullmatch(said)
    if found is None:
        raise BadSetting(f"PACKGRID_FORGES has {said!r}; write it as git.example=forgejo or code.example=gitlab.")
    return found["host"].lower(), (found["kind"], (found["base"] or "").rstrip("/"))


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
