"""The page of a package's health: its labels, and its score with the weights that the reader wants."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

import attrs

from packgrid.assessment.rules.health import CheckResult, run_checks
from packgrid.assessment.rules.score import BALANCED, PRESETS, Weights
from packgrid.assessment.rules.score_inputs import ScorePart
from packgrid.assessment.summary import Summary

HEAVIEST = 100
NAMES = tuple(field.name for field in attrs.fields(Weights))


@attrs.frozen
class WeightPreset:
    """Named weights, the query that chooses them, and whether they are chosen."""

    name: str
    query: str
    is_chosen: bool


@attrs.frozen(kw_only=True)
class WeighedPart:
    """A part of the score with its share of the total weight, 0 to 100, and its value in percent."""

    part: ScorePart
    share: int
    percent: int | None


def parse_weights(asked: Mapping[str, str]) -> Weights:
    """The weights of a query: a preset by name, then single weights from 0 to 100. Anything else is ignored."""
    preset = PRESETS.get(asked.get("weights", ""), BALANCED)
    weights = {name: int(asked[name]) for name in NAMES if is_weight(asked.get(name, ""))}
    return attrs.evolve(preset, **weights)


def is_weight(text: str) -> bool:
    """True if a text is a whole number from 0 to 100."""
    return text.isascii() and text.isdecimal() and len(text) <= len(str(HEAVIEST)) and int(text) <= HEAVIEST


def list_presets(chosen: Weights) -> list[WeightPreset]:
    return [WeightPreset(name, make_preset_query(name), weights == chosen) for name, weights in PRESETS.items()]


def make_preset_query(name: str) -> str:
    """The query of a preset; "" for the default."""
    return "" if PRESETS[name] == BALANCED else f"?{urlencode({'weights': name})}"


def weigh_parts(parts: Sequence[ScorePart]) -> list[WeighedPart]:
    """The parts with their shares."""
    total = sum(part.weight for part in parts)
    return [
        WeighedPart(
            part=part,
            share=round(100 * part.weight / total) if total else 0,
            percent=None if part.value is None else round(100 * part.value),
        )
        for part in parts
    ]


def list_other_results(found: Summary, now: datetime) -> Iterator[CheckResult]:
    """The results of the checks that do not hold or are unknown."""
    return (finding for finding in run_checks(found.evidence, now) if not finding.holds)
