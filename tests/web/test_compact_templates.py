"""Templates are written for people, one element a line, and sent without their indentation."""

import re

import pytest
from django.template.loader import get_template
from jinja2 import Environment

from packgrid.web.compact_templates import compact_source
from packgrid.web.jinja2_environment import TEMPLATES, CompactLoader


@pytest.mark.parametrize(
    ("source", "compact"),
    [
        ("<ul>\n    <li>a</li>\n\n  </ul>", "<ul>\n<li>a</li>\n</ul>"),
        ("a  b \t\n c", "a  b\nc"),
        (
            "<a\n  class='x'\n  {% if a > 1 %} hidden{% endif %}\n>\n  b\n</a>",
            "<a class='x' {% if a > 1 %} hidden{% endif %}>\nb\n</a>",
        ),
        ("<p>a < b\n  and c > d</p>", "<p>a < b\nand c > d</p>"),
        ("<pre>\n  a\n</pre>\n  <p>", "<pre>\n  a\n</pre>\n<p>"),
        ("<textarea\n  name=a>\n  {{ b }}</textarea>\n  <p>", "<textarea\n  name=a>\n  {{ b }}</textarea>\n<p>"),
        ("<script>\n  a()\n</script>\n  <p>", "<script>\n  a()\n</script>\n<p>"),
        ("  {% raw %}\n  a\n{% endraw %}\n  b", "  {% raw %}\n  a\n{% endraw %}\nb"),
        ("<p>\n  {% if a -%}\n    b\n  {%- endif %}\n</p>", "<p>\n{% if a -%}b\n{%- endif %}</p>"),
    ],
)
def test_white_space_around_a_line_break_is_a_line_break_where_it_does_not_count(source, compact):
    assert compact_source(source) == compact


@pytest.mark.parametrize(
    ("source", "compact"),
    [
        ("a\n{% if x %}\n  b\n{% endif %}\nc", "a\n{% if x %}b\n{% endif %}c"),
        (
            "a\n{% if x %}\nb\n{% elif y %}\nc\n{% else %}\nd\n{% endif %}\ne",
            "a\n{% if x %}b\n{% elif y %}c\n{% else %}d\n{% endif %}e",
        ),
        (
            "a\n{% for b in c %}\n{% if b %}\nb\n{% endif %}\n{% else %}\nd\n{% endfor %}\ne",
            "a\n{% for b in c %}{% if b %}b\n{% endif %}{% else %}d\n{% endfor %}e",
        ),
        # A tag that shares its line: without it nothing would stand between a and c.
        ("a{% if x %}\nb\n{% endif %}\nc", "a{% if x %}\nb\n{% endif %}\nc"),
        ("a\n{% if x %}\nb{% else %}\nc\n{% endif %}\nd", "a\n{% if x %}\nb{% else %}\nc\n{% endif %}\nd"),
        ("a\n{% if x %}\n<pre>\n</pre>\n{% endif %}\nb", "a\n{% if x %}\n<pre>\n</pre>\n{% endif %}\nb"),
        ("a\n{% block x %}\nb\n{% endblock %}\nc", "a\n{% block x %}\nb\n{% endblock %}\nc"),
        ("a\n{% set b = 1 %}\n{{ b }}\nc", "a\n{% set b = 1 %}\n{{ b }}\nc"),
    ],
)
def test_a_tag_on_a_line_of_its_own_leaves_no_empty_line(source, compact):
    assert compact_source(source) == compact


CONDITIONS = (
    "a\n{% if x %}\n  b\n{% endif %}\nc",
    "a{% if x %}\n  b\n{% endif %}\nc",
    "a\n{% if x %}\n  b{% endif %}\nc",
    "a\n{% if x %}\n b\n{% else %}\n c\n{% endif %}\nd",
    "a\n{% if x %}\n b{% else %}\n c\n{% endif %}\nd",
    "a\n{% if x %}b{% else %}\n c\n{% endif %}\nd",
    "a\n{% for y in z %}\n {% if x %}\n b\n {% endif %}\n{% endfor %}\nc",
    "a {% for y in z %}\n {% if x %}\n b\n {% endif %}\n{% endfor %}\nc",
    "a\n{% for y in z %}\n b{% else %}\n c{% endfor %}\nd",
    "{% with y=x %}\n a\n{% endwith %}\nb{% if x %}\n{% endif %}c",
)


@pytest.mark.parametrize("source", CONDITIONS)
@pytest.mark.parametrize("values", [{"x": True, "z": "12"}, {"x": False, "z": "12"}, {"x": True, "z": ""}, {}])
def test_words_are_apart_where_they_were(source, values):
    def words(text):
        return Environment(autoescape=True).from_string(text).render(values).split()

    assert words(compact_source(source)) == words(source)


def test_our_pages_have_no_indentation_and_texts_for_mail_keep_theirs():
    loader, environment = CompactLoader(TEMPLATES), Environment(autoescape=True)
    page, _path, _is_current = loader.get_source(environment, "web/compare/table.html")
    assert "\n " not in page
    mail, _path, _is_current = loader.get_source(environment, "web/people/digest.txt")
    assert mail == (TEMPLATES / "web/people/digest.txt").read_text()


def test_a_template_is_compiled_once():
    assert get_template("web/compare/table.html").template is get_template("web/compare/table.html").template


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_template_says_the_same_in_the_same_order(path):
    source = path.read_text()
    assert re.sub(r"\s+", "", compact_source(source)) == re.sub(r"\s+", "", source)
    assert compact_source(compact_source(source)) == compact_source(source)
