"""Journeys: figures of repositories from deps.dev, until their hosts answer."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.assessment.queries import read_evidence
from packgrid.catalogue.models import Facts, FetchState, Package
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.queries import read_confirmations
from packgrid.catalogue.sourced_values import read_values
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Point
from packgrid.refresh.fetch import Kind
from packgrid.refresh.models import HostState
from packgrid.refresh.on_demand import refresh_rows, select_all, select_due
from packgrid.refresh.scheduler import lanes_to_work
from packgrid.refresh.subjects import ensure_states
from refresh.catalogue import add_packages, made_world, point_to
from refresh.rows import LONG_AGO

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = list("abcdeg")
COUNTED = {HISTORY_IDS[key] for key in ("stars", "forks", "issues")}
COLUMNS = ("stars", "forks", "open_issues", "repo_license")


@pytest.fixture
def world(settings, tmp_path):
    settings.GIT_CACHE = tmp_path / "cache"
    with made_world(git_folder=tmp_path / "served") as running:
        point_to(running, settings, "")
        settings.DEPSDEV_URL = running.addresses["depsdev"]
        add_packages()
        yield running


def ask(source: str):
    HostState.objects.all().delete()
    return refresh_rows(select_all(datetime.now(UTC)).filter(source=source))


def facts(slug: str) -> Facts:
    return Facts.objects.get(package__slug=slug)


def origins(slug: str) -> dict[str, str]:
    row = facts(slug)
    return {name: entry.origin for name in COLUMNS if (entry := read_provenance(row, name))}


def test_one_call_fills_what_no_host_has_said(world):
    assert sorted(outcome.slug for outcome in ask("depsdev")) == PUBLIC
    assert world.ledger.counts == {("depsdev", "v3alpha/projectbatch", 200): 1}
    ada = world.server.universe.at(0, world.server.universe.began_at)
    row = facts("a")
    assert (row.stars, row.forks, row.open_issues) == (ada.stars, ada.forks, ada.open_issues)
    assert set(origins("a").values()) == {"depsdev"}
    assert facts("g").stars is None  # deps.dev counts nothing at Bitbucket
    assert facts("f").stars is None  # nor knows a host of one's own


def test_its_values_have_no_date_and_make_no_trend(world):
    ask("depsdev")
    package = Package.objects.select_related("facts").get(slug="a")
    value = next(value for value in read_values(package) if value.name == "stars")
    assert (value.origin, value.confirmed_at) == ("depsdev", None)
    assert read_confirmations([package.pk]) == {}
    evidence = read_evidence([package.pk])[package.pk]
    assert (evidence.repo_origin, evidence.repo_confirmed_at) == ("", None)
    ask("git")
    assert not Point.objects.filter(metric__in=COUNTED).exists()


def test_a_host_replaces_them_and_they_never_replace_a_host(world):
    ask("depsdev")
    ask("github")
    now = next(project for project in world.projects if project.slug == "a")
    assert facts("a").stars == now.stars
    # without a token GitHub does not count issues apart from pull requests
    assert {name: origin for name, origin in origins("a").items() if name != "open_issues"} == {
        "stars": "github",
        "forks": "github",
        "repo_license": "github",
    }
    before = facts("a")
    assert {outcome.kind for outcome in ask("depsdev")} == {Kind.UNCHANGED}
    assert facts("a").provenance == before.provenance
    counted = Point.objects.filter(package=before.package_id).values_list("metric", flat=True)
    assert COUNTED & set(counted) == {HISTORY_IDS["stars"], HISTORY_IDS["forks"]}


@pytest.mark.parametrize(
    ("provenance", "is_filled"),
    [
        ({}, True),
        ({"stars": ["old.csv", 1]}, True),
        ({"stars": ["old.csv", 1, 1]}, False),
        ({"stars": ["github", 1]}, False),
        ({"stars": ["gitlab", 1]}, False),
        ({"stars": ["depsdev", 1]}, True),
    ],
)
def test_what_a_host_or_a_dated_file_said_stays(world, provenance, is_filled):
    Facts.objects.filter(package__slug="a").update(stars=10**6, provenance=provenance)
    ask("depsdev")
    assert (facts("a").stars != 10**6) is is_filled


def test_a_repository_that_its_host_does_not_find_is_left_alone(world):
    Facts.objects.filter(package__slug="a").update(repo_gone_since=LONG_AGO, repo_gone_times=1)
    ask("depsdev")
    assert (facts("a").stars, facts("a").repo_gone_times) == (None, 1)


def test_what_it_does_not_know_is_no_failure(world):
    world.fault("gone", service="depsdev", projects=["a"])
    assert {outcome.kind for outcome in ask("depsdev") if outcome.slug == "a"} == {Kind.UNCHANGED}
    assert facts("a").stars is None


def test_it_is_asked_first_and_all_else_goes_on_without_it(world):
    ensure_states(LONG_AGO)
    assert lanes_to_work(datetime.now(UTC))[0].source == "depsdev"
    world.fault("500", service="depsdev")
    ask("depsdev")
    assert not FetchState.objects.filter(source="depsdev", last_success_at__isnull=False).exists()
    ask("github")
    assert facts("a").stars is not None


def test_refused_rows_come_back_when_the_service_has_rested(world):
    world.fault("429", service="depsdev")
    began = datetime.now(UTC)
    assert {outcome.kind for outcome in ask("depsdev")} == {Kind.RATE_LIMITED}
    assert world.ledger.calls("depsdev") == 1
    rests_until = HostState.objects.get(host="depsdev").rests_until
    assert timedelta(seconds=59) < rests_until - began < timedelta(seconds=70)
    due = FetchState.objects.filter(source="depsdev").values_list("due_at", flat=True)
    assert all(rests_until <= at <= rests_until + timedelta(minutes=5) for at in due)


def test_where_it_is_off_nobody_asks(world, settings):
    ensure_states(LONG_AGO)
    settings.DEPSDEV_URL = ""
    assert "depsdev" not in {lane.source for lane in lanes_to_work(datetime.now(UTC))}
    assert "depsdev" not in {outcome.lane.source for outcome in refresh_rows(select_due(datetime.now(UTC)))}
