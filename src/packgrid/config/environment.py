"""The settings of a Packgrid, read from the environment once and typed."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import attrs

from packgrid.config.index_settings import PUBLIC_INDEX
from packgrid.config.secret_key import kept_secret_key, secret_key
from packgrid.config.setting_fields import Setting, outside_service, setting
from packgrid.config.setting_parsers import (
    SQLITE_ENGINE,
    host_of,
    one_of,
    parse_database,
    parse_folder,
    parse_git_address,
    parse_git_hosts,
    parse_host_tokens,
    parse_list,
    parse_mail_server,
    parse_on_or_off,
    parse_worker_count,
    time_zone,
    web_address,
    whole_number,
)
from packgrid.config.site_settings import SiteSettings

API = web_address("https://api.example")
TOP_DOWNLOADS = "https://hugovk.dev/top-pypi-packages/top-pypi-packages.min.json"


@attrs.frozen
class Environment(SiteSettings):
    """Every setting as a value."""

    database_at: dict[str, object] = setting(
        "DATABASE_URL",
        "The database: `sqlite:///path` or `postgres://user:password@host/name`. Unset: SQLite in the data folder.",
        "",
        parse_database,
        is_secret=True,
    )
    data_dir: Path = setting(
        "PACKGRID_DATA",
        "The data folder: database, secret key, static files, git histories, pictures. It is created if missing.",
        "var",
        parse_folder,
    )
    host: str = setting("PACKGRID_HOST", "The address that the web server listens on.", "127.0.0.1", str)
    port: int = setting("PORT", "The port that the web server listens on, 1 to 65535.", "8000", whole_number(1, 65535))
    web_workers: int = setting(
        "PACKGRID_WEB_WORKERS",
        "How many processes answer requests, 1 to 64. `cores`: as many as Packgrid may use cores. Each takes about "
        "100 MB of memory.",
        "cores",
        parse_worker_count,
    )
    has_pinned_workers: bool = setting(
        "PACKGRID_PIN_WORKERS",
        "`on` or `off`: whether each of these processes keeps to one core, if there are as many of them as cores. The "
        "system has to support it (Linux does).",
        "on",
        parse_on_or_off,
    )
    site_url: str = setting(
        "PACKGRID_SITE_URL",
        "The public address, such as `https://packages.example`. Its host is allowed. With https, the proxy's "
        "`X-Forwarded-Proto` is trusted and cookies are secure.",
        "",
        web_address("https://packages.example"),
    )
    allowed_hosts: list[str] = setting(
        "PACKGRID_ALLOWED_HOSTS",
        "More host names of the site, separated by commas. Requests to any other host get 400, except to the host of "
        "`PACKGRID_SITE_URL` and to loopback. Health checks must send an allowed host too (docs/serving.md).",
        "",
        parse_list,
    )
    security_contact: str = setting(
        "PACKGRID_SECURITY_CONTACT",
        "The contact in `/.well-known/security.txt`, such as `mailto:security@packages.example`. Unset: the file does "
        "not exist.",
        "",
        str,
    )
    time_zone: str = setting(
        "PACKGRID_TIME_ZONE",
        "The time zone of dates in API v4. The default is that of Django Packages, which existing clients expect.",
        "America/New_York",
        time_zone,
    )
    secret_key: str = setting(
        "PACKGRID_SECRET_KEY",
        "Signs sessions; at least 32 characters. Unset: Packgrid creates one and stores it in the data folder. All web "
        "machines need the same key.",
        "",
        secret_key,
        is_secret=True,
    )
    pypistats: str = outside_service(
        "PACKGRID_PYPISTATS",
        "Whether to get downloads from pypistats, for packages that people here use, like or follow.",
    )
    pypistats_url: str = setting(
        "PACKGRID_PYPISTATS_URL", "The base URL of a pypistats service.", "https://pypistats.org/api", API
    )
    top_downloads: str = outside_service(
        "PACKGRID_TOP_DOWNLOADS", "Whether to read the monthly list of the 15,000 most downloaded projects."
    )
    top_downloads_url: str = setting("PACKGRID_TOP_DOWNLOADS_URL", "The URL of this list.", TOP_DOWNLOADS, API)
    osv: str = outside_service("PACKGRID_OSV", "Whether to get known vulnerabilities from OSV.")
    osv_url: str = setting("PACKGRID_OSV_URL", "The base URL of OSV's API.", "https://api.osv.dev", API)
    osv_hours: int = setting(
        "PACKGRID_OSV_HOURS",
        "How often OSV is checked for each package, in hours, 1 to 168. One request covers 1,000 packages.",
        "6",
        whole_number(1, 168),
    )
    depsdev: str = outside_service(
        "PACKGRID_DEPSDEV",
        "Whether to get stars, forks, open issues and licences of repositories from deps.dev, until their git host "
        "answers.",
    )
    depsdev_url: str = setting("PACKGRID_DEPSDEV_URL", "The base URL of deps.dev's API.", "https://api.deps.dev", API)
    github_token: str = setting(
        "GITHUB_TOKEN",
        "A GitHub token; it needs no rights. With a token, one request returns 100 repositories. Without a token, "
        "GitHub allows 60 requests an hour.",
        "",
        str,
        is_secret=True,
    )
    github_api_url: str = setting(
        "PACKGRID_GITHUB_API_URL", "The base URL of GitHub's REST API.", "https://api.github.com", API
    )
    github_graphql_url: str = setting(
        "PACKGRID_GITHUB_GRAPHQL_URL", "The URL of GitHub's GraphQL API.", "https://api.github.com/graphql", API
    )
    gitlab_token: str = setting("GITLAB_TOKEN", "A token for gitlab.com, if you have one.", "", str, is_secret=True)
    gitlab_api_url: str = setting(
        "PACKGRID_GITLAB_API_URL", "The base URL of gitlab.com's API.", "https://gitlab.com/api/v4", API
    )
    bitbucket_api_url: str = setting(
        "PACKGRID_BITBUCKET_API_URL", "The base URL of Bitbucket Cloud's API.", "https://api.bitbucket.org/2.0", API
    )
    codeberg_api_url: str = setting(
        "PACKGRID_CODEBERG_API_URL", "The base URL of codeberg.org's API.", "https://codeberg.org/api/v1", API
    )
    forges: dict[str, tuple[str, str]] = setting(
        "PACKGRID_FORGES",
        "More git hosts and their software: `forgejo` (also Gitea), `gitlab`, `github` (GitHub Enterprise Server) or "
        "`bitbucket` (Bitbucket Data Center), as `git.example=forgejo,code.example=github`. If the API of a host has "
        "an unusual URL, add a plus and the URL: `git.example=forgejo+https://x.example/api/v1`. These hosts count as "
        "private: nothing about their repositories is sent to another service.",
        "",
        parse_git_hosts,
    )
    git_host_tokens: dict[str, str] = setting(
        "PACKGRID_GIT_HOST_TOKENS",
        "Tokens of git hosts, as `git.example=TOKEN,code.example=TOKEN`. They only need to read repositories. "
        "A token is sent to its host only. It is used instead of `GITHUB_TOKEN` (github.com) and `GITLAB_TOKEN` "
        "(gitlab.com). At hosts of `PACKGRID_FORGES`, git uses it too.",
        "",
        parse_host_tokens,
        is_secret=True,
    )
    git_url: str = setting(
        "PACKGRID_GIT_URL",
        "The URL that git fetches; `{host}` and `{path}` are replaced by the parts of the repository's address.",
        "https://{host}/{path}",
        parse_git_address,
    )
    git_cache_mb: int = setting(
        "PACKGRID_GIT_CACHE_MB",
        "How many megabytes of git histories the data folder may hold.",
        "2000",
        whole_number(0, 1_000_000_000),
    )
    engine: str = setting(
        "PACKGRID_ENGINE",
        "`embedded`: `packgrid up` refreshes in the background. `distributed`: `packgrid worker` refreshes, on any "
        "number of machines; this needs PostgreSQL.",
        "embedded",
        one_of("embedded", "distributed"),
    )
    claim_s: int = setting(
        "PACKGRID_CLAIM_SECONDS",
        "How long a worker holds its claim on a package, 1 to 3600. If the worker dies, others wait this long.",
        "600",
        whole_number(1, 3600),
    )
    timeout_s: int = setting(
        "PACKGRID_TIMEOUT_SECONDS",
        "How long a source may take to answer, 1 to 300. For git, six times as long.",
        "20",
        whole_number(1, 300),
    )
    private_hosts: list[str] = setting(
        "PACKGRID_ALLOWED_PRIVATE_HOSTS",
        "Hosts that may have a private IP address, separated by commas. The hosts of the base URLs that you set and of "
        "`PACKGRID_FORGES` are always allowed.",
        "",
        parse_list,
    )
    is_refreshing: bool = setting(
        "PACKGRID_REFRESH",
        "`on` or `off`: whether `packgrid up` refreshes due packages in the background.",
        "on",
        parse_on_or_off,
    )
    has_response_cache: bool = setting(
        "PACKGRID_RESPONSE_CACHE",
        "`on` or `off`: whether responses for signed-out readers are kept, in memory and on disk.",
        "on",
        parse_on_or_off,
    )
    response_cache_mb: int = setting(
        "PACKGRID_RESPONSE_CACHE_MB",
        "How many megabytes of responses each web process keeps, 1 to 4096.",
        "48",
        whole_number(1, 4096),
    )
    response_cache_disk_mb: int = setting(
        "PACKGRID_RESPONSE_CACHE_DISK_MB",
        "How many megabytes of responses the data folder keeps for all web processes of this machine, across restarts. "
        "0: none.",
        "200",
        whole_number(0, 1_000_000),
    )
    prepared_pages: int = setting(
        "PACKGRID_PREPARED_PAGES",
        "How many public pages are prepared before readers open them, and again after a change. They are stored in the "
        "database: home, the lists, all grids and the best known packages. 0: none.",
        "20000",
        whole_number(0, 1_000_000),
    )
    has_readme_pictures: bool = setting(
        "PACKGRID_README_PICTURES",
        "`on`: this site fetches and stores the pictures in READMEs, so that readers load nothing from other sites. "
        "`off`: READMEs show words instead of pictures, and nothing is fetched.",
        "on",
        parse_on_or_off,
    )
    readme_pictures_mb: int = setting(
        "PACKGRID_README_PICTURES_MB",
        "How many megabytes of pictures from READMEs are kept in the data folder, 1 to 100000.",
        "200",
        whole_number(1, 100_000),
    )
    cdn_tag_header: str = setting(
        "PACKGRID_CDN_TAG_HEADER",
        "The response header that sends cache tags to a CDN: `Cache-Tag` or `Surrogate-Key`. Unset: none.",
        "",
        one_of("", "Cache-Tag", "Surrogate-Key"),
    )
    has_access_log: bool = setting(
        "PACKGRID_ACCESS_LOG",
        "`on` or `off`: whether the web server prints a line for each request, with the client's address "
        "(docs/serving.md).",
        "off",
        parse_on_or_off,
    )
    sign_up: str = setting(
        "PACKGRID_SIGN_UP",
        "`open`: anyone can create an account. `closed`: accounts are created in the administration only.",
        "open",
        one_of("open", "closed"),
    )
    mail_server: dict[str, object] = setting(
        "PACKGRID_EMAIL_URL",
        "The server that sends mail: `smtps://user:password@mail.example` (TLS), `smtp+tls://` (STARTTLS) or "
        "`smtp://`. Unset: mails are printed to the log.",
        "",
        parse_mail_server,
        is_secret=True,
    )
    email_from: str = setting("PACKGRID_EMAIL_FROM", "The sender of mails.", "packgrid@localhost", str)
    github_client_id: str = setting(
        "PACKGRID_GITHUB_CLIENT_ID",
        "With the secret: people can sign in with GitHub. The callback URL of the OAuth application is "
        "`/account/github/login/callback/` on your site.",
        "",
        str,
    )
    github_client_secret: str = setting(
        "PACKGRID_GITHUB_CLIENT_SECRET", "The secret of this application.", "", str, is_secret=True
    )
    gitlab_client_id: str = setting(
        "PACKGRID_GITLAB_CLIENT_ID",
        "With the secret: people can sign in with GitLab (scope `read_user`). The callback URL of the application is "
        "`/account/gitlab/login/callback/` on your site.",
        "",
        str,
    )
    gitlab_client_secret: str = setting(
        "PACKGRID_GITLAB_CLIENT_SECRET", "The secret of this application.", "", str, is_secret=True
    )
    is_debug: bool = setting(
        "PACKGRID_DEBUG",
        "`on` or `off`: Django's debug pages. They show secrets; never switch them on for a public site.",
        "off",
        parse_on_or_off,
    )

    @property
    def database(self) -> dict[str, object]:
        """Django's description of the database."""
        return self.database_at or {"ENGINE": SQLITE_ENGINE, "NAME": str(self.data_dir / "packgrid.sqlite3")}

    @property
    def is_sqlite(self) -> bool:
        return self.database["ENGINE"] == SQLITE_ENGINE

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Every host name that a request may ask for."""
        site = urlsplit(self.site_url).hostname
        return ["localhost", "127.0.0.1", "[::1]", *([site] if site else []), *self.allowed_hosts]

    @property
    def mailer(self) -> dict[str, object]:
        """Django's description of how mail is sent; without a server it is printed to the log."""
        if not self.mail_server:
            return {"BACKEND": "packgrid.accounts.printing.Printed"}
        options = self.mail_server | {"timeout": self.timeout_s}
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    @property
    def sign_in_keys(self) -> dict[str, tuple[str, str]]:
        """The git hosts that people can sign in with: the id and the secret that each gave us."""
        keys = {
            "github": (self.github_client_id, self.github_client_secret),
            "gitlab": (self.gitlab_client_id, self.gitlab_client_secret),
        }
        return {host: pair for host, pair in keys.items() if all(pair)}

    def address_of(self, service: str) -> str:
        """The address of an outside service by the name of its field; "" where it must not be asked."""
        choice, address = getattr(self, service), str(getattr(self, f"{service}_url"))
        return address if choice == "on" or (choice == "public" and self.has_public_index) else ""

    @property
    def has_public_index(self) -> bool:
        """True if both forms of the index are those of the public one, whose names everybody may know."""
        pages = PUBLIC_INDEX.removesuffix("/pypi") + "/simple"
        return self.pypi == PUBLIC_INDEX and (self.simple_index or pages).rstrip("/") == pages

    @property
    def callable_hosts(self) -> frozenset[str]:
        """The hosts that may be called with whatever address: those that the operator set."""
        bases = [getattr(self, name) for name in BASES if getattr(self, name) != SETTINGS[name].default]
        bases += [base for _kind, base in self.forges.values()]
        own_hosts = [host.partition(":")[0] for host in self.forges]
        return frozenset(
            filter(
                None,
                [
                    *self.private_hosts,
                    *own_hosts,
                    *map(
                        host_of, [self.pypi, self.simple_index, self.feed_url, *self.private_indexes.values(), *bases]
                    ),
                ],
            )
        )

    @property
    def is_distributed(self) -> bool:
        return self.engine == "distributed"

    @property
    def signing_key(self) -> str:
        """The secret key that is set, else the one kept in the data folder, which is made if need be."""
        return self.secret_key or kept_secret_key(self.data_dir / "secret_key")


SETTINGS: Mapping[str, Setting] = {
    field.name: field.metadata["setting"] for field in attrs.fields(Environment) if "setting" in field.metadata
}
BASES = [name for name, setting in SETTINGS.items() if setting.parse in {API, parse_git_address}]
