"""The page of a package: what it concludes, what it shows, and with how many queries."""

import re
from http import HTTPStatus
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from packgrid.assessment.percentiles import PERCENTILES
from packgrid.catalogue.models import FetchState, Package, Readme, Release
from packgrid.history.models import Change, Kind
from packgrid.httpcache.policy import cache_policy_of
from packgrid.httpcache.tags import packages
from packgrid.refresh.documents import put_required_projects
from packgrid.web.package.readme_pictures import make_picture_url
from web.rows import AT, make_grid, make_package
from web.sanity import text_of, words_of
from web.test_pages import known_package, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("percentiles")]


@pytest.fixture
def percentiles() -> None:
    """Each process reads once an hour where values stand; that is not of one page."""
    PERCENTILES.read_at = None
    PERCENTILES.read(timezone.now())


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def test_it_shows_everything_with_its_source_and_age(client, django_assert_max_num_queries):
    package = known_package()
    make_grid("rest", title="REST", packages=[package])
    ours = make_package("django", pypi_name="django")
    with django_assert_max_num_queries(17):
        html = opened(client, f"/packages/p/{package.slug}/")
    assert len(html.encode()) <= 40_000
    words = text_of(html)
    assert "Makes things 🚀" in words
    assert "From PyPI, 3 days ago" in words
    assert "Stars and commits: from GitHub, 2 days ago" in words
    assert "Commits: from git, 4 days ago" in words
    assert "4 commits in 52 weeks, at most 3 in one" in words
    assert "1.1 yankedBreaks" in words
    assert "2.5 MB" in words
    assert "fixed in 2.1" in words
    assert "Extras: more." in words
    assert 'href="https://pypi.example/project/known/"' in html
    assert 'href="https://github.com/ada"' in html
    assert f'href="{ours.get_absolute_url()}"' in html
    assert 'href="https://known.example/changes"' in html
    assert 'href="/grids/g/rest/"' in html
    assert "A site" in words
    assert "Unseen" not in words
    assert "javascript:" not in html
    assert 'id="readme-main"' in html


@pytest.mark.parametrize("digest", ["", "d" * 64])
def test_a_readme_is_shown_as_it_was_stored_also_one_from_before_digests(client, digest):
    as_stored = '<h3 id="readme-a">A</h3>' if digest else '<h3 id="a" class="site">A</h3>'
    Readme.objects.create(package=make_package("read"), html=as_stored, source_digest=digest)
    assert '<h3 id="readme-a">A</h3>' in opened(client, "/packages/p/read/")


def read_unknown(html: str) -> str:
    """The line of values that are not known yet."""
    words = words_of(html)
    return words.partition("Not known yet: ")[2].partition(". ")[0]


def test_what_has_no_source_is_named_in_one_line(client):
    make_package("bare")
    html = opened(client, "/packages/p/bare/")
    assert read_unknown(html) == (
        "description, stars, last commit, commits of the last year, forks, open issues, contributors (no repository); "
        "version, release date, Python versions, Django versions, licence, status, downloads, README, vulnerabilities, "
        "releases, links, requirements, author (no PyPI project); score (not enough known)"
    )
    words = text_of(html)
    assert re.search(r"\bNone\b|(?<![.\d])0\b", words) is None


def test_what_nobody_was_asked_for_is_not_checked(client):
    make_package("a", pypi_name="a", repo_url="https://github.com/a/a")
    html = opened(client, "/packages/p/a/")
    assert read_unknown(html) == (
        "description, version, release date, Python versions, Django versions, licence, status, stars, downloads, "
        "last commit, README, commits of the last year, forks, open issues, vulnerabilities, releases, "
        "requirements, author, contributors, install size (not checked); score (not enough known)"
    )
    words = text_of(html)
    assert "? Not enough known No release and no commit is known; PyPI not checked yet; repository not check" in words


def test_what_is_known_is_not_in_the_line_of_unknown_values(client):
    html = opened(client, known_package().get_absolute_url())
    assert read_unknown(html) == "status (not stated); downloads (not checked)"


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (None, ", vulnerabilities, "),
        ([], "No known vulnerabilities in the newest release."),
        (
            [{"id": "CVE-2026-1", "severity": "critical", "fixed_in": ["2.1"]}, {"id": "MAL-1", "is_malware": True}],
            "Known vulnerabilities 2 CVE-2026-1 critical, fixed in 2.1 malware MAL-1 no fix is known From OSV",
        ),
    ],
)
def test_known_vulnerabilities_are_listed_or_it_is_said_why_not(client, stored, words):
    facts = {"vulnerabilities": stored, "provenance": {"vulnerabilities": ["osv", 0]} if stored else {}}
    make_package("a", pypi_name="a", facts=facts)
    assert words in words_of(opened(client, "/packages/p/a/"))


def test_required_packages_with_known_vulnerabilities_are_marked(client):
    make_package("bad", pypi_name="bad", facts={"vulnerabilities": [{"id": "CVE-1"}, {"id": "CVE-2"}]})
    make_package("good", pypi_name="good", facts={"vulnerabilities": []})
    make_package("bare", pypi_name="bare")
    make_package("a", facts={"requires_dist": ["bad>=1", "good", "bare", "nobody"]})
    html = opened(client, "/packages/p/a/")
    words = "bad >=1 2 known vulnerabilities good bare nobody Not checked for vulnerabilities: bare, nobody."
    assert words in words_of(html)
    assert 'href="/packages/p/bad/#weak"' in html


def install_words(client: Client) -> str:
    return words_of(opened(client, "/packages/p/a/")).partition("Install size ")[2][:120]


def test_the_install_size_is_shown_where_it_is_said_how_to_install(client):
    a = make_package("a", pypi_name="a", facts={"version": "1.1", "requires_dist": ["b", "nobody"]})
    assert "install size" in read_unknown(opened(client, "/packages/p/a/"))
    for version, install_bytes in (("1.0", 65_000), ("1.1", 1_200_000)):
        columns = {"sort_key": version, "has_wheel": True, "uploaded_at": AT, "install_bytes": install_bytes}
        Release.objects.create(package=a, version=version, **columns)
    b = make_package("b", pypi_name="b", facts={"version": "1.0", "requires_dist": []})
    Release.objects.create(package=b, version="1.0", has_wheel=True, install_bytes=2_000_000)
    put_required_projects(a.pk, ["b", "nobody"])
    assert install_words(client).startswith(
        "at least 3.2 MB with 1 package; nobody is not in this catalogue (its own file: 1.2 MB) "
        "1.1 is 18.5 times as large as 1.0"
    )
    a.index_name = "corp"
    a.save()
    html = opened(client, "/packages/p/a/")
    assert "pip install" not in html
    assert html.count("/metrics/install-size/") == 1


def test_what_its_source_does_not_say_is_not_stated(client):
    package = make_package("a", pypi_name="a", repo_url="https://github.com/a/a")
    for source, answer in (("pypi", "changed"), ("pypistats", "gone"), ("github", "unchanged")):
        FetchState.objects.create(package=package, source=source, host=source, last_answer=answer, last_success_at=AT)
    assert read_unknown(opened(client, "/packages/p/a/")) == (
        "description, version, release date, Python versions, Django versions, licence, status, stars, downloads, "
        "last commit, README, forks, open issues, vulnerabilities, releases, requirements, author, contributors, "
        "install size (not stated); commits of the last year (not checked); score (not enough known)"
    )


def test_a_source_that_was_never_asked_is_named_as_such(client):
    package = make_package("a", pypi_name="a")
    FetchState.objects.create(package=package, source="pypi")
    words = words_of(opened(client, "/packages/p/a/"))
    assert "No source checked yet. Not asked yet: PyPI (today). " in words


def test_facts_of_a_file_name_it(client):
    make_package(
        "filed", pypi_name="filed", facts={"provenance": {"version": ["old.csv", 0]}, "stars": 0, "version": "1.0"}
    )
    words = text_of(opened(client, "/packages/p/filed/"))
    assert "Version, support and licence: from old.csv, undated" in words
    assert "Stars0" in words.replace(" ", "")


def test_a_file_is_named_only_by_the_parts_that_it_told(client):
    provenance = {"license": ["old.csv", 0], "author": ["old.csv", 0]}
    make_package("filed", pypi_name="filed", facts={"provenance": provenance, "license": "MIT", "author": "Ada"})
    words = text_of(opened(client, "/packages/p/filed/"))
    assert words.count("from old.csv, undated") == 1  # version, support and licence
    assert words.count("From old.csv, undated") == 1  # people
    assert "Rank by downloads" not in words


def test_a_release_of_which_only_the_month_is_known_shows_the_month(client):
    make_package("monthly", facts={"version": "1.0", "released_at": AT, "released_to_the_month": True})
    html = opened(client, "/packages/p/monthly/")
    assert '<time datetime="2026-05">May\xa02026</time>' in html


def test_a_deprecated_package_names_its_successor_and_who_said_so(client):
    better = make_package("better", title="Better")
    make_package("old", deprecated_at=AT, deprecated_reason="Its author left", replaced_by=better)
    html = opened(client, "/packages/p/old/")
    said = "✗ Deprecated Since 3 May 2026: Its author left. decided by a person Use Better instead."
    assert said in text_of(html)
    assert 'href="/packages/p/better/"' in html


def test_a_project_that_pypi_no_longer_has_keeps_its_facts(client):
    make_package("gone", pypi_name="gone", facts={"version": "1", "pypi_gone_since": AT, "pypi_gone_times": 4})
    words = text_of(opened(client, "/packages/p/gone/"))
    assert "✗ Gone PyPI has had no project gone since 3 May 2026, asked 4 times." in words
    assert "Version1" in words


def test_a_project_that_pypi_lost_while_its_repository_lives_is_not_gone(client):
    facts = {"pypi_gone_since": AT, "pypi_gone_times": 4}
    make_package("a", pypi_name="a", repo_url="https://github.com/a/a", facts=facts)
    words = text_of(opened(client, "/packages/p/a/"))
    assert "? Not enough known" in words
    assert "PyPI has answered 404 since 3 May 2026, seen 4 times." in words


def test_the_verdict_opens_every_claim_with_its_evidence(client):
    make_package("a", facts={"is_archived": True, "archived_at": AT}, repo_url="https://github.com/a/a")
    words = text_of(opened(client, "/packages/p/a/"))
    assert "■ Archived The repository has been archived since 3 May 2026.Why?" in words
    assert "archivedyesThe repository has been archived since 3 May 2026.the rule for archived" in words
    assert "deprecatednoNobody has said that it is deprecated.the rule for deprecated" in words


def test_claims_without_an_answer_are_one_line_below_the_others(client):
    make_package("a", pypi_name="a", repo_url="https://github.com/a/a", facts={"version": "1", "released_at": AT})
    words = words_of(opened(client, "/packages/p/a/"))
    assert "No answer yet: quarantined (The index is not checked yet), " in words
    assert "quarantined not known" not in words
    assert "deprecated no Nobody has said that it is deprecated. the rule for deprecated" in words


def test_what_the_host_says_of_the_repository_is_shown(client):
    facts = {
        "repo_gone_since": AT,
        "repo_gone_times": 1,
        "repo_moved_to": "https://github.com/new/home",
        "contributors": ["ada", "sweep[bot]"],
        "bots": ["sweep[bot]"],
    }
    make_package("a", repo_url="https://github.com/old/home", facts=facts)
    html = opened(client, "/packages/p/a/")
    words = text_of(html)
    assert "has not been found since 3 May 2026, checked 1 time. The facts below are from before." in words
    assert "moved to github.com/new/home." in words
    assert "Bots: sweep[bot]." in words
    assert 'href="https://github.com/sweep' not in html


def test_it_counts_the_same_queries_however_much_there_is(client, django_assert_max_num_queries):
    package = known_package()
    others = [make_package(f"other-{at}", facts={"topics": ["forms"], "requires_dist": ["known"]}) for at in range(9)]
    for at in range(5):
        make_grid(f"grid-{at}", packages=[package, *others[: at + 2]])
    for at in range(60):
        Release.objects.create(package=package, version=f"0.{at}", sort_key=f"0{at:02}")
        Change.objects.create(package=package, kind=Kind.RELEASE, subject=f"0.{at}", at=AT, old="", source="pypi")
    with django_assert_max_num_queries(17):
        words = text_of(opened(client, f"/packages/p/{package.slug}/"))
    assert "All 63 releases" in words
    assert "0.59 was released" in words
    assert "other-0 compare Known, other-0" in words
    assert "5 grids in common" in words


def test_a_text_of_strangers_cannot_leave_the_data_for_programs(client):
    make_package("a", facts={"summary": "</script><script>alert(1)</script>&"})
    html = opened(client, "/packages/p/a/")
    assert "<script>alert" not in html
    assert r"\u003c/script\u003e" in html


def test_it_is_purged_with_what_it_was_made_from(client):
    package = known_package()
    other = make_package("other")
    make_grid("rest", packages=[package, other])
    mark = cache_policy_of(client.get(f"/packages/p/{package.slug}/"))
    assert mark is not None
    assert packages([package.pk, other.pk]) <= mark.tags
    assert "project-django" in mark.tags


def test_a_hidden_package_is_not_there(client):
    make_package("hidden", is_hidden=True)
    opened(client, "/packages/p/hidden/", status=404)


@pytest.mark.parametrize("name", ["Django_Kite", "DJANGO-KITE", "django_kite", "Django.Kite", "kite-it"])
def test_another_spelling_leads_to_the_package(client, name):
    make_package("django-kite", pypi_name="kite-it")
    answer = client.get(f"/packages/p/{quote(name)}/?at=2026-01-02")
    assert (answer.status_code, answer["Location"]) == (301, "/packages/p/django-kite/?at=2026-01-02")


def test_an_exact_slug_comes_before_another_spelling(client):
    make_package("django-cron")
    make_package("django_cron")
    assert client.get("/packages/p/django_cron/").status_code == HTTPStatus.OK
    assert client.get("/packages/p/Django_Cron/")["Location"] == "/packages/p/django_cron/"
    assert client.get("/packages/p/django.cron/").status_code == HTTPStatus.NOT_FOUND


def test_relative_links_of_a_readme_lead_into_the_repository(client):
    package = make_package("readme-rel", facts={"links": {"repository": "https://github.com/acme/widget"}})
    html = '<p><a href="docs/guide.md">guide</a> <img src="docs/logo.png" alt="logo"> <a href="#readme-usage">u</a></p>'
    Readme.objects.create(package=package, html=html, source_digest="d" * 64)
    page = opened(client, "/packages/p/readme-rel/")
    assert '<a href="https://github.com/acme/widget/blob/HEAD/docs/guide.md">guide</a>' in page
    assert make_picture_url("https://github.com/acme/widget/raw/HEAD/docs/logo.png") in page
    assert '<a href="#readme-usage">u</a>' in page
    Package.objects.filter(pk=package.pk).update(repo_url="https://git.example/acme/widget")
    assert "<a>guide</a> <span>logo</span>" in opened(client, "/packages/p/readme-rel/")


OURS, THEIRS = ({"kind": "GitHub", "repository": path, "workflow": "release.yml"} for path in ("o/r", "x/r"))
ATTESTED = "https://pypi.example/integrity/p"


def attested_package(*releases: tuple[str, dict]) -> Package:
    package = make_package("a", facts={"version": releases[0][0]}, pypi_name="django-a")
    for version, columns in releases:
        Release.objects.create(package=package, version=version, sort_key=version, uploaded_at=AT, **columns)
    return package


@pytest.mark.parametrize(
    ("newest", "before", "sentence"),
    [
        (
            {"provenance_url": ATTESTED, "publishers": [THEIRS]},
            {"provenance_url": ATTESTED, "publishers": [OURS]},
            "2.0 was uploaded by GitHub x/r (release.yml), 1.0 by GitHub o/r (release.yml), says the index.",
        ),
        (
            {"provenance_url": ""},
            {"provenance_url": ATTESTED, "publishers": [OURS]},
            "The index has no attestation for 2.0; 1.0 had one.",
        ),
        (
            {"provenance_url": ATTESTED, "publishers": [OURS]},
            {"provenance_url": ""},
            "2.0 was uploaded by GitHub o/r (release.yml), says the index.",
        ),
    ],
)
def test_who_uploaded_it_stands_beside_the_install_command(client, newest, before, sentence):
    attested_package(("2.0", newest), ("1.0", before))
    words = text_of(opened(client, "/packages/p/a/"))
    assert re.search(r"pip install django-a\s+uv add django-a\s+poetry add django-a", words)
    assert sentence in words


def test_a_release_without_attestations_is_nothing_to_speak_of(client):
    attested_package(("2.0", {"provenance_url": ""}), ("1.0", {"provenance_url": None}))
    words = text_of(opened(client, "/packages/p/a/"))
    assert "attest" not in words
    assert "uploaded" not in words


def test_a_package_without_a_project_has_no_install_command(client):
    make_package("a", facts={})
    assert "pip install" not in opened(client, "/packages/p/a/")


def test_who_may_publish_is_shown_where_the_index_tells(client):
    owned = {"organization": "Team", "roles": [["ada", "Owner"], ["bob", "Maintainer"], ["ada", "Maintainer"]]}
    make_package("a", facts={"ownership": owned}, pypi_name="a")
    words = text_of(opened(client, "/packages/p/a/"))
    assert "Can publish on PyPI" in words
    assert "Team (organization), ada, bob" in words
