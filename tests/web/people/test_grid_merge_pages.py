import pytest

from packgrid.comparison.models import Grid, GridCell
from packgrid.revisions.models import Edit
from revisions.rows import make_user
from web.editing.editor_client import get_page, make_client, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
PREVIEW = "/grids/form/merge/forms/"


@pytest.fixture
def root():
    return make_client(make_user("root", is_staff=True))


@pytest.fixture
def grids():
    crispy, floppy = make_package("crispy", title="Crispy", facts={}), make_package("floppy", facts={})
    form = make_grid("form", title="Django form", packages=[crispy], features=[("Ajax", {"crispy": "no"})])
    forms = make_grid("forms", title="Forms", packages=[crispy, floppy], features=[("ajax", {"crispy": "yes"})])
    make_grid("maps", title="Maps")
    return form, forms


@pytest.mark.parametrize(
    "text", ["forms", "Forms", "FORMS", "/grids/g/forms/", "https://packages.example/grids/g/forms/?sort=-stars"]
)
def test_a_moderator_names_the_grid_to_merge_into(root, grids, text):
    assert root.get("/grids/form/merge/", {"into": text})["Location"] == PREVIEW


@pytest.mark.parametrize("text", ["unknown", "form", "Django form", "<b>"])
def test_a_grid_that_is_not_there_or_the_same_is_no_grid_to_merge_into(root, grids, text):
    html = get_page(root, f"/grids/form/merge/?into={text}")
    assert "No other grid is called" in read_text(html)
    assert "<b>" not in html


def test_grids_of_nearly_the_same_title_are_offered_to_moderators(root, grids):
    for path in ("/grids/form/merge/", "/grids/form/edit/"):
        html = get_page(root, path)
        assert f'<a href="{PREVIEW}">Forms</a>' in html
        assert "Maps" not in html
    assert '<a href="/grids/form/merge/">Merge</a>' in get_page(root, "/grids/g/form/")


def test_only_moderators_merge_grids(grids):
    ada = make_client(make_user("ada"))
    assert [ada.get(path).status_code for path in ("/grids/form/merge/", PREVIEW)] == [403, 403]
    assert ada.post(PREVIEW).status_code == 403
    assert make_client().get(PREVIEW).status_code == 302
    assert "/merge/" not in get_page(ada, "/grids/g/form/")
    assert "/merge/" not in get_page(ada, "/grids/form/edit/")
    assert Grid.objects.count() == 3


def test_a_moderator_previews_merges_and_reverts_a_merge_of_grids(root, grids, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        html = get_page(root, PREVIEW)
    text = read_text(html)
    assert "Merge Django form into Forms" in text
    assert "Crispy: Ajax Forms: yes Django form: no" in text
    assert "/grids/forms/merge/form/" in html
    key = html.split('name="cell-')[1].split('"')[0]
    history = read_text(submit_form(root, PREVIEW, {f"cell-{key}": "source", "why": "one subject"}))
    assert "Merged. You can revert the merge in the history." in history
    assert "Django form in Forms merged root" in history
    assert "Merged grid added: form" in history
    assert "Moved added: Cells (1)" in history
    assert GridCell.objects.get(column__grid__slug="forms").text == "no"
    assert root.get("/grids/g/form/")["Location"] == "/grids/g/forms/"
    assert root.get("/grids/form/edit/")["Location"] == "/grids/forms/edit/"
    edit = Edit.objects.get()
    assert edit.why == "one subject"
    get_page(root, f"/edits/{edit.pk}/revert/")
    submit_form(root, f"/edits/{edit.pk}/revert/", {})
    assert set(GridCell.objects.values_list("column__grid__slug", "text")) == {("form", "no"), ("forms", "yes")}
    get_page(root, "/grids/g/form/")
    get_page(root, "/edits/")


def test_grids_are_merged_once_and_not_into_themselves(root, grids):
    submit_form(root, PREVIEW, {})
    assert root.post(PREVIEW)["Location"] == "/grids/g/forms/history/"
    assert root.get(PREVIEW)["Location"] == "/grids/forms/merge/forms/"
    assert root.get("/grids/forms/merge/forms/").status_code == 404
    assert Edit.objects.count() == 1
