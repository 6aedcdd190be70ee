"""Which facts of a card are missing, in a few words for all of them together."""

from collections import defaultdict
from collections.abc import Iterator

from packgrid.catalogue.missing_values import MissingValue
from packgrid.search.answers import SearchAnswer

TITLES = {"version": "version", "stars": "stars", "downloads": "downloads", "licence": "licence"}
SPEAK_FOR_ALL = (MissingValue.NO_PROJECT.value, MissingValue.NO_REPOSITORY.value)
"""Reasons that say by themselves what is missing."""


def describe_missing_facts(answer: SearchAnswer) -> list[str]:
    """Such as "no repository" and "not checked: stars, downloads", each reason once; empty where all is known."""
    missing: dict[str, list[str]] = defaultdict(list)
    for reason, title in list_missing_facts(answer):
        missing[reason].append(title)
    return [
        reason if reason in SPEAK_FOR_ALL else f"{reason}: {', '.join(titles)}" for reason, titles in missing.items()
    ]


def list_missing_facts(answer: SearchAnswer) -> Iterator[tuple[str, str]]:
    """The reason and the title of each fact that is not known."""
    if answer.package is None:
        return
    facts = answer.package.facts
    values = (facts.version, facts.stars, facts.downloads_30d, facts.known_license)
    yield from ((support.missing, support.title) for support in answer.support if support.missing)
    for (key, title), value in zip(TITLES.items(), values, strict=True):
        if value in (None, ""):
            yield answer.missing[key], title
