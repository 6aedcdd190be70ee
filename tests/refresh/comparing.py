"""Rows of a catalogue as values, and what was lost between two moments."""

import json
from collections.abc import Callable, Collection
from typing import Any

from packgrid.assessment.models import Assessment, Proposal
from packgrid.catalogue.models import Facts, Package, Readme, Release
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Point

type Row = dict[str, Any]
type Rows = dict[str, dict[tuple[Any, ...], Row]]

# All that is known but for the schedule, with the columns that tell the rows of a model apart.
KEYS: dict[Any, tuple[str, ...]] = {
    Package: ("id",),
    Facts: ("package_id",),
    Readme: ("package_id",),
    Release: ("package_id", "version"),
    Assessment: ("package_id",),
    Proposal: ("package_id", "field", "value"),
    Point: ("package_id", "metric", "day"),
    Change: ("id",),
}
GONE = {"pypi_gone_since", "pypi_gone_times", "repo_gone_since", "repo_gone_times"}
# When something was written or concluded: any news moves these.
TIMES = {"modified", "last_fetched_at", "assessed_at", "made_at"}
# What is concluded from all that is known: of old and new values together it may be something else again.
CONCLUDED = {"status", "sentence", "score", "labels", "identity"}
# A sum over a release's files, and where a repository went: faults may say another one, and say it as they always do.
SAID_OTHERWISE = {"size_bytes", "repo_moved_to", "provenance"}
OF_THE_NEWEST = {"classifiers", "requires_dist"}


def rows_now() -> Rows:
    """Every row, by model and by what tells it apart."""
    return {
        model.__name__: {tuple(row[name] for name in keys): row for row in model.objects.values()}
        for model, keys in KEYS.items()
    }


def without(rows: Rows, columns: Collection[str]) -> Rows:
    """The rows without these columns."""
    return {
        model: {key: {name: row[name] for name in row if name not in columns} for key, row in found.items()}
        for model, found in rows.items()
    }


def lost(before: Rows, now: Rows, truth: Rows) -> list[str]:
    """Rows that are missing, and values that neither were there before nor are true."""
    return [
        f"{model} {key}: {problem}"
        for model, rows in before.items()
        for key, row in rows.items()
        for problem in problems(row, now[model].get(key), truth[model].get(key, row))
    ]


def problems(before: Row, now: Row | None, true: Row) -> list[str]:
    """What is wrong with a row."""
    if now is None:
        return ["is missing"]
    return [
        f"{name} was {before[name]!r} and is {now[name]!r}"
        for name in now.keys() - GONE - TIMES - SAID_OTHERWISE
        if not is_kept(name, before, now, true)
    ]


def is_kept(name: str, before: Row, now: Row, true: Row) -> bool:
    """Whether a value is the old or the new one, in any order; of a conclusion, whether there still is one."""
    if name in CONCLUDED or now.get("metric") == HISTORY_IDS["score"]:
        return name == "labels" or now[name] not in {None, ""} or before[name] in {None, ""}
    return plain(now[name]) in (plain(before[name]), plain(true[name]))


def plain(value: object) -> object:
    """A value to compare: each item of a list once, in one order."""
    return sorted({json.dumps(item) for item in value}) if isinstance(value, list) else value


def as_told(rows: Rows, *, is_new: bool = False) -> dict[str, object]:
    """What the rows say of the world, without when it was written; of `is_new` ones, what a first refresh can know.

    A year's commits are summed up, because weeks move as time passes. What is remembered depends on what was seen.
    """
    left_out = TIMES | {"id"} | (OF_THE_NEWEST | {"created"} if is_new else set())
    return {
        f"{model} {key} {name}": said(name, value)
        for model, found in without(rows, left_out).items()
        for key, row in found.items()
        for name, value in row.items()
        if model in TOLD
    }


TOLD = ("Package", "Facts", "Readme", "Release", "Assessment", "Proposal")


def said(name: str, value: Any) -> object:
    """A value without its times."""
    return TIMELESS.get(name, plain)(value)


def origins(provenance: dict[str, Any]) -> dict[str, str]:
    """Who said each value."""
    return {name: entry[0] for name, entry in provenance.items() if name not in SAID_OTHERWISE}


TIMELESS: dict[str, Callable[[Any], object]] = {
    "weekly_commits": lambda counts: sum(counts or ()),
    "provenance": origins,
}
