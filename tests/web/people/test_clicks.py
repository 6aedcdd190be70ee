"""Use, like, follow: one click each."""

import pytest

from community.people import NOW, make_person
from packgrid.catalogue.models import Package
from packgrid.community.models import Favorite, Usage, Visit, Watch
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from packgrid.history.models import Change, Kind
from packgrid.httpcache.models import Invalidation
from packgrid.projections.announcements import announce
from packgrid.web.people.page_actions import read_package_actions, read_public_notes
from web.people.forms import browser, seen, send
from web.rows import make_grid, make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/packages/p/django-a/"


@pytest.fixture
def ada():
    return make_person()


@pytest.fixture
def package():
    return make_package(facts={"usage_count": 4})


def addresses(package):
    return [
        ("/packages/usage/django-a/add/", "/packages/usage/django-a/remove/", Usage),
        (f"/favorites/add/{package.pk}/", f"/favorites/remove/{package.pk}/", Favorite),
        ("/packages/django-a/watch/add/", "/packages/django-a/watch/remove/", Watch),
    ]


def test_the_buttons_of_the_page_do_it_and_take_it_back(ada, package):
    client = browser(ada)
    for add, remove, model in addresses(package):
        assert send(client, PAGE, action=add).url == PAGE
        assert [row.user for row in model.objects.all()] == [ada]
        assert 'aria-pressed="true"' in seen(client, PAGE)
        assert send(client, PAGE, action=remove).url == PAGE
        assert not model.objects.exists()
        assert 'aria-pressed="true"' not in seen(client, PAGE)


def test_a_script_gets_the_buttons_anew(ada, package):
    answer = send(browser(ada), PAGE, action="/packages/usage/django-a/add/", quick=True)
    html = answer.content.decode()
    assert (answer.status_code, html.count("data-piece"), html.count('aria-pressed="true"')) == (200, 1, 1)
    assert "/packages/usage/django-a/remove/" in html
    assert Package.objects.get().facts.usage_count == 5


def test_a_get_shows_a_button_and_changes_nothing(ada, package):
    client = browser(ada)
    for add, remove, model in addresses(package):
        for path in (add, remove):
            seen(client, path)
            assert not model.objects.exists()
        send(client, f"{add}?next=/grids/", action="")
        assert model.objects.count() == 1


def test_who_is_signed_out_is_asked_to_sign_in_and_led_back(package):
    html = seen(browser(), PAGE)
    for add, remove, model in addresses(package):
        assert f'href="{add}"' in html
        for path in (add, remove):
            assert browser().get(path).url == f"/login/?next={path}"
        assert not model.objects.exists()


def test_nobody_is_led_to_another_site(ada, package):
    client, add = browser(ada), "/packages/usage/django-a/add/"
    for path, leads in (("https://evil.example/", PAGE), ("//evil.example/", PAGE), ("/grids/", "/grids/")):
        assert send(client, add, next=path).url == leads


def test_a_package_that_is_not_there_or_hidden_is_404(ada):
    hidden = make_package("hidden", is_hidden=True)
    for path in ("/packages/usage/none/add/", "/packages/usage/hidden/add/", f"/favorites/add/{hidden.pk}/"):
        seen(browser(ada), path, status=404)


def test_a_grid_is_followed_and_tells_what_has_changed_since_it_was_seen(ada, package):
    grid, client = make_grid(packages=[package]), browser(ada)
    page = grid.get_absolute_url()
    assert send(client, page, action="/grids/a-grid/watch/add/").url == page
    assert Watch.objects.get().grid == grid
    assert "Show changes since this visit" in text_of(seen(client, page))
    send(client, page, action="/grids/a-grid/seen/")
    assert "No changes since your visit." in text_of(seen(client, page))
    Visit.objects.update(at=NOW)
    Change.objects.create(
        package=package,
        kind=Kind.RELEASE,
        subject="2.0",
        at=Visit.objects.get().at.replace(hour=13),
        old="",
        source="pypi",
    )
    assert "1 change since your visit" in text_of(seen(client, page))
    answer = send(client, page, action="/grids/a-grid/watch/remove/", quick=True)
    assert "data-piece" in answer.content.decode()
    assert not Watch.objects.exists()


@pytest.mark.parametrize("verb", ["watch/add", "watch/remove", "seen"])
def test_a_get_of_a_click_on_a_grid_changes_nothing(ada, verb):
    make_grid()
    seen(browser(ada), f"/grids/a-grid/{verb}/")
    assert not Watch.objects.exists()
    assert not Visit.objects.exists()


def test_what_is_refused_is_refused_to_a_script_without_words_and_to_a_browser_with_them(ada, package, monkeypatch):
    monkeypatch.setattr("packgrid.community.watchlist.MOST_WATCHES", 0)
    client, add = browser(ada), "/packages/django-a/watch/add/"
    assert send(client, PAGE, action=add, quick=True).status_code == 409
    assert "which is the limit" not in seen(client, PAGE)
    send(client, PAGE, action=add)
    assert "You follow 0 packages, grids and searches, which is the limit" in seen(client, PAGE)


@pytest.mark.parametrize(
    ("do", "invalidated"),
    [
        (lambda ada, package: put_favorite(ada, package, is_liked=True), {"liked"}),
        (lambda ada, package: put_usage(ada, package, is_used=True), {"packages", "grids"}),
        (lambda _ada, package: announce(discussed_packages={package.pk}), set()),
    ],
)
def test_what_people_say_drops_the_pages_that_were_kept(ada, package, do, invalidated):
    Invalidation.objects.all().delete()
    do(ada, package)
    tags = {tag for row in Invalidation.objects.all() for tag in row.tags.split()}
    assert tags == invalidated | {f"package-{package.pk}"}


def test_an_answered_cell_drops_its_grid(package):
    Invalidation.objects.all().delete()
    announce(answered_grids={7})
    assert [row.tags for row in Invalidation.objects.all()] == ["grid-7"]


def test_what_a_reader_sees_of_themselves_costs_one_query(ada, package, django_assert_num_queries):
    with django_assert_num_queries(1):
        read_package_actions(ada, package)
    with django_assert_num_queries(2):
        read_public_notes(package)
