import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from packgrid.catalogue.records import RecordStatus
from packgrid.comparison.models import Grid, GridCell
from packgrid.importer.load import LoadOptions, load
from packgrid.revisions.models import Edit
from revisions.rows import NOW
from web.editing.editor_client import get_page, make_client, read_hidden_field, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
FILE, PROPOSE = "/grids/g/forms.toml", "/grids/forms/propose/"


@pytest.fixture
def forms():
    packages = [make_package("django-a"), make_package("django-b"), make_package("hidden", is_hidden=True)]
    features = [("Ajax", {"django-a": "yes", "hidden": "x"}), ('"Quoted" \\ ü', {"django-b": "two\nlines ☃"})]
    return make_grid("forms", title="Forms", description="To fill", packages=packages, features=features)


def downloaded() -> str:
    return make_client().get(FILE).content.decode()


def test_a_grid_is_a_file_that_says_what_it_says(forms):
    answer = make_client().get(FILE)
    assert answer.headers["Content-Type"] == "application/toml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="forms.toml"'
    assert answer.headers["Cache-Control"].startswith("public")
    assert tomllib.loads(answer.content.decode()) == {
        "grid": [
            {
                "slug": "forms",
                "title": "Forms",
                "description": "To fill",
                "packages": ["django-a", "django-b"],
                "feature": [
                    {"title": "Ajax", "elements": {"django-a": "yes"}},
                    {"title": '"Quoted" \\ ü', "elements": {"django-b": "two\nlines ☃"}},
                ],
            }
        ]
    }
    assert make_client().get("/grids/g/nobody.toml").status_code == 404


def test_loading_the_file_changes_nothing(forms, tmp_path):
    path = tmp_path / "forms.toml"
    path.write_text(downloaded())
    report = load([path], now=NOW, options=LoadOptions(overwrites=True))
    assert report.counts == {"grid": {RecordStatus.UNCHANGED: 1}}


def test_a_changed_file_is_shown_as_changes_and_then_made(ada, forms):
    make_package("django-c")
    text = downloaded().replace("To fill", "To fill in").replace('"django-a", "django-b"', '"django-c", "nobody"')
    text = text.replace('django-a = "yes"', 'django-a = "no"\ndjango-c = "yes"\nnobody = "yes"')
    text += '\n[[grid.feature]]\ntitle = "New"\ndescription = "Quite"\n[grid.feature.elements]\ndjango-b = "+"\n'
    assert 'href="/grids/g/forms.toml"' in get_page(ada, PROPOSE)
    html = submit_form(ada, PROPOSE, {"text": text.replace("\n", "\r\n")}, status=200)
    assert (
        "Changes 6 Description To fill added: in New package added: django-c "
        "Ajax django-a removed: yes added: no Ajax django-c added: yes "
        "New feature New added: Quite New django-b added: +"
    ) in read_text(html)
    assert "not in the grid of the file: nobody" in read_text(html)
    assert Edit.objects.count() == 0
    confirmed = {
        "text": read_hidden_field(html, "text"),
        "confirmed": read_hidden_field(html, "confirmed"),
        "why": "In one go",
    }
    assert "6 changes were saved." in read_text(submit_form(ada, PROPOSE, confirmed))
    assert set(Edit.objects.values_list("who__username", "why")) == {("ada", "In one go")}
    assert [edit.kind for edit in Edit.objects.order_by("pk")] == [
        "grid", "column", "cell", "cell", "feature", "cell",
    ]  # fmt: skip
    html = submit_form(ada, PROPOSE, {"text": text}, status=200)
    assert "The file is the same as the grid. Nothing to change." in read_text(html)


def test_a_plan_is_shown_anew_where_the_grid_has_changed_meanwhile(ada, forms):
    text = downloaded().replace("To fill", "To fill in")
    html = submit_form(ada, PROPOSE, {"text": text}, status=200)
    Grid.objects.update(title="Others")
    confirmed = {"text": read_hidden_field(html, "text"), "confirmed": read_hidden_field(html, "confirmed")}
    html = submit_form(ada, PROPOSE, confirmed, status=200)
    assert "Someone changed the grid while you were editing." in read_text(html)
    assert Edit.objects.count() == 0


def test_a_file_is_uploaded(ada, forms):
    file = SimpleUploadedFile("forms.toml", downloaded().replace("yes", "no").encode())
    assert "Changes 1" in read_text(submit_form(ada, PROPOSE, {"file": file}, status=200))
    for body, sentence in ((b"\xff", "not in UTF-8"), (b"x" * 200_001, "larger than 200 kB")):
        html = submit_form(ada, PROPOSE, {"file": SimpleUploadedFile("x.toml", body)}, status=200)
        assert sentence in read_text(html)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file has no grid."),
        ("[[grid]", "file:1:7: not valid TOML"),
        ('[[grid]]\nslug = "forms"\nstarz = 1', "file:3:1: forms: starz: unknown key"),
        ('[[grid]]\nslug = "other"', "other: this page changes only the grid forms."),
        ('[[package]]\nslug = "django-a"\ncategory = "apps"', "django-a: this page changes only the grid forms."),
        ('[[grid]]\nslug = "forms"\n[[grid]]\nslug = "forms"', "forms: this page changes only the grid forms."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(ada, forms, text, sentence):
    assert sentence in read_text(submit_form(ada, PROPOSE, {"text": text}, status=200))
    assert GridCell.objects.filter(text="yes").exists()
