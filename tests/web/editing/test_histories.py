import pytest
from django.utils import timezone

from packgrid.comparison.models import Grid, GridCell
from packgrid.revisions.models import Edit
from revisions.rows import edit, make_user
from web.editing.editor_client import get_page, make_client, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def users():
    return make_user("ada"), make_user("grace"), make_user("root", is_staff=True)


@pytest.fixture
def forms(users):
    """A grid in which ada has filled a cell and grace has corrected it."""
    grid = make_grid("forms", title="Forms", packages=[make_package(title="A")], features=[("Ajax", {})])
    path = f"/grids/element/forms/{grid.columns.get().package_id}/{grid.features.get().pk}/"
    for who, was, text in ((users[0], "", "yes, since <b>2</b>"), (users[1], "yes, since <b>2</b>", "yes, since 3")):
        form = {"text": text, "was": f'{{"text": "{was}"}}', "why": f"{who} knows"}
        submit_form(make_client(who), path, form)
    return grid


def text() -> str:
    return GridCell.objects.values_list("text", flat=True).get()


@pytest.mark.parametrize("path", ["/grids/g/forms/history/", "/packages/p/django-a/history/", "/edits/"])
def test_every_edit_is_shown_with_who_why_and_what_it_changed(forms, path):
    answer = make_client().get(path)
    assert answer.headers["Cache-Control"].startswith("public")
    assert not answer.cookies
    html = get_page(make_client(), path)
    assert "A: Ajax in Forms changed grace, " in read_text(html)
    assert ("Authors of 1 cell A: Ajax grace, " in read_text(html)) == path.startswith("/grids/")
    assert ": “grace knows” Cell yes, since removed: <b>2</b> added: 3 A: Ajax in Forms changed ada, " in read_text(
        html
    )
    assert "<b>2" not in html
    assert "/revert/" not in html


def test_an_edit_is_reverted_once_that_was_confirmed(forms, users):
    client = make_client(users[0])
    path = f"/edits/{Edit.objects.first().pk}/revert/"
    assert path in get_page(client, "/grids/g/forms/history/")
    assert "Revert this edit? A: Ajax in Forms changed grace" in read_text(get_page(client, path))
    assert text() == "yes, since 3"
    html = submit_form(client, path, {"why": "It was 2"})
    assert "Reverted. To undo this, revert the new edit." in read_text(html)
    assert "reverted an edit of" in read_text(html)
    assert text() == "yes, since <b>2</b>"
    assert path not in html
    assert "This edit was already reverted." in read_text(submit_form(client, path, {}))


def test_the_old_addresses_revert_too(forms, users):
    client = make_client(users[0])
    path = f"/edits/{Edit.objects.first().pk}/take-back/"
    assert "Revert this edit?" in read_text(get_page(client, path))
    assert "Reverted." in read_text(submit_form(client, path, {}))
    assert "2 edits can be reverted." in read_text(get_page(make_client(users[2]), "/edits/by/ada/take-back/"))


def test_what_stands_in_the_way_is_said(forms, users):
    html = submit_form(make_client(users[2]), f"/edits/{Edit.objects.last().pk}/revert/", {})
    assert "grace changed this later (text). Revert the newer edit first, or change the value yourself." in read_text(
        html
    )
    assert text() == "yes, since 3"


def test_moderators_see_whose_edits_to_look_at_first_and_take_them_all_back(forms, users):
    spammer = make_user("spammer", age_days=-1)
    now = timezone.now()
    spammer.date_joined = now
    spammer.save()
    path = f"/grids/element/forms/{forms.columns.get().package_id}/{forms.features.get().pk}/"
    submit_form(make_client(spammer), path, {"text": "https://spam.example/", "was": '{"text": "yes, since 3"}'})
    assert "Check these first" not in read_text(get_page(make_client(users[0]), "/edits/"))
    root = make_client(users[2])
    html = get_page(root, "/edits/")
    assert "Check these first spammer 1 edit in a week new account adds links" in read_text(html)
    assert "Revert all" in read_text(get_page(root, "/edits/by/spammer/"))
    assert "1 edit can be reverted." in read_text(get_page(root, "/edits/by/spammer/revert/"))
    html = submit_form(root, "/edits/by/spammer/revert/", {"why": "Advertising"}, status=200)
    assert "1 edit was reverted." in read_text(html)
    assert text() == "yes, since 3"
    assert "your account does not have the right to see it" in read_text(
        submit_form(make_client(users[0]), "/edits/by/ada/revert/", {}, status=403)
    )


def test_edits_of_somebody_are_a_page_and_stay_without_a_name_when_they_leave(forms, users):
    assert read_text(get_page(make_client(), "/edits/by/ada/")).count("changed ada") == 1
    assert make_client().get("/edits/by/nobody/").status_code == 404
    users[0].delete()
    assert "changed a deleted account" in read_text(get_page(make_client(), "/grids/g/forms/history/"))


def test_edits_of_hidden_packages_are_for_moderators(forms, users):
    package = forms.columns.get().package
    package.is_hidden = True
    package.save()
    assert make_client().get("/packages/p/django-a/history/").status_code == 404
    assert "No edits yet." in read_text(get_page(make_client(), "/edits/"))
    assert "A: Ajax" in read_text(get_page(make_client(users[2]), "/edits/"))


def test_a_grid_that_was_removed_is_still_in_the_history_of_everything(users):
    client = make_client(users[0])
    submit_form(client, "/grids/add/", {"title": "Short-lived"})
    added = Edit.objects.get()
    assert "Reverted." in read_text(submit_form(client, f"/edits/{added.pk}/revert/", {}))
    assert not Grid.objects.exists()
    assert "Short-lived reverted an edit of" in read_text(get_page(make_client(), "/edits/"))


@pytest.mark.parametrize("count", [3, 50])
@pytest.mark.parametrize(
    "path", ["/grids/g/forms/history/", "/packages/p/django-a/history/", "/edits/", "/edits/by/ada/"]
)
def test_a_history_costs_as_many_queries_however_long(forms, users, path, count, django_assert_max_num_queries):
    package = forms.columns.get().package
    others = [make_package(f"p{number}") for number in range(count)]
    about = {"kind": Edit.Kind.PACKAGE, "row_id": package.pk, "package_id": package.pk, "grid_id": None}
    for number, other in enumerate(others):
        edit(who=users[0], package_id=package.pk, grid_id=forms.pk, row_id=number + 100).save()
        edit(who=users[0], **about, before={"replaced_by_id": other.pk}, after={"replaced_by_id": None}).save()
        edit(who=users[0], **about, before={"category_id": 1}, after={"category_id": package.category_id}).save()
    with django_assert_max_num_queries(9):
        assert make_client().get(path).status_code == 200


def test_pages_beyond_the_end_show_the_last(forms):
    assert make_client().get("/edits/?page=99").status_code == 200
    assert make_client().get("/edits/?page=x").status_code == 404
