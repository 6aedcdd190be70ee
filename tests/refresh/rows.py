"""Packages as the catalogue makes them, and answers as sources give them."""

import uuid
from datetime import UTC, datetime
from typing import Any

from packgrid.catalogue.models import Category, Facts, FetchState, Package
from packgrid.refresh.claims import Claimed, claim_these
from packgrid.refresh.fetch import Answer, Kind
from packgrid.refresh.lanes import Lane
from packgrid.refresh.subjects import ensure_states

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def package(slug="a", **changes: Any) -> Package:
    category, _ = Category.objects.get_or_create(slug="apps", defaults={"title": "App"})
    values = {"title": slug.upper(), "pypi_name": f"django-{slug}", "created": LONG_AGO, "modified": LONG_AGO}
    made = Package.objects.create(slug=slug, category=category, **values | changes)
    Facts.objects.create(package=made)
    ensure_states(LONG_AGO)
    return made


def claimed(package: Package, source="pypi", now=NOW) -> Claimed:
    """The row of a package and source, claimed."""
    state = FetchState.objects.get(package=package, source=source)
    return claim_these([state.pk], 1, now=now)[0]


def answer(package: Package, snapshot: object = None, *, source="pypi", now=NOW, **said: Any) -> Answer:
    """What a source might answer about a package; a snapshot is news until it was compared."""
    kind = Kind.CHANGED if snapshot else Kind.UNCHANGED
    return Answer(claimed(package, source, now), **{"kind": kind, "snapshot": snapshot} | said)


def row_of(lane: Lane, number: int = 0, **changes: Any) -> Claimed:
    """A claimed row that no database knows."""
    said = {"subject": f"p{number}", "validator": "", "failures_in_a_row": 0, "last_change_at": None}
    return Claimed(number, number, f"p{number}", lane, claim=uuid.uuid4().hex, **said | changes)
