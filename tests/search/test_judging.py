import pytest

from search.judging import HELD_OUT, TUNED, Judgement, Question, figures, questions

QUESTION = Question("task", "send email", {"best": 3, "also-best": 3, "good": 2, "fine": 1}, frozenset({"wrong"}))


@pytest.mark.parametrize(
    ("came", "rank", "is_right"),
    [
        (["best"], 1, True),
        (["also-best", "x"], 1, True),
        (["good", "best"], 2, False),
        (["best", "wrong"], 1, False),
        (["best", "x", "x", "x", "x", "wrong"], 1, True),
        (["x"] * 10 + ["best"], None, False),
        ([], None, False),
    ],
)
def test_the_first_answer_has_to_be_right_and_none_of_the_first_five_wrong(came, rank, is_right):
    judgement = Judgement(QUESTION, came)
    assert (judgement.rank, judgement.is_right) == (rank, is_right)


def test_where_nothing_must_be_first_the_first_five_are_alike():
    question = Question("prefix", "django-re", {"a": 2, "b": 2})
    assert Judgement(question, ["x", "x", "x", "x", "a"]).is_right
    assert not Judgement(question, ["x", "x", "x", "x", "x", "a"]).is_right


@pytest.mark.parametrize(
    ("came", "ndcg"),
    [(["best", "also-best", "good", "fine"], 1.0), (["x"], 0.0), (["x", "best"], 0.331), (["fine", "best"], 0.406)],
)
def test_the_discounted_gain_is_that_of_the_ideal_order_at_most(came, ndcg):
    assert Judgement(QUESTION, came).ndcg == pytest.approx(ndcg, abs=0.001)


def test_figures_are_means():
    undecided = Question("prefix", "a", {"a": 2})
    all_in_all = figures([Judgement(QUESTION, ["x", "best", "wrong"]), Judgement(undecided, ["a"])])
    assert (all_in_all.mean_reciprocal_rank, all_in_all.first_place_rate, all_in_all.top_5_rate) == (0.75, 0.0, 1.0)
    assert (all_in_all.count, all_in_all.violations, all_in_all.right) == (2, 1, 1)


@pytest.mark.parametrize("path", [TUNED, HELD_OUT], ids=lambda path: path.stem)
def test_every_written_question_says_what_is_right_and_nothing_is_both_right_and_wrong(path):
    asked = questions(path)
    assert [question.text for question in asked if not question.grades] == []
    assert [question.text for question in asked if question.never & question.grades.keys()] == []


def test_there_are_enough_questions():
    assert (len(questions(TUNED)) >= 150, len(questions(HELD_OUT))) == (True, 100)
