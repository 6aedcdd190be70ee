"""Synonyms: the built-in list, and the changes of curators."""

import pytest

from packgrid.search import synonyms
from packgrid.search.models import CuratedSynonym
from packgrid.search.synonyms import NEAR, SAME, Synonym, combine_synonyms, index_synonyms, parse_lines
from search.rows import add, slugs

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


def test_curators_add_pairs_change_what_they_count_and_take_them_away():
    built_in = combine_synonyms([])
    assert Synonym(("kubernetes",), SAME) in built_in["k8s"]
    assert Synonym(("rate", "limit"), SAME) in built_in["throttl"]
    assert combine_synonyms([("kites", "dragons, paper birds", "same")])["kite"] == (
        Synonym(("dragons",), SAME),
        Synonym(("paper", "birds"), SAME),
    )
    assert Synonym(("kubernetes",), NEAR) in combine_synonyms([("k8s", "kubernetes", "near")])["k8s"]
    assert "k8s" not in combine_synonyms([("kubernetes", "k8s", "never")])


@pytest.mark.django_db(transaction=True)
def test_what_curators_change_holds_for_the_next_search():
    add("paper-birds", "Flies")
    assert slugs("dragon") == []
    row = CuratedSynonym.objects.create(term="dragons", synonyms="birds")
    assert slugs("dragon") == ["paper-birds"]
    row.delete()
    assert slugs("dragon") == []
    synonyms.CACHE.forget()
