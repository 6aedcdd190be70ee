from packgrid.web.package.readme import contained


def test_ids_and_links_to_them_cannot_meet_ours():
    html = '<h3 id="main">A</h3><a href="#main" rel="x">b</a>'
    assert contained(html) == '<h3 id="readme-main">A</h3><a href="#readme-main" rel="x">b</a>'


def test_classes_are_dropped():
    assert contained('<div class="site" align="center">x</div>') == "<div>x</div>"


def test_text_that_looks_like_a_tag_is_left_alone():
    html = '<code>&lt;div id="a" class="b"&gt;</code>'
    assert contained(html) == html


def test_pictures_load_late_and_have_a_text_alternative():
    assert contained('<img src="a"><img alt="b" src="c">') == (
        '<img loading="lazy" alt="" src="a"><img loading="lazy" alt="b" src="c">'
    )
