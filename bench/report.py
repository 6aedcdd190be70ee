"""Writes what was found: bench/found.json keeps the last figures of each row, docs/benchmarks.md shows them."""

import json
import os
import platform
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs

from bench import stage
from bench.goals import ROWS, Figure, Goal

FOUND, REASONS, HEAD = (stage.TOP / "bench" / name for name in ("found.json", "reasons.toml", "benchmarks.head.md"))
PAGE = stage.TOP / "docs" / "benchmarks.md"
NAMED = ("django", "granian", "djangorestframework", "gunicorn")

type Found = Mapping[str, Any]
"""The figures of a row by goal, when and where they were measured."""


def keep(number: int, figures: Sequence[Figure], machine: str) -> None:
    """Keep the figures of a row in place of those before."""
    found = read() | {
        str(number): {
            "measured": f"{datetime.now(UTC):%Y-%m-%d}",
            "machine": machine,
            "figures": {figure.goal: attrs.asdict(figure) for figure in figures},
        }
    }
    ordered = {name: found[name] for name in sorted(found, key=int)}
    FOUND.write_text(json.dumps(ordered, indent=1) + "\n")


def read() -> dict[str, Found]:
    """What is kept, by the number of the row."""
    found: dict[str, Found] = json.loads(FOUND.read_text()) if FOUND.exists() else {}
    return found


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(read(), tomllib.loads(REASONS.read_text())))


def page(found: Mapping[str, Found], reasons: Mapping[str, Mapping[str, str]]) -> str:
    """The page: what stays, the table, the reasons of what misses its goal, where and with what it was measured."""
    table = [line for number, row in found.items() for line in lines(int(number), row)]
    heads = "| | what | figure | goal | met | measured |\n|---|---|---|---|---|---|"
    missed = [sentence for number, row in found.items() for sentence in misses(int(number), row, reasons)]
    parts = [
        HEAD.read_text().rstrip(),
        "\n".join([heads, *table]),
        "## What misses its goal, and why",
        "\n".join(missed) or "Nothing.",
        "## Where and when",
        "\n".join(places(found)),
    ]
    return "\n\n".join(parts) + "\n"


def lines(number: int, row: Found) -> Iterator[str]:
    """The lines of a row: its title, then a line a goal."""
    yield f"| **{number}** | **{ROWS[number].what}** | | | | |"
    for name, goal in ROWS[number].goals.items():
        figure = row["figures"][name]
        cells = (
            goal.what,
            shown(figure["value"], goal.unit),
            limit(goal),
            verdict(goal, figure["value"]),
            figure["says"],
        )
        yield f"| | {' | '.join(cells)} |"


def misses(number: int, row: Found, reasons: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A sentence for each goal that is not met."""
    for name, goal in ROWS[number].goals.items():
        value = row["figures"][name]["value"]
        if value is not None and not goal.is_met(value):
            why = reasons.get(str(number), {}).get(name, "Nobody has looked yet.")
            yield f"- **{number}, {goal.what}**: {shown(value, goal.unit)}. {why}"


def places(found: Mapping[str, Found]) -> Iterator[str]:
    """Each machine with the rows that were measured there and when."""
    told: dict[tuple[str, str], list[str]] = {}
    for number, row in found.items():
        told.setdefault((row["measured"], row["machine"]), []).append(number)
    for (day, machine), numbers in told.items():
        yield f"- {'Row' if len(numbers) == 1 else 'Rows'} {', '.join(numbers)}: {day}; {machine}."


def verdict(goal: Goal, value: float | None) -> str:
    """Whether a goal is met."""
    return "not measured" if value is None else "yes" if goal.is_met(value) else "**no**"


def limit(goal: Goal) -> str:
    """A goal in words."""
    return f"{'at least' if goal.is_floor else 'at most'} {goal.limit:g} {goal.unit}".rstrip()


def shown(value: float | None, unit: str) -> str:
    """A figure with three digits that say something."""
    if value is None:
        return ""
    return f"{value:,.0f} {unit}".rstrip() if abs(value) >= 100 else f"{value:.3g} {unit}".rstrip()  # noqa: PLR2004 three digits


def machine() -> str:
    """The machine, the versions, and how busy it is now, in a line."""
    with Path("/proc/cpuinfo").open() as said:
        models = [line.partition(":")[2].strip() for line in said if line.startswith("model name")]
    programs = ", ".join(f"{name} {version(name)}" for name in NAMED)
    model = models[0] if models else platform.machine()
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {programs}; "
        f"load average before {os.getloadavg()[0]:.0f}"
    )
