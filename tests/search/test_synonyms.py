"""What words may be called instead."""

import pytest

from packgrid.search.synonyms import NEAR, SAME, Synonym, index_synonyms, parse_lines, read_synonyms

LINES = """
# a remark
k8s == kubernetes  # another
cron = schedule, periodic task
nothing here
"""


def test_lines_give_terms_with_their_synonyms():
    assert list(parse_lines(LINES)) == [
        ("k8s", Synonym(("kubernetes",), SAME)),
        ("cron", Synonym(("schedule",), NEAR)),
        ("cron", Synonym(("periodic", "task"), NEAR)),
    ]


def test_both_directions_and_all_forms_of_a_word_count():
    assert index_synonyms(parse_lines(LINES)) == {
        "k8s": (Synonym(("kubernetes",), SAME),),
        "kubernet": (Synonym(("k8s",), SAME),),
        "cron": (Synonym(("schedule",)), Synonym(("periodic", "task"))),
        "schedul": (Synonym(("cron",)),),
        "periodictask": (Synonym(("cron",)),),
    }


@pytest.mark.parametrize("line", ["a = a", "a = ", " = b", "=", "# a = b", ""])
def test_a_line_without_two_terms_says_nothing(line):
    assert index_synonyms(parse_lines(line)) == {}


def test_the_first_line_decides_how_much_a_pair_counts():
    assert index_synonyms(parse_lines("a1 == b1\nb1 = a1")) == {
        "a1": (Synonym(("b1",), SAME),),
        "b1": (Synonym(("a1",), SAME),),
    }


def test_the_list_can_be_read():
    assert Synonym(("kubernetes",), SAME) in read_synonyms()["k8s"]
    assert Synonym(("rate", "limit"), SAME) in read_synonyms()["throttl"]
