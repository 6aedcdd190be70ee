"""Journeys: packages of private indexes, of which nobody else hears anything."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from asgiref.sync import sync_to_async
from django.db import connections

from packgrid.assessment.queries import read_evidence
from packgrid.catalogue.models import Facts, FetchState, Package, Release
from packgrid.importer.load import LoadOptions, load
from packgrid.lib.index_credentials import find_address
from packgrid.lib.stop import Stop
from packgrid.refresh.index_order import find_private_indexes
from packgrid.refresh.index_watch import watch_index
from packgrid.refresh.name_lookup import packages_to_look_up
from packgrid.refresh.on_demand import refresh_rows, select_all, select_due
from packgrid.refresh.preview import preview_package
from packgrid.refresh.subjects import ensure_states
from refresh.rows import package
from world import World
from world.identity import Identity

pytestmark = pytest.mark.django_db(transaction=True)
SECRET, WHEEL = "secret-tool", "secret_tool-1.1-py3-none-any.whl"
METADATA = b"Metadata-Version: 2.4\nName: Secret_Tool\nVersion: 1.1\nSummary: Hush\nRequires-Dist: secret-lib>=2\n\n"
LOGIN = "Basic YW5uOnBhc3N3b3Jk"  # ann:password


class Index:
    """A private index in HTML that wants a password, and remembers who came with which."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.forwards_to = ""

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.seen.append((request.path, request.headers.get("Authorization", "")))
        if self.forwards_to:
            return web.Response(status=302, headers={"Location": f"{self.forwards_to}{request.path}"})
        if request.headers.get("Authorization") != LOGIN:
            return web.Response(status=401)
        if request.path.endswith(f"/simple/{SECRET}/"):
            digest = hashlib.sha256(METADATA).hexdigest()
            links = "".join(
                f'<a href="../../files/{name}" data-core-metadata="sha256={digest}">{name}</a>'
                for name in ("secret_tool-1.0-py3-none-any.whl", "secret_tool-0.9-py3-none-any.whl", WHEEL)
            )
            return web.Response(text=links, content_type="text/html")
        if request.path.endswith(f"{WHEEL}.metadata"):
            return web.Response(body=METADATA)
        return web.Response(status=404)


class Everybody:
    """OSV and deps.dev: services for everybody that remember what they were asked, in bodies too, and know nothing."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def answer(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        self.heard.append(f"{request.path} {body.decode()}")
        asked = json.loads(body) if body else {}
        return web.json_response(
            {
                "results": [{} for _ in asked.get("queries", ())],
                "responses": [{"request": each} for each in asked.get("requests", ())],
            }
        )


@pytest.fixture
def internal():
    return Index()


@pytest.fixture
def everybody():
    return Everybody()


@pytest.fixture
def world(internal, everybody, settings):
    other = Index()
    identities = [Identity("a", "django-a")]
    mounts = {"internal": internal.answer, "team": other.answer, "osv": everybody.answer, "depsdev": everybody.answer}
    with World(identities=identities, began_at=datetime.now(UTC) - timedelta(weeks=6), mounts=mounts) as running:
        at = running.addresses
        settings.PYPI_URL, settings.PRIVATE_HOSTS = at["pypi"], {"127.0.0.1"}
        settings.PYPISTATS_URL, settings.OSV_URL = at["pypistats"], at["osv"]
        settings.DEPSDEV_URL = at["depsdev"]
        settings.GITHUB_API_URL, settings.GIT_CACHE_BYTES = at["github_api"], 0
        settings.REFRESH = True
        settings.FEED_EVERY, settings.FULL_LIST_EVERY = timedelta(seconds=90), timedelta(hours=24)
        named = {name: at[name].replace("://", "://ann:password@") + "/simple" for name in ("internal", "team")}
        settings.PRIVATE_INDEXES = {name: find_address(url) for name, url in named.items()}
        yield running


def private(slug=SECRET, **changes: str) -> Package:
    return package(slug, **{"pypi_name": SECRET, "index_name": "internal"} | changes)


def refresh_everything() -> None:
    """All that a refresher does, until nothing is due."""
    refresh_rows(select_all(datetime.now(UTC)))
    refresh_rows(select_due(datetime.now(UTC)))
    look_at_index(datetime.now(UTC))
    refresh_rows(select_due(datetime.now(UTC)))


def look_at_index(now: datetime) -> None:
    async def look() -> None:
        await watch_index(now)
        await sync_to_async(connections.close_all)()

    asyncio.run(look())


def services_that_heard_of(world, *words: str) -> set[str]:
    return {path.split("/")[1] for path, _status in world.ledger.asked if any(word in path for word in words)}


def test_a_private_project_is_known_from_its_index_and_nobody_else_hears_of_it(world, internal, everybody):
    private(repo_url="https://git.private.example/team/secret-tool")
    private("hidden", pypi_name="secret-other", index_name="team", repo_url="https://github.com/ada/secret-other")
    package("a", repo_url="https://github.com/ada/a")
    refresh_everything()
    facts = Facts.objects.get(package__slug=SECRET)
    assert (facts.version, facts.summary, facts.requires_dist) == ("1.1", "Hush", ["secret-lib>=2"])
    assert set(Release.objects.filter(package__slug=SECRET).values_list("version", flat=True)) == {"0.9", "1.0", "1.1"}
    assert services_that_heard_of(world, "secret") == {"internal", "team", "github"}  # its index, and its own host
    assert world.ledger.calls("pypi") > 0
    assert {words.split("/")[1] for words in everybody.heard} == {"osv", "depsdev"}
    assert not [words for words in everybody.heard if "secret" in words]
    assert {login for _path, login in internal.seen} == {LOGIN}
    assert not FetchState.objects.filter(package__slug=SECRET, source__in=["pypistats", "osv", "depsdev"]).exists()


def test_what_becomes_private_is_no_longer_told(world, everybody):
    made = private(index_name="", slug="a", pypi_name="django-a")
    ensure_states(datetime.now(UTC))
    assert FetchState.objects.filter(source="osv").exists()
    Package.objects.filter(pk=made.pk).update(index_name="internal")
    ensure_states(datetime.now(UTC))
    assert list(FetchState.objects.values_list("source", "host", "subject")) == [("pypi", "internal", "django-a")]
    assert ensure_states(datetime.now(UTC)) == 0
    refresh_everything()
    assert (services_that_heard_of(world, "django-a"), everybody.heard) == ({"internal"}, [])


def test_an_index_that_forwards_unknown_names_is_not_followed(world, internal):
    private()
    internal.forwards_to = world.server.url.replace("127.0.0.1", "localhost")
    refresh_everything()
    row = FetchState.objects.get(package__slug=SECRET)
    assert (row.last_answer, row.last_error.partition(": ")[2]) == (
        "gone",
        "forwards to another server, so it has no such project itself",
    )
    assert services_that_heard_of(world, SECRET) == {"internal"}


def test_a_metadata_file_at_another_server_is_not_fetched(world, internal, settings):
    private()
    settings.PRIVATE_INDEXES = {
        "internal": find_address(settings.PRIVATE_INDEXES["internal"].url, login="ann:password")
    }
    here, there = world.server.url, world.server.url.replace("127.0.0.1", "localhost")

    async def elsewhere(request: web.BaseRequest) -> web.Response:
        link = f'<a href="{there}/internal/files/{WHEEL}" data-core-metadata="true">{WHEEL}</a>'
        return web.Response(text=link, content_type="text/html")

    world.server.mounts["internal"] = elsewhere
    refresh_everything()
    assert Facts.objects.get(package__slug=SECRET).version == "1.1"
    assert "it is at another server" in FetchState.objects.get(package__slug=SECRET).note
    assert not [path for path, _status in world.ledger.asked if path.endswith(".metadata") and "secret" in path], here


def test_a_name_that_is_private_is_not_looked_up_while_somebody_types_it(world):
    private(repo_url="https://git.private.example/team/secret-tool")
    preview_package("pip install secret-tool")
    assert "secret-tool" not in packages_to_look_up().values_list("slug", flat=True)
    assert services_that_heard_of(world, SECRET) == {"internal"}


def test_an_index_without_an_address_is_asked_by_nobody(world, settings):
    private(index_name="other")
    refresh_everything()
    row = FetchState.objects.get(package__slug=SECRET)
    assert row.last_error == "no index is called other; PACKGRID_PRIVATE_INDEXES has to name its address."
    assert services_that_heard_of(world, SECRET) == set()


def test_each_package_is_asked_about_at_its_own_index(world, internal):
    private()
    private("other", index_name="team")
    refresh_everything()
    assert services_that_heard_of(world, SECRET) == {"internal", "team"}
    lanes = set(FetchState.objects.values_list("package__slug", "source", "host"))
    assert lanes == {(SECRET, "pypi", "internal"), ("other", "pypi", "team")}


@pytest.mark.parametrize(("listed", "is_public"), [(["secret.tool", "b"], True), (["b"], False)])
def test_the_same_name_at_the_public_index_is_a_warning_that_asks_nobody(world, listed, is_public):
    private()
    rows = [{"name": name, "_last-serial": 5} for name in listed]
    world.put("/simple/", {"meta": {"api-version": "1.4"}, "projects": rows})
    refresh_everything()
    assert Facts.objects.get(package__slug=SECRET).is_name_public is is_public
    assert services_that_heard_of(world, SECRET) == {"internal"}


def test_no_password_is_stored_or_told(world, internal, settings):
    private()
    settings.PRIVATE_INDEXES = {
        "internal": find_address(f"{world.addresses['internal'].replace('://', '://ann:wrong@')}/simple")
    }
    refresh_everything()
    row = FetchState.objects.get(package__slug=SECRET)
    assert row.last_error.endswith("answered 401 (Unauthorized: a token or password is missing or wrong)")
    assert "wrong@" not in row.last_error


def test_a_bare_name_is_of_the_first_private_index_that_has_it_and_of_the_public_one_if_none_has(world, settings):
    found = preview_package(SECRET)
    assert (found.index_name, found.version) == ("internal", "1.1")
    assert [look.sentence for look in found.looks] == ["The index internal: found."]
    found = preview_package("django-a")
    assert (found.index_name, found.is_found) == ("", True)
    sentences = [f"The index {name} has no project of this name." for name in ("internal", "team")]
    assert [look.sentence for look in found.looks[:3]] == [*sentences, "PyPI: found."]
    settings.PRIVATE_INDEXES = dict(reversed(settings.PRIVATE_INDEXES.items()))
    assert preview_package(SECRET).index_name == "team"


def test_while_a_private_index_is_silent_no_index_after_it_is_asked(world, settings):
    world.fault("500", service="internal")
    found = preview_package(SECRET)
    assert [look.sentence for look in found.looks] == [
        "The index internal did not answer in time. Packgrid will try again later.",
        "Other indexes were not checked, because the name may belong to the index internal.",
    ]
    assert services_that_heard_of(world, SECRET) == {"internal"}
    with pytest.raises(Stop) as raised:
        find_private_indexes([SECRET])
    assert str(raised.value).startswith("The index internal did not answer, so its packages are unknown")
    assert "password" not in str(raised.value)
    assert services_that_heard_of(world, SECRET) == {"internal"}


def test_new_packages_of_a_file_that_names_no_index_come_from_the_first_private_one_that_has_them(world, tmp_path):
    package("known", pypi_name="known")
    rows = [
        {"slug": "tool", "pypi_name": "Secret_Tool"},
        {"slug": "other", "pypi_name": SECRET, "index": "team"},
        {"slug": "public", "pypi_name": SECRET, "index": "pypi"},
        {"slug": "known", "pypi_name": SECRET},
        {"slug": "a", "pypi_name": "django-a"},
    ]
    file = tmp_path / "some.ndjson"
    file.write_text("\n".join(json.dumps({"type": "package", "category": "apps", "title": "T", **row}) for row in rows))
    report = load([file], now=datetime.now(UTC), options=LoadOptions(find_indexes=find_private_indexes))
    assert report.problems == []
    indexes = dict(Package.objects.values_list("slug", "index_name"))
    assert indexes == {"tool": "internal", "other": "team", "public": "", "known": "", "a": ""}
    assert services_that_heard_of(world, SECRET) == {"internal"}
    assert services_that_heard_of(world, "django-a") == {"internal", "team"}


def test_where_refreshing_is_off_no_index_is_asked(world, settings):
    settings.REFRESH = False
    assert find_private_indexes([SECRET]) == {}
    assert preview_package(SECRET).index_name == ""
    assert services_that_heard_of(world, SECRET) == set()


def test_the_same_name_on_two_indexes_is_known_of_both_packages(world):
    ours, theirs, other = private(), private("theirs", index_name="team"), private("b", pypi_name="b")
    Facts.objects.filter(package=theirs).update(is_name_public=True)
    found = read_evidence([ours.pk, theirs.pk, other.pk])
    assert [found[made.pk].other_indexes for made in (ours, theirs, other)] == [("team",), ("", "internal"), ()]
