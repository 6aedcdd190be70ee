import pytest

from packgrid.sources.links import classify_links


@pytest.mark.parametrize(
    ("project_urls", "links"),
    [
        ({"Source Code": "https://git.example/a/b"}, {"repository": "https://git.example/a/b"}),
        ({"Release notes": "https://a.example/n"}, {"changelog": "https://a.example/n"}),
        ({"Bug-Tracker": "https://a.example/i"}, {"issues": "https://a.example/i"}),
        (
            {"Homepage": "https://github.com/a/b"},
            {"homepage": "https://github.com/a/b", "repository": "https://github.com/a/b"},
        ),
        (
            {"Issues": "https://github.com/a/b/issues"},
            {"issues": "https://github.com/a/b/issues", "repository": "https://github.com/a/b"},
        ),
        (
            {"Homepage": "https://gitlab.gnome.org/a/b"},
            {"homepage": "https://gitlab.gnome.org/a/b", "repository": "https://gitlab.gnome.org/a/b"},
        ),
        ({"Funding": "https://github.com/sponsors/ada"}, {"funding": "https://github.com/sponsors/ada"}),
        (
            {"Source": "https://git.example/a/b", "GitHub": "https://github.com/c/d"},
            {"repository": "https://git.example/a/b"},
        ),
        ({"GitHub: issues": "https://a.example/i"}, {"issues": "https://a.example/i"}),
        ({"Docs": "javascript:a()"}, {}),
        ({"Docs": "UNKNOWN"}, {}),
        ({"Chat": "https://chat.example/"}, {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_links_are_told_apart_by_their_labels(project_urls, links):
    assert classify_links({"project_urls": project_urls}) == links


def test_older_fields_stand_in_where_no_label_does():
    old = {"home_page": "https://a.example/", "docs_url": "https://d.example/", "bugtrack_url": "https://i.example/"}
    links = {"homepage": "https://a.example/", "documentation": "https://d.example/", "issues": "https://i.example/"}
    assert classify_links(old) == links
    labelled = classify_links(old | {"project_urls": {"Docs": "https://new.example/"}})
    assert labelled == links | {"documentation": "https://new.example/"}


WIDGET = "https://github.com/acme/widget"


@pytest.mark.parametrize(
    ("info", "repository"),
    [
        # The label says repository, the address is something else.
        ({"project_urls": {"Source": "https://github.com/acme", "Homepage": WIDGET}}, WIDGET),
        (
            {
                "project_urls": {
                    "Source": "https://pypi.example/project/widget/",
                    "Tracker": "https://github.com/acme/widget/issues",
                }
            },
            WIDGET,
        ),
        (
            {
                "project_urls": {
                    "GitHub": "https://github.com/orgs/acme/discussions",
                    "Changelog": "https://github.com/acme/widget/releases",
                }
            },
            WIDGET,
        ),
        ({"project_urls": {"Repository": "https://github.com/sponsors/acme"}}, None),
        ({"project_urls": {"Code": "https://gitlab.com/groups/acme/-/issues"}}, None),
        ({"project_urls": {"Source": "https://img.shields.io/github/stars/acme/widget"}}, None),
        ({"project_urls": {"Source": "https://codecov.io/gh/acme/widget"}}, None),
        ({"project_urls": {"Source": "https://widget.readthedocs.io/en/latest/"}}, None),
        ({"project_urls": {"Source": "https://github.com/topics/django"}}, None),
        ({"project_urls": {"Source": "https://github.com/pypa/sampleproject"}}, None),
        ({"project_urls": {"Source": "https://github.com/yourusername/widget"}}, None),
        ({"project_urls": {"Source": "https://opencollective.com/widget", "Home": WIDGET}}, WIDGET),
        ({"project_urls": {"Source": "https://index.example/simple/widget/"}}, None),
        ({"project_urls": {"Source": "https://gist.github.com/ada/1234abcd"}}, None),
        ({"project_urls": {"Source": "https://codeberg.org/explore/repos"}}, None),
        ({"project_urls": {"Source": "https://deepwiki.com/acme/widget"}}, None),
        ({"project_urls": {"Source": "javascript:alert(1)"}}, None),
        ({"project_urls": {"Source": "https://files.example/packages/widget-1.0.tar.gz"}}, None),
        ({"project_urls": {"Source": "https://docs.example/widget.pdf"}}, None),
        # Any GitLab.
        ({"project_urls": {"Source": "https://gitlab.example/a/b/c/-/issues"}}, "https://gitlab.example/a/b/c"),
        ({"project_urls": {"Issues": "https://gitlab.example/a/b/-/issues"}}, "https://gitlab.example/a/b"),
        ({"project_urls": {"Issues": "https://gitlab.example/groups/a/-/issues"}}, None),
        # A slip, a login, a mirror.
        ({"project_urls": {"Source": "//github.com/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "[code](https://github.com/acme/widget)"}}, WIDGET),
        ({"project_urls": {"Source": "https://https://github.com/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "http:/github.com/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "\u200bhttps://github.com/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "https://me:secret@github.com/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "https://me:secret@git.example/acme/widget"}}, "https://git.example/acme/widget"),
        ({"project_urls": {"Source": "https://raw.githubusercontent.com/acme/widget/main/setup.py"}}, WIDGET),
        ({"project_urls": {"Source": "https://codeberg.org/acme/widget/wiki"}}, "https://codeberg.org/acme/widget"),
        # A page of the repository, or its address for git.
        ({"project_urls": {"Source": "https://github.com/acme/widget/issues"}}, WIDGET),
        ({"project_urls": {"Source": "https://github.com/acme/widget/actions/workflows/ci.yml/badge.svg"}}, WIDGET),
        ({"project_urls": {"Source": "https://api.github.com/repos/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "git@github.com:acme/widget.git"}}, WIDGET),
        ({"project_urls": {"Source": "git+https://github.com/acme/widget.git@main#egg=widget"}}, WIDGET),
        ({"project_urls": {"Source": "github.com/acme/widget"}}, WIDGET),
        ({"project_urls": {"Source": "<https://github.com/acme/widget>"}}, WIDGET),
        (
            {"project_urls": {"Source": "https://github.com/acme/all/tree/main/widget"}},
            "https://github.com/acme/all/tree/main/widget",
        ),
        ({"project_urls": {"Source": "https://pagure.io/widget/issues"}}, "https://pagure.io/widget"),
        ({"project_urls": {"Source": "https://git.sr.ht/~ada/widget/log"}}, "https://git.sr.ht/~ada/widget"),
        # How people label it.
        (
            {
                "project_urls": {
                    "Git Repository": "https://git.example.org/acme/widget",
                    "Homepage": "https://github.com/acme/site",
                }
            },
            "https://git.example.org/acme/widget",
        ),
        ({"project_urls": {"Source on GitHub": WIDGET, "Home": "https://github.com/acme/site"}}, WIDGET),
        ({"project_urls": {"Code repository": "https://git.example.org/widget"}}, "https://git.example.org/widget"),
        ({"project_urls": {"GitHub: repo": WIDGET}}, WIDGET),
        ({"project_urls": {"GitHub Project": WIDGET}}, WIDGET),
        ({"project_urls": {"SourceHut": "https://git.sr.ht/~ada/widget"}}, "https://git.sr.ht/~ada/widget"),
        # Somebody else's.
        (
            {
                "project_urls": {"Used by": "https://github.com/pre-commit/pre-commit"},
                "home_page": "https://w.example/",
            },
            None,
        ),
        ({"project_urls": {"Pre-commit hook": "https://github.com/pre-commit/mirrors-mypy"}}, None),
        ({"project_urls": {"Based on": "https://github.com/other/thing"}}, None),
        ({"project_urls": {"Framework": "https://github.com/django/django"}}, None),
        ({"project_urls": {"Forked from": "https://github.com/other/widget"}}, None),
        ({"project_urls": {"Sponsor": "https://github.com/sponsors/acme"}}, None),
        # No label says repository, the other links lead there.
        ({"home_page": "github.com/acme/widget"}, WIDGET),
        ({"project_urls": {"Wiki": "https://github.com/acme/widget/wiki"}}, WIDGET),
        ({"download_url": "https://github.com/acme/widget/archive/1.0.tar.gz"}, WIDGET),
        ({"project_urls": {"CI": "https://github.com/acme/widget/actions"}}, WIDGET),
        ({"name": "Widget", "home_page": "https://acme.github.io/widget/"}, WIDGET),
        ({"name": "gadget", "home_page": "https://acme.github.io/widget/"}, None),
        ({"name": "widget", "home_page": "https://sr.ht/~ada/widget"}, "https://git.sr.ht/~ada/widget"),
    ],
)
def test_the_repository_is_judged_by_the_address_before_the_label(info, repository):
    assert classify_links(info).get("repository") == repository


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Source", "https://github.com/sponsors/acme", "funding"),
        ("Source", "https://widget.readthedocs.io/", "documentation"),
        ("Documentation", "https://github.com/acme/widget/issues", "issues"),
        ("Donate", "https://github.com/acme/widget/issues", "issues"),
        ("Tracker", "https://ko-fi.com/acme", "funding"),
        ("Patreon", "https://www.patreon.com/acme", "funding"),
        ("Report bugs", "https://bugs.example/widget", "issues"),
        ("Read the Docs", "https://docs.example/", "documentation"),
    ],
)
def test_a_link_is_of_the_kind_that_its_address_surely_is(label, url, kind):
    links = classify_links({"project_urls": {label: url}})
    assert {key: links[key] for key in links if key != "repository"} == {kind: url}


def test_a_link_that_is_no_text_costs_only_itself():
    assert classify_links({"project_urls": {"Source": 5, "Docs": "https://d.example/"}}) == {
        "documentation": "https://d.example/"
    }
