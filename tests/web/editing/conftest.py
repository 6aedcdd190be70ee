import pytest

from refresh.standin import StandIn
from revisions.rows import make_user
from web.editing.editor_client import make_client


@pytest.fixture
def index(settings):
    """A stand-in for PyPI that the settings point to."""
    with StandIn() as running:
        settings.PYPI_URL = running.url
        settings.PRIVATE_HOSTS = {"127.0.0.1"}
        yield running


@pytest.fixture
def ada(db):
    """The browser of somebody who may edit."""
    return make_client(make_user("ada"))


@pytest.fixture
def grace(db):
    """The browser of somebody else who may edit."""
    return make_client(make_user("grace"))


@pytest.fixture
def root(db):
    """The browser of a moderator."""
    return make_client(make_user("root", is_staff=True))
