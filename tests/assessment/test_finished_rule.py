import pytest

from assessment.cases import NOW, QUIET, ago, evidence
from packgrid.assessment.rules.evidence import ClaimDecision, KnownVulnerability, ReleaseEvidence
from packgrid.assessment.rules.finished_rule import (
    admits_supported_versions,
    describe_finished,
    is_finished,
    is_finished_by_rule,
    is_stable,
    select_conditions,
)

D, P = "Framework :: Django :: ", "Programming Language :: Python :: "


def quiet(**changes):  # noqa: ANN003
    return evidence(**{**QUIET, **changes})


def test_a_whole_package_that_is_quiet_is_finished():
    assert is_finished(quiet(), NOW) is True
    assert describe_finished(quiet(), NOW) == (
        "no release since 3 May 2021 and no commit since 3 May 2021, and it has everything: "
        "a stable version, a README, a licence, 3 open issues."
    )


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"version": "0.9", "classifiers": ()}, "a version of 1.0 or later, or a classifier that calls it stable"),
        ({"is_archived": True}, "no deprecation, no successor, no archive, and neither source gone"),
        ({"deprecated_at": NOW}, "no deprecation, no successor, no archive, and neither source gone"),
        ({"replaced_by": "b"}, "no deprecation, no successor, no archive, and neither source gone"),
        (
            {"pypi_gone_since": ago(days=9), "pypi_gone_times": 3},
            "no deprecation, no successor, no archive, and neither source gone",
        ),
        (
            {"repo_gone_since": ago(days=9), "repo_gone_times": 3},
            "no deprecation, no successor, no archive, and neither source gone",
        ),
        (
            {"classifiers": ("Development Status :: 7 - Inactive",)},
            "no deprecation, no successor, no archive, and neither source gone",
        ),
        ({"open_issues": 15}, "fewer than 15 open issues"),
        ({"has_readme": False}, "a README"),
        ({"license": None}, "a licence"),
        ({"vulnerabilities": (KnownVulnerability(id="PYSEC-1"),)}, "no known vulnerability"),
        (
            {"classifiers": (f"{D}2.2",), "requires_dist": ()},
            "no limit to versions of Python and Django whose support has ended",
        ),
        ({"last_commit_at": ago(days=365)}, "no release and no commit for 365 days"),
        ({"released_at": ago(days=365)}, "no release and no commit for 365 days"),
    ],
)
def test_one_thing_that_is_missing_keeps_it_from_being_finished(changes, wanted):
    assert is_finished(quiet(**changes), NOW) is False
    assert select_conditions(quiet(**changes), NOW, False) == [wanted]  # noqa: FBT003


@pytest.mark.parametrize(
    "changes",
    [
        {"version": None, "classifiers": ()},
        {"classifiers": None},
        {"repo_gone_since": ago(days=9), "repo_gone_times": 1},
        {"open_issues": None},
        {"has_readme": None},
        {"license": None, "pypi_confirmed_at": None},
        {"vulnerabilities": None},
        {"last_commit_at": None},
    ],
)
def test_one_thing_that_is_unknown_leaves_it_unknown(changes):
    assert is_finished(quiet(**changes), NOW) is None


def test_a_host_that_knows_no_archive_is_not_held_against_it():
    assert is_finished(quiet(is_archived=None), NOW) is True


@pytest.mark.parametrize("is_true", [True, False])
def test_a_person_decides_before_the_rule(is_true):
    decided = ClaimDecision(claim="finished", is_true=is_true)
    assert is_finished(quiet(open_issues=None, decisions=(decided,)), NOW) is is_true
    assert is_finished_by_rule(quiet(open_issues=None, decisions=(decided,)), NOW) is None


@pytest.mark.parametrize(
    ("version", "classifiers", "answer"),
    [
        ("1.0", (), True),
        ("2026.1", None, True),
        ("0.9", (), False),
        ("1.0rc1", (), False),
        ("0.9", ("Development Status :: 5 - Production/Stable",), True),
        ("0.9", ("Development Status :: 6 - Mature",), True),
        ("0.9", ("Development Status :: 4 - Beta",), False),
        (None, (), None),
        ("what", (), None),
    ],
)
def test_stable_is_a_version_from_1_0_or_who_says_so(version, classifiers, answer):
    assert is_stable(evidence(version=version, classifiers=classifiers), NOW) is answer


@pytest.mark.parametrize(
    ("classifiers", "requires_python", "requires_dist", "answer"),
    [
        ((), None, (), True),
        (None, None, None, True),
        ((f"{P}3",), ">=3.6", ("django>=2.2",), True),
        ((f"{P}3.6", f"{P}3.8"), ">=3.6", (), False),
        ((), "<3.9", (), False),
        ((f"{D}2.2", f"{D}3.2"), None, ("django>=2.2",), False),
        ((), None, ("django<4",), False),
        ((f"{D}2.2", f"{D}5.2"), None, (), True),
    ],
)
def test_it_is_current_as_far_as_it_says(classifiers, requires_python, requires_dist, answer):
    release = ReleaseEvidence(version="2.0")
    said = evidence(
        classifiers=classifiers, requires_python=requires_python, requires_dist=requires_dist, releases=(release,)
    )
    assert admits_supported_versions(said, NOW) is answer
