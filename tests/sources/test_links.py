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
