"""What pages are measured on, found in the catalogue that is measured, and how many queries a page asks."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from packgrid.accounts.models import User
from packgrid.catalogue.models import Package
from packgrid.comparison.models import Feature, Grid

AGO = timedelta(days=90)


def names() -> dict[str, object]:
    """What stands for the names in addresses: a package that is known well, a large grid, and so on."""
    first, second = Package.objects.order_by(F("facts__stars").desc(nulls_last=True), "pk")[:2]
    grid = Grid.objects.annotate(size=Count("columns")).filter(features__isnull=False).order_by("-size")[0]
    feature = Feature.objects.filter(grid=grid).order_by("pk")[0]
    return {
        "package": first.slug,
        "other": second.slug,
        "unknown": Package.objects.filter(facts__stars=None).order_by("pk").values_list("slug", flat=True)[0],
        "category": first.category.slug,
        "grid": grid.slug,
        "feature_id": feature.pk,
        "package_id": grid.columns.order_by("pk")[0].package_id,
        "day": (datetime.now(UTC) - AGO).date(),
        "django": "6.0",
    }


def counts() -> dict[str, int]:
    """How much there is."""
    return {"packages": Package.objects.count(), "grids": Grid.objects.count()}


def session_of(who: str) -> str:
    """The key of a session of this person, made where they are missing; "" for a reader."""
    if who == "reader":
        return ""
    person, _is_new = User.objects.get_or_create(username=who, defaults={"is_staff": who == "grace"})
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def queries(path: str, session: str) -> int:
    """How many queries a page asks, outside the memory that stands before it."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
