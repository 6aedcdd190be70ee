import pytest

from packgrid.search.spelling import (
    choose_corrections,
    consonant_skeleton,
    edit_distance,
    merge_candidates,
    spelling_candidates,
    words_one_edit_away,
)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("django", "django", 0),
        ("djnago", "django", 1),
        ("djago", "django", 1),
        ("djanngo", "django", 1),
        ("djamgo", "django", 1),
        ("dnajgo", "django", 2),
        ("flask", "django", 3),
        ("a", "abcdef", 3),
        ("", "ab", 2),
    ],
)
def test_mistakes_are_counted_up_to_two(one, other, steps):
    assert edit_distance(one, other, 2) == steps


def test_one_mistake_is_a_letter_less_more_exchanged_or_two_swapped():
    made = words_one_edit_away("abc")
    assert {"ab", "bc", "ac", "abcd", "xabc", "axbc", "axc", "bac", "acb"} <= made
    assert all(edit_distance("abc", word, 2) <= 1 for word in made)


@pytest.mark.parametrize(
    ("word", "bones"),
    [("authentication", "athntctn"), ("athentication", "athntctn"), ("toolbar", "tlbr"), ("apple", "apl"), ("", "")],
)
def test_a_skeleton_is_what_is_left_without_vowels_and_doubled_letters(word, bones):
    assert consonant_skeleton(word) == bones


def test_nobody_is_corrected_in_three_letters():
    assert spelling_candidates("drf").words == {"drf"}
    assert not spelling_candidates("drf").skeletons
    assert choose_corrections("drf", {"df": 1000, "dry": 1000}) == ()


@pytest.mark.parametrize(
    ("word", "counts", "meant"),
    [
        ("djnago", {"django": 90, "djago": 1}, ("django", "djago")),
        ("debgu", {"debug": 5}, ("debug",)),
        ("autentification", {"authentication": 9}, ()),
        ("autentication", {"authentication": 9}, ("authentication",)),
        ("athentecation", {"authentication": 9, "authenticator": 3}, ("authentication",)),
        ("forms", {"forms": 3, "form": 900}, ()),
        ("fomrs", {"forms": 3, "form": 900}, ("forms",)),
        ("stars", {"star": 3, "start": 60}, ()),
        ("formz", {"formz": 1, "forms": 90}, ("forms",)),
        ("celery", {}, ()),
        ("abcd", {"abce": 1, "abcf": 2, "abcg": 3, "abch": 4}, ("abch", "abcg", "abcf")),
    ],
)
def test_a_mistyped_word_means_the_nearest_and_a_known_one_itself(word, counts, meant):
    assert choose_corrections(word, counts) == meant


def test_candidates_of_several_words_are_looked_up_together():
    both = merge_candidates([spelling_candidates("djnago"), spelling_candidates("autentication")])
    assert {"django", "authentication"} <= both.words
    assert "athntctn" in both.skeletons
    assert not merge_candidates([]).words
