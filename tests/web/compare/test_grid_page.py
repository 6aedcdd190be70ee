"""Grids as people open them."""

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from packgrid.accounts.models import User
from packgrid.assessment.models import Assessment
from packgrid.catalogue.models import Facts, Release
from packgrid.community.models import Reply
from packgrid.comparison.models import GridCell, GridPackage
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind, Point
from packgrid.projections.announcements import announce
from web.compare.opening import HOST, opened, sent_to
from web.rows import AT, make_grid, make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
HEADS = re.compile(r'<th scope="col"><input.*?<a href="/packages/p/([\w-]+)/">')
DJANGO = "Framework :: Django :: "


def make_full_grid(count: int, features: int):
    """A grid of packages of which everything is known, with every cell filled in."""
    packages = []
    for at in range(count):
        facts = {
            "summary": f"Package number {at} does what its neighbours do, but in another way, " + "x" * 40,
            "stars": 1000 + at,
            "forks": at,
            "version": f"1.{at}",
            "released_at": AT,
            "last_commit_at": AT - timedelta(days=at),
            "weekly_commits": [(at * week) % 7 for week in range(52)],
            "classifiers": [f"{DJANGO}5.2", f"{DJANGO}6.0", "Programming Language :: Python :: 3.13"],
            "requires_dist": ["Django>=4.2"],
            "license": "MIT",
            "usage_count": at,
        }
        places = {"repo_url": f"https://github.com/ada/p{at}", "pypi_name": f"p{at}"}
        package = make_package(f"package-{at}", **places, facts=facts)
        assess(package, status="maintained", sentence="Maintained. The last commit came on 3 May 2026.", score=at % 100)
        packages.append(package)
    said = dict.fromkeys((package.slug for package in packages), "yes")
    return make_grid(
        "full", description="All", packages=packages, features=[(f"Feature {at}", said) for at in range(features)]
    )


def make_large_grid():
    """A grid of many packages of which little is known."""
    packages = [make_package(f"l-{at}", facts={}) for at in range(20)]
    return make_grid("larger", description="More", packages=packages, features=[(str(at), {}) for at in range(9)])


def assess(package, **columns: Any):
    return Assessment.objects.create(package=package, assessed_at=AT, **({"identity": "unknown"} | columns))


def upload(package, version, at):
    return Release.objects.create(package=package, version=version, sort_key=version, uploaded_at=at)


class TestTable:
    def test_every_package_is_shown_and_what_has_ended_comes_last_with_a_label(self):
        old = make_package("old", deprecated_at=AT, facts={"stars": 900})
        gone = make_package("gone", facts={"stars": 800})
        assess(gone, status="gone", sentence="Gone.", labels=["vulnerable"])
        make_grid(packages=[old, gone, make_package("few", facts={"stars": 1}), make_package("bare")])
        html = opened("/grids/g/a-grid/")
        assert HEADS.findall(html) == ["few", "bare", "old", "gone"]
        words = text_of(html)
        assert "4 packages, most stars first; the 2 that have ended" in words
        assert "old deprecated" in words
        assert "gone gone vulnerable" in words

    def test_rows_without_any_value_are_named_below_the_table_with_the_reason(self):
        repo = {"repo_url": "https://github.com/a/a", "pypi_name": "a"}
        make_grid(packages=[make_package("a", facts={"stars": 5, "license": "MIT"}, **repo), make_package("b")])
        html = opened("/grids/g/a-grid/")
        assert set(re.findall(r'<span class="unknown">(.*?)</span></td>', html)) == {
            "no PyPI project",
            "no repository",
            "not assessed yet",
        }
        below = text_of(html.partition("</table>")[2])
        assert "Not checked for all of these packages: What it is; Version; Released; Last commit" in below
        assert "Not enough known for all of these packages: Health score." in below

    def test_queries_do_not_grow_with_the_table(self, django_assert_num_queries):
        make_full_grid(3, 2)
        with django_assert_num_queries(8):
            opened("/grids/g/full/")
        make_large_grid()
        with django_assert_num_queries(8):
            opened("/grids/g/larger/?django=5.2&python=3.13&differences=1&q=l")
        with django_assert_num_queries(15):
            opened("/grids/g/larger/?at=2026-05-01&since=2026-04-01")

    def test_a_grid_of_12_packages_and_20_features_is_light(self):
        make_full_grid(12, 20)
        html = opened("/grids/g/full/").encode()
        assert html.count(b'aria-label="yes"') == 240
        assert len(html) <= 60_000
        assert len(gzip.compress(html)) <= 15_000

    def test_a_grid_of_131_packages_and_15_features_is_whole(self):
        make_full_grid(131, 15)
        html = opened("/grids/g/full/").encode()
        assert html.count(b'aria-label="yes"') == 131 * 15
        assert len(html) <= 480_000
        assert len(gzip.compress(html)) <= 45_000

    def test_an_editor_gets_the_cells_in_as_many_queries_however_many_there_are(self, django_assert_num_queries):
        client = Client(headers=HOST)
        client.force_login(User.objects.create_user("ada"))
        make_full_grid(3, 2)
        opened("/grids/g/full/", client=client)  # the first page records the session
        with django_assert_num_queries(12):
            html = opened("/grids/g/full/", client=client)
        assert html.count('aria-label="yes"') == 6
        make_large_grid()
        with django_assert_num_queries(12):
            opened("/grids/g/larger/", client=client)

    def test_what_a_maintainer_answers_stands_in_the_cell(self):
        package = make_package("a")
        grid = make_grid(packages=[package], features=[("Paging", {"a": "no"})])
        Reply.objects.create(
            user=User.objects.create_user("ada"),
            column=grid.columns.get(),
            feature=grid.features.get(),
            text="Since <2.0>.",
        )
        html = opened("/grids/g/a-grid/")
        assert "<summary>A maintainer answers</summary><p>Since &lt;2.0&gt;. (ada)</p></details></td>" in html


class TestState:
    @pytest.fixture(autouse=True)
    def grid(self):
        declared = {"classifiers": [f"{DJANGO}5.2", "Programming Language :: Python :: 3.13"], "stars": 1}
        packages = [
            make_package("fits", title="Fits", facts=declared),
            make_package("lets-in", facts={"classifiers": [], "requires_dist": ["Django>=4.2"], "stars": 2}),
            make_package("old", facts={"classifiers": [f"{DJANGO}4.2"], "stars": 3}),
            make_package("silent", facts={"stars": 4}),
        ]
        return make_grid(packages=packages, features=[("Paging", {"silent": "yes"}), ("Auth", {})])

    def test_my_stack_keeps_what_declares_it_and_says_what_is_left_out(self):
        html = opened("/grids/g/a-grid/?django=5.2&sort=title")
        assert HEADS.findall(html) == ["fits"]
        words = text_of(html)
        assert "1 of 4 packages, from A to Z. The newest release of 1 package declares Django 5.2." in words
        assert "Left out: 2 do not declare it, 1 not checked." in words
        assert "Include the one that allows it" in words
        lenient = opened("/grids/g/a-grid/?django=5.2&lenient=1&sort=title")
        assert HEADS.findall(lenient) == ["fits", "lets-in"]
        assert "1 more allows it without declaring it." in text_of(lenient)

    def test_another_framework_can_be_chosen_where_a_package_names_it(self, grid):
        assert 'name="wagtail"' not in opened("/grids/g/a-grid/")
        named = make_package("named", facts={"classifiers": ["Framework :: Wagtail :: 6", f"{DJANGO}5.2"], "stars": 9})
        GridPackage.objects.create(grid=grid, package=named)
        html = opened("/grids/g/a-grid/")
        assert '<label for="c-wagtail">Wagtail</label><select name="wagtail"' in html
        assert 'name="drf"' not in html
        html = opened("/grids/g/a-grid/?wagtail=6&django=5.2")
        assert HEADS.findall(html) == ["named"]
        words = text_of(html)
        assert "The newest release of 1 package declares Django 5.2 and Wagtail 6." in words
        assert "Left out: 3 declare no versions, 1 not checked." in words

    def test_rows_packages_and_words_narrow_it_down_in_words(self):
        words = text_of(opened("/grids/g/a-grid/?q=S&without=silent&hide=stars,forks&differences=1"))
        assert "2 of 4 packages" in words
        assert "1 package does not match “S”." in words
        assert "1 package is hidden. 2 rows are hidden." in words
        assert "rows are the same for all and are left out" in words

    def test_a_row_sorts_and_then_the_other_way_round(self):
        html = opened("/grids/g/a-grid/?q=s")
        assert '<th scope="row" aria-sort="descending"><a href="?q=s&amp;sort=stars" rel="nofollow">Stars</a>' in html
        feature = re.search(r'href="\?q=s&amp;sort=(f\d+)" rel="nofollow">Paging', html)[1]
        assert HEADS.findall(opened(f"/grids/g/a-grid/?sort={feature}"))[0] == "silent"

    def test_nothing_left_says_so_and_leads_back(self):
        html = opened("/grids/g/a-grid/?q=zzz")
        assert "Nothing is left to show." in html
        assert '<a href="?">Show all</a>' in html

    def test_what_was_not_understood_is_said(self):
        assert "“9.9” is not a known version of Django." in opened("/grids/g/a-grid/?django=9.9")

    def test_a_form_is_led_to_the_short_address(self):
        assert sent_to("/grids/g/a-grid/?q=&sort=title&hide=a&hide=b&django=") == "?sort=title&hide=a,b"
        picked = "/grids/g/a-grid/?do=hide&p=fits&p=old&without=silent&sort=title"
        assert sent_to(picked) == "?sort=title&without=silent,fits,old"

    def test_names_of_packages_choose_nothing_from_a_grid(self):
        asked = opened("/grids/g/a-grid/?p=fits,old")
        assert asked.replace("%3Fp%3Dfits%2Cold", "") == opened("/grids/g/a-grid/")


class TestTime:
    def test_a_past_day_shows_what_is_known_of_it_and_says_what_is_not(self):
        package = make_package("a", facts={"stars": 90, "version": "2.0"}, created=AT - timedelta(days=900))
        Point.objects.create(package=package, metric=HISTORY_IDS["stars"], day=date(2026, 4, 1), value=70)
        upload(package, "1.0", datetime(2026, 4, 2, tzinfo=UTC))
        make_grid(packages=[package, make_package("later")])
        words = text_of(opened("/grids/g/a-grid/?at=2026-05-01"))
        assert "As it was at the end of 1 May 2026." in words
        assert (
            "Not known for that day: What it is, Category, Last commit, Supported Django versions, Django, Python"
            in words
        )
        assert "1 of the packages was added to the catalogue after that day." in words
        assert re.search(r"Stars ?70 ?unknown", words)
        assert re.search(r"Version ?1\.0 ?unknown", words)

    def test_what_changed_since_a_day_is_listed_newest_first(self):
        package, other = make_package("a", title="A"), make_package("b")
        changes = [
            (Kind.RELEASE, "1.0", "", "", AT - timedelta(days=9)),
            (Kind.RELEASE, "2.0", "", "", AT),
            (Kind.LICENSE, "", "MIT", "BSD", AT + timedelta(days=1)),
            (Kind.SUPPORT_GAINED, "Django 6.0", "", "", AT + timedelta(days=2)),
        ]
        for kind, subject, old, new, at in changes:
            Change.objects.create(package=package, kind=kind, subject=subject, old=old, new=new, at=at, source="pypi")
        Change.objects.create(package=other, kind=Kind.ADDED, old="", at=AT, source="people")
        make_grid(packages=[package])
        html = opened("/grids/g/a-grid/?since=2026-05-01")
        found = re.findall(r"<li><time[^>]*>(.*?)</time> <a href=\"/packages/p/a/\">A</a> (.*?)</li>", html)
        assert found == [
            ("5\xa0May\xa02026", "supports Django 6.0"),
            ("4\xa0May\xa02026", "changed its licence from MIT to BSD"),
            ("3\xa0May\xa02026", "2.0 was released"),
        ]
        assert "No known changes." in opened("/grids/g/a-grid/?since=2026-06-01")

    def test_a_timesheet_draws_every_life_and_names_those_that_are_unknown(self, django_assert_num_queries):
        made = [make_package(f"p-{at}", facts={"released_at": AT, "last_commit_at": AT}) for at in range(3)]
        for at, package in enumerate(made):
            upload(package, "1", datetime(2010 + at, 1, 1, tzinfo=UTC))
        make_grid(packages=[*made, make_package("mystery")])
        with django_assert_num_queries(6):
            html = opened("/grids/g/a-grid/timesheet/")
        assert re.findall(r'<td class="line"><svg[^>]* aria-label="([^"]+)"', html) == [
            "2010-01 to 2026-05",
            "2011-01 to 2026-05",
            "2012-01 to 2026-05",
        ]
        assert "No known dates: mystery." in text_of(html)
        make_grid("unknown", packages=[make_package("x")])
        assert "No release or commit of these packages is known yet." in opened("/grids/g/unknown/timesheet/")

    def test_a_bar_begins_with_a_release_or_says_with_what_it_begins(self):
        day = datetime(2015, 6, 1, tzinfo=UTC)
        released = make_package("released", facts={"released_at": AT, "repo_created_at": day})
        upload(released, "1", datetime(2012, 1, 1, tzinfo=UTC))
        created = make_package("created", facts={"last_commit_at": AT, "repo_created_at": day})
        committed = make_package("committed", facts={"last_commit_at": AT})
        last_only = make_package("last-only", facts={"released_at": AT})
        make_grid(packages=[last_only, committed, created, released])
        html = opened("/grids/g/a-grid/timesheet/")
        assert re.findall(r'<td class="line"><svg[^>]* aria-label="([^"]+)"', html) == [
            "2012-01 to 2026-05",
            "2015-06 to 2026-05",
            "unknown to 2026-05",
            "unknown to 2026-05",
        ]
        assert text_of(html).count("repository created") == 1


class TestElsewhere:
    def test_only_embedded_tables_may_be_framed(self):
        package = make_package("a", title="A")
        make_grid(packages=[package], features=[("Paging", {"a": "yes"})])
        client = Client(headers=HOST)
        framed, page = client.get("/grids/g/a-grid/embed/?sort=title"), client.get("/grids/g/a-grid/")
        assert "frame-ancestors *; form-action 'none'" in framed.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert ("X-Frame-Options" in framed.headers, "X-Frame-Options" in page.headers) == (False, True)
        html = opened("/grids/g/a-grid/embed/?sort=title")
        assert 'href="/grids/g/a-grid/?sort=title"' in html
        assert "<input" not in html
        assert "<script" not in html

    def test_the_old_list_of_its_packages_is_a_search(self):
        assert sent_to("/grids/g/a-grid/packages/") == "/search/?q=grid%3Aa-grid"

    @pytest.mark.parametrize("path", ["", "embed/", "timesheet/"])
    def test_an_empty_grid_has_its_pages_and_a_missing_one_has_none(self, path):
        make_grid()
        opened(f"/grids/g/a-grid/{path}")
        opened(f"/grids/g/none/{path}", status=404)


@pytest.mark.django_db(transaction=True)
def test_the_table_of_a_grid_is_kept_until_something_in_it_changes(django_assert_num_queries):
    package = make_package("a", facts={"stars": 1})
    grid = make_grid("kept", packages=[package], features=[("Paging", {"a": "yes"})])
    first = opened("/grids/g/kept/")
    with django_assert_num_queries(1):
        assert opened("/grids/g/kept/") == first
    Facts.objects.update(stars=4711)
    announce(packages={package.pk})
    assert "4,711" in opened("/grids/g/kept/")
    GridCell.objects.get().delete()
    assert 'aria-label="yes"' not in opened("/grids/g/kept/")
    grid.title = "Renamed"
    grid.save()
    announce(grids={grid.pk})
    assert "Renamed" in opened("/grids/g/kept/")
