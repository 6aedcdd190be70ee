"""The rows that a transaction changed."""

from collections.abc import Iterable
from datetime import UTC, datetime

import attrs


@attrs.define(kw_only=True)
class ChangeSet:
    """Ids of what a transaction changed. `is_large` if it is a large part of the catalogue, as in a large load."""

    packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages whose row or facts changed, or that were added or deleted."""
    grids: set[int] = attrs.field(factory=set, converter=set)
    """Grids whose row, packages, features or cells changed, or that were added."""
    categories: set[int] = attrs.field(factory=set, converter=set)
    decided_packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages of which people or a file decided otherwise, or whose successor was hidden or shown again."""
    due_assessments: set[int] = attrs.field(factory=set, converter=set)
    """Packages that are to be assessed now: their facts changed, they never were, or not for a day."""
    assessed_packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages whose assessment says something else than before."""
    discussed_packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages whose flags, replies, maintainers or likes changed."""
    liked_packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages that somebody likes, or does not like any more."""
    answered_grids: set[int] = attrs.field(factory=set, converter=set)
    """Grids with cells that maintainers answer differently."""
    loaded_facts: set[int] = attrs.field(factory=set, converter=set)
    """Packages whose facts a file changed: their sources should be asked for everything."""
    is_large: bool = False
    at: datetime = attrs.field(factory=lambda: datetime.now(UTC), eq=False)
    """When it happened: what depends on the time is concluded for then."""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in KINDS)

    def add(self, kind: str, ids: Iterable[int]) -> None:
        """Add ids to one of the sets."""
        getattr(self, kind).update(ids)


KINDS = tuple(field.name for field in attrs.fields(ChangeSet) if field.name not in {"is_large", "at"})
