"""What each service says, asked over HTTP."""

import gzip
import json
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import aiohttp
import pytest

from packgrid.sources.pypi import PyPI
from packgrid.sources.source import SourceRequest
from world import World, pypi
from world.identity import Identity
from world.terms import Terms
from world.universe import Universe

KEY = {"Authorization": "Bearer key"}
WHO = [
    Identity("on-github", "On_GitHub", "github", "github.com", "Ada/on-github"),
    Identity("on-gitlab", "on-gitlab", "gitlab", "gitlab.com", "group/sub/on-gitlab"),
    Identity("on-bitbucket", "on-bitbucket", "bitbucket", "bitbucket.org", "ada/on-bitbucket"),
    Identity("on-codeberg", "on-codeberg", "forgejo", "codeberg.org", "ada/on-codeberg"),
    Identity("on-enterprise", "", "github_enterprise", "github.example", "ada/on-enterprise"),
    Identity("on-data-center", "", "bitbucket_data_center", "bitbucket.example", "projects/TOOLS/repos/on-data-center"),
]
GITLAB_PATH = quote(WHO[1].path, safe="")
# A path of each service that speaks of one project, and what of the answer says which.
PLACES = {
    "pypi": ("on-github/json", lambda said: said["info"]["name"]),
    "github_api": ("repos/ada/ON-github", lambda said: said["full_name"]),
    "gitlab_api": (f"projects/{GITLAB_PATH}", lambda said: said["path_with_namespace"]),
    "bitbucket_api": ("repositories/ada/on-bitbucket", lambda said: said["full_name"]),
    "forgejo_api": ("repos/ada/on-codeberg", lambda said: said["full_name"]),
    "github_enterprise_api": ("repos/ada/on-enterprise", lambda said: said["full_name"]),
    "bitbucket_data_center_api": ("projects/TOOLS/repos/on-data-center", lambda said: said["slug"]),
    "pypistats": ("packages/on-github/recent", lambda said: said["package"]),
}
NAMES = {
    "pypi": "On_GitHub",
    "github_api": "Ada/on-github",
    "gitlab_api": "group/sub/on-gitlab",
    "bitbucket_api": "ada/on-bitbucket",
    "forgejo_api": "ada/on-codeberg",
    "github_enterprise_api": "ada/on-enterprise",
    "bitbucket_data_center_api": "on-data-center",
    "pypistats": "on-github",
}


@pytest.fixture
def world():
    with World(identities=WHO) as running:
        yield running


def url(world, service, path=""):
    return f"{world.addresses[service]}/{path or PLACES[service][0]}"


async def said(http, address, **headers: str):
    answer = await http.get(address, headers=headers)
    assert answer.status == 200
    return json.loads(answer.body)


@pytest.mark.parametrize("service", PLACES)
async def test_each_service_knows_the_projects_that_are_there_and_no_others(world, http, service):
    path, name_in = PLACES[service]
    assert name_in(await said(http, url(world, service), **KEY)) == NAMES[service]
    for slug in ("on-github", "on-gitlab", "on-bitbucket", "on-codeberg", "on-enterprise", "on-data-center"):
        path = path.replace(slug, "nobody")
    assert (await http.get(url(world, service, path.replace("ON-github", "nobody")), headers=KEY)).status == 404


@pytest.mark.parametrize("service", ["github_enterprise_api", "bitbucket_data_center_api"])
async def test_the_hosts_of_operators_answer_nobody_without_a_key(world, http, service):
    assert (await http.get(url(world, service))).status == 401


@pytest.mark.parametrize(
    ("service", "number", "counts"),
    [
        ("pypi", 0, "pypi_changes"),
        ("github_api", 0, "repo_changes"),
        ("gitlab_api", 1, "repo_changes"),
        ("bitbucket_api", 2, "repo_changes"),
    ],
)
async def test_an_answer_is_not_modified_until_something_happens(world, http, service, number, counts):
    first = await http.get(url(world, service), headers=KEY)
    again = await http.get(url(world, service), etag=first.etag, headers=KEY)
    assert (again.status, again.body, again.etag) == (304, b"", first.etag)
    while not getattr(world.projects[number], counts):
        world.advance(weeks=4)
    later = await http.get(url(world, service), etag=first.etag, headers=KEY)
    assert (later.status, later.etag != first.etag, later.body != first.body) == (200, True, True)


async def test_the_same_world_gives_the_same_bytes_and_another_seed_gives_others(http):
    bodies = []
    for seed in (1, 1, 2):
        with World(identities=WHO, seed=seed) as world:
            world.advance(days=3)
            answers = [await http.get(url(world, service), headers=KEY) for service in PLACES]
            bodies.append([(answer.body, answer.etag) for answer in answers])
    assert bodies[0] == bodies[1]
    assert not {body for body, _ in bodies[0]} & {body for body, _ in bodies[2]}


async def test_a_body_is_compressed_where_the_caller_asks(world):
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        address = url(world, "pypi")
        async with session.get(address, headers={"Accept-Encoding": "gzip"}) as packed:
            small = await packed.read()
        async with session.get(address, headers={"Accept-Encoding": "identity"}) as plain:
            large = await plain.read()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small) == large
    assert packed.headers["ETag"] == plain.headers["ETag"]


async def test_our_client_reads_hundreds_of_documents_and_is_told_that_they_have_not_changed(http):
    with World(packages=300) as world:
        client = PyPI(http, world.addresses["pypi"], world.addresses["index"])
        replies = await client.fetch([SourceRequest(project.name) for project in world.projects])
        assert [reply.snapshot.name for reply in replies] == [project.name for project in world.projects]
        assert [len(reply.snapshot.releases) for reply in replies] == [len(p.releases) for p in world.projects]
        world.ledger.clear()
        await client.fetch([SourceRequest(reply.snapshot.normalized_name, reply.validator) for reply in replies])
        assert world.ledger.counts == {("simple", "*", 304): 300}
        licences = Counter(reply.snapshot.document.license for reply in replies)
        assert {"MIT", "BSD-3-Clause", "MIT OR Apache-2.0", "BSD", None} <= {*licences}
        assert any(reply.snapshot.document.vulnerabilities for reply in replies)
        assert any(release.is_yanked for reply in replies for release in reply.snapshot.releases)


@pytest.mark.parametrize("service", ["github_api", "gitlab_api", "bitbucket_api", "forgejo_api"])
async def test_a_renamed_repository_is_found_by_its_old_address_under_its_new_name(world, http, service):
    before = await http.get(url(world, service), headers=KEY)
    world.fault("renamed", projects=[NAMES[service]])
    after = await http.get(url(world, service), headers=KEY)
    assert PLACES[service][1](json.loads(after.body)) == f"{NAMES[service]}-renamed"
    assert bool(after.moved_to) == (service != "forgejo_api")
    assert after.etag != before.etag or not before.etag
    new_path = PLACES[service][0].replace("ON", "on").removesuffix(f"{NAMES[service].split('/')[-1]}")
    direct = await http.get(url(world, service, f"{new_path}{NAMES[service].split('/')[-1]}-renamed"), headers=KEY)
    assert (direct.status, direct.moved_to) == (200, "")


async def test_pypi_keeps_the_address_that_the_publisher_wrote(world, http):
    before = await http.get(url(world, "pypi"))
    world.fault("renamed")
    assert (await http.get(url(world, "pypi"))).body == before.body


async def test_a_list_comes_in_pages_that_lead_to_each_other(world, http):
    number, commits = 0, world.projects[0].commits
    address, shas = url(world, "github_api", "repos/Ada/on-github/commits?per_page=100"), []
    while address:
        answer = await http.get(address, headers=KEY)
        shas += [commit["sha"] for commit in json.loads(answer.body)]
        links = dict(reversed(link.strip().split("; ")) for link in answer.headers.get("link", "").split(",") if link)
        address = links.get('rel="next"', "").strip("<>")
        number += 1
    assert len(set(shas)) == len(shas) == commits
    assert number == -(-commits // 100)


async def test_gitlab_tells_those_with_a_key_more(world, http):
    short = await said(http, url(world, "gitlab_api"))
    whole = await said(http, url(world, "gitlab_api"), **{"Private-Token": "key"})
    assert short.items() <= whole.items()
    assert {"archived", "open_issues_count"} <= whole.keys() - short.keys()
    assert "license" not in whole
    assert "license" in await said(http, url(world, "gitlab_api") + "?license=true")


async def test_bitbucket_counts_forks_on_a_page_of_one(world, http):
    forks = await said(http, url(world, "bitbucket_api") + "/forks?pagelen=1&fields=size")
    assert forks == {"size": world.projects[2].forks}


async def test_a_document_that_was_put_in_place_is_served_with_a_validator(world, http):
    world.put("/pypi/on-github/json", {"info": {}})
    answer = await http.get(url(world, "pypi"))
    assert (answer.status, answer.body) == (200, b'{"info":{}}')
    assert (await http.get(url(world, "pypi"), etag=answer.etag)).status == 304
    world.put("/pypi/on-github/json", b"busy", 503, retry_after="7")
    answer = await http.get(url(world, "pypi"), etag=answer.etag)
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (503, b"busy", "7")


def test_what_happens_to_a_repository_changes_nothing_at_pypi():
    universe = Universe(1, 600, Terms().began_at)
    later = universe.began_at + timedelta(days=60)
    pairs = [(universe.at(number, universe.began_at), universe.at(number, later)) for number in range(600)]
    alike = [pair for pair in pairs if pair[0] != pair[1] and pair[0].pypi_changes == pair[1].pypi_changes]
    assert len(alike) > 100
    assert [before.name for before, after in alike if pypi.whole(before) != pypi.whole(after)] == []
