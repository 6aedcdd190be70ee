import pytest

from packgrid.lib.emojis import expand_emoji
from packgrid.lib.markup import MAX_NESTING, NotRendered, render_readme


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


@pytest.mark.parametrize(
    ("text", "expanded"), [("fast :rocket:", "fast 🚀"), ("a :nobody-knows: b", "a :nobody-knows: b"), ("a: b", "a: b")]
)
def test_emoji_are_expanded(text, expanded):
    assert expand_emoji(text) == expanded


def nested_quotes(depth: int) -> str:
    return f"{'> ' * depth}a"


def nested_lists(depth: int) -> str:
    return "".join(f"{'  ' * level}* a\n\n" for level in range(depth))


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("x" * 512_001, "text/plain", "it is longer than 512,000 characters"),
        ("\n" * 510_000, "text/plain", "it is longer than 2,000,000 characters once it is formatted"),
        (nested_quotes(MAX_NESTING + 1), "text/markdown", "it is nested more than 100 levels deep"),
        (nested_lists(400), "text/x-rst", "it is nested too deeply"),
        ("<b>" * 300, "text/markdown", "it is nested more than 100 levels deep"),
    ],
)
def test_what_is_too_long_or_too_deep_is_not_rendered_and_says_why(text, kind, reason):
    with pytest.raises(NotRendered, match=reason):
        render_readme(text, kind)


def test_what_is_just_within_the_limits_is_rendered():
    assert render_readme("x" * 512_000, "text/plain") == "x" * 512_000
    assert render_readme(nested_quotes(MAX_NESTING - 1), "text/markdown").count("<blockquote>") == MAX_NESTING - 1


@pytest.mark.parametrize(
    "evil", ['<svg onload="a()">', '<img src=x onerror="a()">', '<a href="java&#10;script:a()">x</a>']
)
def test_no_handler_and_no_script_address_stays_in_markdown(evil):
    html = render_readme(evil, "text/markdown")
    assert not [sign for sign in ("onload", "onerror", "script", "<svg") if sign in html]


def test_restructuredtext_reads_no_files():
    assert "root:" not in render_readme(".. include:: /etc/passwd", "text/x-rst")


@pytest.mark.parametrize(
    "directive",
    [
        ".. raw:: html\n   :file: /etc/passwd",
        ".. csv-table::\n   :file: /etc/passwd",
        ".. code::\n   :file: /etc/passwd",
    ],
)
def test_restructuredtext_reads_no_files_by_other_directives(directive):
    assert "root:" not in render_readme(directive, "text/x-rst")


def test_a_picture_of_a_data_address_has_none():
    html = render_readme("![a](data:image/png;base64,AAAA)", "text/markdown")
    assert html.strip() == '<p><img alt="a"></p>'
