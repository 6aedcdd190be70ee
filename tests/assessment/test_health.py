from datetime import UTC, datetime

import pytest

from assessment.cases import GIVEN, LONG_AGO, NOW, QUIET, ago, evidence
from packgrid.assessment.rules.checks.check import Level
from packgrid.assessment.rules.evidence import (
    ClaimDecision,
    CommitAuthor,
    KnownVulnerability,
    Namesake,
    ReleaseEvidence,
)
from packgrid.assessment.rules.health import CHECKS, CheckResult, list_labels, run_checks

D, P = "Framework :: Django :: ", "Programming Language :: Python :: "
GONE = {"gone_since": ago(days=30), "gone_times": 4}
UNFINISHED = {"open_issues": 40}
THERE, ELSEWHERE = "https://github.com/a/django-a", "https://github.com/b/django-a"


def gone(source, **parts):  # noqa: ANN003
    return {f"{source}_{name}": value for name, value in (GONE | parts).items()}


def said(*classifiers, requires_dist=(), requires_python=None):  # noqa: ANN002
    return {"classifiers": classifiers, "requires_dist": requires_dist, "requires_python": requires_python}


def released(*days, **parts):  # noqa: ANN002, ANN003
    releases = tuple(
        ReleaseEvidence(version=f"{len(days) - at}.0", uploaded_at=ago(days=age)) for at, age in enumerate(days)
    )
    return {"releases": releases, "version": releases[0].version, "released_at": releases[0].uploaded_at} | parts


def files(**kinds):  # noqa: ANN003
    return {"releases": (ReleaseEvidence(version="2.0", **kinds),)}


SILENCE = "No release since 3 May 2021 and no commit since 3 May 2021, and it has everything"


# A check, what has to be different from the healthy package for it to say yes, and the sentence then.
YES = [
    (
        "quarantined",
        {"index_status": "quarantined"},
        "Quarantined: the index blocks all files, because they may be harmful.",
    ),
    (
        "deprecated",
        {"index_status": "deprecated", "index_status_reason": "Use django-b. "},
        "Its maintainers marked it as deprecated on the index: Use django-b.",
    ),
    (
        "archived",
        {"index_status": "archived", "is_archived": None},
        "Its maintainers archived the project on the index.",
    ),
    (
        "deprecated",
        {"deprecated_at": LONG_AGO, "deprecated_reason": "No time."},
        "Deprecated since 3 May 2021: No time.",
    ),
    ("deprecated", {"deprecated_at": LONG_AGO}, "Deprecated since 3 May 2021."),
    ("superseded", {"replaced_by": "django-b"}, "Replaced by django-b."),
    (
        "superseded",
        {"decisions": (ClaimDecision(claim="superseded", is_true=True, reason="Django itself"),)},
        "Replaced by Django itself.",
    ),
    ("archived", {"is_archived": True, "archived_at": LONG_AGO}, "The repository has been archived since 3 May 2021."),
    ("archived", {"is_archived": True}, "The repository is archived, as seen on 25 November 2026."),
    ("archived", {"is_archived": True, "repo_confirmed_at": None}, "The repository is archived."),
    ("repo-gone", gone("repo"), "https://github.com/a/django-a has been gone since 26 October 2026, asked 4 times."),
    ("pypi-gone", gone("pypi"), "PyPI has had no project django-a since 26 October 2026, asked 4 times."),
    (
        "inactive",
        said("Development Status :: 7 - Inactive"),
        "Its maintainers say so: classifier Development Status :: 7 - Inactive.",
    ),
    (
        "vulnerable",
        {"vulnerabilities": (KnownVulnerability(id="PYSEC-1", fixed_in=("2.1",)), KnownVulnerability(id="PYSEC-2"))},
        "2 known vulnerabilities in 2.0: PYSEC-1 and PYSEC-2; a fix is published for 1 of them.",
    ),
    (
        "vulnerable",
        {"vulnerabilities": (KnownVulnerability(id="MAL-1", is_malware=True),)},
        "2.0 is reported as malware: MAL-1.",
    ),
    (
        "vulnerable",
        {"vulnerabilities": (KnownVulnerability(id="MAL-1", is_malware=True), KnownVulnerability(id="CVE-1"))},
        "2.0 is reported as malware: MAL-1. 1 known vulnerability in 2.0: CVE-1; no fix is published.",
    ),
    (
        "vulnerable",
        {"vulnerabilities": (KnownVulnerability(id="PYSEC-1"),)},
        "1 known vulnerability in 2.0: PYSEC-1; no fix is published.",
    ),
    (
        "yanked",
        {"releases": (ReleaseEvidence(version="3.0", is_yanked=True), *(GIVEN.releases or ()))},
        "3.0 was yanked by its publisher; installers choose 2.0.",
    ),
    ("no-release-3-years", UNFINISHED | {"released_at": LONG_AGO}, "No release since 3 May 2021."),
    (
        "no-release-3-years",
        UNFINISHED | {"released_at": LONG_AGO, "released_to_the_month": True},
        "No release since May 2021.",
    ),
    ("no-release-1-year", UNFINISHED | {"released_at": ago(days=1095)}, "No release since 26 November 2023."),
    ("no-release-1-year", UNFINISHED | {"released_at": ago(days=366)}, "No release since 24 November 2025."),
    ("no-commit-3-years", UNFINISHED | {"last_commit_at": LONG_AGO}, "No commit since 3 May 2021."),
    ("no-commit-1-year", UNFINISHED | {"last_commit_at": ago(days=366)}, "No commit since 24 November 2025."),
    (
        "no-commit-1-year",
        UNFINISHED | {"last_commit_at": LONG_AGO, "repo_confirmed_at": datetime(2023, 5, 3, tzinfo=UTC)},
        "No commit since 3 May 2021 (as of 3 May 2023).",
    ),
    ("no-licence", {"license": None}, "django-a has no licence on PyPI."),
    ("no-wheel", files(has_wheel=False, has_sdist=True), "2.0 is published as a source archive only."),
    ("young", released(1, 183), "Its first release was on 26 May 2026."),
    (
        "established",
        released(365, 1826),
        "Its first release was on 25 November 2021, its newest one 25 November 2025.",
    ),
    (
        "old-python",
        said(f"{P}3.7", f"{P}3.8"),
        "It does not support Python 3.11, 3.12, 3.13, 3.14 and 3.15: the classifiers name 3.7 and 3.8.",
    ),
    (
        "old-django",
        said(requires_dist=("django<4",)),
        "It does not support Django 5.2, 6.0 and 6.1: requires_dist django<4 excludes it.",
    ),
    ("newest-django", {}, "Supports Django 6.1: classifier Framework :: Django :: 6.1."),
    ("lts-django", {}, "Supports Django 5.2: classifier Framework :: Django :: 5.2."),
    (
        "one-person",
        {"authors": (CommitAuthor("ada", 45), CommitAuthor("bob", 5), CommitAuthor("bot", 90, is_bot=True))},
        "One person made 45 of the 50 commits of the last 52 weeks.",
    ),
    (
        "many-issues",
        {"open_issues": 105},
        "105 issues are open, with 52 commits in the last 52 weeks.",
    ),
    (
        "finished",
        QUIET | {"open_issues": 0},
        f"{SILENCE}: a stable version, a README, a licence, 0 open issues.",
    ),
    ("active", {}, "Last commit 1 November 2026, last release 1 October 2026."),
    (
        "mismatch",
        {"links": {"repository": ELSEWHERE}},
        f"PyPI links to {ELSEWHERE} (the same name, another owner), not to {THERE}.",
    ),
    ("mismatch", gone("pypi", confirmed_at=None) | {"links": None}, "PyPI has no project django-a."),
    ("unverified", {"links": {}}, f"PyPI does not link to {THERE}, nor to another repository."),
]
NO = [
    ("quarantined", {}),
    ("quarantined", {"index_status": "archived"}),
    ("deprecated", {"index_status": "quarantined"}),
    (
        "deprecated",
        {"index_status": "deprecated", "decisions": (ClaimDecision(claim="deprecated", is_true=False),)},
    ),
    ("deprecated", {}),
    (
        "deprecated",
        {"deprecated_at": LONG_AGO, "decisions": (ClaimDecision(claim="deprecated", is_true=False, decided_at=NOW),)},
    ),
    ("superseded", {}),
    ("archived", {}),
    ("archived", {"is_archived": False, "archived_at": LONG_AGO}),
    ("repo-gone", {}),
    ("pypi-gone", {}),
    ("inactive", {}),
    ("vulnerable", {}),
    ("yanked", {}),
    ("no-release-3-years", {}),
    ("no-release-3-years", UNFINISHED | {"released_at": ago(days=1095)}),
    ("no-release-3-years", QUIET),
    ("no-release-1-year", {}),
    ("no-release-1-year", UNFINISHED | {"released_at": ago(days=365)}),
    ("no-release-1-year", UNFINISHED | {"released_at": ago(days=1096)}),
    ("no-release-1-year", QUIET | {"released_at": ago(days=400)}),
    ("no-commit-3-years", {}),
    ("no-commit-3-years", QUIET),
    ("no-commit-1-year", {}),
    ("no-commit-1-year", UNFINISHED | {"last_commit_at": LONG_AGO}),
    ("no-licence", {}),
    ("no-licence", {"pypi_confirmed_at": None}),
    ("no-wheel", {}),
    ("no-wheel", files(has_wheel=False, has_sdist=False)),
    ("young", released(1, 184)),
    ("established", released(366, 1826)),
    ("established", released(1, 1825)),
    ("old-python", {}),
    ("old-python", said(requires_python=">=3.6")),
    ("old-django", {}),
    ("old-django", said(requires_dist=("django>=2.2",))),
    ("newest-django", said(f"{D}6.0")),
    ("newest-django", said(f"{D}6.1", requires_dist=("django<6.1",))),
    ("lts-django", said(f"{D}6.1")),
    ("one-person", {}),
    ("one-person", {"authors": (CommitAuthor("ada", 9),)}),
    ("one-person", {"authors": ()}),
    ("many-issues", {}),
    ("many-issues", {"open_issues": 49, "weekly_commits": None}),
    ("many-issues", {"open_issues": 104}),
    ("finished", {}),
    ("active", {"last_commit_at": ago(days=91)}),
    ("active", {"is_archived": True}),
    ("active", {"released_at": ago(days=366), "last_commit_at": None}),
    ("mismatch", {}),
    ("mismatch", {"links": {}}),
    ("unverified", {}),
    ("unverified", {"links": {"repository": ELSEWHERE}}),
]
UNKNOWN = [
    ("quarantined", {"index_status": None}),
    ("archived", {"is_archived": None}),
    ("repo-gone", {"repo_confirmed_at": None}),
    ("repo-gone", gone("repo", gone_times=1)),
    ("pypi-gone", {"pypi_confirmed_at": None}),
    ("pypi-gone", gone("pypi", gone_times=1)),
    ("inactive", {"classifiers": None}),
    ("vulnerable", {"vulnerabilities": None}),
    ("yanked", {"releases": None}),
    ("no-release-3-years", {"released_at": None}),
    ("no-release-3-years", UNFINISHED | {"released_at": LONG_AGO, "pypi_confirmed_at": None}),
    ("no-release-1-year", {"released_at": None}),
    ("no-release-1-year", {"released_at": ago(days=400), "pypi_confirmed_at": ago(days=100)}),
    ("no-commit-3-years", {"last_commit_at": None}),
    ("no-commit-3-years", UNFINISHED | {"last_commit_at": LONG_AGO, "repo_confirmed_at": ago(days=1000)}),
    ("no-commit-1-year", {"last_commit_at": None}),
    ("no-licence", {"license": None, "pypi_confirmed_at": None}),
    ("no-wheel", {"releases": None}),
    ("young", {"releases": None}),
    ("established", {"releases": None}),
    ("established", {"released_at": None}),
    ("old-python", said()),
    ("old-django", said()),
    ("newest-django", said()),
    ("newest-django", said(requires_dist=("django>=5.2",))),
    ("lts-django", said()),
    ("one-person", {"authors": None}),
    ("one-person", {"repo_confirmed_at": ago(days=91)}),
    ("many-issues", {"open_issues": None}),
    ("many-issues", {"open_issues": 200, "repo_confirmed_at": ago(days=91)}),
    ("many-issues", {"open_issues": 60, "weekly_commits": None}),
    ("finished", QUIET | {"open_issues": None}),
    ("active", {"last_commit_at": None}),
    ("mismatch", {"links": None}),
    ("mismatch", {"pypi_name": ""}),
    ("unverified", {"links": None}),
    ("unverified", {"repo_url": ""}),
]
# Nobody having said so is the answer no, so these two are never unknown.
NEVER_UNKNOWN = {"deprecated", "superseded"}


def found(key, changes, now=NOW):
    return next(finding for finding in run_checks(evidence(**changes), now) if finding.check.key == key)


def test_every_check_is_tested_for_yes_no_and_unknown():
    keys = {check.key for check in CHECKS}
    assert {key for key, *_ in YES} == keys
    assert {key for key, _ in NO} == keys
    assert {key for key, _ in UNKNOWN} == keys - NEVER_UNKNOWN


@pytest.mark.parametrize(("key", "changes", "sentence"), YES)
def test_a_check_that_holds_has_a_sentence_with_its_figure(key, changes, sentence):
    finding = found(key, changes)
    assert (finding.holds, finding.sentence) == (True, sentence)


@pytest.mark.parametrize(("key", "changes"), NO)
def test_a_check_that_does_not_hold_says_nothing(key, changes):
    finding = found(key, changes)
    assert (finding.holds, finding.sentence) == (False, "")


@pytest.mark.parametrize(("key", "changes"), UNKNOWN)
def test_a_check_that_cannot_tell_says_nothing(key, changes):
    finding = found(key, changes)
    assert (finding.holds, finding.sentence) == (None, "")


@pytest.mark.parametrize("key", ["newest-django", "lts-django", "old-django", "old-python"])
def test_a_day_that_the_tables_do_not_reach_is_unknown(key):
    assert found(key, {}, datetime(2050, 1, 1, tzinfo=UTC)).holds is None


def test_keys_are_unique_and_the_worst_come_first():
    keys = [check.key for check in CHECKS]
    assert len(keys) == len(set(keys)) == 27
    levels = [check.level for check in CHECKS]
    assert levels == sorted(levels, key=list(Level).index)


def test_a_page_shows_the_labels_that_hold():
    assert [(label.check.level, label.check.title) for label in list_labels(evidence(), NOW)] == [
        ("good", "Established"),
        ("good", "Active"),
        ("good", "Supports newest Django"),
        ("good", "Supports Django LTS"),
    ]
    archived = next(check for check in CHECKS if check.key == "archived")
    sentence = "The repository has been archived since 3 May 2021."
    gone_quiet = evidence(**QUIET, is_archived=True, archived_at=LONG_AGO)
    assert list_labels(gone_quiet, NOW)[0] == CheckResult(archived, True, sentence)  # noqa: FBT003
    assert [label.check.key for label in list_labels(gone_quiet, NOW)] == [
        "archived",
        "no-release-3-years",
        "no-commit-3-years",
        "newest-django",
        "lts-django",
    ]


def test_a_rival_for_the_name_is_named():
    rival = Namesake(slug="django-b", repo_url=ELSEWHERE)
    finding = found("mismatch", {"links": {"repository": ELSEWHERE}, "namesakes": (rival,)})
    assert finding.sentence == f"PyPI links to {ELSEWHERE} (the repository of django-b), not to {THERE}."
