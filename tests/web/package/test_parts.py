"""The pages that hang on a package."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packgrid.accounts.models import User
from packgrid.assessment.percentiles import PERCENTILES
from packgrid.catalogue.models import Advisory, Facts, FetchState, Package, Release
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind, Outage, Point
from web.rows import AT, make_package
from web.sanity import faults_of, text_of, words_of
from web.test_pages import known_package, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("percentiles")]

# How many queries each address costs; docs/website.md says the same.
QUERIES = {
    "/packages/p/{}/support/": 6,
    "/packages/p/{}/activity/": 5,
    "/packages/p/{}/health/": 6,
    "/packages/p/{}/facts/": 2,
    "/packages/p/{}/share/": 1,
    "/packages/{}/versions/": 4,
    "/packages/p/{}/?at=2026-05-01": 7,
}
ADDRESSES = tuple(QUERIES)


@pytest.fixture
def percentiles() -> None:
    """Each process reads once an hour where values stand; that is not of one page."""
    PERCENTILES.read_at = None
    PERCENTILES.read(timezone.now())


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_part_has_a_page_with_few_queries_and_little_weight(client, django_assert_num_queries, address):
    package = known_package()
    with django_assert_num_queries(QUERIES[address]):
        html = opened(client, address.format(package.slug))
    assert f'href="{package.get_absolute_url()}"' in html
    assert len(html.encode()) <= 40_000


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_package_of_which_nothing_is_known_has_every_part(client, address):
    make_package("bare")
    assert "None" not in text_of(opened(client, address.format("bare")))


@pytest.mark.parametrize("address", [*ADDRESSES, "/packages/p/{}/badge.svg", "/packages/p/{}/card/"])
def test_a_hidden_package_has_no_parts(client, address):
    make_package("hidden", is_hidden=True)
    assert client.get(address.format("hidden")).status_code == 404


@pytest.mark.parametrize(("old", "new"), [("rules", "health/"), ("changes", "activity/#changes")])
def test_a_page_that_is_now_part_of_another_leads_there(client, old, new):
    answer = client.get(f"/packages/p/a/{old}/")
    assert (answer.status_code, answer.url) == (301, f"/packages/p/a/{new}")


class TestHealth:
    def test_the_reader_moves_the_weights_in_the_address(self, client):
        known_package()
        html = opened(client, "/packages/p/django-known/health/?maintenance=0&popularity=0&quality=7&community=x")
        weights = re.findall(r'name="(\w+)" type="number" min="0" max="100" value="(\d+)"', html)
        asked = {"maintenance": "0", "popularity": "0", "quality": "7", "compatibility": "20", "community": "10"}
        assert dict(weights) == asked
        assert "Quality counts 19 %" in text_of(html)

    def test_a_preset_is_a_link_that_is_marked_when_it_is_chosen(self, client):
        known_package()
        html = opened(client, "/packages/p/django-known/health/?weights=fresh")
        assert 'href="/packages/p/django-known/health/?weights=fresh#score" aria-current="true"' in html
        assert 'href="/packages/p/django-known/health/#score">balanced' in html

    def test_every_input_says_its_value_and_weight_and_why(self, client):
        known_package()
        html = opened(client, "/packages/p/django-known/health/")
        words = text_of(html)
        assert "licence1.002Provided: licence." in words
        sentence = "Not counted, because too little is known: stars, forks, downloads in 30 days, users."
        assert sentence in words_of(html)


def add_releases(package: Package, *versions: str) -> None:
    for version in versions:
        Release.objects.create(package=package, version=version, sort_key=version, uploaded_at=AT)


def answer_of_osv(package: Package, *records: tuple[str, str, list[str]]) -> None:
    """Store that OSV answered with these records: id, fix and aliases."""
    FetchState.objects.create(package=package, source="osv", last_success_at=AT)
    for name, fix, aliases in records:
        events = [{"introduced": "0"}, {"fixed": fix}]
        affected = {"package": {"ecosystem": "PyPI", "name": "a"}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
        severity = {} if name.startswith("MAL") else {"database_specific": {"severity": "HIGH"}}
        record = {"id": name, "aliases": aliases, "affected": [affected]} | severity
        Advisory.objects.create(osv_id=name, modified="t", record=record).packages.add(package)


def known_of_releases(client: Client) -> dict[str, str]:
    """The words about vulnerabilities beside each release."""
    html = opened(client, "/packages/a/versions/").partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [row.split("<td") for row in html.split("<tr")[1:]]
    return {words_of(f"<p {row[0]}").split()[-1]: words_of(f"<td{row[2]}") for row in rows}


class TestReleases:
    def test_all_of_them_with_pages_of_fifty(self, client):
        package = make_package("a", pypi_name="a")
        for at in range(60):
            Release.objects.create(package=package, version=f"1.{at}", sort_key=f"{at:03}", uploaded_at=AT)
        first, second = (opened(client, f"/packages/a/versions/?page={page}") for page in (1, 2))
        assert [html.count('<th scope="row">') for html in (first, second)] == [50, 10]
        assert 'href="https://pypi.example/project/a/1.59/"' in first

    def test_each_says_which_vulnerabilities_are_known(self, client):
        package = make_package("a", pypi_name="a", facts={"version": "3.0", "vulnerabilities": []})
        add_releases(package, "1.0", "2.0", "3.0")
        assert known_of_releases(client) == {"1.0": "not checked", "2.0": "not checked", "3.0": "none known"}
        answer_of_osv(package, ("GHSA-1", "2.0", ["CVE-2026-1"]), ("MAL-2026-7", "1.5", []))
        assert known_of_releases(client) == {
            "1.0": "2 known, malware malware MAL-2026-7 fixed in 1.5 CVE-2026-1 high, fixed in 2.0",
            "2.0": "none known",
            "3.0": "none known",
        }

    def test_without_osv_the_newest_has_those_that_pypi_told_of(self, client):
        known = {"id": "PYSEC-1", "link": "javascript:alert(1)", "fixed_in": []}
        package = make_package("a", facts={"version": "2.0", "vulnerabilities": [known]})
        add_releases(package, "1.0", "2.0")
        assert known_of_releases(client) == {"1.0": "not checked", "2.0": "1 known PYSEC-1 no fix is known"}
        assert "javascript:" not in opened(client, "/packages/a/versions/")

    def test_the_size_is_that_of_the_file_to_install_and_a_jump_is_told(self, client):
        package = make_package("a", pypi_name="a")
        sizes = {"1.0": (780_000, 1), "1.1": (2_400_000, 1), "1.2": (None, 5), "1.3": (None, None), "1.4": (0, 5)}
        for version, (install_bytes, size_bytes) in sizes.items():
            columns = {"install_bytes": install_bytes, "size_bytes": size_bytes, "has_wheel": True}
            Release.objects.create(package=package, version=version, sort_key=version, uploaded_at=AT, **columns)
        html = opened(client, "/packages/a/versions/")
        sizes = [words_of(f"<td{cell}") for cell in html.split('<td class="num wide"')[1:]]
        assert [size.split(" ", 2)[:2] for size in sizes] == [
            ["not", "stated"],
            ["not", "stated"],
            ["not", "checked"],
            ["2.4", "MB"],
            ["780.0", "kB"],
        ]
        assert text_of(html).count("times as large as") == 1
        assert "1.1 is 3.1 times as large as 1.0 (2.4 MB after 780.0 kB)." in text_of(html)

    def test_pauses_and_what_was_withdrawn_are_told(self, client):
        package = make_package("a", repo_url="https://github.com/a/a", facts={"tags": ["v2.0"]})
        for version, years in (("1.0", 3), ("2.0", 0)):
            Release.objects.create(
                package=package, version=version, sort_key=version, uploaded_at=AT - timedelta(days=366 * years)
            )
        html = opened(client, "/packages/a/versions/")
        assert "3 years without a release" in text_of(html)
        assert 'href="https://github.com/a/a/releases/tag/v2.0"' in html


class TestSupport:
    def test_each_cell_says_why(self, client):
        known_package()
        html = opened(client, "/packages/p/django-known/support/")
        assert 'title="declared: classifier Framework :: Django :: 6.0"' in html
        assert "Python 3.13 declared classifier Programming Language :: Python :: 3.13" in text_of(html)


class TestActivity:
    def test_the_years_are_in_the_address(self, client):
        package, today = make_package("a"), timezone.now().date()
        for days, stars in ((800, 10), (100, 20), (3, 30)):
            day = today - timedelta(days=days)
            Point.objects.create(package=package, metric=HISTORY_IDS["stars"], day=day, value=stars)
        one, three = (text_of(opened(client, f"/packages/p/a/activity/?years={years}")) for years in (1, 3))
        assert "between 10 and 30" in one
        assert one.count("As a table") == 1
        assert (today - timedelta(days=365)).strftime("%b %Y") in one
        assert (today - timedelta(days=3 * 365)).strftime("%b %Y") in three
        opened(client, "/packages/p/a/activity/?years=nonsense")

    def test_downloads_say_when_nobody_could_be_asked_about_them(self, client):
        package, now = make_package("a"), timezone.now()
        for key in ("downloads", "stars"):
            for days, value in ((200, 10), (3, 30)):
                day = now.date() - timedelta(days=days)
                Point.objects.create(package=package, metric=HISTORY_IDS[key], day=day, value=value)
        since, until = now - timedelta(days=90), now - timedelta(days=60)
        Outage.objects.create(source="pypistats", since=since, until=until)
        Outage.objects.create(source="github", since=since)
        html = opened(client, "/packages/p/a/activity/")
        said = (
            f"pypistats did not answer from {since:%Y-%m-%d} to {until:%Y-%m-%d}. The line shows the last known value."
        )
        assert text_of(html).count(said) == 1
        assert html.count('<rect class="outage"') == 1


class TestChanges:
    def test_what_happened_is_told_newest_first(self, client):
        package = make_package("a")
        for kind, subject, new in (
            (Kind.ARCHIVED, "", ""),
            (Kind.LICENSE, "", "MIT"),
            (Kind.SUPPORT_GAINED, "Django 6.1", ""),
        ):
            Change.objects.create(package=package, kind=kind, subject=subject, at=AT, old="", new=new, source="pypi")
        words = text_of(opened(client, "/packages/p/a/activity/"))
        assert re.search("supports Django 6.1.*from nothing to MIT.*was archived", words)


class TestThePast:
    def test_a_day_shows_what_was_known_then(self, client):
        package = known_package()
        Point.objects.create(package=package, metric=HISTORY_IDS["stars"], day=date(2026, 5, 10), value=77)
        then = text_of(opened(client, "/packages/p/django-known/?at=2026-05-12"))
        assert "This is the past. What we knew about it at the end of 12 May 2026, UTC." in then
        assert "Stars77" in then
        assert "Version2.0" in then
        earlier = words_of(opened(client, "/packages/p/django-known/?at=2026-05-09"))
        assert re.search(r"Not known on that day: [^.]*\bstars\b", earlier)

    @pytest.mark.parametrize("day", ["2999-01-01", "yesterday", "", "2026-13-01", "%00", "0001-01-01"])
    def test_what_is_no_day_of_the_past_is_today(self, client, day):
        make_package("a")
        assert "This is the past" not in opened(client, f"/packages/p/a/?at={day}")


class TestFacts:
    def test_every_value_has_its_source_and_its_ages(self, client):
        known_package()
        words = text_of(opened(client, "/packages/p/django-known/facts/"))
        assert "Starsstars1,234GitHub2 days ago1 Jan 1970" in words
        assert "Project on PyPIpypi_nameknownpeople" in words
        assert "No value" in words


class TestRefreshing:
    def test_a_signed_in_reader_can_ask_for_it_and_is_told_what_happens(self, client):
        package = known_package()
        FetchState.objects.update(due_at=timezone.now() + timedelta(days=3))
        client.force_login(User.objects.create_user("ada"))
        page = client.get("/packages/p/django-known/")
        assert faults_of(page.content.decode()) == []
        assert 'action="/packages/django-known/fetch-data/"' in page.content.decode()
        answer = client.post("/packages/django-known/fetch-data/", follow=True)
        assert answer.redirect_chain == [(package.get_absolute_url(), 302)]
        assert "It is next. This page shows what is found, as soon as it is." in text_of(answer.content.decode())
        assert not FetchState.objects.filter(due_at__gt=timezone.now()).exists()

    def test_a_get_changes_nothing(self, client):
        known_package()
        before = list(FetchState.objects.values_list("due_at"))
        client.force_login(User.objects.create_user("ada"))
        assert client.get("/packages/django-known/fetch-data/").url == "/packages/p/django-known/"
        assert list(FetchState.objects.values_list("due_at")) == before

    def test_who_is_not_signed_in_is_asked_to_be(self, client):
        known_package()
        assert client.post("/packages/django-known/fetch-data/").url.startswith("/login/?next=")
        assert 'href="/login/?next=/packages/p/django-known/"' in opened(client, "/packages/p/django-known/")


def test_values_of_an_undated_source_are_shown_as_such(client):
    package = known_package()
    Facts.objects.filter(package=package).update(stars=7, provenance={"stars": ["depsdev", 1]})
    FetchState.objects.create(package=package, source="depsdev", subject=package.repo_url, last_success_at=AT)
    assert "from deps.dev, undated" in text_of(opened(client, package.get_absolute_url()))
    assert re.search(r"7\s*deps.dev\s*undated", text_of(opened(client, f"{package.get_absolute_url()}facts/")))
