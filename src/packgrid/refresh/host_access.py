"""How each git host is reached: the base of its API, and our token for it, which goes to no other host."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import attrs
from django.conf import settings

from packgrid.lib.git_hosts import BITBUCKET, BITBUCKET_DATA_CENTER, GITHUB, GITLAB, find_host
from packgrid.lib.index_credentials import make_basic_login


@attrs.frozen
class HostSettings:
    """The names of the settings for the API of one host: its base address, and our token, "" if it has none."""

    api_url: str
    token: str = ""


# The base of any other API is where its software has it, or in PACKGRID_FORGES; any other token is in
# PACKGRID_GIT_HOST_TOKENS.
HOST_SETTINGS = {
    "github.com": HostSettings("GITHUB_API_URL", "GITHUB_TOKEN"),
    "gitlab.com": HostSettings("GITLAB_API_URL", "GITLAB_TOKEN"),
    "bitbucket.org": HostSettings("BITBUCKET_API_URL"),
    "codeberg.org": HostSettings("CODEBERG_API_URL"),
}


def api_url_of(host: str) -> str:
    """The base address of a host's API as the operator or a setting names it; "" if none does."""
    _kind, named = settings.FORGES.get(host, ("", ""))
    return str(named or (getattr(settings, HOST_SETTINGS[host].api_url) if host in HOST_SETTINGS else ""))


def token_of(host: str) -> str:
    """Our token for a host, "" if there is none; PACKGRID_GIT_HOST_TOKENS wins over the settings of single hosts."""
    setting = HOST_SETTINGS[host].token if host in HOST_SETTINGS else ""
    return str(settings.GIT_HOST_TOKENS.get(host) or (getattr(settings, setting) if setting else ""))


def read_tokens() -> Mapping[str, str]:
    """Every token by its host."""
    hosts = HOST_SETTINGS.keys() | settings.GIT_HOST_TOKENS.keys()
    return {host: token for host in sorted(hosts) if (token := token_of(host))}


# The users that hosts expect beside a token in the password (docs.github.com, "Authenticating as a GitHub App
# installation"; docs.gitlab.com, "Personal access tokens"; gitea services/auth/basic.go, which takes any; read November
# 2026).
GIT_USERS = {GITHUB.key: "x-access-token", GITLAB.key: "oauth2", BITBUCKET.key: "x-token-auth"}


def git_login_of(url: str) -> str:
    """The Authorization header for git at this address; "" where it asks without.

    Public hosts are asked without: everybody may read there.
    """
    name = urlsplit(url).netloc.lower()
    host, token = find_host(name), token_of(name)
    if not token or host is None or name not in settings.FORGES:
        return ""
    if host.software is BITBUCKET_DATA_CENTER:  # tokens of projects and repositories are taken in this form alone
        return f"Bearer {token}"
    return make_basic_login(f"{GIT_USERS.get(host.software.key, 'token')}:{token}")
