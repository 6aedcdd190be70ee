"""Journeys: downloads from the monthly list, and from pypistats for packages that people look at."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.accounts.models import User
from packgrid.catalogue.models import Facts, FetchState, Package
from packgrid.catalogue.provenance import read_provenance
from packgrid.community.models import Favorite, Usage, Watch
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Point
from packgrid.refresh.lanes import Lane, fixed_time, pace_of
from packgrid.refresh.models import HostState
from packgrid.refresh.on_demand import refresh_rows, select_all
from packgrid.refresh.subjects import ensure_states
from refresh.catalogue import add_packages, made_world, point_to
from refresh.rows import NOW

pytestmark = pytest.mark.django_db(transaction=True)
PROJECTS = list("abjl")


@pytest.fixture
def world(settings, tmp_path):
    with made_world(git_folder=tmp_path) as running:
        point_to(running, settings, "")
        settings.TOP_DOWNLOADS_URL = running.addresses["top_downloads"]
        settings.PYPISTATS_URL = running.addresses["pypistats"]
        add_packages()
        yield running


def ask(source: str):
    HostState.objects.all().delete()
    return refresh_rows(select_all(datetime.now(UTC)).filter(source=source))


def look_at(slug: str) -> None:
    Usage.objects.create(package=Package.objects.get(slug=slug), user=User.objects.create(username="ada"))


def downloads(slug: str) -> tuple[int | None, str]:
    facts = Facts.objects.get(package__slug=slug)
    entry = read_provenance(facts, "downloads_30d")
    return facts.downloads_30d, entry.origin if entry else ""


def test_one_file_counts_all_projects_and_is_asked_for_again_next_month(world):
    assert sorted(outcome.slug for outcome in ask("top-downloads")) == PROJECTS
    assert world.ledger.counts == {("top_downloads", "list.json", 200): 1}
    assert all(downloads(slug)[1] == "top-downloads" and downloads(slug)[0] for slug in PROJECTS)
    [due_at] = set(FetchState.objects.filter(source="top-downloads").values_list("due_at", flat=True))
    assert due_at == fixed_time("top-downloads", datetime.now(UTC))
    assert not Point.objects.filter(metric=HISTORY_IDS["downloads"]).exists()


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        (NOW, datetime(2026, 12, 3, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC)),
        (datetime(2027, 1, 31, tzinfo=UTC), datetime(2027, 2, 3, tzinfo=UTC)),
        (datetime(2028, 2, 1, tzinfo=UTC), datetime(2028, 3, 3, tzinfo=UTC)),
    ],
)
def test_the_list_is_read_on_the_third_of_each_month(now, due_at):
    assert fixed_time("top-downloads", now) == due_at


def test_pypistats_is_asked_about_what_somebody_uses_likes_or_follows_thirty_times_a_minute(world):
    look_at("a")
    ada = User.objects.get()
    Favorite.objects.create(package=Package.objects.get(slug="b"), user=ada)
    Watch.objects.create(package=Package.objects.get(slug="j"), user=ada)
    Usage.objects.create(package=Package.objects.get(slug="c"), user=ada)  # it has no project
    ensure_states(NOW)
    assert sorted(FetchState.objects.filter(source="pypistats").values_list("subject", flat=True)) == [
        "django-a",
        "django-b",
        "django-j",
    ]
    assert {pace_of(Lane("pypistats"), is_quick=quick).pause_s for quick in (True, False)} == {2}


def test_the_list_never_replaces_a_fresher_figure_of_pypistats(world):
    look_at("a")
    ask("top-downloads")
    ask("pypistats")
    told = downloads("a")
    assert told[1] == "pypistats"
    ask("top-downloads")
    assert downloads("a") == told
    FetchState.objects.filter(source="pypistats").update(last_success_at=datetime.now(UTC) - timedelta(days=31))
    ask("top-downloads")
    assert downloads("a")[1] == "top-downloads"


def test_what_is_no_longer_listed_is_unknown_again_and_what_others_said_stays(world):
    Facts.objects.filter(package__slug="b").update(downloads_30d=7, provenance={"downloads_30d": ["old.csv", 1]})
    world.put("/top_downloads/list.json", {"rows": [{"project": "django-a", "download_count": 5}]})
    ask("top-downloads")
    assert (downloads("a"), downloads("b")) == ((5, "top-downloads"), (7, "old.csv"))
    world.put("/top_downloads/list.json", {"rows": [{"project": "other", "download_count": 5}]})
    ask("top-downloads")
    assert (downloads("a")[0], downloads("b")) == (None, (7, "old.csv"))


def test_where_both_are_off_nobody_asks(world, settings):
    settings.TOP_DOWNLOADS_URL = settings.PYPISTATS_URL = ""
    look_at("a")
    ensure_states(NOW)
    assert not FetchState.objects.filter(source__in=["top-downloads", "pypistats"]).exists()
