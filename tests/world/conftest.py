import pytest

from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Guard
from world import World


@pytest.fixture
def world():
    """Twenty projects, whose clock stands still."""
    with World(packages=20) as running:
        yield running


@pytest.fixture
async def http():
    """Our client, which takes little."""
    async with HttpClient(user_agent="packgrid/test", guard=Guard(["127.0.0.1"]), most_bytes=1_000_000) as client:
        yield client


@pytest.fixture
async def hasty():
    """The same, which waits briefly."""
    async with HttpClient(user_agent="packgrid/test", guard=Guard(["127.0.0.1"]), timeout_s=0.1) as client:
        yield client
