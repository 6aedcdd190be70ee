"""What a hidden package replaces is shown as replaced by nothing, wherever that is kept."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from community.people import make_moderator, make_person
from packgrid.assessment.models import Assessment
from packgrid.assessment.storage import assess_packages
from packgrid.catalogue.editing import put_packages, put_successors
from packgrid.catalogue.models import Package
from packgrid.catalogue.package_edits import change_package
from packgrid.catalogue.records import PackageRecord
from packgrid.revisions.edit_log import EditContext
from web.rows import make_package

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def successor() -> Package:
    successor = make_package("successor", title="Successor", facts={})
    make_package("former", facts={}, replaced_by=successor)
    assess_packages(list(Package.objects.values_list("pk", flat=True)), now=NOW)
    return successor


def hide(package: Package, *, is_hidden: bool) -> None:
    by = EditContext(make_moderator(f"mo-{is_hidden}"), NOW)
    change_package(package.pk, {"is_hidden": is_hidden}, was={"is_hidden": not is_hidden}, by=by)


def stored_sentence() -> str:
    return Assessment.objects.get(package__slug="former").sentence


def test_a_stored_sentence_forgets_a_successor_that_is_hidden_and_names_it_again_later(successor):
    before = stored_sentence()
    assert "successor" in before
    hide(successor, is_hidden=True)
    assert "successor" not in stored_sentence()
    hide(successor, is_hidden=False)
    assert stored_sentence() == before


def test_staff_can_hide_it_in_the_admin(successor):
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(make_moderator("root", is_superuser=True))
    page = client.get(f"/admin/catalogue/package/{successor.pk}/change/")
    fields = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}
    groups = [formset.formset.management_form for formset in page.context["inline_admin_formsets"]]
    counts = {f"{group.prefix}-{name}": value for group in groups for name, value in group.initial.items()}
    answer = client.post(f"/admin/catalogue/package/{successor.pk}/change/", fields | counts | {"is_hidden": "on"})
    assert answer.status_code == 302
    assert Package.objects.get(pk=successor.pk).is_hidden
    assert "successor" not in stored_sentence()


def test_an_editor_who_cannot_see_the_successor_does_not_remove_it(successor):
    Package.objects.filter(pk=successor.pk).update(is_hidden=True)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(make_person("eve"))
    former = Package.objects.get(slug="former")
    page = client.get("/packages/former/edit/").content.decode()
    was = unescape(re.findall(r'name="was" value="([^"]*)"', page)[0])
    fields = {"title": "Former once more", "category": former.category_id, "replaced_by": ""}
    client.post("/packages/former/edit/", fields | {"was": was})
    former.refresh_from_db()
    assert (former.title, former.replaced_by_id) == ("Former once more", successor.pk)


def test_a_load_that_hides_a_successor_or_names_one_assesses_what_is_replaced(successor):
    before = stored_sentence()
    put_packages([PackageRecord(slug="successor", is_hidden=True)], origin="a.toml", now=NOW, overwrites=True)
    assert "successor" not in stored_sentence()
    put_packages([PackageRecord(slug="successor", is_hidden=False)], origin="a.toml", now=NOW, overwrites=True)
    assert stored_sentence() == before
    make_package("another", title="Another", facts={})
    put_successors([PackageRecord(slug="former", replaced_by="another")], now=NOW, overwrites=True)
    assert "another" in stored_sentence()


def test_a_load_assesses_what_it_calls_deprecated_and_nothing_that_was_never_assessed(successor):
    make_package("new", facts={})
    records = [
        PackageRecord(slug=slug, deprecated_at=NOW, deprecated_reason="Archived") for slug in ("successor", "new")
    ]
    put_packages(records, origin="a.toml", now=NOW, overwrites=True)
    assert Assessment.objects.get(package=successor).status == "deprecated"
    assert not Assessment.objects.filter(package__slug="new").exists()


def test_an_edit_that_deprecates_a_package_assesses_it(successor):
    by = EditContext(make_person("eve"), NOW)
    change_package(successor.pk, {"deprecated_at": NOW}, was={"deprecated_at": None}, by=by)
    assert Assessment.objects.get(package=successor).status == "deprecated"
