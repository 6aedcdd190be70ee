import pytest

from announcements import heard_ids
from refresh.catalogue import Stage, made_world, point_to
from refresh.standin import StandIn


@pytest.fixture
def index(settings):
    """A stand-in for PyPI that the settings point to."""
    with StandIn() as running:
        settings.PYPI_URL = running.url
        settings.PRIVATE_HOSTS = {"127.0.0.1"}
        yield running


@pytest.fixture
def announced():
    """The sets of ids that were announced."""
    with heard_ids("packages") as heard:
        yield heard


@pytest.fixture(scope="module")
def token():
    """GitHub's, "" for none."""
    return "key"


@pytest.fixture(scope="module")
def staged(token, tmp_path_factory):
    folder = tmp_path_factory.mktemp("git")
    with made_world(git_folder=folder / "served") as world:
        yield Stage(world, token), folder / "cache"


@pytest.fixture
def stage(staged, settings, transactional_db):
    """A catalogue that was refreshed once, in a world that has moved on."""
    found, settings.GIT_CACHE = staged
    point_to(found.world, settings, found.token)
    found.set()
    return found
