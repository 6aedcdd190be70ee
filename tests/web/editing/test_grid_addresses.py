import pytest

from api.rows import get
from packgrid.comparison.grid_edits import change_grid
from packgrid.comparison.models import FormerGrid, Grid
from packgrid.comparison.reverts import revert_edit
from revisions.rows import by, make_user
from web.editing.editor_client import read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


def test_a_grid_of_nearly_the_same_title_is_added_only_on_purpose(ada):
    make_grid("forms", title="Forms")
    fields = {"title": "Django form", "slug": "", "description": ""}
    html = submit_form(ada, "/grids/add/", fields, status=200)
    assert "Grids with a similar title exist." in read_text(html)
    assert '<a href="/grids/g/forms/">Forms</a>' in html
    assert Grid.objects.count() == 1
    submit_form(ada, "/grids/add/", fields | {"is_another": "yes"})
    assert Grid.objects.get(slug="django-form").title == "Django form"
    submit_form(ada, "/grids/add/", fields | {"title": "Maps"})
    assert Grid.objects.filter(slug="maps").exists()


def test_the_old_address_of_a_grid_leads_to_the_new_one_until_that_is_reverted(client):
    root = make_user("root", is_staff=True)
    grid = make_grid("froms", title="Forms", packages=[make_package("inside", facts={})])
    edit = change_grid(grid.pk, {"slug": "forms"}, was={"slug": "froms"}, by=by(root))
    for path in ("/grids/g/{}/", "/grids/g/{}/history/", "/grids/g/{}.toml"):
        answer = client.get(path.format("froms"))
        assert (answer.status_code, answer["Location"]) == (301, path.format("forms"))
    assert get("grids/froms/").json()["slug"] == "forms"
    revert_edit(edit, by=by(root))
    assert client.get("/grids/g/froms/").status_code == 200
    assert client.get("/grids/g/forms/")["Location"] == "/grids/g/froms/"
    assert list(FormerGrid.objects.values_list("slug", flat=True)) == ["forms"]


def test_an_address_that_another_grid_has_taken_leads_to_that_one(client):
    root = make_user("root", is_staff=True)
    grid = make_grid("forms", title="Forms", packages=[make_package("inside", facts={})])
    change_grid(grid.pk, {"slug": "old-forms"}, was={"slug": "forms"}, by=by(root))
    make_grid("forms", title="New forms")
    assert client.get("/grids/g/forms/").status_code == 200
    assert get("grids/forms/").json()["title"] == "New forms"
