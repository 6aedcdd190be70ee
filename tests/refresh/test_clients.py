import pytest
from django.conf import settings as project_settings

from packgrid.catalogue.source_names import TITLES
from packgrid.lib.git_hosts import HOSTS
from packgrid.refresh.clients import CLIENTS, HOST_SETTINGS, api_url_of, derive_index_url, token_of


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
