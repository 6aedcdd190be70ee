from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

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


def asked_about_releases(world) -> tuple[int, int]:
    """How often metadata files and documents of releases were asked for."""
    return world.ledger.calls("files"), world.ledger.calls("pypi", endpoint="*/*/json")


def ask_until_nothing_is_due() -> None:
    while (rows := select_due(datetime.now(UTC))).exists():
        refresh_rows(rows)


def test_what_the_last_series_declare_becomes_known_and_nothing_is_asked_twice(world):
    refresh_rows(select_named("abcdef")[0])
    of_newest = sum(project.current.has_wheel for project in world.projects)
    assert asked_about_releases(world) == (of_newest, 0)
    ask_until_nothing_is_due()
    newest = {(project.slug, project.current.version) for project in world.projects}
    true = true_of(world)
    assert true.items() <= known().items()
    assert known().keys() == true.keys() | newest
    assert len({len(set(classifiers)) for classifiers in known().values()}) > 1
    files, documents = asked_about_releases(world)
    assert files - of_newest + documents == len(true.keys() - newest) > len(IDENTITIES)
    assert files - of_newest > documents
    assert not FetchState.objects.filter(source=PYPI_RELEASES).exists()
    FetchState.objects.update(validator="", due_at=datetime.now(UTC))
    ask_until_nothing_is_due()
    assert asked_about_releases(world) == (files + of_newest, documents)


def hide_metadata(world, row: FetchState) -> None:
    """Answer 404 where the metadata file of the release is that a row means, if it has one."""
    if row.validator:
        world.put(urlsplit(row.validator).path, {"message": "Not Found"}, 404)


def test_a_release_without_a_metadata_file_is_read_from_its_document(world):
    refresh_rows(select_named("a")[0])
    row = FetchState.objects.get(source=PYPI_RELEASES)
    hide_metadata(world, row)
    refresh_rows(select_due(datetime.now(UTC)).filter(package__slug="a"))
    version = row.subject.partition("/")[2]
    assert known()["a", version] == true_of(world)["a", version]


def test_a_release_without_a_document_waits_and_takes_nothing_away(world):
    refresh_rows(select_named("a")[0])
    before = known()
    row = FetchState.objects.get(source=PYPI_RELEASES)
    subject = row.subject
    hide_metadata(world, row)
    world.put(f"/pypi/{subject}/json", {"message": "Not Found"}, 404)
    refresh_rows(select_due(datetime.now(UTC)).filter(package__slug="a"))
    row = FetchState.objects.get(source=PYPI_RELEASES)
    assert (row.subject, row.last_answer, row.failures_in_a_row) == (subject, "gone", 1)
    assert known() == before
    assert Package.objects.get(slug="a").facts.pypi_gone_since is None
