"""Journeys: hosts that the operator named, asked with their tokens, of which nobody else sees or hears anything."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from packgrid.catalogue.models import Facts, FetchState, Package
from packgrid.refresh.on_demand import refresh_rows, select_all
from packgrid.refresh.preview import preview_package
from refresh.rows import package
from world import World
from world.identity import Identity

pytestmark = pytest.mark.django_db(transaction=True)
ENTERPRISE, BITBUCKET = (
    "https://github.example/team/secret-hub",
    "https://bitbucket.example/projects/TEAM/repos/secret-dc",
)
IDENTITIES = [
    Identity("secret-hub", "", "github_enterprise", "github.example", "team/secret-hub"),
    Identity("secret-dc", "", "bitbucket_data_center", "bitbucket.example", "projects/TEAM/repos/secret-dc"),
]


class Listener:
    """A server that remembers the Authorization headers and tokens that came, and knows nothing."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def answer(self, request: web.BaseRequest) -> web.Response:
        said = [request.headers.get(name, "") for name in ("Authorization", "Private-Token")]
        self.heard.append(f"{request.path} {''.join(said)} {(await request.read()).decode(errors='replace')}")
        return web.json_response({}, status=404)


@pytest.fixture
def everybody():
    return Listener()


@pytest.fixture
def world(everybody, settings):
    mounts = {"everybody": everybody.answer}
    began_at = datetime.now(UTC) - timedelta(weeks=6)
    with World(identities=IDENTITIES, began_at=began_at, mounts=mounts) as running:
        at = running.addresses
        settings.PRIVATE_HOSTS, settings.GIT_CACHE_BYTES, settings.REFRESH = {"127.0.0.1"}, 0, True
        settings.PYPI_URL = settings.OSV_URL = settings.DEPSDEV_URL = settings.PYPISTATS_URL = at["everybody"]
        settings.TOP_DOWNLOADS_URL = at["everybody"]
        settings.FORGES = {
            "github.example": ("github", at["github_enterprise_api"]),
            "bitbucket.example": ("bitbucket", at["bitbucket_data_center_api"]),
        }
        settings.GIT_HOST_TOKENS = {"github.example": "hub-token", "bitbucket.example": "dc-token"}
        yield running


def make_packages() -> None:
    package("secret-hub", pypi_name="", repo_url=ENTERPRISE)
    package("secret-dc", pypi_name="", repo_url=BITBUCKET)


def refresh_everything() -> None:
    refresh_rows(select_all(datetime.now(UTC)))


def test_repositories_of_both_kinds_are_known_and_no_service_for_everybody_hears_of_them(world, everybody):
    make_packages()
    refresh_everything()
    found = {facts.package.slug: facts for facts in Facts.objects.select_related("package")}
    for project in world.projects:
        facts = found[project.slug]
        assert (facts.repo_description, facts.forks) == (project.summary, project.forks)
        assert (facts.default_branch, facts.is_archived) == (project.default_branch, project.archived_at is not None)
    assert found["secret-hub"].stars == world.projects[0].stars
    assert found["secret-dc"].stars is None
    assert found["secret-dc"].last_commit_at is not None
    assert set(FetchState.objects.values_list("source", "host", "last_answer")) >= {
        ("github", "github.example", "changed"),
        ("bitbucket", "bitbucket.example", "changed"),
    }
    assert not FetchState.objects.filter(source__in=["depsdev", "osv", "pypistats", "top-downloads"]).exists()
    assert everybody.heard == []


@pytest.mark.parametrize("url", [ENTERPRISE, BITBUCKET, "git@bitbucket.example:team/secret-dc.git"])
def test_the_name_of_such_a_repository_is_not_looked_up_at_the_index_while_somebody_adds_it(world, everybody, url):
    found = preview_package(url)
    assert found.repo_url in {ENTERPRISE, BITBUCKET}
    assert everybody.heard == []


def test_without_a_token_both_say_what_is_missing(world, settings):
    settings.GIT_HOST_TOKENS = {}
    make_packages()
    refresh_everything()
    errors = FetchState.objects.exclude(source="git").values_list("last_error", flat=True)
    assert len(errors) == 2
    assert all(error.endswith("401 (Unauthorized: a token or password is missing or wrong)") for error in errors)
    assert set(Package.objects.values_list("facts__repo_gone_since", flat=True)) == {None}


@pytest.mark.parametrize("kind", ["github", "gitlab", "forgejo", "bitbucket"])
def test_a_redirect_to_another_server_does_not_take_the_token_along(world, everybody, settings, kind):
    seen = []

    async def forward(request: web.BaseRequest) -> web.Response:
        seen.append(request.headers.get("Authorization") or request.headers.get("Private-Token"))
        there = world.server.url.replace("127.0.0.1", "localhost")
        return web.Response(status=307, headers={"Location": f"{there}/everybody/stolen"})

    world.server.mounts["forward"] = forward
    settings.PRIVATE_HOSTS = {"127.0.0.1", "localhost"}
    settings.FORGES = {"own.example": (kind, f"{world.server.url}/forward")}
    settings.GIT_HOST_TOKENS = {"own.example": "the-token"}
    package("a", pypi_name="", repo_url="https://own.example/team/tool")
    refresh_everything()
    assert [said.rpartition(" ")[2] for said in seen] == ["the-token"]
    assert [heard.split(" ")[0] for heard in everybody.heard] == ["/everybody/stolen"]
    assert "the-token" not in "".join(everybody.heard)
    assert "the-token" not in "".join(FetchState.objects.values_list("last_error", flat=True))


def test_git_shows_the_token_of_a_host_and_a_redirect_does_not_take_it_along(world, everybody, settings):
    seen = []

    async def forward(request: web.BaseRequest) -> web.Response:
        seen.append(request.headers.get("Authorization"))
        there = world.server.url.replace("127.0.0.1", "localhost")
        return web.Response(status=307, headers={"Location": f"{there}/everybody/info/refs"})

    host = world.server.url.removeprefix("http://")
    world.server.mounts["scm"] = forward
    settings.PRIVATE_HOSTS, settings.GIT_CACHE_BYTES = {"127.0.0.1", "localhost"}, 1_000_000
    settings.GIT_URL = "http://{host}/{path}"
    settings.FORGES = {host: ("bitbucket", world.addresses["bitbucket_data_center_api"])}
    settings.GIT_HOST_TOKENS = {host: "the-token"}
    package("a", pypi_name="", repo_url=f"https://{host}/projects/TEAM/repos/secret-dc")
    refresh_rows(select_all(datetime.now(UTC)).filter(source="git"))
    assert seen == ["Bearer the-token"]
    assert [heard.split(" ")[0] for heard in everybody.heard] == ["/everybody/info/refs"]
    assert "the-token" not in "".join(everybody.heard)
    assert "the-token" not in "".join(FetchState.objects.values_list("last_error", flat=True))
