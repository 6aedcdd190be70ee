"""The values that each field of a query takes, and how they are parsed."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import attrs

from packgrid.catalogue.fact_table import BY_KEY, FactKind
from packgrid.lib.frameworks import BY_KEY as FRAMEWORKS
from packgrid.lib.frameworks import BY_NAME, OPTIONAL
from packgrid.lib.license_words import read_license_words
from packgrid.lib.licenses import canonical_expression
from packgrid.lib.versions import normalize_name
from packgrid.search.entry_facts import FILTERS, SORT_NAMES

type FieldValue = str | int | timedelta

SLUG = re.compile(r"\w[\w-]*")
LICENSE = re.compile(r"[a-z0-9][a-z0-9.+-]*")
SERIES = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")
COUNT = re.compile(r"[0-9]{1,9}")
AGE = re.compile(r"([0-9]{1,4})([dwmy])")
HOST = re.compile(r"[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?")
PROJECT = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
# A month is 30 days and a year 365, so that an age is the same on every day.
DAYS = {"y": 365, "m": 30, "w": 7, "d": 1}
A_FORTNIGHT = 14
IS_VALUES = (
    *("archived", "deprecated", "maintained", "finished", "vulnerable", "malware", "superseded", "unmaintained"),
    *("gone", "quarantined", "builtin"),
)
SEVERITY_VALUES = ("critical", "high", "medium", "low", "unknown")
HAS_VALUES = ("docs", "wheels", "types", "readme", "licence")


@attrs.frozen
class FieldReader:
    """A parser for the values of a field. `read` returns None for text that is no such value."""

    read: Callable[[str], FieldValue | None]
    expected: str
    is_ordered: bool = False


def choice_reader(names: tuple[str, ...]) -> Callable[[str], str | None]:
    """A parser for one of these names."""
    return lambda said: said.lower() if said.lower() in names else None


def name_reader(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    """A parser for names: lower case, with "-" for spaces."""

    def read(said: str) -> str | None:
        name = "-".join(said.lower().split())
        return name if pattern.fullmatch(name) else None

    return read


read_name = name_reader(LICENSE)


def parse_license(said: str) -> str | None:
    """A licence as the index has it, however it is written: gplv3 is gpl-3.0, which both "only" and "or later" have."""
    name = read_name(said)
    if name and canonical_expression(name):
        return name
    found = canonical_expression(said) or read_license_words(said)
    return found.lower().removesuffix("-only") if found and LICENSE.fullmatch(found.lower()) else name


def parse_count(said: str) -> int | None:
    """A whole number of at most nine digits, which every database can compare."""
    return int(said) if COUNT.fullmatch(said) else None


def parse_age(said: str) -> timedelta | None:
    """An age such as 30d, 2w, 6m or 1y."""
    found = AGE.fullmatch(said.lower())
    return timedelta(days=int(found[1]) * DAYS[found[2]]) if found else None


def parse_project_name(said: str) -> str | None:
    """The name of a project, normalized as PEP 503 says."""
    name = normalize_name(said)
    return name if PROJECT.fullmatch(name) else None


def parse_framework(said: str) -> str | None:
    """The key of a framework that is not of interest to every package, by any of its names."""
    found = BY_NAME.get("-".join(said.lower().split()))
    return found.key if found and not found.is_general else None


def parse_sort(said: str) -> str | None:
    """The name of an order, with "-" before it to reverse it."""
    name = said.lower()
    return name if name.removeprefix("-") in SORT_NAMES else None


def format_value(value: FieldValue) -> str:
    """A value as it is written in a query; an age up to two weeks in days, else in the largest unit that fits."""
    if not isinstance(value, timedelta):
        return str(value)
    unit = next(unit for unit, days in DAYS.items() if value.days % days == 0) if value.days > A_FORTNIGHT else "d"
    return f"{value.days // DAYS[unit]}{unit}"


SERIES_READER = FieldReader(
    name_reader(SERIES), "a series such as 5.2, with <, <=, > or >= before it if you like", is_ordered=True
)
COUNT_READER = FieldReader(parse_count, "a whole number, with <, <=, > or >= before it if you like", is_ordered=True)
AGE_READER = FieldReader(parse_age, "an age such as 30d, 2w, 6m or 1y, with <, <=, > or >= before it", is_ordered=True)
BY_KIND = {FactKind.COUNT: COUNT_READER, FactKind.SCORE: COUNT_READER, FactKind.MOMENT: AGE_READER}
READERS: Mapping[str, FieldReader] = {
    "category": FieldReader(name_reader(SLUG), "the short name of a category, such as apps"),
    "grid": FieldReader(name_reader(SLUG), "the short name of a grid, such as forms"),
    "license": FieldReader(parse_license, "a licence such as MIT or BSD-3-Clause"),
    **dict.fromkeys(FRAMEWORKS, SERIES_READER),
    "framework": FieldReader(parse_framework, f"one of {', '.join(framework.key for framework in OPTIONAL)}"),
    **{key: BY_KIND[BY_KEY[key].kind] for key in FILTERS},
    "age": AGE_READER,
    "is": FieldReader(choice_reader(IS_VALUES), f"one of {', '.join(IS_VALUES)}"),
    "severity": FieldReader(choice_reader(SEVERITY_VALUES), f"one of {', '.join(SEVERITY_VALUES)}"),
    "has": FieldReader(choice_reader(HAS_VALUES), f"one of {', '.join(HAS_VALUES)}"),
    "host": FieldReader(name_reader(HOST), "the host of a repository, such as github or codeberg.org"),
    "uses": FieldReader(parse_project_name, "the name of a project, such as celery"),
    "sort": FieldReader(parse_sort, f'one of {", ".join(SORT_NAMES)}, "-" before it for the other way round'),
}
