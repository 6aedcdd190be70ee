import pytest

from refresh.standin import StandIn


@pytest.fixture
def index(settings):
    """A stand-in for PyPI that the settings point to."""
    with StandIn() as running:
        settings.PYPI_URL = running.url
        settings.PRIVATE_HOSTS = {"127.0.0.1"}
        yield running
