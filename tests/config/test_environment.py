from pathlib import Path

import pytest

from packgrid.config.environment import BASES, SETTINGS
from packgrid.config.index_settings import PUBLIC_INDEX
from packgrid.config.setting_parsers import BadSetting
from packgrid.config.settings_page import render_settings_page
from packgrid.config.variables import read_environment

ROOT = Path(__file__).parents[2]
AS_A_KIND = "as git.example=KIND, with forgejo, gitlab, github or bitbucket as KIND."
NO_MAIL_SERVER = "PACKGRID_EMAIL_URL is not the address of a mail server; write smtps://user:password@host."
NO_DATABASE = "DATABASE_URL is not a database URL; write postgres://user@host/name."


def refusal(**variables: str) -> str:
    with pytest.raises(BadSetting) as raised:
        read_environment(variables)
    return str(raised.value)


@pytest.mark.parametrize(
    ("variable", "text", "sentence"),
    [
        ("PORT", "http", "PORT is 'http'; it must be a number from 1 to 65535."),
        ("PORT", "0", "PORT is '0'; it must be a number from 1 to 65535."),
        ("PORT", "65536", "PORT is '65536'; it must be a number from 1 to 65535."),
        ("PORT", "\uff18", "PORT is '\uff18'; it must be a number from 1 to 65535."),
        ("PORT", "-1", "PORT is '-1'; it must be a number from 1 to 65535."),
        *(
            (
                "PACKGRID_WEB_WORKERS",
                text,
                f"PACKGRID_WEB_WORKERS is {text!r}; it must be cores or a number from 1 to 64.",
            )
            for text in ("0", "65", "core")
        ),
        ("PACKGRID_REFRESH", "yes", "PACKGRID_REFRESH is 'yes'; write on or off."),
        ("PACKGRID_DEBUG", "1", "PACKGRID_DEBUG is '1'; write on or off."),
        ("PACKGRID_CDN_TAG_HEADER", "x", "PACKGRID_CDN_TAG_HEADER is 'x'; write Cache-Tag or Surrogate-Key."),
        ("PACKGRID_LANGUAGE", "xx", "PACKGRID_LANGUAGE is 'xx'; write a name such as en-gb, de or pt-br."),
        ("PACKGRID_TIME_ZONE", "Mars", "PACKGRID_TIME_ZONE is 'Mars'; write a name such as UTC or Europe/Berlin."),
        ("PACKGRID_TIME_ZONE", "Europe", "PACKGRID_TIME_ZONE is 'Europe'; write a name such as UTC or Europe/Berlin."),
        ("PACKGRID_TIME_ZONE", "../UTC", "PACKGRID_TIME_ZONE is '../UTC'; write a name such as UTC or Europe/Berlin."),
        *(
            ("PACKGRID_SITE_URL", text, f"PACKGRID_SITE_URL is {text!r}; write it as https://packages.example.")
            for text in ("packages.example", "ftp://packages.example", "https://", "https://[", "https://a:b")
        ),
        ("PACKGRID_PYPI_URL", "pypi", "PACKGRID_PYPI_URL is 'pypi'; write it as https://pypi.example/pypi."),
        (
            "PIP_INDEX_URL",
            "pypi",
            "PIP_INDEX_URL or UV_DEFAULT_INDEX is not a web address; set PACKGRID_PYPI_URL as https://pypi.example/pypi.",
        ),
        (
            "DATABASE_URL",
            "mysql://localhost/x",
            "DATABASE_URL names a database that Packgrid does not run on; use sqlite: or postgres:.",
        ),
        *(
            (
                "DATABASE_URL",
                text,
                "DATABASE_URL names no file, and each process would have a database of its own; use sqlite:////path.",
            )
            for text in ("sqlite://", "sqlite://:memory:")
        ),
        ("DATABASE_URL", "nonsense", NO_DATABASE),
        ("DATABASE_URL", "postgres://ada:secret@host:port/name", NO_DATABASE),
        ("PACKGRID_ENGINE", "both", "PACKGRID_ENGINE is 'both'; write embedded or distributed."),
        (
            "PACKGRID_ENGINE",
            "distributed",
            "PACKGRID_ENGINE is 'distributed', which needs PostgreSQL; set DATABASE_URL.",
        ),
        (
            "PACKGRID_TIMEOUT_SECONDS",
            "0.5",
            "PACKGRID_TIMEOUT_SECONDS is '0.5'; it must be a number from 1 to 300.",
        ),
        ("PACKGRID_CLAIM_SECONDS", "0", "PACKGRID_CLAIM_SECONDS is '0'; it must be a number from 1 to 3600."),
        (
            "PACKGRID_GIT_CACHE_MB",
            "2 GB",
            "PACKGRID_GIT_CACHE_MB is '2 GB'; it must be a number from 0 to 1000000000.",
        ),
        ("PACKGRID_SIGN_UP", "invited", "PACKGRID_SIGN_UP is 'invited'; write open or closed."),
        *(
            ("PACKGRID_EMAIL_URL", url, NO_MAIL_SERVER)
            for url in (
                "mail.example",
                "https://mail.example",
                "smtp://",
                "smtp://ada:secret@mail.example:x",
                "smtp://[",
            )
        ),
        (
            "PACKGRID_GITLAB_CLIENT_ID",
            "x",
            "Only one of PACKGRID_GITLAB_CLIENT_ID and PACKGRID_GITLAB_CLIENT_SECRET is set; set both or none.",
        ),
        (
            "PACKGRID_GIT_URL",
            "file:///{path}",
            "PACKGRID_GIT_URL is 'file:///{path}'; write it as https://{host}/{path}.",
        ),
        (
            "PACKGRID_FORGES",
            "a=gitlab,b=svn",
            f"PACKGRID_FORGES is 'a=gitlab,b=svn'; write 'b=svn' {AS_A_KIND}",
        ),
        *(
            (
                "PACKGRID_FORGES",
                text,
                f"PACKGRID_FORGES is {text!r}; write {text!r} {AS_A_KIND}",
            )
            for text in ("git.example=svn", "gitlab.com=github", "gitlab.com=bitbucket", "git.example", "=gitlab")
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_to_write(variable, text, sentence):
    assert refusal(**{variable: text}) == sentence


def test_all_settings_that_cannot_be_used_are_named_at_once():
    said = refusal(PORT="http", PACKGRID_REFRESH="yes", PACKGRID_GITHUB_CLIENT_ID="x", PACKGRID_TIME_ZONE="Mars")
    assert said.splitlines() == [
        "4 settings cannot be used:",
        "PORT is 'http'; it must be a number from 1 to 65535.",
        "PACKGRID_TIME_ZONE is 'Mars'; write a name such as UTC or Europe/Berlin.",
        "PACKGRID_REFRESH is 'yes'; write on or off.",
        "Only one of PACKGRID_GITHUB_CLIENT_ID and PACKGRID_GITHUB_CLIENT_SECRET is set; set both or none.",
    ]


@pytest.mark.parametrize(
    ("variables", "base"),
    [
        (
            {"PACKGRID_PYPI_URL": "https://pypi.example/pypi/", "PIP_INDEX_URL": "https://other.example/simple"},
            "https://pypi.example/pypi",
        ),
        ({"PIP_INDEX_URL": "https://pypi.example/simple/"}, "https://pypi.example/pypi"),
        ({"UV_DEFAULT_INDEX": "https://pypi.example/simple"}, "https://pypi.example/pypi"),
    ],
)
def test_the_index_is_the_one_that_is_set_else_the_one_that_the_python_tools_use(variables, base):
    assert read_environment(variables).pypi == base


PYPI_URL, INDEX_URL, OTHER = "https://pypi.example/pypi", "https://pypi.example/simple", "https://a.example/simple"


@pytest.mark.parametrize(
    ("variables", "pages", "documents"),
    [
        ({"PACKGRID_INDEX_URL": f"{INDEX_URL}/"}, INDEX_URL, PYPI_URL),
        ({"PACKGRID_INDEX_URL": "https://a.example/root/pypi/+simple"}, "https://a.example/root/pypi/+simple", None),
        ({"PACKGRID_INDEX_URL": OTHER, "PACKGRID_PYPI_URL": PYPI_URL}, OTHER, PYPI_URL),
        ({"PACKGRID_PYPI_URL": PYPI_URL, "PIP_INDEX_URL": OTHER}, "", PYPI_URL),
        ({"PACKGRID_INDEX_URL": INDEX_URL, "PIP_INDEX_URL": OTHER}, INDEX_URL, PYPI_URL),
        ({"PIP_INDEX_URL": f"{INDEX_URL}/"}, INDEX_URL, PYPI_URL),
        ({"UV_DEFAULT_INDEX": "https://a.example/x"}, "https://a.example/x", "https://a.example/x/pypi"),
        ({}, "", PUBLIC_INDEX),
    ],
)  # fmt: skip
def test_pages_and_documents_come_from_the_same_index(variables, pages, documents):
    found = read_environment(variables)
    assert (found.simple_index, found.pypi) == (pages, documents or "https://a.example/root/pypi/+simple/pypi")


@pytest.mark.parametrize("name", [name for name in BASES if name != "git_url"])
def test_a_base_address_is_an_address_and_has_no_slash_at_its_end(name):
    variable = SETTINGS[name].variable
    assert getattr(read_environment({variable: "https://api.example/v4/"}), name) == "https://api.example/v4"
    assert refusal(**{variable: "api"}) == f"{variable} is 'api'; write it as https://api.example."


def test_further_forges_have_a_kind_and_perhaps_a_base():
    said = (
        "Git.Example=forgejo, code.example:8443=gitlab+https://api.example/v4/, github.com=github+https://api.example,"
        "github.example=github,code.example=bitbucket"
    )
    assert read_environment({"PACKGRID_FORGES": said}).forges == {
        "git.example": ("forgejo", ""),
        "code.example:8443": ("gitlab", "https://api.example/v4"),
        "github.com": ("github", "https://api.example"),
        "github.example": ("github", ""),
        "code.example": ("bitbucket", ""),
    }


def test_a_token_has_a_host_whose_software_is_known():
    said = "Git.Example:8443=MDM0+a/b==, github.com=ghp_x"
    found = read_environment({"PACKGRID_GIT_HOST_TOKENS": said, "PACKGRID_FORGES": "git.example:8443=bitbucket"})
    assert found.git_host_tokens == {"git.example:8443": "MDM0+a/b==", "github.com": "ghp_x"}
    assert "ghp_x" not in repr(found)
    assert refusal(PACKGRID_GIT_HOST_TOKENS="git.example=secret") == (
        "PACKGRID_GIT_HOST_TOKENS has a token for git.example, whose software is unknown; name it in PACKGRID_FORGES."
    )


@pytest.mark.parametrize(
    "said",
    [
        "secret",
        "git.example=",
        "=secret",
        "git.example=se cret",
        "a.example=secret,A.example=secret",
        "https://a=secret",
    ],
)
def test_tokens_that_cannot_be_used_are_not_shown(said):
    assert refusal(PACKGRID_GIT_HOST_TOKENS=said) == (
        "PACKGRID_GIT_HOST_TOKENS has to name each host once, with its token, as git.example=TOKEN,code.example=TOKEN."
    )


def test_the_hosts_of_the_base_addresses_may_be_called_wherever_they_are():
    chosen = read_environment(
        {
            "PACKGRID_ALLOWED_PRIVATE_HOSTS": "forge.example, ",
            "PACKGRID_PYPI_URL": "http://127.0.0.1:1/pypi",
            "PACKGRID_GIT_URL": "http://git.internal/{path}",
            "PACKGRID_FORGES": "a.example=gitlab+http://b.internal/api",
        }
    )
    assert chosen.callable_hosts == {"forge.example", "127.0.0.1", "git.internal", "b.internal", "a.example"}


def test_loopback_the_site_and_the_named_hosts_are_allowed():
    chosen = read_environment(
        {"PACKGRID_SITE_URL": "https://packages.example/", "PACKGRID_ALLOWED_HOSTS": "a.example, b.example"}
    )
    assert chosen.hosts == ["localhost", "127.0.0.1", "[::1]", "packages.example", "a.example", "b.example"]
    assert (chosen.is_https, chosen.site_url) == (True, "https://packages.example")


def test_an_empty_variable_counts_as_unset():
    assert read_environment({"PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "secret"),
    [
        ("smtps://me:p%40ss@mail.example", "mail.example", 465, "me", "p@ss"),
        ("smtp+tls://mail.example", "mail.example", 587, "", ""),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, "", ""),
    ],
)
def test_a_mail_server_is_told_by_one_address(url, host, port, user, secret):
    options = read_environment({"PACKGRID_EMAIL_URL": url}).mailer["OPTIONS"]
    found = [options[name] for name in ("host", "port", "username", "password", "use_ssl", "use_tls")]
    assert found == [host, port, user, secret, url.startswith("smtps"), url.startswith("smtp+tls")]


def test_without_a_mail_server_mails_are_printed_to_the_log():
    assert read_environment({}).mailer == {"BACKEND": "packgrid.accounts.printing.Printed"}


def test_a_git_host_with_both_of_its_keys_can_be_signed_in_with():
    assert read_environment({}).sign_in_keys == {}
    known = read_environment({"PACKGRID_GITHUB_CLIENT_ID": "id", "PACKGRID_GITHUB_CLIENT_SECRET": "s"})
    assert known.sign_in_keys == {"github": ("id", "s")}


def test_the_page_of_settings_is_the_table():
    assert (ROOT / "docs" / "settings.md").read_text() == render_settings_page()


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({}, "https://api.osv.dev"),
        ({"PACKGRID_OSV_URL": "https://osv.example/"}, "https://osv.example"),
        ({"PACKGRID_OSV": "off"}, ""),
        ({"PACKGRID_PYPI_URL": "https://pypi.example/pypi"}, ""),
        ({"UV_DEFAULT_INDEX": "https://pypi.example/simple"}, ""),
        ({"PACKGRID_PYPI_URL": "https://pypi.example/pypi", "PACKGRID_OSV": "on"}, "https://api.osv.dev"),
        ({"PACKGRID_INDEX_URL": "https://pypi.example/simple"}, ""),
        ({"PACKGRID_INDEX_URL": "https://pypi.example/simple", "PACKGRID_PYPI_URL": PUBLIC_INDEX}, ""),
        ({"PACKGRID_PYPI_URL": PUBLIC_INDEX}, "https://api.osv.dev"),
        ({"UV_DEFAULT_INDEX": PUBLIC_INDEX.removesuffix("pypi") + "simple/"}, "https://api.osv.dev"),
        ({"PACKGRID_PYPI_URL": "https://pypi.example/pypi", "PACKGRID_OSV_URL": "https://osv.example"}, ""),
    ],
)
def test_osv_is_asked_by_default_only_where_the_index_is_the_public_one(variables, url):
    assert read_environment(variables).address_of("osv") == url


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({}, "https://api.deps.dev"),
        ({"PACKGRID_DEPSDEV_URL": "https://deps.example/"}, "https://deps.example"),
        ({"PACKGRID_DEPSDEV": "off"}, ""),
        ({"PACKGRID_PYPI_URL": "https://pypi.example/pypi"}, ""),
        ({"PACKGRID_INDEX_URL": "https://pypi.example/simple"}, ""),
        ({"PACKGRID_PYPI_URL": "https://pypi.example/pypi", "PACKGRID_DEPSDEV": "on"}, "https://api.deps.dev"),
        ({"PACKGRID_PYPI_URL": "https://pypi.example/pypi", "PACKGRID_DEPSDEV_URL": "https://deps.example"}, ""),
    ],
)
def test_deps_dev_is_asked_by_default_only_where_the_index_is_the_public_one(variables, url):
    assert read_environment(variables).address_of("depsdev") == url


INDEXES = "internal=https://ann:s3cret@pypi.example/simple/, team=http://b.example"


def test_private_indexes_have_names_and_may_be_called():
    found = read_environment({"PACKGRID_PRIVATE_INDEXES": INDEXES, "PACKGRID_INDEX_LOGINS": "team=bob:p=w"})
    assert found.private_indexes == {"internal": "https://ann:s3cret@pypi.example/simple", "team": "http://b.example"}
    assert found.index_logins == {"team": "bob:p=w"}
    assert {"pypi.example", "b.example"} <= found.callable_hosts


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PACKGRID_PRIVATE_INDEXES", "https://ann:s3cret@pypi.example/simple"),
        ("PACKGRID_PRIVATE_INDEXES", "internal=ftp://ann:s3cret@pypi.example"),
        ("PACKGRID_PRIVATE_INDEXES", "In Ternal=https://ann:s3cret@pypi.example"),
        ("PACKGRID_PRIVATE_INDEXES", "internal"),
        ("PACKGRID_INDEX_LOGINS", "internal=s3cret"),
        ("PACKGRID_INDEX_LOGINS", "ann:s3cret"),
    ],
)
def test_a_private_index_that_cannot_be_read_is_refused_without_its_password(variable, text):
    said = refusal(**{variable: text})
    assert said.startswith(f"{variable} has to ")
    assert "s3cret" not in said


@pytest.mark.parametrize("service", ["pypistats", "top_downloads"])
def test_downloads_are_on_by_default_only_where_the_index_is_the_public_one(service):
    variable = f"PACKGRID_{service.upper()}"
    own = {"PIP_INDEX_URL": "https://pypi.example/simple", f"{variable}_URL": "https://downloads.example"}
    assert read_environment({}).address_of(service) == SETTINGS[f"{service}_url"].default
    assert read_environment({variable: "off"}).address_of(service) == ""
    assert read_environment(own).address_of(service) == ""
    assert read_environment(own | {variable: "on"}).address_of(service) == "https://downloads.example"
