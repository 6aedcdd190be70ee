from base64 import b64encode

import pytest
from django.conf import settings as project_settings

from packgrid.catalogue.source_names import TITLES
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.locators import parse_repo
from packgrid.refresh.clients import CLIENTS, address_of, derive_index_url
from packgrid.refresh.host_access import HOST_SETTINGS, api_url_of, git_login_of, read_tokens, token_of


def test_each_source_has_a_client():
    assert set(CLIENTS) == set(TITLES)


def test_the_settings_of_hosts_are_settings_and_the_hosts_are_known():
    assert set(HOST_SETTINGS) <= set(HOSTS)
    named = [name for found in HOST_SETTINGS.values() for name in (found.api_url, found.token) if name]
    assert all(hasattr(project_settings, name) for name in named)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("gitlab.com", "https://setting.example"),
        ("codeberg.org", "https://named.example"),
        ("git.example", "https://other.example"),
        ("gitea.com", ""),
        ("usual.example", ""),
    ],
)
def test_the_base_of_an_api_is_what_the_operator_names_else_what_the_setting_says(settings, host, url):
    settings.GITLAB_API_URL = "https://setting.example"
    settings.FORGES = {
        "codeberg.org": ("forgejo", "https://named.example"),
        "git.example": ("gitlab", "https://other.example"),
        "usual.example": ("gitlab", ""),
    }
    assert api_url_of(host) == url


def test_a_token_is_for_its_host_alone(settings):
    settings.GITLAB_TOKEN, settings.GITHUB_TOKEN = "lab", ""
    hosts = [*HOSTS, "git.example"]
    assert {host: token for host in hosts if (token := token_of(host))} == {"gitlab.com": "lab"}


def test_a_token_that_is_named_by_its_host_wins_over_the_setting_of_that_host(settings):
    settings.GITLAB_TOKEN, settings.GITHUB_TOKEN = "lab", "hub"
    settings.GIT_HOST_TOKENS = {"github.com": "named", "git.example": "own"}
    assert read_tokens() == {"github.com": "named", "gitlab.com": "lab", "git.example": "own"}


@pytest.mark.parametrize(
    ("url", "login"),
    [
        ("https://hub.example/a/a", "x-access-token:t"),
        ("https://lab.example/a/a", "oauth2:t"),
        ("https://lab.example:8443/a/a", ""),
        ("https://jo.example/a/a", "token:t"),
        ("https://code.example/scm/a/a.git", "Bearer t"),
        ("https://gitlab.com/a/a", ""),
        ("https://mirror.example/lab.example/a/a", ""),
    ],
)
def test_git_shows_the_token_to_hosts_of_the_operator_alone(settings, url, login):
    settings.FORGES = {
        "hub.example": ("github", ""),
        "lab.example": ("gitlab", ""),
        "jo.example": ("forgejo", ""),
        "code.example": ("bitbucket", ""),
    }
    settings.GIT_HOST_TOKENS = {**dict.fromkeys(settings.FORGES, "t"), "gitlab.com": "t"}
    encoded = b64encode(login.encode()).decode()
    assert git_login_of(url) == (login if login.startswith("Bearer") else login and f"Basic {encoded}")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://code.example/projects/PRJ/repos/tool", "https://code.example/scm/prj/tool.git"),
        ("https://code.example/bb/users/ada/repos/tool", "https://code.example/bb/scm/~ada/tool.git"),
        ("https://any.example/projects/PRJ/repos/tool", "https://any.example/scm/prj/tool.git"),
        ("https://gitlab.com/group/projects/x/repos/tool", "https://gitlab.com/group/projects/x/repos/tool"),
        ("https://github.com/a/a", "https://github.com/a/a"),
    ],
)
def test_git_clones_from_where_the_host_has_it(settings, url, address):
    settings.FORGES = {"code.example": ("bitbucket", "")}
    assert address_of(parse_repo(url)) == address


@pytest.mark.parametrize(
    ("pypi_url", "index_url"),
    [
        ("https://pypi.example/pypi", "https://pypi.example/simple"),
        ("https://pypi.example/pypi/", "https://pypi.example/simple"),
        ("https://pypi.example/root/pypi", "https://pypi.example/root/simple"),
        ("https://pypi.example/root", "https://pypi.example/root/simple"),
        ("http://127.0.0.1:8161/pypi", "http://127.0.0.1:8161/simple"),
        ("https://pypi.example", "https://pypi.example/simple"),
    ],
)
def test_the_pages_of_an_index_are_beside_its_documents(pypi_url, index_url):
    assert derive_index_url(pypi_url) == index_url
