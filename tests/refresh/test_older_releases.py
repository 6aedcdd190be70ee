from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from packgrid.catalogue.models import FetchState, Package, Release
from packgrid.catalogue.source_names import PYPI_RELEASES
from packgrid.lib.versions import version_sort_key
from packgrid.refresh.older_releases import undeclared_versions
from packgrid.refresh.on_demand import refresh_rows, select_due, select_named
from refresh.rows import NOW, package
from world import World, pypi
from world.identity import Identity

IDENTITIES = [Identity(slug, f"django-{slug}") for slug in "abcdef"]
ENDPOINT = "*/*/json"


def release(version: str, **changes: Any) -> Release:
    usual = {"sort_key": version_sort_key(version), "uploaded_at": NOW, "is_prerelease": "rc" in version}
    return Release(version=version, **usual | changes)


@pytest.mark.parametrize(
    ("releases", "expected"),
    [
        ([], []),
        (["1.0"], ["1.0"]),
        (["1.0", "1.0.1", "1.1", "1.0.2"], ["1.1", "1.0.2"]),
        (["1", "2", "10"], ["10", "2", "1"]),
        (["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8"], ["0.8", "0.7", "0.6", "0.5", "0.4", "0.3"]),
        (["2024.10.1", "2024.10.2", "2024.9.9"], ["2024.10.2", "2024.9.9"]),
        (["1.0", "1.1rc1", "what"], ["1.0", "what"]),
    ],
)
def test_the_newest_release_of_each_of_the_last_series_is_asked_about(releases, expected):
    assert undeclared_versions(map(release, releases)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"is_yanked": True}, ["1.1.0", "1.0"]),
        ({"gone_since": NOW}, ["1.1.0", "1.0"]),
        ({"uploaded_at": None}, ["1.1.0", "1.0"]),
        ({"classifiers": ["a"]}, ["1.0"]),
        ({"classifiers": []}, ["1.0"]),
    ],
)
def test_what_is_known_is_not_asked_and_what_is_not_offered_stands_back(changes, expected):
    assert undeclared_versions([release("1.0"), release("1.1.0"), release("1.1.1", **changes)]) == expected


@pytest.fixture
def world(settings, transactional_db):
    with World(identities=IDENTITIES, began_at=datetime.now(UTC) - timedelta(weeks=6)) as running:
        settings.PYPI_URL, settings.PRIVATE_HOSTS = running.addresses["pypi"], {"127.0.0.1"}
        for slug in "abcdef":
            package(slug)
        yield running


def true_of(world) -> dict[tuple[str, str], list[str]]:
    """What the wanted releases of the world declare."""
    found = {}
    for project in world.projects:
        said = {each.version: pypi.classifiers(project, each) for each in project.releases}
        wanted = undeclared_versions(release(each.version, is_yanked=each.is_yanked) for each in project.releases)
        found |= {(project.slug, version): said[version] for version in wanted}
    return found


def known() -> dict[tuple[str, str], list[str]]:
    rows = Release.objects.exclude(classifiers__isnull=True).values_list("package__slug", "version", "classifiers")
    return {(slug, version): classifiers for slug, version, classifiers in rows}


def ask_until_nothing_is_due() -> None:
    while (rows := select_due(datetime.now(UTC))).exists():
        refresh_rows(rows)


def test_what_the_last_series_declare_becomes_known_and_nothing_is_asked_twice(world):
    refresh_rows(select_named("abcdef")[0])
    assert world.ledger.calls("pypi", endpoint=ENDPOINT) == 0
    ask_until_nothing_is_due()
    newest = {(project.slug, project.current.version) for project in world.projects}
    true = true_of(world)
    assert true.items() <= known().items()
    assert known().keys() == true.keys() | newest
    assert len({len(set(classifiers)) for classifiers in known().values()}) > 1
    assert world.ledger.calls("pypi", endpoint=ENDPOINT) == len(true.keys() - newest) > len(IDENTITIES)
    assert not FetchState.objects.filter(source=PYPI_RELEASES).exists()
    asked = world.ledger.calls("pypi", endpoint=ENDPOINT)
    FetchState.objects.update(validator="", due_at=datetime.now(UTC))
    ask_until_nothing_is_due()
    assert world.ledger.calls("pypi", endpoint=ENDPOINT) == asked


def test_a_release_without_a_document_waits_and_takes_nothing_away(world):
    refresh_rows(select_named("a")[0])
    before = known()
    subject = FetchState.objects.get(source=PYPI_RELEASES).subject
    world.put(f"/pypi/{subject}/json", {"message": "Not Found"}, 404)
    refresh_rows(select_due(datetime.now(UTC)).filter(package__slug="a"))
    row = FetchState.objects.get(source=PYPI_RELEASES)
    assert (row.subject, row.last_answer, row.failures_in_a_row) == (subject, "gone", 1)
    assert known() == before
    assert Package.objects.get(slug="a").facts.pypi_gone_since is None
