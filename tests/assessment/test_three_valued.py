import pytest

from packgrid.assessment.rules.three_valued import all_true, any_true, negate


@pytest.mark.parametrize(
    ("answers", "all_of_them", "one_of_them"),
    [
        ([], True, False),
        ([True], True, True),
        ([False], False, False),
        ([None], None, None),
        ([True, False], False, True),
        ([True, None], None, True),
        ([False, None], False, None),
        ([True, False, None], False, True),
    ],
)
def test_answers_are_put_together(answers, all_of_them, one_of_them):
    assert (all_true(answers), any_true(answers)) == (all_of_them, one_of_them)


@pytest.mark.parametrize(("answer", "other"), [(True, False), (False, True), (None, None)])
def test_the_opposite_of_unknown_is_unknown(answer, other):
    assert negate(answer) is other
