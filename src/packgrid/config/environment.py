"""The settings of a Packgrid, read from the environment once and typed."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import attrs
import dj_database_url
from distlib.index import DEFAULT_INDEX
from django.conf.locale import LANG_INFO

from packgrid.config.renamed_settings import with_new_names
from packgrid.config.secret_key import check_secret_key, kept_secret_key
from packgrid.config.values import BadSetting, forge, host_in, mailer_at, number, switch


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
        "Further host names that the site answers at, separated by commas; others get 400. It always answers at its "
        "own and at loopback. Health checks send one of them, too (docs/serving.md).",
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
        "Signs sessions; 32 characters at least. Unset: made once and kept in the data folder. Several web machines "
        "need the same one.",
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
        "Further git hosts and the software there, as `git.example=forgejo,code.example=gitlab`: forgejo or gitlab. "
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
    response_cache: str = setting(
        "PACKGRID_RESPONSE_CACHE",
        "`on` or `off`: whether each web process answers signed-out readers from memory where it can.",
        "on",
    )
    response_cache_mb: str = setting(
        "PACKGRID_RESPONSE_CACHE_MB", "How many megabytes of answers each web process keeps, 1 to 4096.", "48"
    )
    cdn_tag_header: str = setting(
        "PACKGRID_CDN_TAG_HEADER",
        "The header that tells a CDN what an answer was made from: `Cache-Tag` or `Surrogate-Key`. Unset: none.",
        "",
    )
    access_log: str = setting(
        "PACKGRID_ACCESS_LOG",
        "`on` or `off`: whether the web server prints a line for each request, with the client's address "
        "(docs/serving.md).",
        "off",
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
        return number("PORT", self.port, most=LAST_PORT)

    @property
    def web_workers(self) -> int:
        return number("PACKGRID_WEB_WORKERS", self.workers, most=MOST_WORKERS)

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
    def has_response_cache(self) -> bool:
        return switch("PACKGRID_RESPONSE_CACHE", self.response_cache)

    @property
    def response_cache_bytes(self) -> int:
        return number("PACKGRID_RESPONSE_CACHE_MB", self.response_cache_mb, most=LARGEST_CACHE_MB) * 1_000_000

    @property
    def tag_header(self) -> str:
        if self.cdn_tag_header not in {"", "Cache-Tag", "Surrogate-Key"}:
            raise BadSetting(f"PACKGRID_CDN_TAG_HEADER is {self.cdn_tag_header!r}; write Cache-Tag or Surrogate-Key.")
        return self.cdn_tag_header

    @property
    def has_access_log(self) -> bool:
        return switch("PACKGRID_ACCESS_LOG", self.access_log)

    @property
    def is_open_for_sign_up(self) -> bool:
        if self.sign_up not in {"open", "closed"}:
            raise BadSetting(f"PACKGRID_SIGN_UP is {self.sign_up!r}; write open or closed.")
        return self.sign_up == "open"

    @property
    def mailer(self) -> dict[str, object]:
        """Django's description of how mail is sent."""
        return mailer_at(self.email_url, timeout_s=self.answers_within_s)

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
        return timedelta(seconds=number("PACKGRID_CLAIM_SECONDS", self.claim_s, most=LONGEST_CLAIM_S))

    @property
    def answers_within_s(self) -> int:
        return number("PACKGRID_TIMEOUT_SECONDS", self.timeout_s, most=LONGEST_TIMEOUT_S)

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

    @property
    def signing_key(self) -> str:
        """The secret key that is set, else the one kept in the data folder, which is made if need be."""
        return check_secret_key(self.secret_key) if self.secret_key else kept_secret_key(self.data_dir / "secret_key")


BASES = (
    "github_api_url",
    "github_graphql_url",
    "gitlab_api_url",
    "bitbucket_api_url",
    "codeberg_api_url",
    "pypistats_url",
    "git_url",
)
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
LAST_PORT = 65535
LONGEST_CLAIM_S = 3600
LONGEST_TIMEOUT_S = 300
MOST_WORKERS = 64
LARGEST_CACHE_MB = 4096


def read() -> Environment:
    """The environment of this process; an empty variable counts as unset."""
    variables = with_new_names(os.environ)
    chosen = {field.name: variables.get(field.metadata["variable"]) for field in attrs.fields(Environment)}
    return Environment(**{name: value for name, value in chosen.items() if value})
