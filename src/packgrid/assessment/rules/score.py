"""A number from 0 to 100 made of named parts, with every input visible, which can be recomputed with other weights.

It sorts lists when somebody asks for that, and never hides a package. docs/metrics/score.md explains it.
"""

from collections.abc import Mapping
from datetime import datetime

import attrs
from attrs.validators import ge, instance_of

from packgrid.assessment.percentiles import Percentiles
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.score_inputs import ScoreInput, ScorePart, weighted_mean
from packgrid.assessment.rules.score_parts import PARTS

ENOUGH_KNOWN = 0.3
WEIGHT = [instance_of(int), ge(0)]


@attrs.frozen(kw_only=True)
class Weights:
    """How much each part counts; whole numbers from 0.

    Raises:
        ValueError, TypeError: a weight is below 0 or no whole number.
    """

    maintenance: int = attrs.field(default=30, validator=WEIGHT)
    popularity: int = attrs.field(default=20, validator=WEIGHT)
    quality: int = attrs.field(default=20, validator=WEIGHT)
    compatibility: int = attrs.field(default=20, validator=WEIGHT)
    community: int = attrs.field(default=10, validator=WEIGHT)


BALANCED = Weights()
PRESETS: Mapping[str, Weights] = {
    "balanced": BALANCED,
    "popular": Weights(maintenance=10, popularity=70, quality=5, compatibility=5, community=10),
    "healthy": Weights(maintenance=40, popularity=5, quality=25, compatibility=10, community=20),
    "fresh": Weights(maintenance=45, popularity=5, quality=5, compatibility=40, community=5),
    "safe": Weights(maintenance=25, popularity=10, quality=45, compatibility=10, community=10),
}


@attrs.frozen
class Score:
    """The total from 0 to 100, and the share of all weights for which something is known, 0 to 1.

    `total` is None if `known` is below ENOUGH_KNOWN: a few lucky numbers would make a high score.
    """

    total: int | None
    known: float
    parts: tuple[ScorePart, ...]


def compute_score(evidence: Evidence, percentiles: Percentiles, *, weights: Weights = BALANCED, now: datetime) -> Score:
    """The score of a package with these weights. Unknown inputs are left out of the means, never counted as 0."""
    return combine_parts(
        tuple(
            make_part(key, title, getattr(weights, key), tuple(inputs(evidence, percentiles, now)))
            for key, title, inputs in PARTS
        )
    )


def make_part(key: str, title: str, weight: int, inputs: tuple[ScoreInput, ...]) -> ScorePart:
    """A part with the mean of its inputs, rounded to what is shown, so that anybody can recompute the score."""
    value = weighted_mean((item.points, item.weight) for item in inputs)
    return ScorePart(key, title, weight, None if value is None else round(value, 3), inputs)


def combine_parts(parts: tuple[ScorePart, ...]) -> Score:
    value, known = weighted_mean((part.value, part.weight) for part in parts), share_known(parts)
    return Score(None if value is None or known < ENOUGH_KNOWN else round(100 * value), known, parts)


def share_known(parts: tuple[ScorePart, ...]) -> float:
    """The weights of the known inputs, within the weights of their parts, as a share of all: 0 to 1."""
    total = sum(part.weight for part in parts)
    known = sum(part.weight * share_known_inputs(part.inputs) for part in parts)
    return round(known / total, 3) if total else 0.0


def share_known_inputs(inputs: tuple[ScoreInput, ...]) -> float:
    """The share of the weights of the inputs that are known."""
    return sum(item.weight for item in inputs if item.points is not None) / sum(item.weight for item in inputs)
