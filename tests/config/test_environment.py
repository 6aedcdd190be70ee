from pathlib import Path

import attrs
import pytest

from packgrid.config import environment
from packgrid.config.environment import Environment
from packgrid.config.settings_page import render_settings_page
from packgrid.config.values import BadSetting

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("setting", "reads", "sentence"),
    [
        ({"port": "http"}, "listens_on", "PORT is 'http'; it must be a number from 1 to 65535."),
        ({"port": "0"}, "listens_on", "PORT is '0'; it must be a number from 1 to 65535."),
        ({"port": "65536"}, "listens_on", "PORT is '65536'; it must be a number from 1 to 65535."),
        ({"workers": "0"}, "web_workers", "PACKGRID_WEB_WORKERS is '0'; it must be a number from 1 to 64."),
        ({"refresh": "yes"}, "is_refreshing", "PACKGRID_REFRESH is 'yes'; write on or off."),
        ({"debug": "1"}, "is_debug", "PACKGRID_DEBUG is '1'; write on or off."),
        ({"language": "xx"}, "known_language", "PACKGRID_LANGUAGE is 'xx'; write a name such as en-gb, de or pt-br."),
        ({"time_zone": "Mars"}, "zone", "PACKGRID_TIME_ZONE is 'Mars'; write a name such as UTC or Europe/Berlin."),
        (
            {"site_url": "packages.example"},
            "public_host",
            "PACKGRID_SITE_URL is 'packages.example'; write it as https://packages.example.",
        ),
        ({"pypi_url": "pypi"}, "pypi", "PACKGRID_PYPI_URL is 'pypi'; write it as https://pypi.example/pypi."),
        (
            {"database_url": "mysql://localhost/x"},
            "database",
            "DATABASE_URL names a database that Packgrid does not run on; use sqlite: or postgres:.",
        ),
        (
            {"database_url": "nonsense"},
            "database",
            "DATABASE_URL is no address of a database; write postgres://user@host/name.",
        ),
        ({"engine": "both"}, "is_distributed", "PACKGRID_ENGINE is 'both'; write embedded or distributed."),
        (
            {"engine": "distributed"},
            "is_distributed",
            "PACKGRID_ENGINE is 'distributed', which needs PostgreSQL; set DATABASE_URL.",
        ),
        (
            {"timeout_s": "0.5"},
            "answers_within_s",
            "PACKGRID_TIMEOUT_SECONDS is '0.5'; it must be a number from 1 to 300.",
        ),
        ({"claim_s": "0"}, "claim", "PACKGRID_CLAIM_SECONDS is '0'; it must be a number from 1 to 3600."),
        ({"git_cache_mb": "2 GB"}, "git_cache_bytes", "PACKGRID_GIT_CACHE_MB is '2 GB'; it must be a whole number."),
        ({"sign_up": "invited"}, "is_open_for_sign_up", "PACKGRID_SIGN_UP is 'invited'; write open or closed."),
        *(
            (
                {"email_url": url},
                "mailer",
                "PACKGRID_EMAIL_URL is no address of a mail server; write smtps://user:password@host.",
            )
            for url in ("mail.example", "https://mail.example", "smtp://", "smtp://mail.example:x", "smtp://[")
        ),
        (
            {"gitlab_client_id": "x"},
            "sign_in_with",
            "Only one of PACKGRID_GITLAB_CLIENT_ID and PACKGRID_GITLAB_CLIENT_SECRET is set; set both or none.",
        ),
        (
            {"git_url": "file:///{path}"},
            "git_address",
            "PACKGRID_GIT_URL is 'file:///{path}'; write it as https://{host}/{path}.",
        ),
        *(
            (
                {"forges": forges},
                "known_forges",
                f"PACKGRID_FORGES has {forges!r}; write it as git.example=forgejo or code.example=gitlab.",
            )
            for forges in ("git.example=svn", "git.example=github", "gitlab.com=bitbucket", "git.example", "=gitlab")
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value_and_what_to_write(setting, reads, sentence):
    with pytest.raises(BadSetting) as raised:
        getattr(Environment(**setting), reads)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("pypi_url", "variables", "base"),
    [
        ("https://pypi.example/pypi/", {"PIP_INDEX_URL": "https://other.example/simple"}, "https://pypi.example/pypi"),
        ("", {"PIP_INDEX_URL": "https://pypi.example/simple/"}, "https://pypi.example/pypi"),
        ("", {"UV_DEFAULT_INDEX": "https://pypi.example/simple"}, "https://pypi.example/pypi"),
    ],
)
def test_the_index_is_the_one_that_is_set_else_the_one_that_the_python_tools_use(
    monkeypatch, pypi_url, variables, base
):
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Environment(pypi_url=pypi_url).pypi == base


@pytest.mark.parametrize("name", environment.BASES[:-1])
def test_a_base_address_is_an_address_and_has_no_slash_at_its_end(name):
    assert Environment(**{name: "https://api.example/v4/"}).base(name) == "https://api.example/v4"
    variable = attrs.fields_dict(Environment)[name].metadata["variable"]
    with pytest.raises(BadSetting, match=f"{variable} is 'api'; write it as https://api\\.example\\."):
        Environment(**{name: "api"}).base(name)


def test_further_forges_have_a_kind_and_perhaps_a_base():
    said = (
        "Git.Example=forgejo, code.example:8443=gitlab+https://api.example/v4/, github.com=github+https://api.example"
    )
    assert Environment(forges=said).known_forges == {
        "git.example": ("forgejo", ""),
        "code.example:8443": ("gitlab", "https://api.example/v4"),
        "github.com": ("github", "https://api.example"),
    }


def test_the_hosts_of_the_base_addresses_may_be_called_wherever_they_are():
    chosen = Environment(
        private_hosts="forge.example, ",
        pypi_url="http://127.0.0.1:1/pypi",
        git_url="http://git.internal/{path}",
        forges="a.example=gitlab+http://b.internal/api",
    )
    assert chosen.callable_hosts == {"forge.example", "127.0.0.1", "git.internal", "b.internal"}


def test_loopback_the_site_and_the_named_hosts_are_allowed():
    chosen = Environment(site_url="https://packages.example", allowed_hosts="a.example, b.example")
    assert chosen.hosts == ["localhost", "127.0.0.1", "[::1]", "packages.example", "a.example", "b.example"]


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert environment.read().listens_on == 8000


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "secret"),
    [
        ("smtps://me:p%40ss@mail.example", "mail.example", 465, "me", "p@ss"),
        ("smtp+tls://mail.example", "mail.example", 587, "", ""),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, "", ""),
    ],
)
def test_a_mail_server_is_told_by_one_address(url, host, port, user, secret):
    options = Environment(email_url=url).mailer["OPTIONS"]
    found = [options[name] for name in ("host", "port", "username", "password", "use_ssl", "use_tls")]
    assert found == [host, port, user, secret, url.startswith("smtps"), url.startswith("smtp+tls")]


def test_without_a_mail_server_mails_are_printed_to_the_log():
    assert Environment().mailer == {"BACKEND": "packgrid.accounts.printing.Printed"}


def test_a_git_host_with_both_of_its_keys_can_be_signed_in_with():
    assert Environment().sign_in_with == {}
    known = Environment(github_client_id="id", github_client_secret="s")
    assert known.sign_in_with == {"github": ("id", "s")}


def test_the_page_of_settings_is_the_table():
    assert (ROOT / "docs" / "settings.md").read_text() == render_settings_page()
