"""Each value of a package with who said it, when that was confirmed and when it last changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.fact_table import FACTS, Fact
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.queries import SourceState, facts_of, read_source_states
from packgrid.catalogue.source_names import UNDATED

DECISIONS = (
    "title",
    "category",
    "repo_url",
    "repo_subdirectory",
    "pypi_name",
    "index_name",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "replaced_by",
    "replaced_by_url",
    *BUILTIN_COLUMNS,
    "is_hidden",
)


@attrs.frozen
class SourcedValue:
    """A value and its provenance. `origin` is a source or a file; "" if nobody has said it.

    `key` is that of the fact, "" for decisions of people.
    `confirmed_at` is when the source last said so, or the date of the file; None if unknown, as it always is of an
    undated source.
    """

    name: str
    value: object
    origin: str
    confirmed_at: datetime | None = None
    changed_at: datetime | None = None
    key: str = ""

    @property
    def is_undated(self) -> bool:
        """True if its source never says of which day its values are."""
        return self.origin in UNDATED


PEOPLE = "people"


def read_values(package: Package) -> list[SourcedValue]:
    """The values of a package with their sources: decisions of people first, then facts; two queries."""
    facts, states = facts_of(package), read_source_states(package.pk)
    decided = [SourcedValue(name, getattr(package, name), PEOPLE, changed_at=package.modified) for name in DECISIONS]
    return decided + [make_fact_value(facts, fact, states) for fact in FACTS if fact.column and fact.sources]


def make_fact_value(facts: Facts, fact: Fact, states: Mapping[str, SourceState]) -> SourcedValue:
    name, value = fact.column, getattr(facts, fact.column)
    entry = read_provenance(facts, name)
    if entry is None:
        return SourcedValue(name, value, "", key=fact.key)
    state = None if entry.origin in UNDATED else states.get(entry.origin)
    confirmed_at = state.last_success_at if state else entry.stated_at
    return SourcedValue(name, value, entry.origin, confirmed_at, entry.changed_at, fact.key)


def known_values(found: Iterable[SourcedValue]) -> list[SourcedValue]:
    """The values that are neither unknown, empty nor False."""
    return [value for value in found if value.value not in (None, "", False)]
