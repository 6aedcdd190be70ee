import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from community.people import make_moderator
from packgrid.web.path_converters import IdConverter
from routes import mounted_routes

HUGE = ["9" * 18, "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5000]


def test_an_id_is_read_and_written():
    converter = IdConverter()
    assert (converter.to_python("0042"), converter.to_url(42)) == (42, "42")
    assert reverse("edit_feature", args=[42]) == "/grids/feature/42/"


@pytest.mark.parametrize("said", [*HUGE[1:], "-1", "+1", "1.5", "\u0663", "", " 1"])
def test_what_no_database_can_compare_is_no_id(said):
    with pytest.raises(Resolver404):
        resolve(f"/grids/feature/{said}/")


@pytest.mark.django_db
def test_no_address_with_an_id_fails_however_large_it_is():
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(make_moderator())
    routes = [route for route in mounted_routes() if "id" in route.kinds.values()]
    assert len(routes) > 15
    for route in routes:
        for huge in HUGE:
            path = route.path({name: huge if kind == "id" else "a" for name, kind in route.kinds.items()})
            assert client.get(path).status_code in {301, 302, 404, 405}, path
