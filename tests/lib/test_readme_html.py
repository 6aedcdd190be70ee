import pytest

from packgrid.lib.readme_html import digest_readme, isolate_html, measure_nesting, render_as_text


def test_ids_and_links_to_them_cannot_meet_ours():
    html = '<h3 id="main">A</h3><a href="#main" rel="x">b</a>'
    assert isolate_html(html) == '<h3 id="readme-main">A</h3><a href="#readme-main" rel="x">b</a>'


def test_classes_are_dropped():
    assert isolate_html('<div class="site" align="center">x</div>') == "<div>x</div>"


def test_text_that_looks_like_a_tag_is_left_alone():
    html = '<code>&lt;div id="a" class="b"&gt;</code>'
    assert isolate_html(html) == html


def test_a_picture_that_stands_alone_is_a_link_to_it():
    assert isolate_html('<p><img alt="A &lt; b" src="https://x.example/a.png?b=1&amp;c"></p>') == (
        '<p><a href="https://x.example/a.png?b=1&amp;c" rel="nofollow ugc noopener">A &lt; b</a></p>'
    )


def test_a_picture_within_a_link_is_its_text():
    html = '<a href="https://ci.example/"><img src="https://ci.example/a.svg" alt="Build"></a><img src="https://b.example/">'
    assert isolate_html(html) == (
        '<a href="https://ci.example/"><span>Build</span></a>'
        '<a href="https://b.example/" rel="nofollow ugc noopener">picture</a>'
    )


def test_a_picture_without_an_address_of_the_web_is_its_text():
    assert isolate_html('<img src="docs/a.png" alt="a"><img src="data:image/png;base64,x">') == (
        "<span>a</span><span>picture</span>"
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
