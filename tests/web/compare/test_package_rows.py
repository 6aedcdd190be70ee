"""Tables with a row for each package."""

import gzip
import re

import pytest
from django.test import Client

from packgrid.accounts.models import User
from packgrid.assessment.models import Assessment
from packgrid.community.models import Reply
from web.compare.opening import HOST, opened, sent_to
from web.rows import AT, make_grid, make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
NAMES = re.compile(r'<th scope="row"><input[^>]*> <a href="/packages/p/([\w-]+)/">')
HEADS = re.compile(r'<th scope="col" class="w-([\w-]+)"[^>]*>(?:<a[^>]*>)?([^<]*)')
GROUPS = re.compile(r'<th scope="rowgroup" colspan="\d+"><span>([^<]*) <span class="count">(\d+)</span>')
STATUSES = ["archived", "", "maintained", "unmaintained", "maintained", "finished", "", "gone", "unmaintained"]


@pytest.fixture
def grid():
    made = []
    for at, status in enumerate(STATUSES):
        package = make_package(f"p-{at}", facts={"stars": at * at, "summary": f"Number {at} <b>"})
        Assessment.objects.create(
            package=package, assessed_at=AT, identity="unknown", status=status, sentence=f"{status} because {at}."
        )
        made.append(package)
    return make_grid(packages=made, features=[("Paging", {"p-4": "yes", "p-1": "no"}), ("Auth", {})])


def test_nine_packages_are_rows_in_groups_by_verdict(grid):
    html = opened("/grids/g/a-grid/")
    assert GROUPS.findall(html) == [
        ("Maintained", "2"),
        ("Finished: complete, and safe to use as it is", "1"),
        ("Not enough known for a verdict", "2"),
        ("Unmaintained", "2"),
        ("Ended: archived, deprecated, superseded or gone", "2"),
    ]
    assert NAMES.findall(html) == ["p-4", "p-2", "p-5", "p-6", "p-1", "p-8", "p-3", "p-7", "p-0"]
    assert "Number 4 &lt;b&gt;" in html
    assert "<p>gone because 7.</p></th>" in html


def test_columns_are_facts_that_decide_then_features_then_other_facts(grid):
    heads = [title for _width, title in HEADS.findall(opened("/grids/g/a-grid/"))]
    assert heads == ["Stars", "Paging", "Auth", "Category"]
    ungrouped = opened("/grids/g/a-grid/?group=none&hide=usage,about")
    assert [title for _width, title in HEADS.findall(ungrouped)][:3] == ["Verdict", "Stars", "Paging"]
    assert "Number 4" not in ungrouped
    assert GROUPS.findall(ungrouped) == []
    assert NAMES.findall(ungrouped) == [f"p-{at}" for at in (8, 6, 5, 4, 3, 2, 1, 7, 0)]


def test_a_head_sorts_and_says_so(grid):
    html = opened("/grids/g/a-grid/")
    start = (
        '<th scope="col" class="w-number" aria-sort="descending"><a href="?sort=stars" rel="nofollow">Stars</a></th>'
    )
    assert start in html
    paging = grid.features.get(title="Paging").pk
    html = opened(f"/grids/g/a-grid/?sort=f{paging}&group=none")
    assert NAMES.findall(html)[0] == "p-4"
    assert f'class="w-feature" aria-sort="descending"><a href="?sort=-f{paging}&amp;group=none"' in html
    html = opened(f"/grids/g/a-grid/?sort=-f{paging}&group=none")
    assert NAMES.findall(html)[:2] == ["p-1", "p-4"]
    assert f'<option value="-f{paging}" selected>Paging, reversed</option>' in html
    assert f'class="w-feature" aria-sort="ascending"><a href="?sort=f{paging}&amp;group=none"' in html


def test_numbers_have_bars(grid):
    html = opened("/grids/g/a-grid/?sort=-stars")
    bars = [(" b10", "16"), (" b5", "4"), (" b12", "25"), (" b15", "36")]
    assert re.findall(r'<td class="n( b\d+)?">(\d+)</td>', html)[:4] == bars


def test_the_address_chooses_the_layout(grid):
    assert 'class="grid rows"' in opened("/grids/g/a-grid/")
    html = opened("/grids/g/a-grid/?layout=columns")
    assert 'class="grid two"' in html
    assert html.count('<th scope="col"><input') == 9
    assert "“diagonal” is not a layout. Choose rows or columns." in text_of(opened("/grids/g/a-grid/?layout=diagonal"))
    assert sent_to("/grids/g/a-grid/?layout=&group=&per=&sort=title") == "?sort=title"
    make_grid("small", packages=[make_package(f"s-{at}") for at in range(8)])
    assert 'class="grid two"' in opened("/grids/g/small/")
    assert 'class="grid rows"' in opened("/grids/g/small/?layout=rows")


def test_what_features_mean_is_below_the_rows(grid):
    grid.features.filter(title="Paging").update(description="Pages of <results>.")
    html = opened("/grids/g/a-grid/")
    assert "<dt>Paging</dt><dd>Pages of &lt;results&gt;.</dd>" in html
    assert "<dt>Auth</dt>" not in html


def test_what_a_maintainer_answers_stands_in_the_cell(grid):
    column = grid.columns.get(package__slug="p-1")
    feature = grid.features.get(title="Paging")
    Reply.objects.create(user=User.objects.create_user("ada"), column=column, feature=feature, text="Since <2.0>.")
    assert "<p>Since &lt;2.0&gt;. (ada)</p></details></td>" in opened("/grids/g/a-grid/")


def test_an_embedded_table_has_rows_without_controls(grid):
    html = opened("/grids/g/a-grid/embed/")
    assert html.count('<th scope="row"><a href="/packages/p/') == 9
    assert "<input" not in html
    assert "aria-sort" in html
    assert 'rel="nofollow"' not in html


@pytest.mark.parametrize("layout", ["rows", "columns"])
def test_editors_get_links_to_cells_and_a_compressed_page(grid, layout):
    client = Client(headers=HOST)
    client.force_login(User.objects.create_user("ada"))
    path = f"/grids/g/a-grid/?layout={layout}"
    html = opened(path, client=client)
    cell = f"/grids/element/a-grid/{grid.packages.get(slug='p-4').pk}/{grid.features.get(title='Paging').pk}/"
    assert html.count('class="cell-way') == 18
    assert html.count('<td><a class="cell-way empty"') == 16
    assert f'aria-label="yes">✓</i><a class="cell-way" href="{cell}" aria-label="Edit"></a></td>' in html
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert text_of(gzip.decompress(answer.content).decode()).startswith("a-grid compared")
    grid.is_locked = True
    grid.save()
    assert "cell-way" not in opened(path, client=client)


def test_missing_values_say_why(grid):
    make_grid(
        "b", packages=[make_package("x", repo_url="https://github.com/a/b", facts={"stars": 1}), make_package("y")]
    )
    html = opened("/grids/g/b/?layout=rows")
    assert '<td class="n b20">1</td>' in html
    assert '<td class="n"><span class="unknown">no repository</span></td>' in html


def test_the_head_names_packages_to_start_with(grid):
    html = opened("/grids/g/a-grid/")
    assert re.findall(r"<li><a href=.*?>(.*?)</a><p>(.*?)</p></li>", html.partition('id="seen"')[0]) == [
        ("p-5", "finished, 25 stars"),
        ("p-4", "maintained, 16 stars"),
        ("p-2", "maintained, 4 stars"),
    ]
    assert 'href="/compare/?p=p-5,p-4,p-2"' in html
    assert "Start with these</h2>" not in opened("/grids/g/a-grid/?at=2026-05-01")
    assert "Start with these</h2>" not in opened("/grids/g/a-grid/?q=zzz")
