"""Feeds, sitemaps, badges and exports are well-formed whatever is stored."""

import csv
import io
import json
import tomllib
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from community.people import make_person
from packgrid.catalogue.models import Facts, Package
from packgrid.community.watchlist import follow, new_feed
from packgrid.comparison.models import Grid
from packgrid.history.models import Change, Kind
from packgrid.lib.clean_text import UNCLEAN, is_clean
from packgrid.search.index import index_packages
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db

# A NUL and half of a surrogate pair are left out: no database takes both.
ODD = "A\x01B\x0bC\x7f\x85D\ufffe\uffff\ufdd0\U0001ffffE]]>&<\"'"
SEEN = "AB C DE]]>&<\"'"


@pytest.fixture
def package() -> Package:
    package = make_package("odd", title=ODD, facts={"repo_description": ODD, "version": ODD, "license": ODD})
    make_grid("a-grid", title=ODD, description=ODD, packages=[package], features=[(ODD, {"odd": ODD})])
    index_packages([package.pk])
    Change.objects.create(package=package, kind=Kind.RELEASE, subject=ODD, old="", new=ODD, at=timezone.now())
    return package


def fetched(path: str) -> str:
    answer = Client(SERVER_NAME="127.0.0.1").get(path)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def titles(feed: str) -> list[str]:
    return [title.text for title in ET.fromstring(feed).iterfind(".//{*}title")]  # noqa: S314 we made it


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("packages/latest/", ["New packages", SEEN]),
        ("changes/", ["Recent changes", f"{SEEN} {SEEN} was released"]),
        ("packages/odd/", [SEEN, f"{SEEN} {SEEN} was released"]),
        ("grids/a-grid/", [SEEN, f"{SEEN} {SEEN} was released"]),
    ],
)
def test_feeds_leave_out_what_xml_cannot_hold(package, path, form, expected):
    assert titles(fetched(f"/feeds/{path}{form}/")) == expected


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize(
    "asked", ["%01", "%EF%BF%BE", "%00", "%0B", "%ED%A0%80", "a%7F%C2%85b", "]]%3E", "%F0%9F%BF%BF"]
)
def test_the_feed_of_a_search_is_well_formed_whatever_is_asked(package, form, asked):
    assert is_clean(titles(fetched(f"/feeds/search/{form}/?q={asked}"))[0])


def test_the_private_feed_is_well_formed(package):
    person = make_person()
    follow(person, package=package)
    assert titles(fetched(f"/watching/feed/{new_feed(person)}.atom")) == [
        "Following · Packgrid",
        f"{SEEN} {SEEN} was released",
    ]


@pytest.mark.parametrize("show", ["version", "licence", "status", "health"])
def test_badges_are_well_formed(package, show):
    assert ET.fromstring(fetched(f"/packages/p/odd/badge.svg?show={show}")).tag.endswith("svg")  # noqa: S314 we made it


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-packages.xml", "/search/opensearch/description/"])
def test_what_search_engines_read_is_well_formed(package, path, settings):
    settings.SITE_TITLE = "A\x01\ufffeB"
    assert ET.fromstring(fetched(path)) is not None  # noqa: S314 we made it


@pytest.mark.parametrize("path", ["/packages/p/odd/opengraph/", "/grids/g/a-grid/opengraph/"])
@pytest.mark.parametrize("title", [ODD, "A\nB", "\x01", " ", "\n"])
def test_pictures_are_drawn(package, path, title):
    Package.objects.update(title=title)
    Grid.objects.update(title=title)
    Facts.objects.update(repo_description=title, version=title)
    assert Client(SERVER_NAME="127.0.0.1").get(path).content.startswith(b"\x89PNG")


def test_a_csv_holds_clean_text_and_no_formula(package):
    for title in (ODD, "=1+1", "\x01=1+1", "\n@SUM(1)", "\uff1d1+1"):
        Package.objects.update(title=title)
        (head, row) = csv.reader(io.StringIO(fetched("/grids/g/a-grid/?format=csv")), strict=True)
        assert len(head) == len(row)
        assert is_clean("".join(head + row))
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))]


def test_a_json_export_holds_clean_text(package):
    text = fetched("/grids/g/a-grid/?format=json")
    assert json.loads(text)["title"] == SEEN
    assert not UNCLEAN.search(text)
    assert "\\u00" not in text


def test_a_grid_as_a_file_can_be_proposed_again(package):
    (grid,) = tomllib.loads(fetched("/grids/g/a-grid.toml"))["grid"]
    assert (grid["title"], grid["feature"][0]["elements"]) == (SEEN, {"odd": SEEN})
