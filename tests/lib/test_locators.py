import pytest

from packgrid.lib.locators import BadLocator, RepoLocator, parse_project, parse_repo


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("https://github.com/Jazzband/Django-Flatblocks", RepoLocator("github.com", "Jazzband/Django-Flatblocks")),
        (" http://www.GitHub.com/a/b.git/ ", RepoLocator("github.com", "a/b")),
        ("git@github.com:a/b.git", RepoLocator("github.com", "a/b")),
        ("ssh://git@github.com/a/b.git", RepoLocator("github.com", "a/b")),
        ("ssh://git@forge.example:2222/a/b.git", RepoLocator("forge.example", "a/b")),
        ("git+https://github.com/a/b", RepoLocator("github.com", "a/b")),
        ("github.com/a/b", RepoLocator("github.com", "a/b")),
        ("https://github.com/a/b/issues/5", RepoLocator("github.com", "a/b")),
        ("https://github.com/a/b/tree/main/packages/c", RepoLocator("github.com", "a/b", "packages/c")),
        ("https://gitlab.com/group/sub/name/-/tree/main/c", RepoLocator("gitlab.com", "group/sub/name", "c")),
        ("https://gitlab.com/group/sub/name", RepoLocator("gitlab.com", "group/sub/name")),
        ("https://git.example:8443/a/b", RepoLocator("git.example:8443", "a/b")),
        ("https://git.example:443/a/b", RepoLocator("git.example", "a/b")),
        ("https://codeberg.org/a/b/src/branch/main/c", RepoLocator("codeberg.org", "a/b", "c")),
        ("https://bitbucket.org/a/b", RepoLocator("bitbucket.org", "a/b")),
        ("https://gitlab.gnome.org/a/sub/name/-/tree/main/c", RepoLocator("gitlab.gnome.org", "a/sub/name", "c")),
        ("https://gitea.com/a/b/activity", RepoLocator("gitea.com", "a/b")),
        ("https://git.example/a/b/activity", RepoLocator("git.example", "a/b/activity")),
    ],
)
def test_an_address_means_a_repository(text, locator):
    assert parse_repo(text) == locator


NO_NAMES = [
    "https://[x/a/b", "see github.com/a/b", "https://github.com/a/.git", "https://github.com/a/..",
    "https://gitlab.com/a/b%2fc", "https://github.com/a b/c", "https://github.com/sponsors/ada",
]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "django", "https://github.com/", "https://github.com/a", "https://x.y:port/a/b", *NO_NAMES]
)
def test_what_is_no_repository_is_refused_with_what_to_write(text):
    with pytest.raises(BadLocator, match="write https://host/owner/name"):
        parse_repo(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Django", "Django"),
        ("https://pypi.example/project/django-x/", "django-x"),
        ("http://pypi.example/pypi/https://pypi.example/project/django-x/", "django-x"),
        ("https://pypi.example/pypi/zope.interface/5.0", "zope.interface"),
        ("", ""),
        ("https://docs.example/", ""),
        ("two words", ""),
    ],
)
def test_a_project_is_found_in_a_name_or_an_address(text, name):
    assert parse_project(text) == name


@pytest.mark.parametrize(
    ("one", "other", "claim"),
    [
        ("https://github.com/A/B", "git@github.com:a/b.git", True),
        ("https://gitlab.com/A/B", "https://gitlab.com/a/b", True),
        ("https://gitea.com/A/B", "https://gitea.com/a/b", True),
        ("https://git.example/A/B", "https://git.example/a/b", False),
        ("https://github.com/a/b", "https://gitlab.com/a/b", False),
    ],
)
def test_two_addresses_of_one_repository_have_the_same_key(one, other, claim):
    assert (parse_repo(one).same_key == parse_repo(other).same_key) is claim
