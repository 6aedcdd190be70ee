from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from packgrid.catalogue.models import FetchState, Release
from packgrid.catalogue.source_names import PYPI_PROVENANCE
from packgrid.lib.versions import version_sort_key
from packgrid.refresh.on_demand import refresh_rows, select_due, select_named
from packgrid.refresh.release_publishers import unchecked_releases
from refresh.rows import NOW, package
from world import World, integrity
from world.identity import Identity

IDENTITIES = [Identity(slug, f"django-{slug}") for slug in "abcdefghijklmnop"]
INDEX = "https://pypi.example/simple"
ATTESTED = "https://pypi.example/integrity/a/1.0/a-1.0.tar.gz/provenance"


def release(version: str, **changes: Any) -> Release:
    usual = {"sort_key": version_sort_key(version), "uploaded_at": NOW, "provenance_url": ATTESTED}
    return Release(version=version, **usual | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["1.1", "1.0"]),
        ({"publishers": []}, ["1.0"]),
        ({"publishers": [{"kind": "GitHub"}]}, ["1.0"]),
        ({"provenance_url": ""}, ["1.0"]),
        ({"provenance_url": None}, ["1.0"]),
        ({"provenance_url": "https://elsewhere.example/provenance"}, ["1.0"]),
        ({"provenance_url": "https://pypi.example:8443/provenance"}, ["1.0"]),
        ({"provenance_url": "https://pypi.example@elsewhere.example/provenance"}, ["1.0"]),
        ({"is_yanked": True}, ["1.0", "0.9"]),
        ({"is_prerelease": True}, ["1.0", "0.9"]),
        ({"gone_since": NOW}, ["1.0", "0.9"]),
    ],
)
def test_the_two_newest_releases_are_asked_about_where_the_index_itself_has_attestations(changes, expected):
    releases = [release("0.9"), release("1.1", **changes), release("1.0")]
    assert [found.version for found in unchecked_releases(releases, INDEX)] == expected


@pytest.fixture
def world(settings, transactional_db):
    with World(identities=IDENTITIES, began_at=datetime.now(UTC) - timedelta(weeks=6)) as running:
        settings.PYPI_URL, settings.PRIVATE_HOSTS = running.addresses["pypi"], {"127.0.0.1"}
        for identity in IDENTITIES:
            package(identity.slug)
        yield running


def ask_until_nothing_is_due() -> None:
    while (rows := select_due(datetime.now(UTC)).filter(source=PYPI_PROVENANCE)).exists():
        refresh_rows(rows)


def recorded() -> dict[tuple[str, str], str]:
    rows = Release.objects.filter(publishers__isnull=False).values_list("package__slug", "version", "publishers")
    return {(slug, version): publishers[0]["repository"] for slug, version, publishers in rows}


def true_of(world) -> dict[tuple[str, str], str]:
    """The publishers of the two newest releases of each project, where they are attested."""
    found = {}
    for project in world.projects:
        listed = [each for each in project.releases if not each.is_yanked]
        newest = sorted(listed, key=lambda each: version_sort_key(each.version))[-2:]
        attested = (each for each in newest if integrity.is_attested(project, each))
        found |= {
            (project.slug, each.version): integrity.publisher_of(project, each)["repository"] for each in attested
        }
    return found


def test_who_uploaded_the_newest_releases_becomes_known_and_nothing_is_asked_twice(world):
    refresh_rows(select_named([identity.slug for identity in IDENTITIES])[0])
    ask_until_nothing_is_due()
    assert recorded() == true_of(world)
    assert len(recorded()) == world.ledger.calls("integrity") > 2
    assert not FetchState.objects.filter(source=PYPI_PROVENANCE).exists()
    FetchState.objects.update(validator="", due_at=datetime.now(UTC))
    refresh_rows(select_due(datetime.now(UTC)))
    ask_until_nothing_is_due()
    assert world.ledger.calls("integrity") == len(recorded())


@pytest.mark.parametrize("kind", ["403", "429", "500", "html", "empty", "empty object", "cut json", "redirect loop"])
def test_an_error_leaves_the_publisher_unchecked_and_is_tried_again(world, kind):
    world.fault(kind, service="integrity")
    refresh_rows(select_named([identity.slug for identity in IDENTITIES])[0])
    refresh_rows(FetchState.objects.filter(source=PYPI_PROVENANCE))
    assert recorded() == {}
    assert Release.objects.exclude(provenance_url="").exists()
    waiting = FetchState.objects.filter(source=PYPI_PROVENANCE).exclude(last_answer="")
    assert waiting.exists()
    assert not waiting.filter(due_at__lte=datetime.now(UTC)).exists()
