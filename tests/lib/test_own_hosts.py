"""Addresses at hosts that the operator named: their pages, what git clones, files and APIs."""

from collections.abc import Iterator

import pytest

from packgrid.lib.bitbucket_paths import BitbucketPath
from packgrid.lib.git_hosts import name_hosts
from packgrid.lib.link_kinds import find_link_kind, find_repo_of
from packgrid.lib.locators import BadLocator, find_repo, parse_repo
from packgrid.sources.links import classify_links

ENTERPRISE, BITBUCKET = "https://github.example/team/tool", "https://code.example/projects/PRJ/repos/tool"
OWN, ELSEWHERE = "https://code.example/users/ada/repos/tool", "https://any.example/bb/projects/PRJ/repos/tool"


@pytest.fixture(autouse=True)
def named() -> Iterator[None]:
    name_hosts({"github.example": "github", "code.example": "bitbucket", "code.example:8443": "bitbucket"})
    yield
    name_hosts({})


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://github.example/team/tool.git", ENTERPRISE),
        ("https://github.example/team/tool/blob/main/README.md", ENTERPRISE),
        ("https://github.example/team/tool/security/advisories", ENTERPRISE),
        ("https://github.example/raw/team/tool/main/setup.py", ENTERPRISE),
        ("https://raw.github.example/team/tool/main/setup.py", ENTERPRISE),
        ("https://codeload.github.example/team/tool/zip/refs/heads/main", ENTERPRISE),
        ("https://github.example/api/v3/repos/team/tool/issues", ENTERPRISE),
        ("git@github.example:team/tool.git", ENTERPRISE),
        ("ssh://git@github.example:22/team/tool.git", ENTERPRISE),
        ("git+https://github.example/team/tool.git@v1", ENTERPRISE),
        ("https://github.example/security/scanner", "https://github.example/security/scanner"),
        (f"{BITBUCKET}/browse", BITBUCKET),
        (f"{BITBUCKET}/browse/src/x.py?at=refs%2Fheads%2Fmain", BITBUCKET),
        (f"{BITBUCKET}/raw/setup.py?at=main", BITBUCKET),
        ("https://code.example/projects/prj/repos/Tool/pull-requests/3/overview", BITBUCKET),
        ("https://code.example/scm/prj/tool.git", BITBUCKET),
        ("https://ada@code.example/scm/PRJ/tool.git", BITBUCKET),
        ("git+https://code.example/scm/prj/tool.git@v1#subdirectory=lib", BITBUCKET),
        ("ssh://git@code.example:7999/prj/tool.git", BITBUCKET),
        ("git@code.example:prj/tool.git", BITBUCKET),
        ("git@code.example:7999/prj/tool.git", BITBUCKET),
        ("https://code.example/rest/api/1.0/projects/PRJ/repos/tool/commits?limit=1", BITBUCKET),
        ("https://code.example/rest/api/latest/projects/PRJ/repos/tool", BITBUCKET),
        ("https://code.example:8443/scm/prj/tool.git", "https://code.example:8443/projects/PRJ/repos/tool"),
        (f"{OWN}/browse", OWN),
        ("https://code.example/projects/~ADA/repos/tool/commits", OWN),
        ("https://code.example/scm/~ada/tool.git", OWN),
        ("ssh://git@code.example:7999/~ada/tool.git", OWN),
        ("https://code.example/rest/api/1.0/users/~ada/repos/tool", OWN),
        (f"{ELSEWHERE}/browse", ELSEWHERE),
        ("https://any.example/scm/prj/tool.git", "https://any.example/projects/PRJ/repos/tool"),
        ("ssh://git@any.example:7999/prj/tool.git", "https://any.example/projects/PRJ/repos/tool"),
    ],
)
def test_each_form_of_an_address_is_of_one_repository(address, url):
    assert parse_repo(address).url == url


@pytest.mark.parametrize(
    "address",
    [
        "https://github.example/orgs/team/people",
        "https://github.example/raw/team",
        "https://code.example/projects/PRJ",
        "https://code.example/users/ada",
        "https://code.example/plugins/servlet/applinks",
        "https://code.example/dashboard",
    ],
)
def test_other_pages_of_these_hosts_are_no_repositories(address):
    with pytest.raises(BadLocator):
        parse_repo(address)
    assert find_repo_of(address) is None


def test_another_server_with_such_a_folder_is_left_alone():
    assert parse_repo("https://git.kernel.example/pub/scm/git/git.git").path == "pub/scm/git/git"


def test_without_the_setting_an_address_of_two_parts_is_what_it_says():
    name_hosts({})
    assert find_repo("git@code.example:prj/tool.git").url == "https://code.example/prj/tool"
    assert find_repo("https://github.example/raw/team/tool").url == "https://github.example/raw/team/tool"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (ENTERPRISE, "repository"),
        (f"{ENTERPRISE}/issues", "issues"),
        (f"{ENTERPRISE}/releases", "changelog"),
        (f"{ENTERPRISE}/wiki", "documentation"),
        (f"{BITBUCKET}/browse", "repository"),
        (f"{BITBUCKET}/browse/CHANGES.md", "changelog"),
        (f"{BITBUCKET}/pull-requests", "other"),
        ("https://code.example:8443/projects/PRJ/repos/tool", "repository"),
        ("https://raw.github.example/team/tool/main/x", "repository"),
        ("https://docs.example/tool", None),
    ],
)
def test_what_a_link_leads_to_is_seen_by_its_address(address, kind):
    assert find_link_kind(address) == kind


def test_a_homepage_at_such_a_host_is_the_repository_of_its_project():
    said = {"project_urls": {"Homepage": f"{BITBUCKET}/browse", "Bug Tracker": "https://jira.example/PRJ"}}
    assert classify_links(said)["repository"] == BITBUCKET


@pytest.mark.parametrize(
    ("path", "clone", "api"),
    [
        ("projects/PRJ/repos/tool", "scm/prj/tool.git", "projects/PRJ/repos/tool"),
        ("users/ada/repos/tool", "scm/~ada/tool.git", "projects/~ada/repos/tool"),
        ("bb/projects/PRJ/repos/tool", "bb/scm/prj/tool.git", "projects/PRJ/repos/tool"),
    ],
)
def test_git_and_the_api_have_paths_of_their_own(path, clone, api):
    found = BitbucketPath.parse(path.split("/"), is_known=True)
    assert ("/".join(found.web_path), found.clone_path, found.api_path) == (path, clone, api)
