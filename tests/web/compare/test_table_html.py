from datetime import UTC, datetime

import pytest

from packgrid.catalogue.install_sizes import InstallSize, Uncounted
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.table import Links, Moment, Support, Verdict
from packgrid.web.compare.table_html import render_cell_text, render_fact, render_row_head

AT = datetime(2026, 5, 3, tzinfo=UTC)
LINK, LONG = '<a href="https://a.example', "x" * 90
UNKNOWN = '<span class="unknown">unknown</span>'


@pytest.mark.parametrize("value", [None, "", (), Links("javascript:x", "", "")])
def test_what_nobody_told_us_is_unknown(value):
    assert render_fact(value) == UNKNOWN


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        ("<b>", "&lt;b&gt;"),
        (("1.0", "2.0"), "1.0, 2.0"),
        (("1.0", "2.0", "3.0", "4.0"), "1.0 to 4.0"),
        (Moment(AT), '<time datetime="2026-05-03">3\xa0May\xa02026</time>'),
        (Moment(AT, is_month=True), '<time datetime="2026-05">May\xa02026</time>'),
        (Links("https://a.example/?a&b", "", ""), '<a href="https://a.example/?a&amp;b">Code</a>'),
        (Links("", "https://d.example", ""), '<a href="https://d.example">Docs</a>'),
        (Links("", "", "x"), '<a href="https://pypi.example/project/x/">PyPI</a>'),
        (MissingValue.NOT_CHECKED, '<span class="unknown">not checked</span>'),
        (MissingValue.NO_REPOSITORY, '<span class="unknown">no repository</span>'),
        (Verdict("", ""), '<span class="unknown">not assessed yet</span>'),
        (Verdict("", "Last <b>."), '<span class="unknown">not enough known</span><p>Last &lt;b&gt;.</p>'),
        (Verdict("archived", ""), '<b class="warn">archived</b>'),
        (
            Verdict("unmaintained", "Unmaintained: no <release>. To count as finished, it needs more."),
            '<b class="warn">unmaintained</b><p>no &lt;release&gt;</p>',
        ),
        (InstallSize(65_000, 3_200_000, 4), "3.2 MB with 4 packages"),
        (InstallSize(65_000, 65_000, 0, (("a", Uncounted.NOT_LISTED),)), "at least 65.0 kB"),
        (Support(("5.2", "6.0"), ("6.1",), ()), '<b class="yes">5.2, 6.0</b><br>allows 6.1'),
        (Support((), (), ("6.1",)), '<span class="no">not 6.1</span>'),
        (Support((), (), ()), '<span class="unknown">none of them declared</span>'),
    ],
)
def test_a_fact_is_drawn_by_its_type(value, html):
    assert render_fact(value) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("+2", '<i class="yes" role="img" aria-label="yes, 2 of 3">✓✓</i>'),
        ("no", '<i class="no" role="img" aria-label="no">✗</i>'),
        ("no\n<i>", "no<br>&lt;i&gt;"),
        ("https://a.example/", f'{LINK}/" rel="nofollow ugc">a.example</a>'),
        (f"https://a.example/{LONG}", f'{LINK}/{LONG}" rel="nofollow ugc">a.example/{LONG[:29]}…</a>'),
        ('https://a.example/"onclick=x', f'{LINK}/" rel="nofollow ugc">a.example</a>&quot;onclick=x'),
    ],
)
def test_what_people_said_is_drawn(text, html):
    assert render_cell_text(text) == html


@pytest.mark.parametrize(
    ("description", "sort_url", "sorted_as", "html"),
    [
        ("", "", "", '<th scope="row">A &lt;b&gt;</th>'),
        ("<i>", "", "", '<th scope="row">A &lt;b&gt;<p>&lt;i&gt;</p></th>'),
        ("", "?a&b", "", '<th scope="row"><a href="?a&amp;b" rel="nofollow">A &lt;b&gt;</a></th>'),
        (
            "",
            "?a",
            "descending",
            '<th scope="row" aria-sort="descending"><a href="?a" rel="nofollow">A &lt;b&gt;</a></th>',
        ),
    ],
)
def test_the_head_of_a_row_sorts_by_it_where_it_can(description, sort_url, sorted_as, html):
    assert render_row_head("A <b>", description=description, sort_url=sort_url, sorted_as=sorted_as) == html
