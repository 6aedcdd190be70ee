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
    """Weights with a name, the query that chooses them, and whether they are chosen."""

    name: str
    query: str
    is_chosen: bool


@attrs.frozen(kw_only=True)
class WeighedPart:
    """A part with the share of the score that it makes up, 0 to 100, and what it gives, rounded."""

    part: ScorePart
    share: int
    percent: int | None


def parse_weights(asked: Mapping[str, str]) -> Weights:
    """The weights of a query: a preset by its name, then single ones from 0 to 100; anything else counts as unsaid."""
    preset = PRESETS.get(asked.get("weights", ""), BALANCED)
    said = {name: int(asked[name]) for name in NAMES if is_weight(asked.get(name, ""))}
    return attrs.evolve(preset, **said)


def is_weight(text: str) -> bool:
    """Whether it is a whole number from 0 to 100."""
    return text.isascii() and text.isdecimal() and len(text) <= len(str(HEAVIEST)) and int(text) <= HEAVIEST


def list_presets(chosen: Weights) -> list[WeightPreset]:
    """The presets to choose from."""
    return [WeightPreset(name, preset_query(name), weights == chosen) for name, weights in PRESETS.items()]


def preset_query(name: str) -> str:
    """The query of a preset; none for the one that holds unasked."""
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


def other_results(found: Summary, now: datetime) -> Iterator[CheckResult]:
    """The checks that do not hold, and those of which it is unknown."""
    return (finding for finding in run_checks(found.evidence, now) if not finding.holds)
