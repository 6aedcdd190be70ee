"""The documentation of the API on the site."""

import re

import pytest
from django.test import Client

from packgrid.web.markdown_pages import wrap_tables
from web.test_pages import opened


@pytest.fixture
def html() -> str:
    return opened(Client(headers={"host": "djangopackages.org"}), "/help/api/")


@pytest.mark.django_db
def test_it_has_examples_for_this_site(html):
    assert "http://djangopackages.org/api/v4/packages/django-flatblocks/" in html
    assert "packages.example" not in html


@pytest.mark.django_db
def test_its_links_lead_to_pages_of_the_site(html):
    main = html[html.index("<main") : html.index("</main>")]
    assert {link for link in re.findall(r'href="([^"#]+)', main) if link.startswith("http") or ".md" in link} == set()
    assert {"/help/", "/api/v4/", "/search/"} <= set(re.findall(r'href="([^"#]+)', main))


@pytest.mark.django_db
def test_its_contents_list_every_section(html):
    contents = html[html.index('<nav class="contents"') :]
    linked = re.findall(r'<a href="#([\w-]+)">', contents[: contents.index("</nav>")])
    assert linked == re.findall(r'<h2 id="([\w-]+)">', html)
    assert linked[:3] == ["urls", "lists", "formats"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/help/", "/about/"])
def test_the_help_and_the_foot_of_each_page_lead_to_it(path):
    assert 'href="/help/api/"' in opened(Client(), path)


def test_each_table_can_be_scrolled_by_keyboard_and_has_a_name_of_its_own():
    table, scrolled = "<table></table>", '<div class="scroll" role="region" aria-label="{}" tabindex="0">{}</div>'
    found = wrap_tables(f'{table}<h2>Some <i>"words"</i></h2>{table}{table}', "Page")
    names = ("Page", "Some &quot;words&quot;", "Some &quot;words&quot; (2)")
    first, second, third = (scrolled.format(name, table) for name in names)
    assert found == f'{first}<h2>Some <i>"words"</i></h2>{second}{third}'
