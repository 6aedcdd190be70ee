import attrs
import pytest

from packgrid.lib.markup import render_readme
from packgrid.lib.readme_html import RepoFiles, digest_readme, isolate_html, measure_nesting, place_html, render_as_text


def test_ids_and_links_to_them_cannot_meet_ours():
    html = '<h3 id="main">A</h3><a href="#main" rel="x">b</a>'
    assert isolate_html(html) == '<h3 id="readme-main">A</h3><a href="#readme-main" rel="x">b</a>'


def test_classes_are_dropped():
    assert isolate_html('<div class="site" align="center">x</div>') == "<div>x</div>"


def test_wide_parts_can_be_scrolled_by_keyboard():
    html = '<pre lang="sh">a &lt;pre&gt;</pre><table><tr><td>b</td></tr></table><pre><code>c</code></pre>'
    assert place_html(html, None, None) == (
        '<pre lang="sh" tabindex="0">a &lt;pre&gt;</pre><table tabindex="0"><tr><td>b</td></tr></table>'
        '<pre tabindex="0"><code>c</code></pre>'
    )


def test_text_that_looks_like_a_tag_is_left_alone():
    html = '<code>&lt;div id="a" class="b"&gt;</code>'
    assert isolate_html(html) == html


def test_a_picture_that_stands_alone_is_a_link_to_it():
    assert place_html('<p><img alt="A &lt; b" src="https://x.example/a.png?b=1&amp;c"></p>', None, None) == (
        '<p><a href="https://x.example/a.png?b=1&amp;c" rel="nofollow ugc noopener">A &lt; b</a></p>'
    )


def test_a_picture_within_a_link_is_its_text():
    html = '<a href="https://ci.example/"><img src="https://ci.example/a.svg" alt="Build"></a><img src="https://b.example/">'
    assert place_html(html, None, None) == (
        '<a href="https://ci.example/"><span>Build</span></a>'
        '<a href="https://b.example/" rel="nofollow ugc noopener">picture</a>'
    )


def test_a_picture_without_an_address_of_the_web_is_its_text():
    assert place_html('<img src="docs/a.png" alt="a"><img src="data:image/png;base64,x">', None, None) == (
        "<span>a</span><span>picture</span>"
    )


FILES = RepoFiles("https://github.com/acme/widget/blob/HEAD/", "https://github.com/acme/widget/raw/HEAD/")
IN_FOLDER = attrs.evolve(FILES, folder="pkg/")


@pytest.mark.parametrize(
    ("url", "files", "href"),
    [
        ("docs/guide.md", FILES, "https://github.com/acme/widget/blob/HEAD/docs/guide.md"),
        ("./docs/guide.md#top", FILES, "https://github.com/acme/widget/blob/HEAD/docs/guide.md#top"),
        ("docs/guide.md", IN_FOLDER, "https://github.com/acme/widget/blob/HEAD/pkg/docs/guide.md"),
        ("../README.md", IN_FOLDER, "https://github.com/acme/widget/blob/HEAD/README.md"),
        ("/LICENSE", IN_FOLDER, "https://github.com/acme/widget/blob/HEAD/LICENSE"),
        ("../../../issues", FILES, None),
        ("docs/guide.md", None, None),
        ("?tab=readme", FILES, "https://github.com/acme/widget/blob/HEAD/?tab=readme"),
        ("//docs.example/a", None, "https://docs.example/a"),
        ("https://docs.example/a", None, "https://docs.example/a"),
        ("mailto:ada@a.example", None, "mailto:ada@a.example"),
    ],
)
def test_a_relative_link_leads_into_the_repository_or_nowhere(url, files, href):
    expected = f'<a href="{href}" rel="x">y</a>' if href else '<a rel="x">y</a>'
    assert place_html(f'<a href="{url}" rel="x">y</a>', files, None) == expected


@pytest.mark.parametrize(
    ("source", "files", "address"),
    [
        ("docs/logo.png", FILES, "https://github.com/acme/widget/raw/HEAD/docs/logo.png"),
        ("docs/logo.png", IN_FOLDER, "https://github.com/acme/widget/raw/HEAD/pkg/docs/logo.png"),
        ("https://github.com/a/b/blob/main/x.png?raw=true", None, "https://github.com/a/b/raw/main/x.png"),
        ("https://x.example/blob/main/x.png", None, "https://x.example/blob/main/x.png"),
    ],
)
def test_a_picture_is_looked_for_where_the_repository_keeps_it(source, files, address):
    html = f'<img src="{source}" alt="logo" width="80">'
    assert place_html(html, files, None) == f'<a href="{address}" rel="nofollow ugc noopener">logo</a>'
    shown = place_html(html, files, lambda url: f"/ours?{url}")
    assert shown == f'<img src="/ours?{address}" alt="logo" width="80" loading="lazy">'


def test_links_within_the_readme_find_the_ids_that_its_renderer_wrote():
    html = isolate_html(
        '<h3 id="user-content-usage">U</h3><a href="#Usage">a</a><a href="#user-content-usage">b</a><a href="#no">c</a>'
    )
    assert place_html(html, None, None) == (
        '<h3 id="readme-user-content-usage">U</h3><a href="#readme-user-content-usage">a</a>'
        '<a href="#readme-user-content-usage">b</a><a href="#readme-no">c</a>'
    )


def test_the_state_of_tasks_is_kept_and_cannot_be_changed():
    html = render_readme("- [x] done\n- [ ] todo\n\n<input type=text name=x onfocus=y value=z>", "text/markdown")
    assert place_html(html, None, None) == (
        '<ul>\n<li><input aria-label="done" checked="" disabled="" type="checkbox"> done</li>\n'
        '<li><input aria-label="to do" disabled="" type="checkbox"> todo</li>\n</ul>\n\n'
    )


def test_a_link_without_text_is_dropped():
    assert isolate_html('<h3 id="a">A<a href="#a" rel="x"></a></h3>') == '<h3 id="readme-a">A</h3>'


def test_nesting_is_that_of_the_deepest_place():
    assert measure_nesting("<p>a<br>b<img src='c'></p><ul><li><p>d</p></li><li>e</li></ul><p>f</p>") == 3


def test_no_elements_are_not_nested():
    assert measure_nesting("a &lt;b&gt;") == 0


def test_plain_text_is_escaped_and_says_why():
    assert render_as_text('<b>"A" & B</b>\n', "it is <too> long") == (
        "<p>This README is shown as plain text, because it is &lt;too&gt; long.</p>\n"
        "<pre>&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;\n</pre>"
    )


def test_long_plain_text_is_cut_and_says_so():
    assert render_as_text("x" * 100_001, "it is long") == (
        "<p>This README is shown as plain text, because it is long. These are its first 100,000 characters.</p>\n"
        f"<pre>{'x' * 100_000}</pre>"
    )


def test_plain_text_can_be_stored_whatever_it_was():
    assert render_as_text("a\0b\ud800c", "it is odd").endswith("<pre>abc</pre>")


@pytest.mark.parametrize("other", [("a", None), ("b", "text/plain"), ("a", "text/markdown"), ("atext/plain", "")])
def test_the_digest_tells_texts_and_types_apart(other):
    assert digest_readme(*other) != digest_readme("a", "text/plain")


def test_the_digest_of_the_same_is_the_same_and_fits_its_column():
    assert digest_readme("a\ud800", "text/plain") == digest_readme("a\ud800", "text/plain")
    assert len(digest_readme("a", None)) == 64


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](#Part)\n\n## Part", '<a href="#readme-user-content-part" rel="nofollow ugc noopener">a</a>'),
        ('<a id="top"></a>\n\n[a](#top)', '<a href="#readme-top" rel="nofollow ugc noopener">a</a>'),
        ("[a](%2e%2e/%2E%2e/x)", '<p><a rel="nofollow ugc noopener">a</a></p>'),
        ("[a](docs%2Fx.md)", 'href="https://github.com/acme/widget/blob/HEAD/docs%2Fx.md"'),
        ('<img src="logo.png" width="200px" height="50%">', 'alt="" width="200" height="50%" loading="lazy">'),
        ('<form action="x"><input name="a"><input type=password><b>c</b></form>', "<b>c</b>"),
        (
            '<input type=checkbox checked onclick="x"> a',
            '<input aria-label="done" checked="" disabled="" type="checkbox">',
        ),
        ("![a](https://git.example/a/b/-/blob/main/x.png)", 'src="p:https://git.example/a/b/-/raw/main/x.png"'),
        ("![a](https://bitbucket.org/a/b/src/main/x.png)", 'src="p:https://bitbucket.org/a/b/raw/main/x.png"'),
        (
            "![a](https://codeberg.org/a/b/src/branch/main/x.png)",
            'src="p:https://codeberg.org/a/b/raw/branch/main/x.png"',
        ),
    ],
)
def test_anchors_forms_and_pictures_are_shown_as_their_host_shows_them(text, html):
    found = place_html(render_readme(text, "text/markdown"), FILES, lambda url: f"p:{url}")
    assert html in found
    assert ("input" in found) is ("input" in html)
