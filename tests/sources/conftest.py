import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Guard
from sources.standin import StandIn


@pytest.fixture
async def host():
    """A host on loopback that answers what a test tells it to; 404 to all else."""
    stand_in = StandIn()
    application = web.Application()
    application.add_routes([web.route("*", "/{path:.*}", stand_in.answer)])
    async with (
        TestServer(application) as server,
        HttpClient(user_agent="packgrid/test", guard=Guard(["127.0.0.1"]), timeout_s=0.5) as http,
    ):
        stand_in.url, stand_in.http = str(server.make_url("")).rstrip("/"), http
        yield stand_in
