from datetime import timedelta
from enum import StrEnum

import attrs


class Field(StrEnum):
    CATEGORY = "category"
    GRID = "grid"
    LICENSE = "license"
    DJANGO = "django"
    PYTHON = "python"
    STARS = "stars"
    UPDATED = "updated"
    RELEASED = "released"
    IS = "is"
    HAS = "has"
    HOST = "host"
    USES = "uses"


class Comparison(StrEnum):
    EQUAL = "="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


@attrs.frozen
class Filter:
    field: Field
    comparison: Comparison
    value: str | int | timedelta
    is_negated: bool = False


@attrs.frozen
class Query:
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    problems: tuple = ()


def parse(text):
    import re

    ph = tuple(p for p in re.findall(r'"([^"]*)"', text))
    rest = re.sub(r'"[^"]*"', " ", text).replace('"', " ").split()
    fs = tuple(
        Filter(Field(w.split(":")[0]), Comparison("="), w.split(":")[1])
        for w in rest
        if ":" in w and w.split(":")[0] in set(Field)
    )
    return Query(tuple(w for w in rest if not (":" in w and w.split(":")[0] in set(Field))), ph, (), fs)
