import pytest

from packgrid.lib.locators import BadLocator, RepoLocator, parse_pages, parse_project, parse_repo, parse_repo_and_page


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
        # As pip takes it.
        ("git+https://github.com/a/b.git@v1.0#egg=b", RepoLocator("github.com", "a/b")),
        ("git+https://github.com/a/b@feature/x", RepoLocator("github.com", "a/b")),
        ("git+https://github.com/a/b.git@main#egg=b&subdirectory=pkg/c", RepoLocator("github.com", "a/b", "pkg/c")),
        ("git+https://github.com/a/b#subdirectory=c/", RepoLocator("github.com", "a/b", "c")),
        ("git+ssh://git@github.com/a/b.git@1.0", RepoLocator("github.com", "a/b")),
        ("git+ssh://git@github.com:a/b.git", RepoLocator("github.com", "a/b")),
        ("git+https://token@git.example/a/b.git@main", RepoLocator("git.example", "a/b")),
        ("git+git@github.com:a/b.git@main", RepoLocator("github.com", "a/b")),
        ("https://github.com/a/b@v2", RepoLocator("github.com", "a/b")),
        # As git takes it.
        ("git@git.example:a/b.git", RepoLocator("git.example", "a/b")),
        ("git@gitlab.com:group/sub/b.git", RepoLocator("gitlab.com", "group/sub/b")),
        ("git@github.com:/a/b", RepoLocator("github.com", "a/b")),
        ("org-12@github.com:a/b.git", RepoLocator("github.com", "a/b")),
        ("ssh://git@ssh.github.com:443/a/b.git", RepoLocator("github.com", "a/b")),
        ("git://github.com/a/b.git", RepoLocator("github.com", "a/b")),
        ("scm:git:https://github.com/a/b.git", RepoLocator("github.com", "a/b")),
        ("github:a/b", RepoLocator("github.com", "a/b")),
        ("gh:a/b", RepoLocator("github.com", "a/b")),
        ("<https://github.com/a/b>", RepoLocator("github.com", "a/b")),
        ("(https://github.com/a/b).", RepoLocator("github.com", "a/b")),
        # APIs, raw files and archives.
        ("https://api.github.com/repos/a/b", RepoLocator("github.com", "a/b")),
        ("https://api.github.com/repos/a/b/issues?state=open", RepoLocator("github.com", "a/b")),
        ("https://raw.githubusercontent.com/a/b/main/README.md", RepoLocator("github.com", "a/b")),
        ("https://codeload.github.com/a/b/zip/refs/heads/main", RepoLocator("github.com", "a/b")),
        ("https://github.com/a/b/archive/refs/tags/1.0.tar.gz", RepoLocator("github.com", "a/b")),
        ("https://ghe.example/api/v3/repos/a/b", RepoLocator("ghe.example", "a/b")),
        ("https://gitlab.com/api/v4/projects/group%2Fsub%2Fb", RepoLocator("gitlab.com", "group/sub/b")),
        ("https://gitlab.example/api/v4/projects/a%2Fb/repository/tags", RepoLocator("gitlab.example", "a/b")),
        ("https://codeberg.org/api/v1/repos/a/b", RepoLocator("codeberg.org", "a/b")),
        ("https://codeberg.org/a/b/raw/branch/main/logo.png", RepoLocator("codeberg.org", "a/b")),
        ("https://api.bitbucket.org/2.0/repositories/a/b/src", RepoLocator("bitbucket.org", "a/b")),
        ("https://bitbucket.org/a/b/src/main/c/d", RepoLocator("bitbucket.org", "a/b", "c/d")),
        ("https://gitlab.com/group/sub/b/-/issues/5", RepoLocator("gitlab.com", "group/sub/b")),
        ("https://gitlab.com/group/sub/b/-/raw/main/c.md", RepoLocator("gitlab.com", "group/sub/b")),
        ("https://gitlab.com/group/sub/b/blob/main/c.md", RepoLocator("gitlab.com", "group/sub/b")),
        ("https://git.kernel.example/pub/scm/a/b.git/tree/c?h=x", RepoLocator("git.kernel.example", "pub/scm/a/b", "")),
        # Hosts of other shapes.
        ("https://pagure.io/b", RepoLocator("pagure.io", "b")),
        ("https://pagure.io/ns/b/issues", RepoLocator("pagure.io", "ns/b")),
        ("https://pagure.io/fork/ada/b/tree/main", RepoLocator("pagure.io", "fork/ada/b")),
        ("ssh://git@pagure.io/b.git", RepoLocator("pagure.io", "b")),
        ("https://git.sr.ht/~ada/b", RepoLocator("git.sr.ht", "~ada/b")),
        ("git@git.sr.ht:~ada/b", RepoLocator("git.sr.ht", "~ada/b")),
        ("https://git.sr.ht/~ada/b/tree/master/item/c/d", RepoLocator("git.sr.ht", "~ada/b", "c/d")),
        ("https://git.sr.ht/~ada/b/log", RepoLocator("git.sr.ht", "~ada/b")),
        ("https://git.launchpad.net/b", RepoLocator("git.launchpad.net", "b")),
        ("https://git.launchpad.net/b/tree/c", RepoLocator("git.launchpad.net", "b")),
        ("https://code.launchpad.net/~ada/b/+git/b", RepoLocator("git.launchpad.net", "~ada/b/+git/b")),
        ("git+ssh://ada@git.launchpad.net/~ada/b/+git/c", RepoLocator("git.launchpad.net", "~ada/b/+git/c")),
        ("lp:b", RepoLocator("git.launchpad.net", "b")),
        ("https://dev.azure.com/org/proj/_git/b?path=/c", RepoLocator("dev.azure.com", "org/proj/_git/b")),
        ("https://ada@dev.azure.com/org/My%20Proj/_git/b", RepoLocator("dev.azure.com", "org/My%20Proj/_git/b")),
        ("https://dev.azure.com/org/_git/b", RepoLocator("dev.azure.com", "org/b/_git/b")),
        ("git@ssh.dev.azure.com:v3/org/proj/b", RepoLocator("dev.azure.com", "org/proj/_git/b")),
        ("https://org.visualstudio.com/proj/_git/b", RepoLocator("dev.azure.com", "org/proj/_git/b")),
        ("https://org.visualstudio.com/DefaultCollection/_git/b", RepoLocator("dev.azure.com", "org/b/_git/b")),
    ],
)
def test_an_address_means_a_repository(text, locator):
    assert parse_repo(text) == locator


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("https://github.com/a/b.", RepoLocator("github.com", "a/b")),
        ("\ufeffhttps://github.com/a/b\u200b", RepoLocator("github.com", "a/b")),
        ("https://https://github.com/a/b", RepoLocator("github.com", "a/b")),
        ("https:/github.com/a/b", RepoLocator("github.com", "a/b")),
        ("https//github.com/a/b", RepoLocator("github.com", "a/b")),
        ("github.com:a/b.git", RepoLocator("github.com", "a/b")),
        ("https://github.com/a/b.wiki.git", RepoLocator("github.com", "a/b")),
        ("https://me:secret@github.com/a/b", RepoLocator("github.com", "a/b")),
        ("https://git.m\u00fcnchen.example/a/b", RepoLocator("git.xn--mnchen-3ya.example", "a/b")),
        ("https://cdn.jsdelivr.net/gh/a/b@main/logo.png", RepoLocator("github.com", "a/b")),
        ("https://vscode.dev/github/a/b", RepoLocator("github.com", "a/b")),
        ("https://media.githubusercontent.com/media/a/b/main/x.png", RepoLocator("github.com", "a/b")),
        ("https://sourcegraph.com/github.com/a/b", RepoLocator("github.com", "a/b")),
        ("https://gitlab.com/a/b/pipelines", RepoLocator("gitlab.com", "a/b")),
        ("https://gitlab.com/a/b/badges/main/pipeline.svg", RepoLocator("gitlab.com", "a/b")),
        ("https://gitlab.com/a/ci/pipelines/b", RepoLocator("gitlab.com", "a/ci/pipelines/b")),
        ("https://salsa.debian.org/a/packages/b", RepoLocator("salsa.debian.org", "a/packages/b")),
        ("ssh://git@pagure.io/forks/ada/b.git", RepoLocator("pagure.io", "fork/ada/b")),
    ],
)
def test_an_address_with_a_slip_or_of_a_mirror_means_a_repository(text, locator):
    assert parse_repo(text) == locator


NO_NAMES = [
    "https://gist.github.com/ada/1234abcd", "https://gist.githubusercontent.com/ada/1234/raw/x.py",
    "https://github.com/readme/stories", "https://github.com/advisories/GHSA-1", "https://ghcr.io/acme/widget",
    "https://codeberg.org/explore/repos", "https://codeberg.org/user/login", "https://codeberg.org/acme/-/packages",
    "https://codeberg.org/org/acme/members", "https://objects.githubusercontent.com/a/b", "https://deepwiki.com/a/b",
    "javascript:alert(1)//github.com/a/b", "mailto:ada@github.com", "ada@github.com", "file:///home/a/b",
    "https://svn.code.sf.net/p/x/code", "https://img.shields.io/github/stars/a/b", "C:\\work\\widget",
    "https://[x/a/b", "see github.com/a/b", "https://github.com/a/.git", "https://github.com/a/..",
    "https://gitlab.com/a/b%2fc", "https://github.com/a b/c", "https://github.com/sponsors/ada",
    "https://github.com/orgs/acme/discussions", "https://github.com/features/actions", "https://gitlab.com/groups/a/b",
    "https://bitbucket.org/a/workspace/projects/B", "https://gitlab.com/api/v4/projects/5", "https://api.github.com/users/a",
    "https://pagure.io/group/a", "https://todo.sr.ht/~ada/b", "https://git.sr.ht/~ada", "https://hg.sr.ht/~ada/b",
    "https://bugs.launchpad.net/b", "https://dev.azure.com/org/proj", "https://docs.github.com/en/rest",
    "svn+https://svn.example/a/b", "hg+https://hg.example/a/b", "ftp://files.example/a/b", "https://github.com/acme?tab=repositories",
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


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("https://github.com/a/b", ()),
        ("https://github.com/a/b/issues/5", ("issues", "5")),
        ("https://gitlab.com/a/c/b/-/issues", ("issues",)),
        ("https://github.com/a/b/blob/main/CHANGES.md", ("blob", "main", "CHANGES.md")),
        ("https://pagure.io/b/issues", ("issues",)),
        ("https://codeberg.org/a/b.git", ()),
    ],
)
def test_the_page_below_a_repository_is_told_apart_from_it(text, page):
    assert parse_repo_and_page(text)[1] == page


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://acme.github.io/widget/", "https://github.com/acme/widget"),
        ("https://acme.github.io", "https://github.com/acme/acme.github.io"),
        ("https://acme.gitlab.io/widget/guide.html", "https://gitlab.com/acme/widget"),
        ("https://acme.codeberg.page/widget", "https://codeberg.org/acme/widget"),
        ("https://sr.ht/~ada/widget/", "https://git.sr.ht/~ada/widget"),
        ("https://widget.example/guide", None),
        ("https://github.com/acme/widget", None),
        ("widget", None),
    ],
)
def test_the_site_that_a_host_makes_of_a_repository_lets_it_be_guessed(text, url):
    found = parse_pages(text)
    assert (found.url if found else None) == url
