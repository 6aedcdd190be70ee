"""What people send with control characters is kept without them, whichever page takes it."""

import json

import pytest
from django.test import Client

from packgrid.accounts.models import User
from packgrid.catalogue.models import Category, Package
from packgrid.community.models import Decision, Flag, Watch
from packgrid.comparison.models import Grid, GridCell
from packgrid.revisions.models import Edit
from web.rows import make_category, make_grid, make_package

pytestmark = pytest.mark.django_db

SENT, KEPT = "A\x0bB\x00\x7f\ufffe\x1b", "A B"


@pytest.fixture
def client() -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.create_superuser("grace"))
    return client


def test_a_package_is_kept_without_control_characters(client):
    package = make_package("a")
    sent = {"title": SENT, "slug": "a", "category": package.category_id, "why": SENT, "was": json.dumps({"title": "a"})}
    client.post("/packages/a/edit/", sent)
    assert Package.objects.get().title == KEPT
    assert Edit.objects.get().why == KEPT


def test_a_cell_is_kept_without_control_characters_also_where_its_state_before_had_some(client):
    grid = make_grid("g", packages=[make_package("a")], features=[("Fast", {"a": "x"})])
    cell = GridCell.objects.get()
    path = f"/grids/element/{grid.slug}/{cell.column.package_id}/{cell.feature_id}/"
    client.post(path, {"text": SENT, "was": json.dumps({"text": "x\x00\ud800"})})
    assert GridCell.objects.get().text == KEPT


def test_texts_without_a_form_are_kept_without_control_characters(client):
    package, grid = make_package("a"), make_grid("g", packages=[make_package("b")])
    client.post("/watching/search/add/", {"q": SENT})
    client.post(f"/grids/{grid.slug}/package/add/", {"package": f"{package.slug}\x00", "why": SENT})
    flag = Flag.objects.create(package=package, user=User.objects.get(), reason="No good")
    client.post(f"/moderation/flag/{flag.pk}/", {"verdict": "accepted", "reason": SENT})
    assert Watch.objects.get(package=None, grid=None).text == KEPT
    assert set(Grid.objects.get().columns.values_list("package__slug", flat=True)) == {"a", "b"}
    assert Edit.objects.get().why == KEPT
    assert Decision.objects.get().reason == KEPT


def test_the_admin_keeps_texts_without_control_characters(client):
    category = make_category()
    sent = {"title": SENT, "title_plural": SENT, "slug": "apps", "description": SENT, "show_pypi": "on"}
    answer = client.post(f"/admin/catalogue/category/{category.pk}/change/", sent)
    assert answer.status_code == 302
    found = Category.objects.get()
    assert (found.title, found.title_plural, found.description) == (KEPT, KEPT, KEPT)
