from packgrid.web.package.readme import contained


def test_ids_and_links_to_them_cannot_meet_ours():
    html = '<h3 id="main">A</h3><a href="#main" rel="x">b</a>'
    assert contained(html) == '<h3 id="readme-main">A</h3><a href="#readme-main" rel="x">b</a>'


def test_classes_are_dropped():
    assert contained('<div class="site" align="center">x</div>') == "<div>x</div>"


def test_text_that_looks_like_a_tag_is_left_alone():
    html = '<code>&lt;div id="a" class="b"&gt;</code>'
    assert contained(html) == html


def test_a_picture_that_stands_alone_is_a_link_to_it():
    assert contained('<p><img alt="A &lt; b" src="https://x.example/a.png?b=1&amp;c"></p>') == (
        '<p><a href="https://x.example/a.png?b=1&amp;c" rel="nofollow ugc noopener">A &lt; b</a></p>'
    )


def test_a_picture_within_a_link_is_its_text():
    html = '<a href="https://ci.example/"><img src="https://ci.example/a.svg" alt="Build"></a><img src="https://b.example/">'
    assert contained(html) == (
        '<a href="https://ci.example/"><span>Build</span></a>'
        '<a href="https://b.example/" rel="nofollow ugc noopener">picture</a>'
    )


def test_a_picture_without_an_address_of_the_web_is_its_text():
    assert contained('<img src="docs/a.png" alt="a"><img src="data:image/png;base64,x">') == (
        "<span>a</span><span>picture</span>"
    )


def test_a_link_without_text_is_dropped():
    assert contained('<h3 id="a">A<a href="#a" rel="x"></a></h3>') == '<h3 id="readme-a">A</h3>'
