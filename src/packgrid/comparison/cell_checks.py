"""Checks that the text of a cell fits the kind of its feature. Pure."""

import re

from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.table import count_marks

NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)


def parse_number(text: str) -> float | None:
    """The number that a text is, such as 12, -3 or 0.5; None if it is something else."""
    return float(text) if NUMBER.fullmatch(text.strip()) else None


def explain_cell_problem(kind: str, text: str) -> str:
    """Why a cell of this kind cannot contain a text, and what to write; "" if it can. Empty cells are always right."""
    text = text.strip()
    if not text or kind == FeatureKind.TEXT:
        return ""
    if kind == FeatureKind.NUMBER:
        return "" if parse_number(text) is not None else f"“{text[:40]}” is not a number. Write one such as 12 or 0.5."
    return "" if count_marks(text.lower()) else f"“{text[:40]}” is neither yes nor no. Write yes or no."
