"""Decides which of two values of a fact wins: a dated one over an undated one, a newer one over an older one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from packgrid.catalogue.models import Facts
from packgrid.catalogue.provenance import Provenance, encode_provenance, read_provenance
from packgrid.catalogue.records import FACT_COLUMNS, PackageRecord
from packgrid.catalogue.upsert_batch import assign_values, given_values

RELEASE = ("version", "released_at", "released_to_the_month")
COUPLED = dict.fromkeys(RELEASE, RELEASE)
type Confirmed = Mapping[str, datetime]
"""When each source last confirmed what it says of one package."""


def merge_facts(facts: Facts, record: PackageRecord, account: Provenance, confirmed: Confirmed) -> bool:
    """Set the values that the record knows better; True if any changed. `account.stated_at` dates all of them."""
    values = add_coupled_values(facts, given_values(record, FACT_COLUMNS))
    if facts.provenance:
        values = {name: value for name, value in values.items() if beats_stored(account, facts, name, confirmed)}
    new = encode_provenance(account)
    entries = dict.fromkeys(values, new)
    if facts.provenance:
        entries |= {name: make_entry(facts, name, value, account) or new for name, value in values.items()}
    changes: dict[str, Any] = values | {"provenance": facts.provenance | entries}
    if record.last_fetched_at and (facts.last_fetched_at is None or record.last_fetched_at >= facts.last_fetched_at):
        changes["last_fetched_at"] = record.last_fetched_at
    return assign_values(facts, changes)


def add_coupled_values(facts: Facts, values: dict[str, Any]) -> dict[str, Any]:
    """The values with those that depend on them.

    The date of one version is not that of another. Uses that were entered here are added to those that a file counted.
    """
    if values.get("usage_count") is not None:
        values = values | {"usage_count": values["usage_count"] + facts.usages_here}
    if "version" in values and values["version"] != facts.version:
        return {"released_at": None, "released_to_the_month": False} | values
    return values


def beats_stored(account: Provenance, facts: Facts, name: str, confirmed: Confirmed) -> bool:
    """True if this account of a value, and of the values coupled with it, is as new as the stored one."""
    return all(
        is_at_least_as_new(account.stated_at, stored_as_of(facts, other, confirmed))
        for other in (*COUPLED.get(name, ()), name)
    )


def make_entry(facts: Facts, name: str, value: object, account: Provenance) -> list[object] | None:
    """The provenance of an unchanged value, which keeps the time of its last change; None if the value is new."""
    before = read_provenance(facts, name)
    if before and getattr(facts, name) == value:
        return encode_provenance(Provenance(account.origin, before.changed_at, account.stated_at))
    return None


def stored_as_of(facts: Facts, name: str, confirmed: Confirmed) -> datetime | None:
    """How new the stored value is: when its source last confirmed it, else the date that its file gave."""
    before = read_provenance(facts, name)
    if before is None:
        return None
    return confirmed.get(before.origin) or before.stated_at


def is_at_least_as_new(at: datetime | None, stored: datetime | None) -> bool:
    """True if facts of this date may replace stored ones; None is undated. The same date may."""
    return stored is None or (at is not None and at >= stored)
