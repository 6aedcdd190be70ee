"""How good the answers of search are, measured on questions whose right answers people or a rule have named.

The questions are data (judged/*.toml, where the head of each file says how grades are meant). Here is how they are
read, how one list of answers is judged, and how the judgements of many are summed up.
"""

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import attrs

FOLDER = Path(__file__).parent / "judged"
TUNED, HELD_OUT = FOLDER / "tuned.toml", FOLDER / "held_out.toml"
GRADES = {"first": 3, "top": 2, "fine": 1}
FIRST, FEW, MANY = 3, 5, 10

type Ask = Callable[[str], Sequence[str]]


@attrs.frozen
class Question:
    """A text that somebody types, and what should come: answer -> grade, 3 the best. `never` must not come early."""

    kind: str
    text: str
    grades: Mapping[str, int]
    never: frozenset[str] = frozenset()

    @property
    def best(self) -> int:
        """The highest grade that an answer can have."""
        return max(self.grades.values(), default=0)

    @property
    def named(self) -> set[str]:
        """Every answer that is judged, right or wrong."""
        return {*self.grades, *self.never}


@attrs.frozen
class Judgement:
    """What came for a question, best first."""

    question: Question
    came: Sequence[str]

    @property
    def rank(self) -> int | None:
        """The place of the first answer of the best grade, from 1; None where none is among the first ten."""
        best = (place for place, answer in enumerate(self.came[:MANY], 1) if self.grade(answer) == self.question.best)
        return next(best, None)

    @property
    def violations(self) -> list[str]:
        """What is among the first five and must not be."""
        return [answer for answer in self.came[:FEW] if answer in self.question.never]

    @property
    def is_right(self) -> bool:
        """Whether the first answer is right (one of the first five, where none must be first), and none wrong."""
        limit = 1 if self.question.best == FIRST else FEW
        return self.rank is not None and self.rank <= limit and not self.violations

    @property
    def ndcg(self) -> float:
        """Normalized discounted cumulative gain of the first ten, 0 to 1; an answer of grade g gains 2**g - 1."""
        ideal = sorted(self.question.grades.values(), reverse=True)
        return gain(self.grade(answer) for answer in self.came[:MANY]) / gain(ideal[:MANY])

    def grade(self, answer: str) -> int:
        """How good an answer is; 0 for one that nobody judged."""
        return self.question.grades.get(answer, 0)


@attrs.frozen
class Figures:
    """What many judgements come to. Rates are 0 to 1."""

    count: int
    mean_reciprocal_rank: float
    first_place_rate: float | None
    top_5_rate: float
    ndcg_10: float
    violations: int
    right: int


def questions(path: Path) -> list[Question]:
    """The questions of a file, in its order."""
    tables = tomllib.loads(path.read_text())
    return [question(kind, text, answers) for kind, table in tables.items() for text, answers in table.items()]


def question(kind: str, text: str, answers: Mapping[str, Sequence[str]]) -> Question:
    """One question as it stands in a file."""
    grades = {answer: grade for name, grade in GRADES.items() for answer in answers.get(name, ())}
    return Question(kind, text, grades, frozenset(answers.get("never", ())))


def judge(asked: Iterable[Question], ask: Ask) -> list[Judgement]:
    """What `ask` answers to each question."""
    return [Judgement(one, ask(one.text)) for one in asked]


def figures(judgements: Sequence[Judgement]) -> Figures:
    """Sum up; the first-place rate is of the questions that have an answer which must be first."""
    ranks = [judgement.rank for judgement in judgements]
    decided = [judgement.rank == 1 for judgement in judgements if judgement.question.best == FIRST]
    return Figures(
        count=len(judgements),
        mean_reciprocal_rank=fmean(1 / rank if rank else 0 for rank in ranks),
        first_place_rate=fmean(decided) if decided else None,
        top_5_rate=fmean(rank is not None and rank <= FEW for rank in ranks),
        ndcg_10=fmean(judgement.ndcg for judgement in judgements),
        violations=sum(len(judgement.violations) for judgement in judgements),
        right=sum(judgement.is_right for judgement in judgements),
    )


def gain(grades: Iterable[int]) -> float:
    """The discounted cumulative gain of answers with these grades, in this order."""
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
