from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from announcements import heard_ids
from packgrid.catalogue.duplicates import find_duplicate
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.package_edits import add_package, change_package, revert_package_edit
from packgrid.revisions.errors import Conflict, Duplicate, NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.models import Edit
from packgrid.revisions.three_way_merge import Clash
from revisions.rows import NOW, by, make_user
from web.rows import make_category, make_package

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ada():
    return make_user("ada")


@pytest.fixture
def grace():
    return make_user("grace")


@pytest.fixture
def heard():
    with heard_ids("packages") as ids:
        yield ids


def values(**given: object) -> dict[str, object]:
    return {"slug": "django-kite", "title": "Kite", "category_id": make_category().pk} | given


def said() -> list[tuple[object, ...]]:
    return list(Edit.objects.order_by("pk").values_list("title", "who__username", "why", "before", "after"))


def test_a_package_is_added_with_facts_that_know_nothing_and_an_edit(ada, heard):
    given = values(repo_url="https://code.example/ada/kite")
    made = add_package(given, by=by(ada, "Missing here"))
    kept = Package.objects.get()
    assert (kept.created, kept.modified, kept.created_by, kept.last_modified_by) == (NOW, NOW, ada, ada)
    assert Facts.objects.filter(package=made).exists()
    assert said() == [("Kite", "ada", "Missing here", None, given)]
    assert heard == [{made.pk}]


@pytest.mark.parametrize(
    ("ours", "asked", "is_twin"),
    [
        ({"slug": "Django-Kite"}, {}, True),
        ({"slug": "x"}, {}, False),
        ({"pypi_name": "kite"}, {"pypi_name": "Kite"}, True),
        ({"pypi_name": ""}, {"pypi_name": ""}, False),
        ({"repo_url": "https://github.com/Ada/Kite"}, {"repo_url": "https://github.com/ada/kite"}, True),
        ({"repo_url": "http://github.com/ada/kite.git"}, {"repo_url": "https://github.com/ada/kite"}, True),
        ({"repo_url": "https://code.example/Ada/kite"}, {"repo_url": "https://code.example/ada/kite"}, False),
        ({"repo_url": "https://github.com/ada/kite2"}, {"repo_url": "https://github.com/ada/kite"}, False),
        ({"repo_url": "https://github.com/ada/k.te"}, {"repo_url": "https://github.com/ada/kxte"}, False),
        (
            {"repo_url": "https://github.com/a/b", "pypi_name": "one"},
            {"repo_url": "https://github.com/a/b", "pypi_name": "two"},
            False,
        ),
        (
            {"repo_url": "https://github.com/a/b", "repo_subdirectory": "one"},
            {"repo_url": "https://github.com/a/b", "repo_subdirectory": "two"},
            False,
        ),
        (
            {"repo_url": "https://github.com/a/b", "pypi_name": "one"},
            {"repo_url": "https://github.com/a/b", "pypi_name": ""},
            True,
        ),
        ({"repo_url": "nonsense"}, {"repo_url": "nonsense"}, False),
    ],
)
def test_a_twin_has_the_same_slug_project_or_repository_unless_something_tells_them_apart(ours, asked, is_twin):
    package = make_package(**{"slug": "ours"} | ours)
    assert find_duplicate({"slug": "django-kite"} | asked) == (package if is_twin else None)
    assert find_duplicate({"slug": "django-kite"} | asked, but=package.pk) is None


def test_a_package_that_we_have_is_not_added_again(ada):
    ours = make_package("django-kite")
    with pytest.raises(Duplicate) as refused:
        add_package(values(), by=by(ada))
    assert (refused.value.existing, str(refused.value)) == (
        ours,
        "django-kite already has this name or repository.",
    )
    assert said() == []


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "x" * 101}, {"slug": "a b"}, {"category_id": 99}])
def test_a_value_that_cannot_be_kept_is_named(ada, wrong):
    with pytest.raises(ValidationError) as refused:
        add_package(values(**wrong), by=by(ada))
    assert list(refused.value.message_dict) == [next(iter(wrong)).removesuffix("_id")]
    assert not Package.objects.exists()


def test_only_what_differs_is_changed_and_kept(ada, heard):
    package = make_package(title="Old")
    was = {"title": "Old", "documentation_url": None}
    edit = change_package(package.pk, {"title": "New", "documentation_url": None}, was=was, by=by(ada, now=LATER))
    package.refresh_from_db()
    assert (package.title, package.modified, package.last_modified_by) == ("New", LATER, ada)
    assert (edit.before, edit.after, heard) == ({"title": "Old"}, {"title": "New"}, [{package.pk}])
    assert change_package(package.pk, {"title": "New"}, was={"title": "New"}, by=by(ada)) is None
    assert len(heard) == len(said()) == 1


def test_two_people_who_change_different_fields_both_win(ada, grace):
    package = make_package(title="Old", documentation_url="")
    was = {"title": "Old", "documentation_url": ""}
    change_package(package.pk, was | {"title": "New"}, was=was, by=by(ada))
    change_package(package.pk, was | {"documentation_url": "https://docs.example/"}, was=was, by=by(grace))
    package.refresh_from_db()
    assert (package.title, package.documentation_url) == ("New", "https://docs.example/")


def test_of_two_people_who_change_one_field_the_second_sees_what_the_first_wrote(ada, grace):
    package = make_package(title="Old")
    change_package(package.pk, {"title": "Hers"}, was={"title": "Old"}, by=by(ada))
    with pytest.raises(Conflict) as refused:
        change_package(package.pk, {"title": "Mine"}, was={"title": "Old"}, by=by(grace))
    assert refused.value.theirs == {"title": Clash("Old", "Hers", "Mine")}
    change_package(package.pk, {"title": "Mine"}, was={"title": "Hers"}, by=by(grace))
    assert [row[-1] for row in said()] == [{"title": "Hers"}, {"title": "Mine"}]


@pytest.mark.parametrize("change", [{"slug": "other"}, {"is_hidden": True}])
def test_addresses_and_hiding_are_for_moderators(ada, change):
    package = make_package()
    was = {"slug": "django-a", "is_hidden": False}
    assert change_package(package.pk, was, was=was, by=by(ada)) is None
    with pytest.raises(NotAllowed):
        change_package(package.pk, change, was=was, by=by(ada))
    assert change_package(package.pk, change, was=was, by=by(make_user("root", is_staff=True))).after == change


def test_a_package_takes_no_name_of_another_and_does_not_replace_itself(ada):
    package, other = make_package(), make_package("django-b", pypi_name="kite")
    with pytest.raises(Duplicate, match="django-b already has this name"):
        change_package(package.pk, {"pypi_name": "kite"}, was={}, by=by(ada))
    with pytest.raises(ValidationError, match="cannot replace itself"):
        change_package(package.pk, {"replaced_by_id": package.pk}, was={}, by=by(ada))
    assert change_package(package.pk, {"replaced_by_id": other.pk}, was={}, by=by(ada)).after == {
        "replaced_by_id": other.pk
    }


def test_what_is_gone_is_said(ada):
    with pytest.raises(RowRemoved):
        change_package(1, {"title": "New"}, was={}, by=by(ada))


def test_a_time_is_kept_as_text_and_comes_back(ada):
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    package = make_package()
    edit = change_package(package.pk, {"deprecated_at": at}, was={"deprecated_at": None}, by=by(ada))
    edit.refresh_from_db()
    revert = revert_package_edit(edit, by=by(ada))
    revert_package_edit(revert, by=by(ada))
    package.refresh_from_db()
    assert package.deprecated_at == at


def test_an_edit_is_reverted_and_the_revert_too(ada, grace):
    package = make_package(title="Old")
    edit = change_package(package.pk, {"title": "New"}, was={"title": "Old"}, by=by(ada))
    revert = revert_package_edit(edit, by=by(grace, "It was right"))
    assert (revert.reverts, revert.before, revert.after) == (edit, {"title": "New"}, {"title": "Old"})
    with pytest.raises(StillNeeded, match="was already reverted"):
        revert_package_edit(edit, by=by(grace))
    revert_package_edit(revert, by=by(ada))
    package.refresh_from_db()
    assert package.title == "New"


def test_nothing_newer_is_overwritten_by_a_revert(ada, grace):
    package = make_package(title="Old")
    edit = change_package(package.pk, {"title": "New"}, was={"title": "Old"}, by=by(ada))
    change_package(package.pk, {"title": "Newer"}, was={"title": "New"}, by=by(grace))
    with pytest.raises(StillNeeded, match=r"grace changed this later \(title\)"):
        revert_package_edit(edit, by=by(ada))


def test_an_added_package_is_hidden_by_who_added_it_until_others_have_worked_on_it(ada, grace):
    made = add_package(values(), by=by(ada))
    added = Edit.objects.get()
    with pytest.raises(NotAllowed):
        revert_package_edit(added, by=by(grace))
    revert_package_edit(added, by=by(ada))
    made.refresh_from_db()
    assert made.is_hidden
    change_package(made.pk, {"title": "Better"}, was={}, by=by(grace))
    with pytest.raises(NotAllowed):
        revert_package_edit(added, by=by(ada))


def test_the_title_of_a_hidden_package_is_not_told():
    make_package("django-kite", title="Rude", is_hidden=True)
    with pytest.raises(Duplicate, match="A moderator can show it again") as refused:
        add_package({"slug": "django-kite", "title": "Kite", "category_id": make_category().pk}, by=by(make_user()))
    assert "Rude" not in str(refused.value)


BUILTIN = {
    "builtin_in": "django",
    "builtin_since": "6.0",
    "builtin_name": "django.tasks",
    "builtin_url": "https://docs.example/releases/6.0/",
}


def test_what_a_package_is_built_into_is_changed_as_one_fact_and_undone(ada):
    package = make_package()
    nothing = dict.fromkeys(BUILTIN, "")
    edit = change_package(package.pk, BUILTIN, was=nothing, by=by(ada))
    assert (edit.before, edit.after) == (nothing, BUILTIN)
    for changes in ({"builtin_url": ""}, {"builtin_in": ""}, {"builtin_since": "soon"}, {"builtin_in": "flask"}):
        with pytest.raises(ValidationError) as refused:
            change_package(package.pk, changes, was=BUILTIN, by=by(ada))
        assert list(refused.value.message_dict) == list(changes)
    revert_package_edit(edit, by=by(ada))
    package.refresh_from_db()
    assert {name: getattr(package, name) for name in BUILTIN} == nothing


def test_an_undo_that_would_leave_half_of_a_fact_is_refused(ada):
    package = make_package()
    unnamed = BUILTIN | {"builtin_name": ""}
    first = change_package(package.pk, unnamed, was=dict.fromkeys(BUILTIN, ""), by=by(ada))
    change_package(package.pk, {"builtin_name": "django.tasks"}, was=unnamed, by=by(ada))
    with pytest.raises(ValidationError, match="Say what it is built into"):
        revert_package_edit(first, by=by(ada))
