"""The world as a program and its doors for other programs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web

from world import World


@pytest.fixture
def door(world):
    return world.server.url + "/_world"


async def said(http, url, document=None):
    answer = await (http.get(url) if document is None else http.post(url, document))
    return answer.status, json.loads(answer.body)


def test_it_says_where_it_listens_and_ends_when_it_is_told(tmp_path):
    file = tmp_path / "catalogue.csv"
    file.write_text("slug,pypi_name,repo_url\na,a,https://github.com/a/a\n")
    command = [sys.executable, "-m", "world", "--catalogue", str(file), "--started-at", "2026-01-02"]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True) as program:
        addresses = json.loads(program.stdout.readline())
        program.terminate()
    assert program.returncode == 0
    base = addresses["pypi"].removesuffix("/pypi")
    assert addresses == {
        "pypi": f"{base}/pypi",
        "index": f"{base}/simple",
        "feed": f"{base}/rss/updates.xml",
        "github_api": f"{base}/github",
        "github_graphql": f"{base}/github/graphql",
        "gitlab_api": f"{base}/gitlab/api/v4",
        "bitbucket_api": f"{base}/bitbucket/2.0",
        "bitbucket_data_center_api": f"{base}/bitbucket_data_center/rest/api/1.0",
        "github_enterprise_api": f"{base}/github_enterprise/api/v3",
        "forgejo_api": f"{base}/forgejo/api/v1",
        "pypistats": f"{base}/pypistats/api",
        "osv": f"{base}/osv",
        "depsdev": f"{base}/depsdev",
        "top_downloads": f"{base}/top_downloads/list.json",
    }


async def test_the_clock_is_moved_over_http(world, http, door):
    assert await said(http, f"{door}/clock") == (200, {"now": "2026-11-24T12:00:00+00:00"})
    assert await said(http, f"{door}/clock", {"advance_s": 3600}) == (200, {"now": "2026-11-24T13:00:00+00:00"})
    assert await said(http, f"{door}/clock", {"advance_s": -1}) == (400, {"error": "time moves forward only"})


async def test_faults_are_set_over_http(world, http, door):
    status, document = await said(http, f"{door}/faults", {"kind": "500", "service": "pypi", "share": 0.5})
    assert (status, document["set"]) == (200, [{"kind": "500", "service": "pypi", "share": 0.5, "struck": 0}])
    for wrong in ({"kind": "gremlins"}, {}, {"kind": "500", "colour": "red"}, ["500"]):
        assert (await said(http, f"{door}/faults", wrong))[0] == 400


async def test_the_ledger_counts_by_service_endpoint_and_status(world, http, door):
    await http.get(f"{world.addresses['pypi']}/nobody/json")
    assert await said(http, f"{door}/ledger") == (
        200,
        {"pypi": {"calls": 1, "most_at_once": 1, "by_status": {"404": 1}, "by_endpoint": {"*/json": {"404": 1}}}},
    )
    assert world.ledger.calls("pypi") == world.ledger.calls(status=404) == 1
    assert list(world.ledger.asked) == [("/pypi/nobody/json", 404)]
    assert world.ledger.agents == {"packgrid/test"}


async def test_settings_change_while_it_runs(world, http, door):
    status, document = await said(http, f"{door}/settings", {"latency_s": 0.5, "limits": False})
    assert (status, document) == (200, {"latency_s": 0.5, "limits": False, "addresses": world.addresses})


async def test_the_catalogue_says_who_the_projects_are(world, http, door):
    lines = (await http.get(f"{door}/catalogue")).body.decode().splitlines()
    assert lines[0] == "slug,pypi_name,repo_url"
    assert lines[1:] == [f"{project.slug},{project.name},{project.url}" for project in world.projects]


async def test_another_service_can_be_mounted_and_suffers_faults_too(http):
    async def git(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=request.path)

    with World(mounts={"git": git}) as world:
        url = f"{world.addresses['git']}/ada/one.git/info/refs"
        assert (await http.get(url)).body == b"/git/ada/one.git/info/refs"
        world.fault("502", service="git")
        assert (await http.get(url)).status == 502
        assert world.ledger.calls("git") == 2
