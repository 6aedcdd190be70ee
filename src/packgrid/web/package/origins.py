"""The sources of the parts of a page, and their ages."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue.fact_table import columns_of
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.provenance import Provenance, read_provenance
from packgrid.catalogue.queries import SourceState
from packgrid.catalogue.source_names import UNDATED
from packgrid.web.addresses import origin_title

# The parts of the page by the facts that they show; the first known one gives the origin.
PARTS: Mapping[str, Sequence[str]] = {
    "project": ("version", "licence", "classifiers"),
    "support": ("classifiers", "requires_python"),
    "releases": ("version", "released"),
    "requirements": ("requires_dist",),
    "readme": ("links", "classifiers", "summary"),
    "links": ("links",),
    "authors": ("author", "maintainer", "ownership"),
    "repo": ("stars", "issues", "description", "updated"),
    "activity": ("commits", "updated", "commit_count"),
    "people": ("contributors",),
    "vulnerabilities": ("vulnerabilities",),
}


@attrs.frozen
class ValueOrigin:
    """The title of a source, and when it last confirmed what it says; None if it gave no date."""

    title: str
    at: datetime | None


def list_origins(package: Package, facts: Facts, states: Mapping[str, SourceState]) -> dict[str, ValueOrigin | None]:
    """The origin of each part of the page; None if no fact of it is known."""
    found = {part: find_entry(facts, columns_of(keys)) for part, keys in PARTS.items()}
    return {part: make_origin(entry, package.index_name, states) if entry else None for part, entry in found.items()}


def find_entry(facts: Facts, names: Sequence[str]) -> Provenance | None:
    """The provenance of the first of these values that is known."""
    return next(filter(None, (read_provenance(facts, name) for name in names)), None)


def make_origin(entry: Provenance, index_name: str, states: Mapping[str, SourceState]) -> ValueOrigin:
    state = None if entry.origin in UNDATED else states.get(entry.origin)
    return ValueOrigin(origin_title(entry.origin, index_name), state.last_success_at if state else entry.stated_at)
