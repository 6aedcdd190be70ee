"""What an older version stored, the years 1 and 9999, becomes unknown or possible when the database is migrated."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from packgrid.catalogue.models import Facts, Package, Release
from packgrid.history.models import Change, Kind
from packgrid.lib.dates import EARLIEST, LATEST
from web.rows import make_package

pytestmark = pytest.mark.django_db

FIRST, LAST, AT = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC)


def migrate() -> None:
    import_module("packgrid.history.migrations.0003_possible_dates").clean_dates(apps, None)


def test_impossible_dates_go_and_others_stay():
    odd = make_package("odd", created=FIRST, deprecated_at=FIRST, facts={"released_at": LAST, "last_commit_at": AT})
    Package.objects.filter(pk=odd.pk).update(modified=LAST)
    Release.objects.create(package=odd, version="1", sort_key="1", uploaded_at=LAST)
    Change.objects.create(package=odd, kind=Kind.RELEASE, subject="1", at=FIRST)
    plain = make_package("plain", created=AT, modified=AT, facts={"released_at": AT})
    migrate()
    migrate()
    columns = ("created", "modified", "deprecated_at")
    assert Package.objects.values_list(*columns).get(pk=odd.pk) == (EARLIEST, LATEST, None)
    assert Package.objects.values_list(*columns).get(pk=plain.pk) == (AT, AT, None)
    assert list(Facts.objects.order_by("pk").values_list("released_at", "last_commit_at")) == [(None, AT), (AT, None)]
    assert Release.objects.get().uploaded_at is None
    assert Change.objects.get().at == EARLIEST
