"""Features for text, for yes or no, and for numbers."""

import pytest

from packgrid.comparison.models import Feature, GridCell
from packgrid.importer.load import LoadOptions, load
from web.compare.opening import opened
from web.editing.editor_client import make_client, read_hidden_field, read_text, submit_form
from web.rows import AT, make_grid, make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid():
    packages = [make_package(slug) for slug in ("few", "most", "none", "some")]
    made = make_grid(packages=packages, features=[("Themes", {"few": "4", "most": "100", "some": "25"})])
    made.features.update(kind="number")
    return made


def test_numbers_sort_by_size_and_have_bars(grid):
    key = f"f{grid.features.get().pk}"
    html = opened(f"/grids/g/a-grid/?sort={key}&layout=rows&group=none")
    assert [html.index(f">{slug}</a>") for slug in ("most", "some", "few", "none")] == sorted(
        html.index(f">{slug}</a>") for slug in ("most", "some", "few", "none")
    )
    for cell in ('<td class="n b20">100</td>', '<td class="n b10">25</td>', '<td class="n b4">4</td>'):
        assert cell in html
    assert 'class="w-number" aria-sort="descending"' in html


def test_an_editor_chooses_a_kind_and_hears_what_does_not_fit(ada, grid):
    feature = grid.features.get()
    path = f"/grids/feature/{feature.pk}/"
    assert '<option value="number" selected>a number</option>' in ada.get(path).content.decode()
    was = '{"title": "Themes", "description": "", "kind": "number"}'
    answer = ada.post(path, {"title": "Themes", "kind": "yes_no", "was": was})
    assert "The cell of few does not fit: “4” is neither yes nor no." in answer.content.decode()
    assert ada.post(path, {"title": "Themes", "kind": "text", "was": was}).status_code == 302
    assert Feature.objects.get().kind == "text"
    history = ada.get("/grids/g/a-grid/history/").content.decode()
    assert "Number" in history
    assert ada.post("/grids/feature/add/a-grid/", {"title": "Old form"}).status_code == 302
    assert Feature.objects.get(title="Old form").kind == "text"


def test_a_cell_says_what_to_write(ada, grid):
    column, feature = grid.columns.get(package__slug="none"), grid.features.get()
    path = f"/grids/element/a-grid/{column.package_id}/{feature.pk}/"
    assert "Special words" not in ada.get(path).content.decode()
    answer = ada.post(path, {"text": "lots", "was": '{"text": ""}'})
    assert "“lots” is not a number. Write one such as 12 or 0.5." in answer.content.decode()
    assert not GridCell.objects.filter(column=column).exists()


def test_a_file_carries_the_kind(ada, grid, tmp_path):
    path = tmp_path / "grid.toml"
    path.write_text(make_client().get("/grids/g/a-grid.toml").content.decode())
    text = path.read_text()
    assert 'title = "Themes"\nkind = "number"\n' in text
    grid.features.update(kind="text")
    assert "kind" not in make_client().get("/grids/g/a-grid.toml").content.decode()
    html = submit_form(ada, "/grids/a-grid/propose/", {"text": text}, status=200)
    assert "Changes 1 Themes kind removed: text added: number" in read_text(html)
    fields = {name: read_hidden_field(html, name) for name in ("text", "confirmed")}
    submit_form(ada, "/grids/a-grid/propose/", fields)
    assert Feature.objects.get().kind == "number"


def test_a_load_reads_the_kind_and_leaves_out_what_does_not_fit(grid, tmp_path):
    path = tmp_path / "grid.toml"
    start = '[[grid]]\nslug = "a-grid"\n'
    path.write_text(f'{start}[[grid.feature]]\ntitle = "Themes"\n[grid.feature.elements]\nnone = "many"\nmost = "7"\n')
    report = load([path], now=AT, options=LoadOptions(overwrites=True))
    said = "elements: 'none' of 'Themes': “many” is not a number. Write one such as 12 or 0.5. Left out"
    assert [problem.reason for problem in report.problems] == [said]
    assert GridCell.objects.get(column__package__slug="most").text == "7"
    path.write_text(f'{start}[[grid.feature]]\ntitle = "New"\nkind = "yes_no"\n')
    load([path], now=AT)
    assert Feature.objects.get(title="New").kind == "yes_no"
    path.write_text(f'{start}[[grid.feature]]\ntitle = "Odd"\nkind = "colour"\n')
    (problem,) = load([path], now=AT).problems
    assert "kind: 'colour' is not one of text, yes_no, number" in problem.reason
