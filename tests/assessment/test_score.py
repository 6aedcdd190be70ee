import pytest

from assessment.cases import LONG_AGO, NOW, QUIET, ago, evidence
from packgrid.assessment.percentiles import make_percentiles
from packgrid.assessment.rules.evidence import (
    ClaimDecision,
    CommitAuthor,
    Evidence,
    KnownVulnerability,
    ReleaseEvidence,
)
from packgrid.assessment.rules.score import BALANCED, PRESETS, Score, Weights, compute_score
from packgrid.assessment.rules.score_inputs import ScoreInput, weighted_mean
from packgrid.assessment.rules.score_parts import PARTS

PLACES = make_percentiles(
    {
        "stars": [0, 10, 100, 1000],
        "forks": [0, 5, 10, 10],
        "downloads_30d": [10, 100, 1000, 10_000],
        "usage_count": [0, 0, 0, 5],
        "contributor_count": [1, 1, 3, 12],
    }
)
D, P = "Framework :: Django :: ", "Programming Language :: Python :: "


def scored(weights=BALANCED, **changes):  # noqa: ANN003
    return compute_score(evidence(**changes), PLACES, weights=weights, now=NOW)


def part(key, **changes):  # noqa: ANN003
    return next(found for found in scored(**changes).parts if found.key == key)


def inputs(key, **changes):  # noqa: ANN003
    return {item.name: (item.value, item.points) for item in part(key, **changes).inputs}


def test_the_score_is_the_weighted_mean_of_its_parts():
    found = scored()
    assert [(one.key, one.weight, one.value) for one in found.parts] == [
        ("maintenance", 30, 0.983),
        ("popularity", 20, 0.7),
        ("quality", 20, 0.909),
        ("compatibility", 20, 0.84),
        ("community", 10, 0.702),
    ]
    assert (found.total, found.known) == (85, 1.0)
    assert found.total == round(100 * sum(one.weight * (one.value or 0) for one in found.parts) / 100)


def test_every_part_is_the_mean_of_inputs_that_are_all_visible():
    for found in scored().parts:
        assert found.value == pytest.approx(
            weighted_mean((item.points, item.weight) for item in found.inputs), abs=0.0005
        )
        assert all(item.sentence and item.name for item in found.inputs)


def test_an_input_says_its_value_its_points_and_why():
    stars, *_ = part("popularity").inputs
    assert stars == ScoreInput(
        "stars", "100", 0.625, 1, "100 stars: more than 50% of the packages of which this is known."
    )


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, ("yes", 1)),
        ({"is_archived": True}, ("no", 0)),
        ({"deprecated_at": LONG_AGO}, ("no", 0)),
        ({"decisions": (ClaimDecision(claim="unmaintained", is_true=True),)}, ("no", 0)),
        ({"repo_gone_since": ago(days=2), "repo_gone_times": 1}, ("yes", 1)),
        ({"pypi_confirmed_at": None, "released_at": None, "last_commit_at": None}, ("yes", 1)),
        (
            {"pypi_confirmed_at": None, "repo_confirmed_at": None, "released_at": None, "last_commit_at": None},
            (None, None),
        ),
    ],
)
def test_what_has_ended_gets_nothing_for_going_on(changes, answer):
    assert inputs("maintenance", **changes)["going on"] == answer


def test_dates_and_commits_of_the_year_make_maintenance():
    given = {"released_at": ago(days=365), "last_commit_at": ago(days=730), "weekly_commits": (0,) * 52}
    assert inputs("maintenance", **given) == {
        "going on": ("yes", 1),
        "last release": ("25 November 2025", 0.7),
        "last commit": ("25 November 2024", 0.4),
        "commits in 52 weeks": ("0", 0),
    }


def test_a_finished_package_is_not_punished_for_being_quiet():
    assert inputs("maintenance", **QUIET) == {
        "going on": ("yes", 1),
        "last release": ("3 May 2021", 0.9),
        "last commit": ("3 May 2021", 0.9),
        "commits in 52 weeks": ("0", 0.9),
    }
    assert inputs("community", **QUIET)["authors in 52 weeks"] == ("0", 0.9)
    assert "It is finished" in part("maintenance", **QUIET).inputs[1].sentence
    assert inputs("maintenance", **QUIET | {"open_issues": 40})["last commit"] == ("3 May 2021", 0)
    assert inputs("maintenance", **QUIET | {"weekly_commits": None})["commits in 52 weeks"] == (None, None)


def test_what_was_seen_long_ago_says_nothing_of_today():
    stale = inputs("maintenance", **QUIET, repo_confirmed_at=ago(days=91), pypi_confirmed_at=ago(days=91))
    assert [stale[name] for name in ("last release", "last commit", "commits in 52 weeks")] == [(None, None)] * 3
    assert inputs("community", repo_confirmed_at=ago(days=91))["authors in 52 weeks"] == (None, None)


def test_places_make_popularity_and_ties_share_one():
    assert inputs("popularity", forks=10, usage_count=0) == {
        "stars": ("100", 0.625),
        "forks": ("10", 0.75),
        "downloads in 30 days": ("1,000", 0.625),
        "users": ("0", 0.375),
    }


def test_what_a_careful_publisher_provides_makes_quality():
    given = {
        "vulnerabilities": (KnownVulnerability(id="PYSEC-1"),),
        "license": None,
        "has_readme": False,
        "links": {"changelog": "https://a.example/changes"},
        "version": "0.9",
        "classifiers": (),
        "releases": (ReleaseEvidence(version="0.9", has_wheel=False),),
    }
    assert inputs("quality", **given) == {
        "free of known vulnerabilities": ("no", 0),
        "licence": ("no", 0),
        "README": ("no", 0),
        "documentation": ("no", 0),
        "change log": ("yes", 1),
        "stable version": ("no", 0),
        "wheel": ("no", 0),
    }
    assert inputs("quality", documentation_url="https://a.example/", links=None)["documentation"] == ("yes", 1)


def test_the_versions_that_get_security_fixes_make_compatibility():
    given = {"classifiers": (f"{D}5.2", f"{P}3"), "requires_python": None, "requires_dist": ("django<6.1",)}
    assert inputs("compatibility", **given) == {
        "Djangos with security fixes": ("5.2 declared, 6.0 undeclared, 6.1 excluded", 0.433),
        "Pythons with security fixes": (
            "3.11 allowed, 3.12 allowed, 3.13 allowed, 3.14 allowed, 3.15 allowed",
            0.7,
        ),
        "the newest Django": ("6.1 excluded", 0),
    }


def test_people_make_community():
    given = {
        "authors": (CommitAuthor("ada", 8), CommitAuthor("bob", 2), CommitAuthor("bot", 90, is_bot=True)),
        "contributor_count": 3,
    }
    assert inputs("community", **given) == {
        "contributors": ("3", 0.625),
        "authors in 52 weeks": ("2", 0.458),
        "commits by others than the busiest author": ("2", 0.4),
    }
    few = (CommitAuthor("ada", 9),)
    assert inputs("community", authors=few)["commits by others than the busiest author"] == (None, None)


UNKNOWN = {
    "stars": None,
    "forks": None,
    "downloads_30d": None,
    "usage_count": None,
}


def test_what_is_unknown_is_left_out_and_said_and_never_counted_as_nothing():
    found = scored(**UNKNOWN)
    popularity = part("popularity", **UNKNOWN)
    assert popularity.value is None
    assert popularity.inputs[0].sentence == "Stars: unknown, so it is not counted."
    assert found.total == scored(Weights(popularity=0)).total
    assert found.known == 0.8
    one_unknown = part("popularity", stars=None)
    assert one_unknown.value == round((0.75 + 2 * 0.625 + 0.875) / 4, 3)


def test_of_a_package_of_which_nothing_is_known_there_is_no_score():
    found = compute_score(Evidence(slug="a"), make_percentiles({}), now=NOW)
    assert (found.total, found.known, {one.value for one in found.parts}) == (None, 0.0, {None})


@pytest.mark.parametrize(("changes", "known", "total"), [({}, 0.264, None), ({"forks": 1}, 0.304, 93)])
def test_a_score_needs_three_tenths_of_what_counts_to_be_known(changes, known, total):
    given = {"repo_url": "https://github.com/a/a", "repo_confirmed_at": NOW, "last_commit_at": NOW, "stars": 9}
    found = compute_score(
        Evidence(slug="a", license="MIT", **given, **changes), make_percentiles({"stars": [1], "forks": [1]}), now=NOW
    )
    assert (found.known, found.total) == (known, total)


@pytest.mark.parametrize(
    ("weights", "total"),
    [
        (Weights(maintenance=1, popularity=0, quality=0, compatibility=0, community=0), 98),
        (Weights(maintenance=0, popularity=1, quality=0, compatibility=0, community=0), 70),
        (Weights(maintenance=0, popularity=0, quality=0, compatibility=0, community=0), None),
        (PRESETS["popular"], 75),
    ],
)
def test_everybody_may_weigh_otherwise(weights, total):
    assert scored(weights).total == total


@pytest.mark.parametrize(("weight", "error"), [(-1, ValueError), (0.5, TypeError), ("30", TypeError)])
def test_a_weight_is_a_whole_number_from_0(weight, error):
    with pytest.raises(error, match="popularity"):
        Weights(popularity=weight)


def test_the_presets_add_up_to_100_so_that_they_compare():
    assert list(PRESETS) == ["balanced", "popular", "healthy", "fresh", "safe"]
    assert {sum(getattr(weights, key) for key, *_ in PARTS) for weights in PRESETS.values()} == {100}


def test_the_same_evidence_gives_the_same_score():
    assert scored() == scored()
    assert isinstance(scored(), Score)


@pytest.mark.parametrize(
    ("known", "value", "rank"),
    [
        ([5], 5, "not more than any"),
        ([5, 5, 5], 5, "not more than any"),
        (range(1000), 999, "more than 99%"),
        (range(1000), 5000, "more than 99%"),
        (range(1000), 3, "more than a few"),
        ([1, 2, 3, 4], 3, "more than 50%"),
    ],
)
def test_a_package_has_more_than_those_that_have_less(known, value, rank):
    given = evidence(stars=value)
    parts = compute_score(given, make_percentiles({"stars": known}), now=NOW).parts
    sentences = [item.sentence for part in parts for item in part.inputs if item.name == "stars"]
    assert sentences == [f"{value:,} stars: {rank} of the packages of which this is known."]
