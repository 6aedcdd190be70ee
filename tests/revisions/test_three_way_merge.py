import pytest

from packgrid.revisions.three_way_merge import Clash, Merge, merge_states


@pytest.mark.parametrize(
    ("was", "now", "mine", "written", "clashes"),
    [
        ("a", "a", "a", {}, {}),
        ("a", "a", "b", {"x": "b"}, {}),
        ("a", "b", "a", {}, {}),
        ("a", "b", "b", {}, {}),
        ("a", "b", "c", {}, {"x": Clash("a", "b", "c")}),
        (None, "b", "c", {}, {"x": Clash(None, "b", "c")}),
        ("a", None, "c", {}, {"x": Clash("a", None, "c")}),
        ("a", "a", None, {"x": None}, {}),
    ],
)
def test_what_somebody_left_as_they_saw_it_stays_and_what_two_people_changed_is_asked(was, now, mine, written, clashes):
    assert merge_states({"x": was}, {"x": now}, {"x": mine}) == Merge(written, clashes)


def test_a_field_of_which_nothing_was_seen_is_written():
    assert merge_states({}, {"x": "a"}, {"x": "b"}) == Merge({"x": "b"}, {})


def test_each_field_is_merged_on_its_own():
    merge = merge_states({"x": 1, "y": 1}, {"x": 2, "y": 1}, {"x": 1, "y": 3})
    assert merge == Merge({"y": 3}, {})
