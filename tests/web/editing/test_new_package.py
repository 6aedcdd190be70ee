import pytest

from packgrid.catalogue.models import FetchState, Package
from packgrid.catalogue.refresh_requests import HEAD_OF_THE_QUEUE
from packgrid.comparison.models import Grid, GridPackage
from packgrid.projections.announcements import announce
from packgrid.revisions.models import Edit
from packgrid.search.query import suggest
from packgrid.web.editing.new_package import LOOKS
from sources.documents import project_document
from web.editing.editor_client import get_page, read_text, submit_form
from web.rows import make_category, make_grid, make_package

pytestmark = pytest.mark.django_db
ADD = "/packages/add/"
URL = "https://github.com/ada/kite"


@pytest.fixture(autouse=True)
def category(db):
    return make_category()


def form(**fields: object) -> dict[str, object]:
    given = {"title": "Kite", "slug": "kite", "category": make_category().pk, "repo_url": URL, "why": "Missing"}
    return given | fields


def test_an_address_fills_the_form_and_the_form_adds_the_package_at_the_head_of_the_queue(ada):
    grid = make_grid("kites")
    get_page(ada, f"{ADD}?grid_slug=kites")
    html = submit_form(ada, ADD, {"address": "git@github.com:ada/kite.git", "grid_slug": "kites"}, status=200)
    assert f'value="{URL}"' in html
    assert '<input type="checkbox" name="grids" value="kites"' in html
    assert "checked" in html
    html = submit_form(ada, ADD, form(grids=["kites"], offered=["kites"]))
    assert (
        "Kite was added to the catalogue. "
        "Automatic updates are off on this site, so facts about it will not appear yet." in read_text(html)
    )
    package = Package.objects.get(slug="kite")
    assert (package.repo_url, package.created_by.username) == (URL, "ada")
    assert GridPackage.objects.filter(grid=grid, package=package).exists()
    assert set(FetchState.objects.values_list("due_at", flat=True)) == {HEAD_OF_THE_QUEUE}
    assert [hit.slug for hit in suggest("kite", limit=5)] == ["kite", "kites"]
    assert list(Edit.objects.values_list("kind", "why")) == [("column", ""), ("package", "Missing")]


@pytest.mark.parametrize(
    ("ours", "address"),
    [
        ({"slug": "kite"}, "kite"),
        ({"pypi_name": "kite"}, "https://pypi.example/project/Kite/"),
    ],
)
def test_what_we_have_is_linked_to(ada, ours, address):
    make_package(**{"slug": "ours", "title": "Ours"} | ours)
    html = submit_form(ada, ADD, {"address": address}, status=200)
    assert "Ours is already listed." in read_text(html)
    assert 'name="title"' not in html


def test_a_package_of_the_same_repository_is_added_only_on_purpose(ada):
    make_package("ours", title="Ours", repo_url="https://github.com/Ada/Kite", facts={})
    warning = "Ours has the same repository and folder. If it is the same package, do not add it again."
    html = submit_form(ada, ADD, {"address": "ada/kite"}, status=200)
    assert warning in read_text(html)
    assert 'name="is_another" value="yes"' in html
    html = submit_form(ada, ADD, form(), status=200)
    assert "Ours has the same repository. It may be the same package." in read_text(html)
    assert warning in read_text(html)
    assert not Package.objects.filter(slug="kite").exists()
    submit_form(ada, ADD, form(is_another="yes"))
    assert Package.objects.get(slug="kite").repo_url == URL


def test_no_purpose_adds_a_package_whose_name_is_listed(ada):
    make_package("kite", title="Kite", facts={})
    html = submit_form(ada, ADD, form(is_another="yes"), status=200)
    assert "Kite already has this name or repository." in read_text(html)


@pytest.mark.parametrize("fields", [{"repo_subdirectory": "core"}, {"repo_url": f"{URL}-two"}])
def test_another_folder_or_repository_is_no_reason_to_ask(ada, fields):
    make_package("ours", repo_url=URL, facts={})
    submit_form(ada, ADD, form(**fields))
    assert Package.objects.filter(slug="kite").exists()


def test_a_hidden_package_of_the_same_repository_is_not_named(ada):
    make_package("ours", title="Ours", repo_url=URL, is_hidden=True)
    html = submit_form(ada, ADD, form(), status=200)
    assert "A hidden package has this repository. It may be the same package." in read_text(html)
    assert "Ours" not in html


def test_a_hidden_package_is_not_linked_to(ada):
    make_package("kite", title="Kite", is_hidden=True)
    html = submit_form(ada, ADD, {"address": "kite"}, status=200)
    assert "This package is hidden. A moderator can show it again." in read_text(html)
    assert "Kite" not in html
    assert "/packages/p/kite/" not in html


@pytest.mark.parametrize("address", ["two words", "https://docs.example/", "  ", "x" * 501])
def test_what_names_nothing_is_said_at_the_field(ada, address):
    html = submit_form(ada, ADD, {"address": address}, status=200)
    assert 'aria-describedby="id_address_helptext id_address_error"' in html


def test_sources_are_asked_and_what_they_say_is_shown(ada, index, settings):
    settings.REFRESH = True
    index.documents["kite"] = project_document("Kite", summary="Flies in the wind")
    html = submit_form(ada, ADD, {"address": "kite"}, status=200)
    assert "What we found Flies in the wind" in read_text(html)
    html = submit_form(ada, ADD, {"address": "no-such-kite"}, status=200)
    assert "Not found PyPI has no project of this name." in read_text(html)
    index.instead["slow"] = (503, {}, b"")
    html = submit_form(ada, ADD, {"address": "slow"}, status=200)
    assert "Not looked up PyPI did not answer in time." in read_text(html)
    assert 'name="title" value="slow"' in html


def test_who_looks_up_very_many_addresses_has_to_wait(ada):
    for _ in range(LOOKS):
        submit_form(ada, ADD, {"address": "kite"}, status=200)
    html = submit_form(ada, ADD, {"address": "kite"}, status=200)
    assert "You have looked up 20 addresses in the last hour." in read_text(html)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Title: This field is required."),
        ({"slug": "a b"}, "URL name: Enter a valid"),
        ({"repo_url": "nonsense"}, "Repository: 'nonsense' has no host; write https://host/owner/name."),
        ({"pypi_name": "two words"}, "Name on PyPI: This is not a name on PyPI."),
        ({"documentation_url": "javascript:alert(1)"}, "Documentation: Enter a valid URL."),
        ({"slug": "taken"}, "Taken already has this name or repository."),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_sentence(ada, wrong, sentence):
    make_package("taken", title="Taken")
    html = submit_form(ada, ADD, form(**wrong), status=200)
    assert sentence in read_text(html)
    assert "Missing" in html
    assert not Package.objects.filter(slug="kite").exists()


def test_the_form_can_be_filled_by_hand(ada):
    assert 'name="repo_url"' in get_page(ada, f"{ADD}?by_hand")


def test_words_of_a_package_find_the_grids_it_may_belong_to(ada):
    inside = [make_package(f"kite-{name}", title=f"kite {name}") for name in ("one", "two")]
    make_grid("flying", title="Things that fly", packages=inside)
    make_grid("kites", title="Kites")
    make_grid("closed", title="Kites, closed", is_locked=True)
    announce(packages={package.pk for package in inside})
    announce(grids=set(Grid.objects.values_list("pk", flat=True)))
    html = submit_form(ada, ADD, {"address": "ada/django-kite"}, status=200)
    offered = [slug for slug in ("flying", "kites", "closed") if f'name="offered" value="{slug}"' in html]
    assert offered == ["flying", "kites"]


def test_the_index_of_a_name_can_be_chosen_where_there_are_private_ones(ada, settings):
    assert 'name="index_name"' not in get_page(ada, f"{ADD}?by_hand=1")
    settings.PRIVATE_INDEXES = {"internal": None, "team": None}
    html = get_page(ada, f"{ADD}?by_hand=1")
    assert [f'<option value="{name}"' in html for name in ("", "internal", "team", "other")] == [
        True,
        True,
        True,
        False,
    ]
    submit_form(ada, ADD, form(pypi_name="kite", index_name="team"))
    package = Package.objects.get(slug="kite")
    assert (package.pypi_name, package.index_name, package.pypi_url) == ("kite", "team", "")
    assert list(FetchState.objects.filter(source="pypi").values_list("host", flat=True)) == ["team"]
    submit_form(ada, ADD, form(slug="kite2", title="Kite 2", repo_url="", pypi_name="kite", index_name=""))
    assert Package.objects.get(slug="kite2").pypi_url.endswith("/project/kite/")
