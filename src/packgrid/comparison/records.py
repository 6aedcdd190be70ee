"""Grids as catalogue files describe them. None means that a value is not given."""

from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class FeatureRecord:
    """A feature with its cells: package slug to text."""

    title: str
    description: str | None = None
    kind: str | None = None
    cells: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class GridRecord:
    """A grid. Its packages are added to those in the grid; features are matched by title."""

    slug: str
    id: int | None = None
    title: str | None = None
    description: str | None = None
    is_locked: bool | None = None
    is_header: bool | None = None
    created: datetime | None = None
    modified: datetime | None = None
    packages: tuple[str, ...] = ()
    features: tuple[FeatureRecord, ...] = ()
