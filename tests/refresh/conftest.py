import pytest

from packgrid.catalogue.events import packages_changed
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
    heard = []

    def hear(ids, **_: object):
        heard.append(ids)

    packages_changed.connect(hear)
    yield heard
    packages_changed.disconnect(hear)
