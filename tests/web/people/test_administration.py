"""The administration: its title, its index and what its tables are called."""

import re

import pytest
from django.apps import apps
from django.test import Client

from packgrid.accounts.models import User
from packgrid.catalogue.models import Package
from packgrid.web.administration.sections import SECTIONS, TEXTS
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settings) -> Client:
    settings.SITE_TITLE = "Our packages"
    client = Client(headers={"host": "djangopackages.org"})
    client.force_login(User.objects.create_superuser("grace", "grace@mail.example", "a long secret"))
    return client


def opened(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_index_has_the_title_of_the_site_and_tables_in_sections(staff):
    html = opened(staff, "/admin/")
    assert "<title>Administration · Our packages</title>" in re.sub(r"\s*(</?title>)\s*", r"\1", html)
    assert re.findall(r"<caption>([^<]+)</caption>", html) == list(SECTIONS)
    assert "Reports about a package. They are shown once you accept them." in html
    assert "Django" not in re.sub(r"<[^>]+>", " ", html)


def test_somebody_sees_only_the_tables_that_they_may(staff):
    limited = User.objects.create_user("ada", "ada@mail.example", "a long secret", is_staff=True)
    staff.force_login(limited)
    html = opened(staff, "/admin/")
    assert "<caption>" not in html
    assert "Your account cannot see any table. Ask the people who run this site for permissions." in html


@pytest.mark.parametrize("label", sorted(TEXTS))
def test_a_list_has_our_title_instead_of_a_request_to_select(staff, label):
    app, model = label.split(".")
    if not apps.is_installed("procrastinate.contrib.django") and app == "procrastinate":
        pytest.skip("only PostgreSQL has its queue")
    html = opened(staff, f"/admin/{app}/{model}/")
    assert f"<h1>{TEXTS[label].title}</h1>" in html
    assert "to change" not in html


def test_a_package_begins_with_its_title_and_has_all_of_its_fields_in_sections(staff):
    package = make_package("flat")
    html = opened(staff, f"/admin/catalogue/package/{package.pk}/change/")
    labels = [label.strip() for label in re.findall(r'<label[^>]* for="id_\w+">([^<]*):', html)]
    assert labels[:3] == ["Title", "URL name", "Category"]
    fields = {field.name for field in Package._meta.fields if field.editable} - {"id"}  # noqa: SLF001 Django's documented name
    assert {name for name in fields if f'name="{name}' not in html} == set()


def test_fields_in_rows_have_names(staff):
    package = make_package("flat")
    grid = make_grid("blocks", packages=[package], features=[("Paging", {})])
    html = opened(staff, f"/admin/comparison/grid/{grid.pk}/change/")
    assert re.search(r'name="features-0-title"[^>]* aria-label="Title"', html)
    assert '<th class="original">' not in html


def test_staff_sign_out_and_change_their_password_where_everybody_does(staff):
    answer = staff.get("/admin/password_change/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/change/")
    answer = staff.post("/admin/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert staff.get("/admin/").status_code == 302
