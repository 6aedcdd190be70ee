"""From the index to the page: the sizes of files and what is installed with them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from packgrid.catalogue.models import Facts, Release
from packgrid.catalogue.requirement_models import RequiredProject
from packgrid.catalogue.source_names import PYPI
from packgrid.refresh.on_demand import refresh_rows, select_all
from packgrid.web.install_words import format_bytes
from refresh.rows import package
from web.sanity import words_of
from world import World
from world.identity import Identity
from world.project import Project
from world.project import Release as WorldRelease

NAMES = {slug: f"django-{slug}" for slug in "abcdef"} | {"django": "Django", "asgiref": "asgiref"}

DJANGO_BYTES, ASGIREF_BYTES = 8_000_000, 24_000


@pytest.fixture
def world(settings, transactional_db):
    identities = [Identity(slug, name) for slug, name in NAMES.items()]
    with World(identities=identities, began_at=datetime.now(UTC) - timedelta(weeks=6)) as running:
        settings.PYPI_URL, settings.PRIVATE_HOSTS = running.addresses["pypi"], {"127.0.0.1"}
        for slug, name in NAMES.items():
            package(slug, pypi_name=name.lower())
        yield running


def refresh_projects() -> None:
    refresh_rows(select_all(datetime.now(UTC)).filter(source=PYPI))


def file_bytes(release: WorldRelease) -> int:
    """The size of the wheel, else of the source archive, which is larger in this world."""
    return release.size_bytes if release.has_wheel else release.size_bytes + 2000


def put_project(world: World, name: str, version: str, size: int, *requires_dist: str) -> None:
    """Let the index have a project with one release, which is a wheel."""
    filename = f"{name.lower()}-{version}-py3-none-any.whl"
    file = {"filename": filename, "url": f"/files/{filename}", "hashes": {}, "size": size}
    page = {"meta": {"api-version": "1.1"}, "name": name, "versions": [version], "files": [file]}
    world.put(f"/simple/{name.lower()}/", page)
    info = {"name": name, "version": version, "requires_dist": list(requires_dist)}
    world.put(f"/pypi/{name.lower()}/json", {"info": info, "urls": []})


def expected_words(project: Project) -> str:
    """The words of a package's page, by what its newest release requires."""
    size, release = file_bytes(project.current), project.current
    declared = Facts.objects.get(package__slug=project.slug).requires_dist
    if not declared:
        reason = "" if release.has_wheel else "; its own requirements are not known"
        return f"{'' if release.has_wheel else 'at least '}{format_bytes(size)}{reason}"
    with_others = format_bytes(size + DJANGO_BYTES + ASGIREF_BYTES)
    return f"at least {with_others} with 2 packages; sqlparse is not in this catalogue"


def test_a_refreshed_package_shows_what_its_installation_costs(world):
    put_project(world, "Django", "99.0", DJANGO_BYTES, "asgiref>=3.8", "sqlparse", 'tzdata; sys_platform == "win32"')
    put_project(world, "asgiref", "3.9", ASGIREF_BYTES, 'pytest; extra == "tests"')
    refresh_projects()
    projects = [project for project in world.projects if project.slug in "abcdef"]
    stored = Release.objects.filter(package__slug="a").values_list("version", "install_bytes")
    assert dict(stored) == {release.version: file_bytes(release) for release in projects[0].releases}
    client, seen = Client(headers={"host": "djangopackages.org"}), set()
    for project in projects:
        words = words_of(client.get(f"/packages/p/{project.slug}/").content.decode())
        assert f"Install size {expected_words(project)}" in words
        seen.add("sqlparse" in expected_words(project))
    assert seen == {True, False}


def test_another_refresh_writes_no_requirement_anew(world):
    refresh_projects()
    ids = list(RequiredProject.objects.order_by("pk").values_list("pk", flat=True))
    assert ids
    refresh_projects()
    assert list(RequiredProject.objects.order_by("pk").values_list("pk", flat=True)) == ids
