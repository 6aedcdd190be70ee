from datetime import UTC, datetime, timedelta

import pytest

from packgrid.api.v4 import legacy_scores
from packgrid.catalogue.models import Facts

NOW = datetime(2026, 11, 23, 21, 35, tzinfo=UTC)
RECORDED = {
    "repo_description": "blocks",
    "downloads_30d": 5200,
    "forks": 32,
    "stars": 84,
    "last_commit_at": datetime.fromisoformat("2022-02-15T16:47:58-05:00"),
    "released_at": datetime.fromisoformat("2025-03-08T05:00:42.071906-05:00"),
    "classifiers": ["Programming Language :: Python :: 3.6"],
}


def test_the_recorded_package_weighs_53_and_scores_minus_75():
    facts = Facts(**RECORDED)
    assert legacy_scores.weight(facts, is_deprecated=False, now=NOW) == 53
    assert legacy_scores.score(facts, now=NOW) == -75


def ago(days):
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("known", "points"),
    [
        ({}, 0),
        ({"repo_description": ""}, 0),
        ({"repo_description": "x"}, 20),
        ({"downloads_30d": 999}, 0),
        ({"downloads_30d": 1000}, 1),
        ({"downloads_30d": 20_999}, 20),
        ({"downloads_30d": 10**12}, 20),
        ({"forks": 0}, 0),
        ({"forks": 19}, 19),
        ({"forks": 21}, 20),
        ({"usage_count": 7}, 7),
        ({"usage_count": 700}, 20),
        ({"stars": 1}, 1),
        ({"stars": 20_000}, 20),
        ({"last_commit_at": ago(days=-1)}, 20),
        ({"last_commit_at": ago(days=89)}, 20),
        ({"last_commit_at": ago(days=90)}, 10),
        ({"last_commit_at": ago(days=181)}, 10),
        ({"last_commit_at": ago(days=182)}, 5),
        ({"last_commit_at": ago(days=364)}, 5),
        ({"last_commit_at": ago(days=365)}, 0),
        ({"released_at": ago(days=364)}, 20),
        ({"released_at": ago(days=365)}, 0),
    ],
)
def test_each_rule_gives_its_points(known, points):
    assert legacy_scores.points(Facts(**known), is_deprecated=True, now=NOW) == points
    assert legacy_scores.points(Facts(**known), is_deprecated=False, now=NOW) == points + 20


@pytest.mark.parametrize(("points", "percent"), [(0, 0), (1, 0), (20, 12), (85, 53), (159, 99), (160, 100)])
def test_a_weight_is_the_part_of_all_points_rounded_down(points, percent):
    assert legacy_scores.percent_of_points(points) == percent


@pytest.mark.parametrize(
    ("is_locked", "is_header", "has_packages", "weight"),
    [
        (True, True, True, 83),
        (False, True, True, 66),
        (True, False, True, 66),
        (True, True, False, 66),
        (False, False, True, 50),
        (False, True, False, 50),
        (True, False, False, 50),
        (False, False, False, 33),
    ],
)
def test_a_grid_weighs_less_for_what_it_is_not(is_locked, is_header, has_packages, weight):
    grid = {"is_locked": is_locked, "is_header": is_header, "has_packages": has_packages}
    assert legacy_scores.grid_weight(100, **grid) == weight
    assert legacy_scores.grid_weight(0, **grid) == 0


@pytest.mark.parametrize(
    ("known", "score"),
    [
        ({}, 0),
        ({"stars": 0, "last_commit_at": ago(days=9000)}, 0),
        ({"stars": 100}, 90),
        ({"stars": 100, "last_commit_at": ago(days=1)}, 100),
        ({"stars": 100, "last_commit_at": ago(days=-400)}, 100),
        ({"stars": 100, "last_commit_at": datetime(2026, 8, 23, 21, 35, tzinfo=UTC)}, 90),
        ({"stars": 100, "last_commit_at": datetime(2026, 8, 23, 21, 35, 1, tzinfo=UTC)}, 100),
        ({"stars": 100, "last_commit_at": datetime(2024, 5, 23, 21, 35, tzinfo=UTC)}, 0),
        ({"stars": 9000, "last_commit_at": ago(days=9000)}, -500),
    ],
)
def test_a_score_falls_by_a_tenth_each_quarter_without_a_commit(known, score):
    assert legacy_scores.score(Facts(requires_python=">=3.8", **known), now=NOW) == score


@pytest.mark.parametrize(("stars", "score"), [(0, 0), (10, 7), (100, 70), (10_000, 9000)])
def test_a_score_is_lower_without_python_3(stars, score):
    assert legacy_scores.score(Facts(stars=stars, last_commit_at=NOW), now=NOW) == score


@pytest.mark.parametrize(
    ("requires", "classifiers", "expected"),
    [
        (">=3.12", None, True),
        (">=2.7, !=3.0.*, !=3.1.*", None, True),
        (">=3.7.1", None, True),
        ("<3", ["Programming Language :: Python :: 3"], False),
        ("==2.7.*", None, False),
        ("3 or so", ["Programming Language :: Python :: 3.9"], True),
        ("3 or so", None, False),
        ("", ["Programming Language :: Python :: 3 :: Only"], True),
        (None, ["Programming Language :: Python :: 2.7"], False),
        (None, ["Programming Language :: Python :: 2", "Programming Language :: Python :: 3"], True),
        (None, [], False),
        (None, None, False),
    ],
)
def test_python_3_is_supported_if_the_project_says_so(requires, classifiers, expected):
    assert legacy_scores.supports_python_3(Facts(requires_python=requires, classifiers=classifiers)) is expected
