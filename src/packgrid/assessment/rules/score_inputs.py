"""The inputs of the parts of the score, and the curves that turn ages and counts into points."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from math import log1p

import attrs

from packgrid.assessment.rules.ages import LONG, QUARTER, YEAR
from packgrid.assessment.rules.text_format import capitalize_first

# Age to points; between two ages the points fall evenly, before the first they are 1, after the last 0.
BY_AGE = ((QUARTER, 1.0), (YEAR, 0.7), (2 * YEAR, 0.4), (LONG, 0.1), (5 * YEAR, 0.0))


@attrs.frozen
class ScoreInput:
    """One input: its value as shown, 0 to 1 points for it, and why. None is unknown."""

    name: str
    value: str | None
    points: float | None
    weight: int
    sentence: str


@attrs.frozen
class ScorePart:
    """A named part of the score: the mean of its known inputs, 0 to 1; None if all are unknown."""

    key: str
    title: str
    weight: int
    value: float | None
    inputs: tuple[ScoreInput, ...]


def known_input(name: str, value: str, points: float, *, weight: int, sentence: str) -> ScoreInput:
    """An input whose points are rounded to what is shown, so that anybody can add them up."""
    return ScoreInput(name, value, round(points, 3), weight, sentence)


def unknown_input(name: str, *, weight: int) -> ScoreInput:
    """An input that the mean leaves out."""
    return ScoreInput(name, None, None, weight, f"{capitalize_first(name)}: unknown, so it is not counted.")


def weighted_mean(pairs: Iterable[tuple[float | None, int]]) -> float | None:
    """The mean of the known values; None if none is known, or if all known ones weigh nothing."""
    counted = [(value, weight) for value, weight in pairs if value is not None]
    total = sum(weight for _, weight in counted)
    return sum(value * weight for value, weight in counted) / total if total else None


def points_by_age(age: timedelta) -> float:
    """1 for recent, 0 for old: linear between the corners of BY_AGE."""
    if age <= BY_AGE[0][0]:
        return BY_AGE[0][1]
    for (younger, more), (older, less) in pairwise(BY_AGE):
        if age <= older:
            return more - (more - less) * ((age - younger) / (older - younger))
    return BY_AGE[-1][1]


def points_by_count(count: int, *, full: int) -> float:
    """0 for none and 1 for `full` or more; logarithmic between, so that the first ones count most."""
    return min(1.0, log1p(count) / log1p(full))
