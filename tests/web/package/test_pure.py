"""What the pages of a package are made of, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from packgrid.assessment.rules.evidence import Evidence, ReleaseEvidence
from packgrid.assessment.rules.score import BALANCED, PRESETS, Weights
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind
from packgrid.catalogue.models import Release
from packgrid.history.outages import OutageSpan
from packgrid.web.answer_marks import SUPPORT_MARKS
from packgrid.web.package import licences, releases, support_matrix, trends, value_table
from packgrid.web.package.health_page import list_presets, parse_weights
from packgrid.web.package.install_commands import list_install_commands
from packgrid.web.package.links import Link
from packgrid.web.package.past_page import parse_past_day
from packgrid.web.package.release_years import count_release_years
from packgrid.web.package.similarity import PackageTraits, find_most_similar, measure_similarity
from packgrid.web.package.support_matrix import list_kinds
from packgrid.web.package.trends import DaySpan

NOW = datetime(2026, 11, 25, tzinfo=UTC)
TODAY = NOW.date()


class TestLikeness:
    @pytest.mark.parametrize(
        ("other", "points"),
        [
            (PackageTraits(pk=2), 0),
            (PackageTraits(pk=2, grids=frozenset({1})), 2),
            (PackageTraits(pk=2, grids=frozenset({1, 2})), 3),
            (PackageTraits(pk=2, topics=frozenset({"forms", "django"})), 1),
            (PackageTraits(pk=2, topics=frozenset("abcdforms")), 3),
            (PackageTraits(pk=2, needs=frozenset({"celery", "django"})), 0.5),
        ],
    )
    def test_it_adds_up_what_two_have_in_common(self, other, points):
        us = PackageTraits(
            pk=1,
            grids=frozenset({1, 2}),
            topics=frozenset({"forms", "django", *"abcd"}),
            needs=frozenset({"celery", "django"}),
        )
        assert measure_similarity(us, other, {1: 2, 2: 14}).points == points

    def test_the_most_alike_come_first_then_the_most_starred_and_itself_never(self):
        grid = frozenset({1})
        rows = [
            PackageTraits(pk=1, grids=grid),
            PackageTraits(pk=2, grids=grid),
            PackageTraits(pk=3, grids=grid, stars=9),
            PackageTraits(pk=4),
        ]
        rows.append(PackageTraits(pk=5, grids=grid, topics=frozenset({"x"})))
        us = PackageTraits(pk=1, grids=grid, topics=frozenset({"x"}))
        assert [alike.pk for alike in find_most_similar(us, rows, {1: 4})] == [5, 3, 2]


class TestWeights:
    @pytest.mark.parametrize(
        ("asked", "weights"),
        [
            ({}, BALANCED),
            ({"weights": "fresh"}, PRESETS["fresh"]),
            ({"weights": "nonsense"}, BALANCED),
            ({"quality": "100", "community": "0"}, Weights(quality=100, community=0)),
            ({"quality": "101", "community": "-1", "popularity": "²"}, BALANCED),
            ({"weights": "safe", "quality": "1"}, evolve(PRESETS["safe"], quality=1)),
        ],
    )
    def test_they_are_read_from_the_address(self, asked, weights):
        assert parse_weights(asked) == weights

    def test_one_preset_is_chosen_at_most(self):
        assert [preset.name for preset in list_presets(PRESETS["safe"]) if preset.is_chosen] == ["safe"]
        assert not any(preset.is_chosen for preset in list_presets(Weights(quality=1)))


def columns_of(matrix):
    return {group.framework.key: group.names for group in matrix.columns}


class TestMatrix:
    def test_it_has_the_newest_release_of_the_last_series(self):
        versions = ("2.1", "2.0.1", "2.0", "1.9", "1.8", "1.7", "3.0rc1")
        known = tuple(ReleaseEvidence(version=version, classifiers=("Framework :: Django",)) for version in versions)
        found = support_matrix.make_compact_matrix(Evidence(slug="a", version="2.1", releases=known), NOW)
        assert [row.release.version for row in found.rows] == ["2.1", "2.0.1", "1.9"]
        assert columns_of(found)["django"] == ("5.2", "6.0", "6.1")

    def test_a_release_of_which_nothing_was_checked_has_no_row(self):
        releases = (
            ReleaseEvidence(version="2.0", classifiers=("Framework :: Django",)),
            ReleaseEvidence(version="1.0"),
        )
        evidence = Evidence(slug="a", version="2.0", releases=releases)
        found = support_matrix.make_compact_matrix(evidence, NOW)
        assert [row.release.version for row in found.rows] == ["2.0"]
        whole = support_matrix.make_full_matrix(evidence, NOW)
        assert ([row.release.version for row in whole.rows], whole.unchecked) == (["2.0"], ["1.0"])

    def test_without_a_version_it_is_empty(self):
        assert support_matrix.make_compact_matrix(Evidence(slug="a"), NOW).rows == ()
        assert support_matrix.make_full_matrix(Evidence(slug="a"), NOW).rows == ()

    def test_a_series_that_nothing_lets_in_has_a_column_only_while_it_is_supported(self):
        newest = ReleaseEvidence(version="1", classifiers=("Framework :: Django :: 3.2",))
        found = support_matrix.make_full_matrix(Evidence(slug="a", version="1", releases=(newest,)), NOW)
        assert columns_of(found)["django"] == ("6.1", "6.0", "5.2", "3.2")

    def test_a_framework_has_columns_only_where_a_release_mentions_it(self):
        plain = ReleaseEvidence(version="1", classifiers=("Framework :: Django :: 5.2",))
        for make in (support_matrix.make_compact_matrix, support_matrix.make_full_matrix):
            found = make(Evidence(slug="a", version="1", releases=(plain,)), NOW)
            assert list(columns_of(found)) == ["django", "python"]
        named = ReleaseEvidence(version="1", classifiers=("Framework :: Wagtail :: 4",))
        evidence = Evidence(slug="a", version="1", releases=(named,))
        assert columns_of(support_matrix.make_compact_matrix(evidence, NOW))["wagtail"] == ("6", "7", "8")
        assert columns_of(support_matrix.make_full_matrix(evidence, NOW))["wagtail"] == ("8", "7", "6", "4")
        kinds = [cell.kind for cell in support_matrix.make_full_matrix(evidence, NOW).rows[0].groups[2]]
        assert kinds == [*[SupportKind.UNDECLARED] * 3, SupportKind.DECLARED]

    def test_every_kind_of_cell_has_a_sign_and_a_word(self):
        assert set(SUPPORT_MARKS) == set(SupportKind)
        assert len({mark.sign for mark in SUPPORT_MARKS.values()}) == len(SupportKind)


class TestReleases:
    def test_a_pause_is_more_than_a_year_between_two_known_days(self):
        days = [400, None, 1000, 1300, 1700]
        rows = [Release(uploaded_at=None if age is None else NOW - timedelta(days=age)) for age in days]
        long = NOW - timedelta(days=1700)
        assert list(releases.find_pauses(rows)) == [None, None, None, long, None]


class TestTrends:
    SPAN = DaySpan(since=date(2026, 1, 1), until=date(2026, 1, 11))

    def test_a_line_holds_each_value_until_the_next(self):
        points = [(date(2026, 1, 1), 0), (date(2026, 1, 6), 10)]
        assert trends.draw_steps(points, self.SPAN) == "M0 118H300V2H600"

    def test_a_line_that_never_moves_lies_in_the_middle(self):
        assert trends.draw_steps([(date(2026, 1, 1), 5)], self.SPAN) == "M0 60H600"

    @pytest.mark.parametrize(
        ("since", "until", "band"),
        [
            (date(2026, 1, 3), date(2026, 1, 6), (120, 180, "did not answer from 2026-01-03 to 2026-01-06.")),
            (date(2025, 12, 1), date(2026, 1, 2), (0, 60, "did not answer from 2025-12-01 to 2026-01-02.")),
            (date(2026, 1, 6), None, (300, 300, "has not answered since 2026-01-06.")),
            (date(2026, 1, 6), date(2026, 2, 6), (300, 300, "did not answer from 2026-01-06 to 2026-02-06.")),
            (date(2026, 1, 6), date(2026, 1, 6), (300, 2, "did not answer from 2026-01-06 to 2026-01-06.")),
        ],
    )
    def test_an_outage_is_a_band_as_far_as_it_lies_in_the_span(self, since, until, band):
        found = trends.make_band("pypistats", OutageSpan(since, until), self.SPAN)
        assert (found.left, found.width, found.sentence) == (*band[:2], f"pypistats {band[2]}")

    def test_a_long_table_is_thinned_and_keeps_its_ends(self):
        points = [(date(2026, 1, 1) + timedelta(days=at), at) for at in range(500)]
        rows = trends.thin_points(points)
        assert (len(rows), rows[0], rows[-1]) == (trends.MOST_ROWS, points[-1], points[0])

    @pytest.mark.parametrize(("asked", "days"), [("1", 365), ("3", 1095), ("10", 3650), ("", 365), ("2", 365)])
    def test_a_span_is_so_many_years(self, asked, days):
        assert trends.parse_span(asked, TODAY).since == TODAY - timedelta(days=days)


class TestValues:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, None),
            (True, "yes"),
            (0, "0"),
            (1234, "1,234"),
            ("", "none"),
            ([], "none"),
            ({}, "none"),
            ("MIT", "MIT"),
            (NOW, "2026-11-25 00:00 UTC"),
            ([["ada", 3], ["bob", 1]], "ada 3, bob 1"),
            ({"docs": "https://d.example"}, "docs: https://d.example"),
        ],
    )
    def test_they_are_told_in_words(self, value, text):
        assert value_table.format_value(value) == text

    def test_a_long_list_is_cut_and_says_so(self):
        said = value_table.format_value(["name"] * 200)
        assert said == ", ".join(["name"] * 50) + ", … (200 in all)"


class TestDays:
    @pytest.mark.parametrize(
        ("asked", "day"),
        [("2026-05-01", date(2026, 5, 1)), ("2026-11-25", None), ("2027-01-01", None), ("x", None), ("", None)],
    )
    def test_only_days_before_today_are_the_past(self, asked, day):
        assert parse_past_day(asked, TODAY) == day


class TestLicences:
    MIT = Link("MIT", "https://spdx.org/licenses/MIT.html")

    @pytest.mark.parametrize(
        ("said", "parts"),
        [
            ("MIT", [MIT]),
            ("MIT OR LicenseRef-Own", [MIT, Link("OR", ""), Link("LicenseRef-Own", "")]),
            ("BSD", [Link("BSD", "")]),
            ("Custom", [Link("Custom", "")]),
        ],
    )
    def test_what_spdx_knows_leads_to_its_text(self, said, parts):
        assert licences.split_expression(said) == parts


def release_in(year: int | None) -> ReleaseEvidence:
    return ReleaseEvidence(version="1.0", uploaded_at=datetime(year, 5, 3, tzinfo=UTC) if year else None)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([2024, 2024, 2026], (2024, [2, 0, 1], "3 releases in 3 years, at most 2 in one")),
        ([2026], (2026, [1], "1 release in 1 year, at most 1 in one")),
        ([2010, 2017, 2027, None], (2017, [1, *[0] * 9], "1 release in 10 years, at most 1 in one")),
    ],
)
def test_releases_are_counted_for_ten_years_from_the_first_one_on(years, expected):
    found = count_release_years(map(release_in, years), 2026)
    assert found is not None
    assert (found.since, found.counts, found.sentence) == expected


@pytest.mark.parametrize("years", [[], [None], [2016], [2027]])
def test_a_package_without_releases_in_ten_years_has_no_chart_of_them(years):
    assert count_release_years(map(release_in, years), 2026) is None


def test_the_commands_install_a_project_or_one_version_of_it():
    assert list_install_commands("a") == ["pip install a", "uv add a", "poetry add a"]
    assert list_install_commands("a", "1.0") == ["pip install a==1.0", "uv add a==1.0", "poetry add a==1.0"]


def test_a_legend_explains_only_the_signs_that_a_table_has():
    cells = [
        SupportCell("5.2", kind, "") for kind in (SupportKind.EXCLUDED, SupportKind.DECLARED, SupportKind.EXCLUDED)
    ]
    assert list_kinds(cells) == [SupportKind.DECLARED, SupportKind.EXCLUDED]
    assert list_kinds([]) == []
