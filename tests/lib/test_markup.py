import pytest

from packgrid.lib.emojis import expand_emoji
from packgrid.lib.markup import CUT, render_readme


@pytest.mark.parametrize("kind", ["text/markdown", "text/x-rst", "text/plain", None, "text/unheard-of"])
def test_nothing_that_runs_comes_through(kind):
    evil = '<script>a()</script> <img src=x onerror="a()"> [x](javascript:a()) <a href="javascript:a()">y</a>'
    html = render_readme(evil, kind)
    for sign in ("<script", "<img src=x onerror", '<a href="javascript'):
        assert sign not in html


def test_markdown_keeps_its_sense_and_lowers_its_headings():
    html = render_readme("# Title\n\n## Use\n\nSee [docs](https://docs.example/).", "text/markdown; variant=GFM")
    assert "<h1" not in html
    assert "<h2" not in html
    assert "</h3>" in html
    assert "</h4>" in html
    assert '<a href="https://docs.example/" rel="nofollow ugc noopener">docs</a>' in html


def test_broken_restructuredtext_is_shown_as_text():
    html = render_readme(".. unknown-directive:: x\n\n``half", "text/x-rst")
    assert "half" in html


def test_a_very_long_text_is_cut_and_says_so():
    assert CUT.strip() in render_readme("x" * 600_000, "text/plain")


@pytest.mark.parametrize(
    ("text", "expanded"), [("fast :rocket:", "fast 🚀"), ("a :nobody-knows: b", "a :nobody-knows: b"), ("a: b", "a: b")]
)
def test_emoji_are_expanded(text, expanded):
    assert expand_emoji(text) == expanded


@pytest.mark.parametrize(
    ("text", "kind"),
    [(">" * 200_000, "text/markdown"), ("".join(" " * 2 * depth + "* a\n\n" for depth in range(400)), "text/x-rst")],
)
def test_what_is_nested_too_deeply_is_shown_as_text(text, kind):
    assert render_readme(text, kind) == render_readme(text, "text/plain")


@pytest.mark.parametrize(
    "evil", ['<svg onload="a()">', '<img src=x onerror="a()">', '<a href="java&#10;script:a()">x</a>']
)
def test_no_handler_and_no_script_address_stays_in_markdown(evil):
    html = render_readme(evil, "text/markdown")
    assert not [sign for sign in ("onload", "onerror", "script", "<svg") if sign in html]


def test_restructuredtext_reads_no_files():
    assert "root:" not in render_readme(".. include:: /etc/passwd", "text/x-rst")
