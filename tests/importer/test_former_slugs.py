from datetime import UTC, datetime

import pytest

from packgrid.catalogue.models import FormerPackage, Package
from packgrid.comparison.models import FormerGrid, Grid, GridCell
from packgrid.importer.load import LoadOptions, load
from web.rows import make_category

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def apps():
    make_category("apps")


FRAMEWORK = """
[[package]]
slug = "djangorestframework"
category = "apps"
title = "REST framework"
former_slugs = ["drf", "rest_framework"]
"""
FORMER = """slug,category,grids,stars,repo_url
drf,apps,rest,23305,https://github.com/encode/django-rest-framework
other,apps,rest,5,https://github.com/encode/other
"""


def test_a_row_under_a_former_slug_is_loaded_into_the_package_in_either_order(tmp_path, apps):
    rows, names = tmp_path / "rows.csv", tmp_path / "names.toml"
    rows.write_text(FORMER)
    names.write_text(FRAMEWORK)
    for files in ([rows, names], [names, rows], [rows]):
        report = load(files, now=NOW)
        assert (report.problems, report.is_complete) == ([], True)
        assert [note.reason for note in report.notes if note.slug == "drf"] == ["loaded into djangorestframework"]
    found = Package.objects.order_by("slug").values_list("slug", "repo_url", "facts__stars")
    assert list(found) == [
        ("djangorestframework", "https://github.com/encode/django-rest-framework", 23305),
        ("other", "https://github.com/encode/other", 5),
    ]
    assert list(Grid.objects.get(slug="rest").packages.values_list("slug", flat=True).order_by("slug")) == [
        "djangorestframework",
        "other",
    ]
    assert set(FormerPackage.objects.values_list("slug", "package__slug")) == {
        ("drf", "djangorestframework"),
        ("rest_framework", "djangorestframework"),
    }


def test_a_package_of_its_own_stays_two_until_a_moderator_merges_them(tmp_path, apps):
    rows, names = tmp_path / "rows.csv", tmp_path / "names.toml"
    rows.write_text(FORMER)
    names.write_text(FRAMEWORK)
    load([rows], now=NOW)
    report = load([names, rows], now=NOW)
    assert [str(problem).partition(": ")[2] for problem in report.problems] == [
        "djangorestframework: former_slugs: 'drf' belongs to another package; left out"
    ]
    assert report.is_complete
    assert set(Package.objects.values_list("slug", flat=True)) == {"djangorestframework", "drf", "other"}
    assert set(FormerPackage.objects.values_list("slug", flat=True)) == {"rest_framework"}


def test_grids_and_successors_name_packages_by_former_slugs(tmp_path, apps):
    file = tmp_path / "all.toml"
    file.write_text(
        FRAMEWORK + '[[package]]\nslug = "old"\ncategory = "apps"\nreplaced_by = "drf"\n'
        '[[grid]]\nslug = "rest"\npackages = ["drf", "djangorestframework"]\n'
        '[[grid.feature]]\ntitle = "Docs"\n[grid.feature.elements]\ndrf = "no"\nrest_framework = "yes"\n'
    )
    assert load([file], now=NOW).problems == []
    assert Package.objects.get(slug="old").replaced_by.slug == "djangorestframework"
    cells = GridCell.objects.values_list("column__package__slug", "text")
    assert list(cells) == [("djangorestframework", "yes")]


def test_the_starter_lists_drf_once_with_a_catalogue_that_has_it_as_a_row(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text(FORMER)
    assert load([file], now=NOW, options=LoadOptions(adds_starter=True)).problems == []
    assert not Package.objects.filter(slug="drf").exists()
    assert Package.objects.get(slug="djangorestframework").facts.stars == 23305


def test_a_grid_that_was_merged_or_renamed_is_loaded_into_the_one_that_its_slug_leads_to(tmp_path, apps):
    forms, rows = Grid.objects.create(slug="forms", title="Forms"), tmp_path / "all.toml"
    FormerGrid.objects.create(slug="form", former_id=99, grid=forms)
    FormerGrid.objects.create(slug="froms", grid=forms)
    Grid.objects.create(slug="froms", title="Its own")
    rows.write_text(
        '[[package]]\nslug = "crispy"\ncategory = "apps"\ngrids = ["form"]\n'
        '[[package]]\nslug = "floppy"\ncategory = "apps"\ngrids = ["forms", "froms"]\n'
        '[[grid]]\nid = 99\nslug = "form"\ntitle = "Form"\ndescription = "For forms."\n'
        '[[grid.feature]]\ntitle = "Ajax"\n[grid.feature.elements]\ncrispy = "yes"\n'
    )
    for _again in range(2):
        report = load([rows], now=NOW, options=LoadOptions(overwrites=True))
        notes = [note.reason for note in report.notes if note.slug == "form"]
        assert (report.problems, notes) == ([], ["loaded into forms"])
    members = Grid.objects.order_by("slug").values_list("slug", "title", "description", "packages__slug")
    assert set(members) == {
        ("forms", "Forms", "For forms.", "crispy"),
        ("forms", "Forms", "For forms.", "floppy"),
        ("froms", "Its own", "", "floppy"),
    }
    assert list(GridCell.objects.values_list("column__grid__slug", "text")) == [("forms", "yes")]
