"""Home, lists, packages and grids are made before anybody asks, and are then the very pages that views make."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from api.rows import add_grid, add_package
from packgrid.accounts.models import User
from packgrid.httpcache.prepared_page_middleware import is_preparable, missed_paths
from packgrid.httpcache.prepared_pages import list_ready_paths
from packgrid.projections.announcements import announce
from packgrid.web.page_preparation import PagePreparer

pytestmark = pytest.mark.django_db

EVERY_PATH = {"/", "/packages/", "/grids/", "/grids/g/blocks/", "/packages/p/flat/", "/packages/p/other/"}


@pytest.fixture
def package(settings):
    settings.PREPARED_PAGES = 100
    missed_paths.clear()
    package = add_package("flat", pypi_name="flat")
    add_package("other")
    add_grid("blocks", package)
    return package


@pytest.fixture
def preparer(package, settings, tmp_path):
    preparer = PagePreparer(WSGIHandler(), tmp_path / "lock")
    yield preparer
    if preparer.lock:
        preparer.lock.close()


def prepare_all(preparer):
    while preparer.prepare_some():
        pass


def test_a_prepared_page_is_the_one_that_its_view_makes(preparer, django_assert_num_queries):
    made = {path: Client().get(path, headers={"host": "127.0.0.1:8001"}) for path in EVERY_PATH}
    missed_paths.clear()
    prepare_all(preparer)
    assert list_ready_paths() == EVERY_PATH
    for path, view in made.items():
        with django_assert_num_queries(1):
            prepared = Client().get(path, headers={"host": "127.0.0.1:8001"})
        assert prepared.content == view.content, path
        assert dict(prepared.items()) == dict(view.items()), path


def test_a_change_is_seen_at_once_and_prepared_again(preparer, package):
    prepare_all(preparer)
    package.title = "Flat blocks"
    package.save()
    announce(packages={package.pk})
    assert list_ready_paths() == {"/packages/p/other/"}
    assert "Flat blocks" in Client().get("/packages/p/flat/").text
    prepare_all(preparer)
    assert list_ready_paths() == EVERY_PATH
    assert "Flat blocks" in Client().get("/packages/p/flat/").text


def test_who_is_signed_in_gets_their_own_page(preparer):
    prepare_all(preparer)
    client = Client()
    client.force_login(User.objects.create_user("ann"))
    assert "Sign out" in client.get("/packages/p/flat/").text
    assert "Sign out" not in Client().get("/packages/p/flat/").text


def test_a_page_that_readers_missed_is_made_by_whichever_process_they_asked(preparer, settings, tmp_path):
    assert preparer.holds_lock()
    another = PagePreparer(WSGIHandler(), tmp_path / "lock")
    assert not another.holds_lock()
    assert another.prepare_some() == 0
    Client().get("/packages/p/flat/")
    Client().get("/packages/p/missing/")
    another.prepare_some()
    assert list_ready_paths() == {"/packages/p/flat/"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/packages/", True),
        ("/grids/", True),
        ("/packages/p/flat/", True),
        ("/grids/g/blocks/", True),
        ("/packages/p/flat/health/", False),
        ("/packages/c/apps/", False),
        ("/search/", False),
        ("/packages/p//", False),
    ],
)
def test_only_home_lists_packages_and_grids_are_prepared(rf, path, expected):
    assert is_preparable(rf.get(path)) is expected


@pytest.mark.parametrize(
    "request_options",
    [
        {"query_params": {"cooldown": "3"}},
        {"headers": {"cookie": "a=b"}},
        {"headers": {"authorization": "x"}},
        {"headers": {"hx-request": "true"}},
    ],
)
def test_a_request_with_anything_personal_goes_to_the_view(rf, request_options):
    assert not is_preparable(rf.get("/packages/p/flat/", **request_options))


def test_a_request_that_writes_goes_to_the_view(rf):
    assert not is_preparable(rf.post("/packages/p/flat/"))
    assert is_preparable(rf.head("/packages/p/flat/"))
