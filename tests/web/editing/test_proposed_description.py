"""Editors accept the description that is proposed for a grid by one button."""

import pytest

from packgrid.comparison.models import Grid
from packgrid.revisions.models import Edit
from web.editing.editor_client import get_page, make_client, read_hidden_field, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
PROPOSED = "Compares django-a and django-b."
ACCEPT = "/grids/forms/describe/"


@pytest.fixture
def forms() -> Grid:
    return make_grid("forms", title="Forms", packages=[make_package("django-a"), make_package("django-b")])


@pytest.mark.usefixtures("forms")
def test_everybody_sees_that_it_is_proposed_and_editors_alone_a_button(ada):
    html = get_page(make_client(), "/grids/")
    assert f"proposed {PROPOSED}" in read_text(html)
    assert ACCEPT not in html
    assert f'action="{ACCEPT}"' in get_page(ada, "/grids/")


def test_the_page_of_a_grid_shows_it_too_until_it_has_a_description(ada, forms):
    html = get_page(make_client(), "/grids/g/forms/")
    assert f"proposed {PROPOSED}" in read_text(html)
    assert ACCEPT not in html
    html = submit_form(ada, ACCEPT, {"description": PROPOSED})
    assert f'<div class="lead"><p>{PROPOSED}</p></div>' in html.replace("\n", "")
    assert "proposed" not in read_text(html)


def test_a_proposal_is_accepted_as_an_edit_and_reverted_as_any_other(ada, forms):
    html = get_page(ada, "/grids/?theme=forms")
    fields = {"description": read_hidden_field(html, "description"), "next": read_hidden_field(html, "next")}
    html = submit_form(ada, ACCEPT, fields)
    assert "<title>Forms, fields and tables: grids" in html
    assert PROPOSED in read_text(html)
    assert "proposed" not in read_text(html)
    forms.refresh_from_db()
    assert forms.description == PROPOSED
    made = Edit.objects.get()
    assert (made.kind, made.before, made.after, made.why) == (
        Edit.Kind.GRID,
        {"description": ""},
        {"description": PROPOSED},
        "Accepted the proposed description",
    )
    submit_form(ada, f"/edits/{made.pk}/revert/", {})
    assert f"proposed {PROPOSED}" in read_text(get_page(ada, "/grids/"))


def test_what_somebody_else_wrote_meanwhile_stays(ada, forms):
    Grid.objects.update(description="Written by hand")
    words = read_text(submit_form(ada, ACCEPT, {"description": PROPOSED}))
    assert "Someone has described Forms in the meantime. Nothing was changed." in words
    forms.refresh_from_db()
    assert (forms.description, Edit.objects.count()) == ("Written by hand", 0)


@pytest.mark.usefixtures("forms")
@pytest.mark.parametrize("text", ["", "Buy this!", "x" * 10_000])
def test_a_text_that_is_not_proposed_now_changes_nothing_and_says_so(ada, text):
    words = read_text(submit_form(ada, ACCEPT, {"description": text}))
    assert "The packages of Forms have changed. Read the new proposal, then accept it." in words
    assert not Edit.objects.exists()


def test_a_locked_grid_has_no_button_and_says_why(ada, root, forms):
    Grid.objects.update(is_locked=True)
    assert ACCEPT not in get_page(ada, "/grids/")
    assert ACCEPT in get_page(root, "/grids/")
    submit_form(ada, ACCEPT, {"description": PROPOSED})
    forms.refresh_from_db()
    assert forms.description == ""


@pytest.mark.usefixtures("forms")
def test_it_needs_a_person_a_post_and_a_grid(ada):
    assert make_client().post(ACCEPT).headers["Location"] == f"/login/?next={ACCEPT}"
    assert ada.get(ACCEPT).status_code == 405
    assert ada.post("/grids/nothing/describe/").status_code == 404


@pytest.mark.usefixtures("forms")
def test_after_it_the_reader_stays_on_this_site(ada):
    answer = ada.post(ACCEPT, {"description": PROPOSED, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/grids/g/forms/"
