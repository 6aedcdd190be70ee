"""The rows that a transaction changed."""

from collections.abc import Iterable

import attrs


@attrs.define(kw_only=True)
class ChangeSet:
    """Ids of what a transaction changed. `is_large` if it is a large part of the catalogue, as in a large load."""

    packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages whose row or facts changed, or that were added or deleted."""
    grids: set[int] = attrs.field(factory=set, converter=set)
    """Grids whose row, packages, features or cells changed, or that were added."""
    categories: set[int] = attrs.field(factory=set, converter=set)
    replaced_packages: set[int] = attrs.field(factory=set, converter=set)
    """Packages whose successor was hidden or shown again."""
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

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in KINDS)

    def add(self, kind: str, ids: Iterable[int]) -> None:
        """Add ids to one of the sets."""
        getattr(self, kind).update(ids)


KINDS = tuple(field.name for field in attrs.fields(ChangeSet) if field.name != "is_large")
