import pytest

from packgrid.lib.git_hosts import BY_SHORT_NAME, FORGEJO, GITLAB, HOSTS, SOFTWARE, software_of

FURTHER = {"git.example.org": "forgejo", "git.example.org:8443": "gitlab", "codeberg.org": "gitlab", "a.example": "svn"}


@pytest.mark.parametrize(
    ("host", "software"),
    [
        *((host.name, host.software) for host in HOSTS.values() if host.name != "codeberg.org"),
        ("git.example.org", FORGEJO),
        ("git.example.org:8443", GITLAB),
        ("codeberg.org", GITLAB),
        ("a.example", None),
        ("git.kernel.example", None),
    ],
)
def test_each_host_has_its_software_and_what_the_operator_names_wins(host, software):
    assert software_of(host, FURTHER) is software


def test_codeberg_runs_forgejo():
    assert software_of("codeberg.org", {}) is FORGEJO


def test_the_names_that_searches_and_accounts_are_stored_with_stay():
    assert {name: host.name for name, host in BY_SHORT_NAME.items()} == {
        "github": "github.com",
        "gitlab": "gitlab.com",
        "bitbucket": "bitbucket.org",
        "codeberg": "codeberg.org",
    }


def test_the_names_that_sources_are_stored_with_stay():
    at_one_host = {"github": True, "gitlab": False, "bitbucket": True, "forgejo": False}
    assert {key: SOFTWARE[key].is_one_service for key in at_one_host} == at_one_host


def test_each_host_has_a_title_of_its_own():
    titles = [host.title for host in HOSTS.values()]
    assert len(set(titles)) == len(titles)
