"""Packages, grids, features and cells are changed on pages, by one person or by two at once."""

import json

import pytest

from packgrid.accounts.models import User
from packgrid.catalogue.models import Package
from packgrid.comparison.models import Feature, Grid, GridCell
from packgrid.revisions.models import Edit
from revisions.rows import edit, make_user
from web.editing.editor_client import get_page, make_client, read_hidden_field, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
EDIT = "/packages/django-a/edit/"


@pytest.fixture
def package():
    return make_package(title="Old", repo_url="ssh:odd", documentation_url="https://docs.example/")


@pytest.fixture
def forms(package):
    return make_grid(
        "forms", title="Forms", packages=[package, make_package("django-b")], features=[("Ajax", {"django-a": "yes"})]
    )


def package_form(html: str, **fields: object) -> dict[str, object]:
    given = {
        "title": "Old",
        "category": Package.objects.get(slug="django-a").category_id,
        "repo_url": "ssh:odd",
        "documentation_url": "https://docs.example/",
    }
    return given | {"was": read_hidden_field(html, "was")} | fields


def cell_path(grid: Grid) -> str:
    package, feature = grid.columns.first().package_id, grid.features.first().pk
    return f"/grids/element/forms/{package}/{feature}/"


def text() -> str:
    return GridCell.objects.values_list("text", flat=True).get()


def test_a_package_is_changed_and_what_nobody_touched_stays_even_if_it_could_not_be_entered_today(ada, package):
    successor = make_package("django-new", title="New one")
    fields = {
        "is_deprecated": "on",
        "deprecated_reason": "Nobody is left",
        "replaced_by": "New one",
        "why": "See forum",
    }
    html = submit_form(ada, EDIT, package_form(get_page(ada, EDIT), pypi_name="Django_A", **fields))
    assert "Saved. You can revert this in the history." in read_text(html)
    package.refresh_from_db()
    assert (package.repo_url, package.replaced_by, package.deprecated_reason) == (
        "ssh:odd",
        successor,
        "Nobody is left",
    )
    assert (package.pypi_name, package.pypi_url) == ("django-a", "https://pypi.example/project/django-a/")
    assert package.deprecated_at is not None
    assert "You changed nothing, so nothing was saved." in read_text(
        submit_form(ada, EDIT, package_form(get_page(ada, EDIT), pypi_name="django-a", **fields))
    )
    kept = Edit.objects.get()
    assert (kept.why, sorted(kept.after)) == (
        "See forum",
        ["deprecated_at", "deprecated_reason", "pypi_name", "pypi_url", "replaced_by_id"],
    )


def test_of_two_editors_of_a_package_the_second_chooses_field_by_field_and_nothing_is_lost(ada, grace, package):
    html = get_page(grace, EDIT)
    hers = package_form(get_page(ada, EDIT), title="Hers", documentation_url="https://hers.example/", pypi_name="hers")
    submit_form(ada, EDIT, hers | {"why": "It moved"})
    mine = package_form(html, title="Mine", documentation_url="https://mine.example/", deprecated_reason="Mine alone")
    html = submit_form(grace, EDIT, mine, status=409)
    words = read_text(html)
    assert "Title changed by ada just now: “It moved” Before Old Theirs Hers Yours, from the field below Mine" in words
    assert "Theirs https://hers.example/" in words
    assert 'value="Mine alone"' in html
    choice = {"was": read_hidden_field(html, "was"), "take_title": "theirs", "take_documentation_url": "mine"}
    submit_form(grace, EDIT, mine | choice)
    package.refresh_from_db()
    assert (package.title, package.documentation_url) == ("Hers", "https://mine.example/")
    assert (package.pypi_name, package.deprecated_reason) == ("hers", "Mine alone")


@pytest.mark.parametrize("was", ["", "nonsense", "[]", "[" * 5000, '{"title": ["x"]}'])
def test_what_the_editor_had_seen_may_be_missing_or_nonsense(ada, package, was):
    answer = ada.post(EDIT, package_form(get_page(ada, EDIT), title="New") | {"was": was})
    assert answer.status_code in {302, 409}


def test_addresses_and_hiding_are_in_the_forms_of_moderators_alone(ada, root, package):
    assert 'name="slug"' not in get_page(ada, EDIT)
    submit_form(ada, EDIT, package_form(get_page(ada, EDIT), slug="stolen", is_hidden="on"))
    html = get_page(root, EDIT)
    submit_form(root, EDIT, package_form(html, slug="django-z"))
    package.refresh_from_db()
    assert (package.slug, package.is_hidden) == ("django-z", False)


def test_a_grid_is_made_out_of_a_comparison(ada, package):
    make_package("django-b")
    path = "/grids/add/?packages=django-b,django-a,nobody"
    assert "It will have these packages: django-b Old" in read_text(get_page(ada, path))
    html = submit_form(ada, path, {"title": "Forms & more", "description": "See https://a.example/", "why": ""})
    assert "The grid was created." in read_text(html)
    grid = Grid.objects.get()
    assert (grid.slug, grid.title) == ("forms-more", "Forms & more")
    assert list(grid.columns.values_list("package__slug", flat=True)) == ["django-b", "django-a"]
    html = submit_form(ada, path, {"title": "Forms, more", "is_another": "yes"}, status=200)
    assert "The grid Forms & more already has this URL name." in read_text(html)
    assert "The title has no letters for a URL name. Write a URL name." in read_text(
        submit_form(ada, path, {"title": "→"}, status=200)
    )


def test_a_grid_is_changed_and_its_text_can_be_seen_before(ada, grace, forms):
    path = "/grids/forms/edit/"
    html = get_page(ada, path)
    given = {"title": "Forms", "description": "See https://a.example/", "was": read_hidden_field(html, "was")}
    html = submit_form(ada, path, given | {"preview": "1"}, status=200)
    assert '<a href="https://a.example/"' in html
    assert Grid.objects.get().description == ""
    submit_form(ada, path, given | {"was": read_hidden_field(html, "was")})
    html = submit_form(grace, path, given | {"description": "Mine"}, status=409)
    submit_form(
        grace, path, given | {"description": "Mine", "was": read_hidden_field(html, "was"), "take_description": "mine"}
    )
    assert Grid.objects.get().description == "Mine"


def test_features_are_added_changed_moved_and_removed(ada, forms):
    submit_form(ada, "/grids/feature/add/forms/", {"title": "Docs", "description": "Any"})
    docs = Feature.objects.get(title="Docs")
    path = f"/grids/feature/{docs.pk}/"
    html = get_page(ada, path)
    submit_form(ada, path, {"title": "Documents", "description": "Any", "was": read_hidden_field(html, "was")})
    submit_form(ada, f"{path}move/", {"place": "0"})
    assert list(forms.features.values_list("title", flat=True)) == ["Documents", "Ajax"]
    for nonsense in ("-1", "x", "", "²", "9" * 30):
        submit_form(ada, f"{path}move/", {"place": nonsense})
    assert "This grid already has a feature “Ajax”." in read_text(
        submit_form(ada, path, {"title": "Ajax", "was": read_hidden_field(get_page(ada, path), "was")}, status=200)
    )
    ajax = forms.features.get(title="Ajax")
    removal = f"/grids/feature/{ajax.pk}/delete/"
    assert "1 filled cell will be removed, too." in read_text(get_page(ada, removal))
    assert Feature.objects.count() == 2
    assert "You can revert this in the history of the grid." in read_text(submit_form(ada, removal, {"why": "Twice"}))
    assert list(forms.features.values_list("title", flat=True)) == ["Documents"]


def test_packages_are_found_put_in_and_taken_out(ada, forms):
    package = make_package("django-kite", title="Kite")
    path = "/grids/forms/package/add/"
    assert "No package matches." in read_text(get_page(ada, f"{path}?q=zzzz"))
    assert "Kite was added to the grid." in read_text(submit_form(ada, path, {"package": "django-kite"}))
    assert "Kite is already in this grid." in read_text(submit_form(ada, path, {"package": "django-kite"}))
    assert ada.post(path, {"package": "nobody"}).status_code == 404
    removal = f"/grids/package/forms/{package.pk}/delete/"
    assert "Remove Kite from Forms?" in read_text(get_page(ada, removal))
    submit_form(ada, removal, {"why": ""})
    assert not forms.columns.filter(package=package).exists()
    assert ada.get(removal).status_code == 404


def test_a_cell_is_filled_and_reading_its_page_writes_nothing(ada, forms, django_assert_num_queries):
    path = cell_path(forms)
    GridCell.objects.all().delete()
    html = get_page(ada, path)
    assert not GridCell.objects.exists()
    html = submit_form(ada, path, {"text": "++", "was": read_hidden_field(html, "was"), "preview": "1"}, status=200)
    assert 'aria-label="yes, 2 of 3"' in html.partition("Preview:")[2][:200]
    assert not GridCell.objects.exists()
    submit_form(
        ada, path, {"text": " since 2\r\nor so ", "was": read_hidden_field(html, "was"), "why": "See the changelog"}
    )
    assert text() == "since 2\nor so"
    assert "Written by ada on" in read_text(get_page(ada, path))
    assert "“See the changelog”" in read_text(get_page(ada, path))


@pytest.mark.parametrize("wrong", [(0, 99), (99, 0)])
def test_a_cell_whose_package_or_feature_is_of_another_grid_is_not_found(ada, forms, wrong):
    other = make_grid("other", packages=[make_package("django-c")], features=[("Docs", {})])
    package = (forms, other)[bool(wrong[0])].columns.first().package_id
    feature = (forms, other)[bool(wrong[1])].features.first().pk
    assert ada.get(f"/grids/element/forms/{package}/{feature}/").status_code == 404


def test_of_two_editors_of_a_cell_the_second_sees_both_and_chooses(ada, grace, forms):
    path = cell_path(forms)
    html = get_page(grace, path)
    submit_form(ada, path, {"text": "yes, since 2", "was": read_hidden_field(get_page(ada, path), "was")})
    html = submit_form(grace, path, {"text": "no", "was": read_hidden_field(html, "was")}, status=409)
    assert "changed by ada just now Before yes Theirs yes, since 2 Yours, from the field below no" in read_text(html)
    assert text() == "yes, since 2"
    was = read_hidden_field(html, "was")
    assert "You changed nothing, so nothing was saved." in read_text(
        submit_form(grace, path, {"text": "no", "was": was, "take_text": "theirs"})
    )
    submit_form(grace, path, {"text": "no", "was": was, "take_text": "mine"})
    assert text() == "no"


def test_a_script_fills_cells_with_the_same_form(ada, grace, forms):
    path, wants = cell_path(forms), {"headers": {"accept": "application/json"}}

    def posted(client, **fields: str):
        answer = client.post(path, fields, **wants)
        return answer.status_code, answer.json()

    assert ada.get(path, **wants).json()["text"] == "yes"
    status, answer = posted(ada, text="no", was=json.dumps({"text": "yes"}))
    assert (status, answer["text"], answer["edit"]) == (200, "no", Edit.objects.get().pk)
    assert 'aria-label="no"' in answer["html"]
    assert posted(grace, text="+", was=json.dumps({"text": "yes"})) == (
        409,
        {"theirs": "no", "sentence": "ada changed this cell while you were editing."},
    )
    status, answer = posted(ada, text="x" * 1001, was=json.dumps({"text": "no"}))
    assert (status, answer["text"]) == (422, "no")
    assert "at most 1000 characters" in answer["sentence"]
    ada.post(f"/edits/{Edit.objects.get().pk}/revert/")
    assert text() == "yes"


@pytest.mark.parametrize("path", ["/grids/forms/edit/", "/grids/forms/propose/", "cell"])
def test_a_locked_grid_says_that_moderators_change_it(ada, root, forms, path):
    Grid.objects.update(is_locked=True)
    path = cell_path(forms) if path == "cell" else path
    html = get_page(ada, path)
    assert "This grid is locked. Only moderators can edit it." in read_text(html)
    assert "<textarea" not in html
    assert "<textarea" in get_page(root, path)
    assert "cell-way" not in ada.get("/grids/g/forms/").content.decode()
    assert 'class="cell-way' in root.get("/grids/g/forms/").content.decode()
    if path != "/grids/forms/propose/":
        html = submit_form(ada, path, {"title": "New", "text": "no", "was": "{}"}, status=200)
    assert (text(), Grid.objects.get().title) == ("yes", "Forms")


def test_who_has_changed_too_much_is_told_and_keeps_what_was_written(forms):
    who = User.objects.create_user("new")
    Edit.objects.bulk_create(edit(who=who, at=who.date_joined) for _ in range(60))
    html = submit_form(make_client(who), cell_path(forms), {"text": "my long text", "was": "{}"}, status=200)
    assert "An account in its first week can do this 60 times a day" in read_text(html)
    assert "my long text" in html


PAGES = (
    "/packages/add/",
    "/packages/django-a/edit/",
    "/grids/add/?packages=django-a",
    "/grids/forms/edit/",
    "/grids/forms/package/add/",
    "/grids/forms/propose/",
    "/grids/feature/add/forms/",
    "/edits/by/ada/revert/",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_signed_out_is_sent_to_sign_in_and_comes_back(forms, path, method):
    answer = getattr(make_client(), method)(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/login/?next={path.replace('?', '%3F').replace('=', '%3D')}"


def test_a_form_without_its_token_changes_nothing(forms):
    client = make_client(make_user("ada"))
    client.handler.enforce_csrf_checks = True
    for path in (*PAGES, cell_path(forms)):
        answer = client.post(path, {"title": "New", "text": "no"})
        assert (answer.status_code, "Nothing was saved. You opened the form" in read_text(answer.content.decode())) == (
            403,
            True,
        )
    assert (text(), Edit.objects.count()) == ("yes", 0)


def test_pages_of_signed_out_readers_have_no_tokens_and_offer_to_sign_in(forms):
    for path in ("/packages/p/django-a/", "/grids/g/forms/"):
        html = make_client().get(path).content.decode()
        assert "csrfmiddlewaretoken" not in html
        assert "Sign in to edit" in read_text(html)
        assert "cells.js" not in html


@pytest.mark.parametrize("rows", [3, 30])
def test_a_grid_with_ways_to_its_cells_costs_as_many_queries_however_large(ada, rows, django_assert_max_num_queries):
    packages = [make_package(f"p{number}") for number in range(rows)]
    make_grid("large", description="All", packages=packages, features=[(f"f{number}", {}) for number in range(rows)])
    ada.get("/grids/g/large/")  # the first page records the session
    with django_assert_max_num_queries(12):
        assert ada.get("/grids/g/large/").content.count(b"cell-way") == rows * rows
