"""Why we show what we show of a package: each value with who said it, when it was confirmed and when it changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from packgrid.catalogue.fact_table import FACTS
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.queries import SourceState, facts_of, source_states

DECISIONS = (
    "title",
    "category",
    "repo_url",
    "repo_subdirectory",
    "pypi_name",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "replaced_by",
    "is_hidden",
)


@attrs.frozen
class SourcedValue:
    """A value and its provenance; `origin` is a source, a file, or "" where nobody has said it.

    `confirmed_at` is when the source last said so, or the date of the file; None where that is unknown.
    """

    name: str
    value: object
    origin: str
    confirmed_at: datetime | None = None
    changed_at: datetime | None = None


PEOPLE = "people"


def read_values(package: Package) -> list[SourcedValue]:
    """What people decided of a package, then what sources said, by the names of our columns; two queries."""
    facts, states = facts_of(package), source_states(package.pk)
    decided = [SourcedValue(name, getattr(package, name), PEOPLE, changed_at=package.modified) for name in DECISIONS]
    return decided + [make_fact_value(facts, fact.column, states) for fact in FACTS if fact.column and fact.sources]


def make_fact_value(facts: Facts, name: str, states: Mapping[str, SourceState]) -> SourcedValue:
    """One fact."""
    entry = read_provenance(facts, name)
    if entry is None:
        return SourcedValue(name, getattr(facts, name), "")
    state = states.get(entry.origin)
    confirmed_at = state.last_success_at if state else entry.stated_at
    return SourcedValue(name, getattr(facts, name), entry.origin, confirmed_at, entry.changed_at)


def known_values(found: Iterable[SourcedValue]) -> list[SourcedValue]:
    """Those of the values that somebody has said something about."""
    return [value for value in found if value.value not in (None, "", False)]
