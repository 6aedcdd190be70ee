"""Badges, cards and citations."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from packgrid.catalogue.models import Facts, Package
from packgrid.web.package.badges import BADGES, COLOURS, WIDEST, Badge, draw_badge, measure_text
from packgrid.web.package.citations import Citation, format_apa, format_bibtex, list_badge_texts, make_citation
from web.sanity import faults_of, text_of
from web.test_pages import known_package, opened

AT = datetime(2026, 5, 3, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def cited(**changes: str) -> Citation:
    said = {"key": "a", "title": "Ä & B", "author": "Ada", "version": "1.0", "url": "https://x.example/a_b"}
    return Citation(**{"released_at": AT, **said, **changes})


class TestBadges:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("show", "said"),
        [
            ("version", "version: 2.0"),
            ("django", "Django: 6.0"),
            ("python", "Python: 3.13"),
            ("licence", "licence: MIT"),
            ("status", "status: maintained"),
        ],
    )
    def test_each_says_what_is_known(self, client, show, said):
        known_package(last_commit_at=datetime.now(UTC))
        answer = client.get(f"/packages/p/django-known/badge.svg?show={show}")
        assert answer.headers["Content-Type"].startswith("image/svg+xml")
        assert answer.headers["Cache-Control"].startswith("public")
        assert ET.fromstring(answer.content).attrib["aria-label"] == said  # noqa: S314 our own picture

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("age", "query", "said", "colour"),
        [
            (timedelta(days=2, hours=3), "", "version: 2.0, 2 days old", "warn"),
            (timedelta(days=9, hours=3), "", "version: 2.0, 9 days old", "good"),
            (timedelta(days=9, hours=3), "&cooldown=14", "version: 2.0, 9 days old", "warn"),
            (timedelta(days=1, hours=3), "&cooldown=0", "version: 2.0, 1 day old", "good"),
            (timedelta(hours=3), "&cooldown=nonsense", "version: 2.0, released today", "warn"),
        ],
    )
    def test_one_says_how_old_the_version_is(self, client, age, query, said, colour):
        package = known_package()
        Facts.objects.filter(package=package).update(released_at=datetime.now(UTC) - age, released_to_the_month=False)
        answer = client.get(f"/packages/p/django-known/badge.svg?show=age{query}")
        assert ET.fromstring(answer.content).attrib["aria-label"] == said  # noqa: S314 our own picture
        assert COLOURS[colour] in answer.content.decode()
        Facts.objects.filter(package=package).update(released_to_the_month=True)
        answer = client.get(f"/packages/p/django-known/badge.svg?show=age{query}")
        assert ET.fromstring(answer.content).attrib["aria-label"] == "version: 2.0, unknown age"  # noqa: S314 our own

    @pytest.mark.django_db
    def test_each_has_a_value_for_a_package_of_which_nothing_is_known(self, client, django_assert_max_num_queries):
        package = known_package()
        Facts.objects.filter(package=package).delete()
        for show in BADGES:
            with django_assert_max_num_queries(8):
                assert client.get(f"/packages/p/django-known/badge.svg?show={show}").status_code == 200

    @pytest.mark.django_db
    def test_one_that_does_not_exist_is_not_there(self, client):
        known_package()
        assert client.get("/packages/p/django-known/badge.svg?show=nonsense").status_code == 404

    def test_its_halves_are_as_wide_as_their_texts(self):
        svg = ET.fromstring(draw_badge(Badge("version", "1.10", "good")))  # noqa: S314 our own picture
        left, right = (float(text.attrib["textLength"]) for text in svg.iter("{http://www.w3.org/2000/svg}text"))
        assert (left, right) == (round(measure_text("version")), round(measure_text("1.10")))
        assert float(svg.attrib["width"]) == left + right + 24

    def test_a_sign_that_was_not_measured_has_room(self):
        assert measure_text("漢") == WIDEST

    def test_no_text_can_become_markup_and_a_long_one_is_cut(self):
        svg = draw_badge(Badge("licence", "<script>" * 20))
        assert "<script>" not in svg
        assert "…" in svg


class TestCiting:
    def test_bibtex_escapes_what_tex_would_read(self):
        assert format_bibtex(cited()) == (
            "@software{a,\n  author = {{Ada}},\n  title = {Ä \\& B},\n  version = {1.0},\n  year = {2026},\n"
            "  url = {https://x.example/a_b},\n}"
        )

    def test_what_is_unknown_is_left_out(self):
        nothing = cited(author="", version="", released_at=None)
        assert format_bibtex(nothing) == "@software{a,\n  title = {Ä \\& B},\n  url = {https://x.example/a_b},\n}"
        assert format_apa(nothing) == "Ä & B. (n.d.). [Computer software]. https://x.example/a_b"

    def test_apa(self):
        assert format_apa(cited()) == "Ada. (2026). Ä & B (Version 1.0) [Computer software]. https://x.example/a_b"

    @pytest.mark.parametrize(
        ("columns", "url"),
        [
            ({"repo_url": "https://github.com/a/a", "pypi_name": "a"}, "https://github.com/a/a"),
            ({"repo_url": "git@host.example:a/a", "pypi_name": "a"}, "https://pypi.example/project/a/"),
            ({}, "https://ours.example/"),
        ],
    )
    def test_a_package_is_cited_by_its_repository_else_its_project_else_our_page(self, columns, url):
        package = Package(slug="a", title="A", **columns)
        assert make_citation(package, Facts(), "https://ours.example/").url == url

    def test_a_badge_can_be_copied_as_markdown_rst_and_html(self):
        picture = "https://o.example/a/badge.svg?show=version"
        (badge, *_others) = list_badge_texts("A [b]", "https://o.example/a/", "https://o.example/a/badge.svg")
        assert [text.text for text in badge.texts] == [
            f"[![A b: version]({picture})](https://o.example/a/)",
            f".. image:: {picture}\n   :target: https://o.example/a/\n   :alt: A b: version",
            f'<a href="https://o.example/a/"><img src="{picture}" alt="A b: version" height="20"></a>',
        ]


@pytest.mark.django_db
class TestCard:
    def test_it_may_stand_in_a_frame_of_any_site(self, client):
        known_package(last_commit_at=datetime.now(UTC))
        answer = client.get("/packages/p/django-known/card/")
        html = answer.content.decode()
        assert faults_of(html) == []
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
        assert "✓ Maintained" in text_of(html)
        assert 'target="_top"' in html

    def test_every_other_page_may_not(self, client):
        known_package()
        answer = client.get("/packages/p/django-known/share/")
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"

    def test_the_page_of_sharing_gives_whole_addresses(self, client):
        known_package()
        html = opened(client, "/packages/p/django-known/share/")
        assert "/packages/p/django-known/badge.svg?show=health)](http" in html
