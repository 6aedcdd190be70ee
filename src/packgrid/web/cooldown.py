"""The reader's cooldown: from addresses, into links, and until when a page that shows ages is right."""

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict

from packgrid.catalogue.cooldown import DEFAULT_DAYS, MAX_DAYS, is_cooling_down, seconds_to_next_day
from packgrid.catalogue.listed_packages import ListedPackage

NAME = "cooldown"


def read_cooldown(query: QueryDict) -> tuple[int, str]:
    """The days that an address asks for, else the default, and a sentence about a value that is not valid, else ""."""
    asked = query.get(NAME, "").strip().removesuffix("d")
    if not asked:
        return DEFAULT_DAYS, ""
    if asked.isdecimal() and asked.isascii() and len(asked) <= len(str(MAX_DAYS)) and int(asked) <= MAX_DAYS:
        return int(asked), ""
    problem = f"“{asked[:20]}” is not a cooldown. Write 0 to {MAX_DAYS} days. This page uses {DEFAULT_DAYS} days."
    return DEFAULT_DAYS, problem


def make_cooldown_parameters(days: int) -> dict[str, str]:
    """The parameters that give other pages the same cooldown; none for the default."""
    return {} if days == DEFAULT_DAYS else {NAME: str(days)}


def make_cooldown_context(query: QueryDict) -> dict[str, object]:
    """The context of templates: the days, the problem, and the query that links to packages end with."""
    days, problem = read_cooldown(query)
    carried = "".join(f"?{name}={value}" for name, value in make_cooldown_parameters(days).items())
    return {"cooldown": days, "cooldown_problem": problem, "cooldown_query": carried}


def fresh_for_s(packages: Iterable[ListedPackage], now: datetime, days: int) -> float | None:
    """How long a list of these packages is right: until a release that is marked as new is a day older."""
    marked = (package.facts.released_at for package in packages if is_cooling_down(package.facts, now, days))
    return seconds_to_next_day((at for at in marked if at), now)
