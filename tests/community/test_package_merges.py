"""A merge of two packages with rows of every kind, and its undo."""

from datetime import date, timedelta

import pytest

from announcements import heard_ids
from community.all_rows import read_all_rows
from packgrid.catalogue.models import Example, Facts, FormerPackage, Package
from packgrid.catalogue.package_edits import change_package
from packgrid.catalogue.package_merges import PackageMerge, merge_packages, preview_merge
from packgrid.community.models import Decision, Favorite, Flag, Maintainer, Reply, Usage, Watch
from packgrid.comparison.merged_columns import find_cell_conflicts
from packgrid.comparison.models import GridCell, GridPackage
from packgrid.comparison.reverts import revert_edit
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind, Point
from packgrid.projections.announcements import announce
from packgrid.revisions.errors import NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.models import Edit
from revisions.rows import NOW, by, make_user
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
FILE = ["a.csv", 1777593600]


@pytest.fixture
def root():
    return make_user("root", is_staff=True)


@pytest.fixture
def people():
    return [make_user(name) for name in ("ada", "grace", "joan")]


@pytest.fixture
def rest():
    return make_package("rest", title="REST framework", pypi_name="rest", facts={"usage_count": 10})


@pytest.fixture
def drf(rest, people):
    """A package with rows of every kind, some of which the other one has, too."""
    ada, grace, joan = people
    drf = make_package("drf", title="DRF", facts={"usage_count": 70, "provenance": {"usage_count": FILE}})
    make_package("older", replaced_by=drf)
    for user, package in ((ada, drf), (grace, drf), (grace, rest), (joan, rest)):
        for model in (Usage, Favorite, Watch):
            model.objects.create(user=user, package=package)
    Facts.objects.filter(pk=drf.pk).update(usage_count=72, usages_here=2)
    Facts.objects.filter(pk=rest.pk).update(usage_count=12, usages_here=2)
    Maintainer.objects.create(user=ada, package=drf, token="a")
    flag = Flag.objects.create(user=ada, package=drf, reason="listed twice")
    Reply.objects.create(user=grace, flag=flag, text="so it is")
    Decision.objects.create(by=None, package=drf, subject="flag", about="x", verdict="declined")
    Example.objects.create(package=drf, title="A", url="https://a.example/")
    Example.objects.create(package=drf, title="B", url="https://b.example/")
    Example.objects.create(package=rest, title="B", url="https://b.example/")
    for metric, day, value in ((1, 1, 5), (1, 9, 7), (2, 4, 3)):
        Point.objects.create(pk=(drf.pk, metric, date(2026, 5, day)), value=value)
    Point.objects.create(pk=(rest.pk, 1, date(2026, 5, 5)), value=6)
    for package, kind, subject in ((drf, Kind.RELEASE, "1.0"), (drf, Kind.RELEASE, "2.0"), (rest, Kind.RELEASE, "2.0")):
        Change.objects.create(package=package, kind=kind, subject=subject, at=NOW, source="x")
    Change.objects.create(package=drf, kind=Kind.DEPRECATED, at=NOW, source="x")
    make_grid("only", packages=[drf], features=[("Docs", {"drf": "yes"})])
    texts = [("Ajax", {"drf": "yes"}), ("Speed", {"drf": "slow", "rest": "fast"}), ("Size", {"drf": "1", "rest": "1"})]
    both = make_grid("both", packages=[drf, rest], features=texts)
    column = both.columns.get(package=drf)
    Reply.objects.create(user=ada, column=column, feature=both.features.get(title="Ajax"), text="since 2.0")
    return drf


def texts(package: Package) -> set[tuple[str, str, str]]:
    cells = GridCell.objects.filter(column__package=package)
    return set(cells.values_list("column__grid__slug", "feature__title", "text"))


def test_a_merge_moves_everything_and_its_undo_restores_every_row(drf, rest, root, people):
    before = read_all_rows()
    edit = merge_packages(drf.pk, rest.pk, by=by(root))
    assert texts(rest) == {
        ("only", "Docs", "yes"),
        ("both", "Ajax", "yes"),
        ("both", "Speed", "fast"),
        ("both", "Size", "1"),
    }
    for model in (Usage, Favorite, Watch):
        assert set(model.objects.filter(package=rest).values_list("user", flat=True)) == {one.pk for one in people}
    facts = Facts.objects.get(pk=rest.pk)
    assert (facts.usage_count, facts.usages_here, facts.provenance) == (73, 3, {"usage_count": FILE})
    for model in (Maintainer, Flag, Decision):
        assert model.objects.get().package == rest
    assert Reply.objects.get(column__isnull=False).column == GridPackage.objects.get(grid__slug="both", package=rest)
    assert set(Example.objects.filter(package=rest).values_list("title", flat=True)) == {"A", "B"}
    assert set(Point.objects.filter(package=rest).values_list("metric", "day", "value")) == {
        (1, date(2026, 5, 1), 5),
        (1, date(2026, 5, 5), 6),
        (2, date(2026, 5, 4), 3),
    }
    assert set(Change.objects.filter(package=rest, kind=Kind.RELEASE).values_list("subject", flat=True)) == {
        "1.0",
        "2.0",
    }
    assert Package.objects.get(slug="older").replaced_by == rest
    assert Package.objects.get(pk=drf.pk).is_hidden
    former = FormerPackage.objects.get()
    assert (former.slug, former.former_id, former.package, former.merge) == ("drf", drf.pk, rest, edit)

    undone = revert_edit(edit, by=by(root, now=LATER))
    after = read_all_rows()
    for name, found in before.items():
        if name != "history.change":  # visibility and the like may be recorded
            assert after[name] == found, name
    known = {row["pk"]: row for row in after["history.change"]}
    assert all(known[row["pk"]] == row for row in before["history.change"])
    assert revert_edit(undone, by=by(root, now=LATER)).after["merged_slug"] == "drf"
    assert Package.objects.get(pk=drf.pk).is_hidden


def test_a_moderator_chooses_which_text_stays(drf, rest, root):
    conflicts = find_cell_conflicts(PackageMerge(drf, rest, NOW))
    assert [(one.place, one.feature, one.source_text, one.target_text) for one in conflicts] == [
        ("both", "Speed", "slow", "fast")
    ]
    edit = merge_packages(drf.pk, rest.pk, by=by(root), overwritten=frozenset({conflicts[0].key}))
    assert ("both", "Speed", "slow") in texts(rest)
    revert_edit(edit, by=by(root))
    assert ("both", "Speed", "fast") in texts(rest)


def test_a_cell_that_was_changed_since_keeps_its_text_when_the_merge_is_undone(drf, rest, root):
    edit = merge_packages(drf.pk, rest.pk, by=by(root))
    GridCell.objects.filter(column__package=rest, feature__title="Ajax").update(text="since 3.0")
    revert_edit(edit, by=by(root))
    assert ("both", "Ajax", "since 3.0") in texts(rest)


def test_the_preview_counts_what_moves_and_what_stays(drf, rest):
    found = {part.title: (part.moved, part.kept) for part in preview_merge(drf, rest, now=NOW)}
    assert found == {
        "Sites": (1, 1),
        "Packages that it replaces": (1, 0),
        "History: numbers": (2, 1),
        "History: events": (1, 2),
        "Grids": (1, 1),
        "Cells of grids that both are in": (1, 2),
        "Replies to cells": (1, 0),
        "Number of users counted elsewhere": (1, 0),
        "People who use it": (1, 1),
        "Favourites": (1, 1),
        "Followers": (1, 1),
        "Maintainers": (1, 0),
        "Flags": (1, 0),
        "Decisions of moderators": (1, 0),
    }


def test_a_second_merge_does_nothing_and_a_second_undo_neither(drf, rest, root):
    edit = merge_packages(drf.pk, rest.pk, by=by(root))
    assert merge_packages(drf.pk, rest.pk, by=by(root)) is None
    revert_edit(edit, by=by(root))
    with pytest.raises(StillNeeded, match="already reverted"):
        revert_edit(edit, by=by(root))


def test_merges_of_merges_are_undone_the_newest_first(drf, rest, root):
    last = make_package("last", facts={})
    first = merge_packages(drf.pk, rest.pk, by=by(root))
    second = merge_packages(rest.pk, last.pk, by=by(root))
    assert FormerPackage.objects.get(slug="drf").package == last
    with pytest.raises(StillNeeded, match="into another one later"):
        revert_edit(first, by=by(root))
    revert_edit(second, by=by(root))
    revert_edit(first, by=by(root))
    assert not FormerPackage.objects.exists()
    assert set(Package.objects.filter(is_hidden=False).values_list("slug", flat=True)) == {
        "drf",
        "rest",
        "older",
        "last",
    }


def test_what_cannot_be_merged_is_refused(drf, rest, root, people):
    hidden = make_package("hidden", is_hidden=True)
    for source, target, who, error in (
        (drf, rest, people[0], NotAllowed),
        (drf, drf, root, StillNeeded),
        (drf, hidden, root, RowRemoved),
        (hidden, rest, root, RowRemoved),
    ):
        with pytest.raises(error):
            merge_packages(source.pk, target.pk, by=by(who))
    with pytest.raises(RowRemoved):
        merge_packages(drf.pk, 999, by=by(root))
    assert not Edit.objects.exists()


def test_a_merged_package_cannot_be_edited_or_merged_elsewhere(drf, rest, root):
    merge_packages(drf.pk, rest.pk, by=by(root))
    with pytest.raises(StillNeeded, match="merged into REST framework"):
        change_package(drf.pk, {"is_hidden": False}, was={"is_hidden": True}, by=by(root))
    with pytest.raises(StillNeeded, match="another one"):
        merge_packages(drf.pk, make_package("last").pk, by=by(root))


def test_both_packages_and_their_grids_are_announced(drf, rest, root):
    with heard_ids("packages") as packages:
        merge_packages(drf.pk, rest.pk, by=by(root))
    assert packages[-1] >= {drf.pk, rest.pk}


def test_weeks_of_commits_that_do_not_reach_those_of_the_other_package_stay(root):
    one, other = make_package("one", facts={}), make_package("other", facts={})
    commits = HISTORY_IDS["commits"]
    Point.objects.create(pk=(one.pk, commits, date(2020, 1, 6)), value=4)
    Point.objects.create(pk=(other.pk, commits, date(2026, 1, 5)), value=4)
    merge_packages(one.pk, other.pk, by=by(root))
    assert Point.objects.filter(package=other).count() == 1
    announce(packages={other.pk})


def test_a_renamed_package_is_found_by_its_old_slug_and_back(rest, root):
    edit = change_package(rest.pk, {"slug": "rest-framework"}, was={"slug": "rest"}, by=by(root))
    assert FormerPackage.objects.get(slug="rest").package == rest
    revert_edit(edit, by=by(root))
    assert list(FormerPackage.objects.values_list("slug", flat=True)) == ["rest-framework"]


IN_DJANGO = {"builtin_in": "django", "builtin_since": "6.0", "builtin_name": "x", "builtin_url": "https://a.example/"}
IN_PYTHON = {"builtin_in": "python", "builtin_since": "3.9", "builtin_name": "", "builtin_url": "https://b.example/"}
NOWHERE = dict.fromkeys(IN_DJANGO, "")


def read_builtin(slug):
    return Package.objects.filter(slug=slug).values(*IN_DJANGO).get()


@pytest.mark.parametrize(
    ("source", "target", "merged", "counts"),
    [
        (IN_DJANGO, NOWHERE, IN_DJANGO, [("Built in now", 1, 0)]),
        (IN_DJANGO, IN_PYTHON, IN_PYTHON, [("Built in now", 0, 1)]),
        (NOWHERE, IN_PYTHON, IN_PYTHON, []),
        (NOWHERE, NOWHERE, NOWHERE, []),
    ],
)
def test_what_a_package_is_built_into_goes_along_where_nothing_is_said_yet(root, source, target, merged, counts):
    one, other = make_package("one", facts={}, **source), make_package("other", facts={}, **target)
    shown = [(part.title, part.moved, part.kept) for part in preview_merge(one, other, now=NOW)]
    assert shown == counts
    edit = merge_packages(one.pk, other.pk, by=by(root))
    assert read_builtin("other") == merged
    revert_edit(edit, by=by(root))
    assert (read_builtin("one"), read_builtin("other")) == (source, target)


def test_an_undone_merge_keeps_what_somebody_has_said_since(root):
    one, other = make_package("one", facts={}, **IN_DJANGO), make_package("other", facts={})
    edit = merge_packages(one.pk, other.pk, by=by(root))
    change_package(other.pk, {"builtin_since": "6.1"}, was={"builtin_since": "6.0"}, by=by(root))
    revert_edit(edit, by=by(root))
    assert read_builtin("other") == IN_DJANGO | {"builtin_since": "6.1"}
