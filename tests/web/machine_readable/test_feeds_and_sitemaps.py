"""Pages for programs: feeds, sitemaps, pictures, robots.txt, security.txt, health."""

import io
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from packgrid.history.models import Change, Kind
from packgrid.search.index import index_packages
from packgrid.web.machine_readable.sitemaps import PackageSitemap
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def xml(text):
    return ET.fromstring(text)  # noqa: S314 we made it


def fetched(client, path, kind):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"].startswith("public")
    return answer.content


def titles(client, path):
    feed = xml(fetched(client, path, "application/atom+xml; charset=utf-8"))
    return [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]


def released(package, version):
    Change.objects.create(package=package, kind=Kind.RELEASE, subject=version, old="", at=timezone.now())


class TestFeeds:
    def test_new_packages_are_told_as_rss_as_the_old_system_did(self, client):
        make_package("first", title="First", facts={"repo_description": "Makes :rocket:"})
        rss = xml(fetched(client, "/feeds/packages/latest/rss/", "application/rss+xml; charset=utf-8"))
        (item,) = rss.iter("item")
        said = [item.find(name).text for name in ("title", "description", "link")]
        assert said == ["First", "Makes 🚀", "http://djangopackages.org/packages/p/first/"]
        assert rss.find("channel/link").text == "http://djangopackages.org/packages/latest/"

    def test_what_happened_is_told_of_all_of_one_of_a_grid_and_of_a_search(self, client, django_assert_max_num_queries):
        forms, other = make_package("forms", title="Forms"), make_package("other", title="Other")
        make_grid("a-grid", packages=[forms])
        index_packages([forms.pk, other.pk])
        released(forms, "1.0")
        released(other, "2.0")
        both, one = ["Other 2.0 was released", "Forms 1.0 was released"], ["Forms 1.0 was released"]
        expected = {
            "/feeds/changes/atom/": both,
            "/feeds/packages/forms/atom/": one,
            "/feeds/grids/a-grid/atom/": one,
            "/feeds/search/atom/?q=forms": one,
            "/feeds/search/atom/": [],
        }
        for path, told in expected.items():
            with django_assert_max_num_queries(4):
                assert titles(client, path) == told

    @pytest.mark.parametrize("path", ["packages/none/atom", "grids/none/rss", "packages/latest/json"])
    def test_there_is_no_feed_of_nothing(self, client, path):
        assert client.get(f"/feeds/{path}/").status_code == 404


def test_sitemaps_list_what_may_be_seen(client):
    make_grid("a-grid", packages=[make_package("a")])
    make_package("hidden", is_hidden=True)
    index = xml(fetched(client, "/sitemap.xml", "application/xml"))
    found = [place.text for place in index.iter(f"{MAP}loc")]
    assert [url.rpartition("-")[2] for url in found] == ["static.xml", "packages.xml", "grids.xml"]
    places = [
        place.text.removeprefix("http://djangopackages.org")
        for url in found[1:]
        for place in xml(fetched(client, url, "application/xml")).iter(f"{MAP}loc")
    ]
    assert places == ["/packages/p/a/", "/grids/g/a-grid/"]
    assert b"/readiness/" in fetched(client, found[0], "application/xml")
    assert client.get("/sitemap-other.xml").status_code == 404


def test_a_sitemap_of_many_packages_has_pages_whose_places_are_ids(client, monkeypatch):
    monkeypatch.setattr(PackageSitemap, "limit", 2)
    made = [make_package(name) for name in "abcde"]
    made[1].delete()
    index = xml(fetched(client, "/sitemap.xml", "application/xml"))
    pages = [place.text for place in index.iter(f"{MAP}loc") if "sitemap-packages" in place.text]
    found = [
        place.text.rpartition("/p/")[2]
        for page in pages
        for place in xml(fetched(client, page, "application/xml")).iter(f"{MAP}loc")
    ]
    assert sorted(found) == ["a/", "c/", "d/", "e/"]
    assert len(pages) == 3


@pytest.mark.parametrize("path", ["packages/p/a-rather-long-name-of-a-package-that-needs-two-lines", "grids/g/a-grid"])
def test_pictures_have_the_size_that_link_previews_want(client, path):
    facts = {"repo_description": "Words " * 60, "stars": 1234, "version": "1.0", "license": "MIT"}
    package = make_package("a-rather-long-name-of-a-package-that-needs-two-lines", facts=facts)
    make_grid("a-grid", packages=[package])
    image = Image.open(io.BytesIO(fetched(client, f"/{path}/opengraph/", "image/png")))
    assert (image.size, image.format) == ((1200, 630), "PNG")
    assert len(image.getcolors()) > 4
    assert client.get("/packages/p/none/opengraph/").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client):
    said = fetched(client, "/robots.txt", "text/plain; charset=utf-8").decode()
    assert said.endswith("\nSitemap: http://djangopackages.org/sitemap.xml\n")
    assert said.startswith("User-agent: *\nDisallow: /admin/\n")


def test_whom_to_tell_of_a_hole_is_said_where_it_is_known(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@packages.example"
    said = fetched(client, "/.well-known/security.txt", "text/plain; charset=utf-8").decode().splitlines()
    assert said[0] == "Contact: mailto:security@packages.example"
    assert said[1].startswith("Expires: 20")


def test_health_is_asked_of_the_database_every_time(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"database": "OK"})
    assert "no-store" in answer.headers["Cache-Control"]
