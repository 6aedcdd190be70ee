import pytest
from django.test import Client

from packgrid.catalogue.models import FormerPackage
from revisions.rows import make_user
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    """A package that was merged into another one, and a grid with the remaining one."""
    rest, drf = make_package("rest", facts={}), make_package("drf", facts={}, is_hidden=True)
    make_grid("api", packages=[rest], features=[("Docs", {"rest": "yes"})])
    FormerPackage.objects.create(slug="drf", former_id=drf.pk, package=rest)
    return drf


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/packages/p/{slug}/", ""),
        ("/packages/p/{slug}/", "?at=2026-05-01"),
        ("/packages/p/{slug}/support/", ""),
        ("/packages/p/{slug}/badge.svg", ""),
        ("/packages/p/{slug}/history/", "?page=1"),
        ("/packages/{slug}/versions/", ""),
    ],
)
def test_a_page_of_a_merged_package_leads_to_that_of_the_remaining_one(client, merged, path, query):
    answer = client.get(path.format(slug="drf") + query)
    assert (answer.status_code, answer["Location"]) == (301, path.format(slug="rest") + query)
    assert answer["Cache-Control"] == "max-age=600"
    assert client.get(answer["Location"]).status_code == 200


def test_a_moderator_is_led_to_the_form_of_the_remaining_package(merged):
    client = Client()
    client.force_login(make_user("root", is_staff=True))
    assert client.get("/packages/drf/edit/")["Location"] == "/packages/rest/edit/"


def test_the_id_in_an_address_of_a_grid_leads_to_the_remaining_package(merged):
    client = Client()
    client.force_login(make_user("ada"))
    answer = client.get(f"/grids/package/api/{merged.pk}/delete/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/grids/package/api/{merged.former_names.model.objects.get().package_id}/delete/",
    )


def test_what_leads_nowhere_is_not_found(client, merged):
    assert client.get("/packages/p/unknown/").status_code == 404
    assert client.get("/grids/g/drf/").status_code == 404
    assert client.post("/packages/p/drf/").status_code == 404
