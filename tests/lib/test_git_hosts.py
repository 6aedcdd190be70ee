from collections.abc import Iterator

import pytest

from packgrid.lib.git_hosts import (
    BITBUCKET,
    BITBUCKET_DATA_CENTER,
    BY_SHORT_NAME,
    FORGEJO,
    GITHUB,
    GITHUB_ENTERPRISE,
    GITLAB,
    HOSTS,
    KINDS,
    SOFTWARE,
    find_host,
    find_stored_host,
    name_hosts,
)


@pytest.fixture
def named() -> Iterator[None]:
    """The hosts of an operator."""
    name_hosts(
        {
            "git.example.org": "forgejo",
            "git.example.org:8443": "gitlab",
            "codeberg.org": "gitlab",
            "a.example": "svn",
            "github.example": "github",
            "code.example": "bitbucket",
            "gitlab.com": "bitbucket",
            "github.com": "github",
            "bitbucket.org": "bitbucket",
        }
    )
    yield
    name_hosts({})


@pytest.mark.parametrize(
    ("host", "software"),
    [
        *((host.name, host.software) for host in HOSTS.values() if host.name != "codeberg.org"),
        ("git.example.org", FORGEJO),
        ("git.example.org:8443", GITLAB),
        ("codeberg.org", GITLAB),
        ("github.example", GITHUB_ENTERPRISE),
        ("code.example", BITBUCKET_DATA_CENTER),
        ("a.example", None),
        ("git.kernel.example", None),
    ],
)
def test_each_host_has_its_software_and_what_the_operator_names_wins(named, host, software):
    found = find_host(host)
    assert (found.software if found else None) is software


def test_hosts_that_were_named_are_forgotten_with_the_next_ones(named):
    name_hosts({"other.example": "gitlab"})
    assert (find_host("git.example.org"), find_host("codeberg.org").software) == (None, FORGEJO)


def test_a_host_of_the_operator_is_not_public_and_a_public_one_stays_so(named):
    assert [find_host(name).is_public for name in ("git.example.org", "github.example", "codeberg.org")] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("source", "host", "stored"),
    [
        ("github", "github.com", ""),
        ("github", "github.example", "github.example"),
        ("bitbucket", "bitbucket.org", ""),
        ("bitbucket", "code.example", "code.example"),
        ("gitlab", "gitlab.com", "gitlab.com"),
        ("git", "github.com", "github.com"),
    ],
)
def test_the_service_of_the_maker_is_stored_without_a_host(source, host, stored):
    assert find_stored_host(source, host) == stored


def test_software_for_hosts_of_ones_own_is_asked_by_the_source_of_its_maker():
    assert {kind: software.key for kind, software in KINDS.items()} == {key: key for key in SOFTWARE}
    assert {GITHUB.service_host, BITBUCKET.service_host} == {"github.com", "bitbucket.org"}
    assert {software.service_host for software in KINDS.values()} == {""}


def test_the_names_that_searches_and_accounts_are_stored_with_stay():
    assert {name: host.name for name, host in BY_SHORT_NAME.items()} == {
        "github": "github.com",
        "gitlab": "gitlab.com",
        "bitbucket": "bitbucket.org",
        "codeberg": "codeberg.org",
    }


def test_each_host_has_a_title_of_its_own():
    titles = [host.title for host in HOSTS.values()]
    assert len(set(titles)) == len(titles)
