import attrs
import pytest

from assessment.cases import NOW, ago, evidence
from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.release_support import (
    admits_any,
    current_support,
    earlier_support,
    make_cell,
    make_cell_grid,
    read_support,
)
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind

D, P = "Framework :: Django :: ", "Programming Language :: Python :: "
OLD = ReleaseEvidence(
    version="1.0",
    requires_python=">=3.8",
    classifiers=(f"{D}4.2", f"{D}5.2", f"{P}3.8", f"{P}3.13"),
    requires_dist=("django>=4.2",),
)
NEW = ReleaseEvidence(
    version="2.0",
    requires_python=">=3.12",
    classifiers=(f"{D}5.2", f"{D}6.0", f"{P}3.13", f"{P}3.14"),
    requires_dist=("django>=5.2",),
)
SILENT = ReleaseEvidence(version="1.5")


def kinds(cells):
    return {cell.series: str(cell.kind) for cell in cells}


def test_an_old_release_that_was_not_checked_does_not_look_better_than_the_newest():
    old = ReleaseEvidence(version="1.0", requires_python=">=3.8")
    new = ReleaseEvidence(version="2.0", requires_python=">=3.8", classifiers=(f"{P}3.8", f"{P}3.13"))
    newest, oldest = read_support([new, old], pythons=("2.7", "3.13", "3.14"))
    assert kinds(newest.pythons) == {"2.7": "excluded", "3.13": "declared", "3.14": "undeclared"}
    assert kinds(oldest.pythons) == {"2.7": "excluded", "3.13": "not checked", "3.14": "not checked"}


def test_releases_by_series_make_a_matrix():
    new, old = read_support([NEW, OLD], djangos=("4.2", "5.2", "6.0"), pythons=("3.8", "3.13"))
    assert (new.release, kinds(new.djangos)) == (NEW, {"4.2": "excluded", "5.2": "declared", "6.0": "declared"})
    assert kinds(new.pythons) == {"3.8": "excluded", "3.13": "declared"}
    assert kinds(old.djangos) == {"4.2": "declared", "5.2": "declared", "6.0": "undeclared"}
    assert kinds(old.pythons) == {"3.8": "declared", "3.13": "declared"}


def test_without_a_choice_every_known_series_is_asked_about():
    (row,) = read_support([NEW])
    assert [row.djangos[0].series, row.djangos[-1].series] == ["1.11", "6.1"]
    assert [row.pythons[0].series, row.pythons[-1].series] == ["2.7", "3.15"]


def test_the_releases_before_it_make_rows_where_their_classifiers_are_known():
    withdrawn = attrs.evolve(OLD, version="1.4", is_yanked=True)
    given = evidence(version="2.0", releases=(NEW, SILENT, withdrawn, OLD))
    (row,) = earlier_support(given, NOW)
    assert (row.release, kinds(row.djangos)) == (OLD, {"5.2": "declared", "6.0": "undeclared", "6.1": "undeclared"})
    assert earlier_support(evidence(releases=None), NOW) == ()


def test_the_newest_release_is_asked_about_what_is_supported_today():
    row = current_support(evidence(), NOW)
    assert kinds(row.djangos) == {"5.2": "declared", "6.0": "declared", "6.1": "declared"}
    assert kinds(row.pythons) == {
        "3.11": "excluded",
        "3.12": "undeclared",
        "3.13": "declared",
        "3.14": "declared",
        "3.15": "undeclared",
    }
    assert kinds(current_support(evidence(), ago(days=1000)).djangos) == {
        "3.2": "excluded",
        "4.2": "excluded",
        "5.0": "excluded",
    }


@pytest.mark.parametrize(
    ("asked", "series", "kind", "reason"),
    [
        ({"django": "5.2"}, "5.2", SupportKind.DECLARED, f"classifier {D}5.2"),
        ({"python": "3.11"}, "3.11", SupportKind.EXCLUDED, "requires_python >=3.12 excludes it"),
        (
            {"django": "5.2", "python": "3.13"},
            "Django 5.2 on Python 3.13",
            SupportKind.DECLARED,
            f"classifier {P}3.13; classifier {D}5.2",
        ),
        (
            {"django": "6.1", "python": "3.13"},
            "Django 6.1 on Python 3.13",
            SupportKind.UNDECLARED,
            "the classifiers name 5.2 and 6.0; requires_dist django>=5.2 admits it",
        ),
        (
            {"django": "6.0", "python": "3.15"},
            "Django 6.0 on Python 3.15",
            SupportKind.EXCLUDED,
            "Django 6.0 does not run on Python 3.15",
        ),
    ],
)
def test_the_weakest_word_decides_of_a_pair(asked, series, kind, reason):
    assert make_cell(NEW, **asked) == SupportCell(series, kind, reason)


def test_one_of_the_two_has_to_be_named():
    with pytest.raises(ValueError, match="empty"):
        make_cell(NEW)


def test_pairs_are_a_table_of_djangos_by_pythons():
    table = make_cell_grid(NEW, djangos=("5.2", "6.0"), pythons=("3.10", "3.13"))
    assert [[str(cell.kind) for cell in row] for row in table] == [["excluded", "declared"], ["excluded", "declared"]]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ([SupportKind.DECLARED, SupportKind.EXCLUDED], True),
        ([SupportKind.ALLOWED, SupportKind.UNKNOWN], True),
        ([SupportKind.UNDECLARED, SupportKind.EXCLUDED], False),
        ([SupportKind.UNKNOWN, SupportKind.EXCLUDED], None),
        ([SupportKind.NOT_CHECKED, SupportKind.EXCLUDED], None),
        ([], None),
    ],
)
def test_a_series_is_reached_if_it_is_declared_or_let_in(said, answer):
    assert admits_any([SupportCell("5.2", kind, "") for kind in said]) is answer
