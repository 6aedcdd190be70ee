from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.catalogue.install_sizes import InstallSize, Uncounted
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.models import Grid
from packgrid.comparison.table import FeatureRow, Moment, Part, Side
from packgrid.comparison.table_selection import TableSelection, select_table

AT = datetime(2026, 5, 3, tzinfo=UTC)


def side(slug, *, classifiers=None, requires_dist=None, status="", **values: Any) -> Side:
    release = ReleaseEvidence(version="1", classifiers=classifiers, requires_dist=requires_dist)
    return Side(
        package_id=ord(slug),
        slug=slug,
        title=slug.upper(),
        created=AT,
        status=status,
        is_vulnerable=False,
        release=release,
        values=values,
    )


def part(*rows: Any) -> Part:
    return Part(Grid(slug="g"), tuple(FeatureRow(at, title, "", texts) for at, (title, texts) in enumerate(rows, 1)))


def slugs(sides, selection, parts=()):
    return "".join(side.slug for side in select_table(sides, parts, selection).sides)


class TestOrder:
    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("-stars", "bac"),
            ("stars", "abc"),
            ("title", "abc"),
            ("-title", "cba"),
            ("-released", "abc"),
            ("released", "bac"),
            ("", "cab"),
        ],
    )
    def test_what_is_unknown_comes_last_in_both_directions(self, sort, order):
        earlier, later = (Moment(AT.replace(day=day)) for day in (1, 2))
        sides = [side("c"), side("a", stars=1, released=later), side("b", stars=2, released=earlier)]
        assert slugs(sides, TableSelection(sort=sort)) == order

    @pytest.mark.parametrize(("sort", "order"), [("install_size", "adbce"), ("-install_size", "dacbe")])
    def test_what_is_known_in_part_comes_after_what_is_known(self, sort, order):
        lacking = (("x", Uncounted.NOT_LISTED),)
        sizes = {
            "a": InstallSize(10, 10),
            "b": InstallSize(5, 5, 0, lacking),
            "c": InstallSize(5, 90, 1, lacking),
            "d": InstallSize(10, 20, 1),
            "e": MissingValue.NOT_CHECKED,
        }
        sides = [side(slug, install_size=size) for slug, size in sizes.items()]
        assert slugs(sides, TableSelection(sort=sort)) == order

    @pytest.mark.parametrize("status", ["gone", "deprecated", "superseded", "archived"])
    def test_what_has_ended_sinks_in_every_order_but_the_chosen_one(self, status):
        sides = [side("a", stars=9, status=status), side("b", stars=1), side("c", status="unmaintained")]
        assert slugs(sides, TableSelection()) == "bca"
        assert slugs(sides, TableSelection(sort="")) == "abc"
        assert select_table(sides, [], TableSelection()).counts.over == 1

    def test_a_feature_orders_by_praise(self):
        said = part(("Paging", {97: "no", 98: "words", 99: "+3", 100: "+1"}))
        assert slugs([side(slug) for slug in "eabcd"], TableSelection(sort="f1"), [said]) == "cdbae"


class TestLeavingOut:
    def test_every_word_has_to_be_in_name_or_description(self):
        sides = [side("a", about="Forms that Fly"), side("b", about="Forms"), side("c")]
        table = select_table(sides, [], TableSelection(text="fly FORMS"))
        assert [one.slug for one in table.sides] == ["a"]
        assert table.counts.unmatched == 2

    def test_a_stack_keeps_what_declares_it_and_counts_the_others(self):
        django = "Framework :: Django :: "
        sides = [
            side("a", classifiers=(f"{django}5.2",)),
            side("b", classifiers=(f"{django}4.2",)),
            side("c", classifiers=(), requires_dist=("Django>=4.2",)),
            side("d", classifiers=(), requires_dist=("Django<5",)),
            side("e"),
        ]
        table = select_table(sides, [], TableSelection(django="5.2", sort=""))
        assert [one.slug for one in table.sides] == ["a"]
        assert table.counts.stack == Counter(
            {
                SupportKind.DECLARED: 1,
                SupportKind.UNDECLARED: 1,
                SupportKind.ALLOWED: 1,
                SupportKind.EXCLUDED: 1,
                SupportKind.NOT_CHECKED: 1,
            }
        )
        assert slugs(sides, TableSelection(django="5.2", is_lenient=True, sort="")) == "ac"

    def test_a_stack_may_name_other_frameworks_and_the_weakest_answer_counts(self):
        wagtail, django = "Framework :: Wagtail :: ", "Framework :: Django :: "
        sides = [
            side("a", classifiers=(f"{wagtail}6", f"{django}5.2")),
            side("b", classifiers=(f"{wagtail}6", f"{django}4.2")),
            side("c", classifiers=(f"{django}5.2",), requires_dist=("wagtail>=6",)),
            side("d", classifiers=(f"{django}5.2",)),
            side("e", classifiers=(f"{wagtail}6",), requires_dist=("wagtail>=7",)),
            side("f"),
        ]
        wagtail_6 = (("wagtail", "6"),)
        assert slugs(sides, TableSelection(frameworks=wagtail_6, sort="")) == "ab"
        assert slugs(sides, TableSelection(frameworks=wagtail_6, is_lenient=True, sort="")) == "abc"
        assert slugs(sides, TableSelection(frameworks=wagtail_6, django="5.2", sort="")) == "a"
        table = select_table(sides, [], TableSelection(frameworks=wagtail_6, sort=""))
        assert table.counts.stack == Counter(
            {
                SupportKind.DECLARED: 2,
                SupportKind.ALLOWED: 1,
                SupportKind.UNKNOWN: 1,
                SupportKind.EXCLUDED: 1,
                SupportKind.NOT_CHECKED: 1,
            }
        )

    def test_hidden_packages_and_rows_are_counted(self):
        selection = TableSelection(hidden_sides=("b", "zz"), hidden_rows=("stars", "f1"))
        table = select_table([side("a", stars=1), side("b", stars=1)], [part(("Paging", {}), ("Auth", {}))], selection)
        assert [one.slug for one in table.sides] == ["a"]
        assert table.facts == ()
        assert [row.title for row in table.parts[0].features] == ["Auth"]
        assert (table.counts.hidden, table.counts.hidden_rows, table.counts.total) == (1, 2, 2)

    def test_only_differences_leaves_out_rows_that_are_the_same_for_all(self):
        sides = [side("a", stars=1, forks=2, usage=None), side("b", stars=1, forks=3, usage=None)]
        said = part(("Same", {97: "yes", 98: "+1"}), ("Other", {97: "yes"}), ("Unsaid", {}))
        table = select_table(sides, [said], TableSelection(is_differences_only=True))
        assert [row.key for row in table.facts] == ["forks"]
        assert [row.title for row in table.parts[0].features] == ["Other"]
        assert table.counts.equal_rows == 4

    def test_an_optional_row_is_there_only_if_a_package_has_a_value(self):
        silent, named = side("a", wagtail=MissingValue.NOT_STATED), side("b", wagtail=("6", "7"))
        assert select_table([silent, silent], [], TableSelection()).facts == ()
        (row,) = select_table([silent, named], [], TableSelection(sort="")).facts
        assert (row.key, row.title, row.values) == ("wagtail", "Wagtail", (MissingValue.NOT_STATED, ("6", "7")))

    def test_a_part_without_rows_is_no_part(self):
        assert select_table([side("a")], [part(("Paging", {}))], TableSelection(hidden_rows=("f1",))).parts == ()
