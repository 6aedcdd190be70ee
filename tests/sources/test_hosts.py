import pytest

from packgrid.lib.locators import parse_repo
from packgrid.sources.hosts import kind_of

FURTHER = {
    "git.example.org": "forgejo",
    "git.example.org:8443": "gitlab",
    "code.example.org": "github",
    "codeberg.org": "gitlab",
}


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/a/b", "github"),
        ("https://gitlab.com/a/b/c", "gitlab"),
        ("https://gitlab.gnome.org/a/b", "gitlab"),
        ("https://bitbucket.org/a/b", "bitbucket"),
        ("https://gitea.com/a/b", "forgejo"),
        ("https://git.example.org/a/b", "forgejo"),
        ("https://git.example.org:8443/a/b", "gitlab"),
        ("https://codeberg.org/a/b", "gitlab"),
        ("https://code.example.org/a/b", ""),
        ("https://git.kernel.org/a/b", ""),
    ],
)
def test_each_host_has_its_source_and_what_the_operator_names_wins(url, kind):
    assert kind_of(parse_repo(url), FURTHER) == kind


def test_codeberg_is_known():
    assert kind_of(parse_repo("https://codeberg.org/a/b"), {}) == "forgejo"
