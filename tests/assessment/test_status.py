from datetime import UTC, datetime

import pytest

from assessment.cases import LONG_AGO, NOW, QUIET, ago, evidence
from packgrid.assessment.rules.evidence import ClaimDecision, Evidence
from packgrid.assessment.rules.status import Claim, find_verdict, list_claims, make_claim
from packgrid.assessment.rules.status_rules import STATUS_RULES, Status

PYPI_GONE = {"pypi_gone_since": ago(days=30), "pypi_gone_times": 4}
REPO_GONE = {"repo_gone_since": ago(days=20), "repo_gone_times": 3}
LEFT = QUIET | {"open_issues": 40}
BETWEEN = "too long ago to call it maintained, too recent to call it unmaintained"
SILENCE = "no release since 3 May 2021 and no commit since 3 May 2021"
WHOLE = f"{SILENCE}, and it has everything: a stable version, a README, a licence, 3 open issues."
PYPI_GONE_WORDS = "PyPI has had no project django-a since 26 October 2026, asked 4 times."
REPO_GONE_WORDS = "https://github.com/a/django-a has been gone since 5 November 2026, asked 3 times."
LAST_KNOWN = "Last release 3 May 2021; last commit 3 May 2021"

CASES = [
    (
        Status.QUARANTINED,
        {"index_status": "quarantined", "index_status_reason": "Malware."},
        True,
        "Quarantined: the index blocks all files, because they may be harmful: Malware.",
    ),
    (Status.QUARANTINED, {}, False, "The index does not block it."),
    (Status.QUARANTINED, {"index_status": None}, None, "The index is not checked yet."),
    (Status.QUARANTINED, {"index_status": None, "pypi_name": ""}, None, "No PyPI project is entered."),
    (Status.GONE, PYPI_GONE | REPO_GONE, True, f"{PYPI_GONE_WORDS} {REPO_GONE_WORDS}"),
    (Status.GONE, PYPI_GONE | {"repo_url": ""}, True, PYPI_GONE_WORDS),
    (Status.GONE, PYPI_GONE, False, f"{PYPI_GONE_WORDS} The git host has it."),
    (Status.GONE, {}, False, "PyPI has it. The git host has it."),
    (
        Status.GONE,
        PYPI_GONE | {"repo_confirmed_at": None},
        None,
        f"{PYPI_GONE_WORDS} The git host is not checked yet.",
    ),
    (Status.GONE, {"repo_url": "", "pypi_name": ""}, None, "No PyPI project and no repository are entered."),
    (Status.DEPRECATED, {"deprecated_at": LONG_AGO}, True, "Deprecated since 3 May 2021."),
    (
        Status.DEPRECATED,
        {"index_status": "deprecated"},
        True,
        "Its maintainers marked it as deprecated on the index.",
    ),
    (Status.DEPRECATED, PYPI_GONE | REPO_GONE, False, "Nobody has said that it is deprecated."),
    (Status.DEPRECATED, {"is_archived": True}, False, "Nobody has said that it is deprecated."),
    (Status.SUPERSEDED, {"replaced_by": "django-b"}, True, "Replaced by django-b."),
    (Status.SUPERSEDED, {"deprecated_at": LONG_AGO}, False, "Nobody has named a successor."),
    (Status.ARCHIVED, {"is_archived": True}, True, "The repository is archived, as seen on 25 November 2026."),
    (
        Status.ARCHIVED,
        {"index_status": "archived", "index_status_reason": "Finished", "is_archived": False},
        True,
        "Its maintainers archived the project on the index: Finished.",
    ),
    (Status.ARCHIVED, {"is_archived": False, "archived_at": LONG_AGO}, False, "The repository is not archived."),
    (Status.ARCHIVED, {"is_archived": None}, None, "The git host does not say."),
    (Status.ARCHIVED, {"is_archived": None, "repo_confirmed_at": None}, None, "The git host is not checked yet."),
    (Status.ARCHIVED, {"is_archived": None, "repo_url": ""}, None, "No repository is entered."),
    (
        Status.UNMAINTAINED,
        {"classifiers": ("Development Status :: 7 - Inactive",)},
        True,
        "Unmaintained. Its maintainers say so: classifier Development Status :: 7 - Inactive.",
    ),
    (
        Status.UNMAINTAINED,
        LEFT,
        True,
        f"Unmaintained: {SILENCE}. To count as finished, it needs fewer than 15 open issues.",
    ),
    (
        Status.UNMAINTAINED,
        QUIET | {"decisions": (ClaimDecision(claim="finished", is_true=False),)},
        True,
        f"Unmaintained: {SILENCE}.",
    ),
    (Status.UNMAINTAINED, QUIET, False, "No recent changes, but it is finished."),
    (
        Status.UNMAINTAINED,
        LEFT | {"last_commit_at": ago(days=1095)},
        False,
        "The last commit came on 26 November 2023.",
    ),
    (
        Status.UNMAINTAINED,
        LEFT | {"last_commit_at": None},
        None,
        "Not enough is known to call it unmaintained or finished. Last release 3 May 2021.",
    ),
    (
        Status.UNMAINTAINED,
        QUIET | {"open_issues": None},
        None,
        f"Not enough is known to call it unmaintained or finished. {LAST_KNOWN}.",
    ),
    (
        Status.UNMAINTAINED,
        LEFT | {"repo_confirmed_at": None},
        None,
        f"Not enough is known to call it unmaintained or finished. {LAST_KNOWN}; repository not checked yet.",
    ),
    (Status.FINISHED, QUIET, True, f"Finished: {WHOLE}"),
    (Status.FINISHED, {}, False, "Work on it continues. The last commit came on 1 November 2026."),
    (
        Status.FINISHED,
        LEFT | {"has_readme": False},
        False,
        "Not finished. To count as finished, it needs fewer than 15 open issues; a README.",
    ),
    (
        Status.FINISHED,
        QUIET | {"open_issues": None},
        None,
        "It may be finished; not known yet: fewer than 15 open issues.",
    ),
    (Status.MAINTAINED, {}, True, "Maintained. Last release 1 October 2026; last commit 1 November 2026."),
    (
        Status.MAINTAINED,
        {"last_commit_at": None, "repo_confirmed_at": None},
        True,
        "Maintained. Last release 1 October 2026; repository not checked yet.",
    ),
    (Status.MAINTAINED, {"is_archived": True}, False, "Not maintained: it has ended."),
    (Status.MAINTAINED, LEFT, False, "Not maintained."),
    (Status.MAINTAINED, QUIET, None, f"{LAST_KNOWN}: {BETWEEN}."),
    (Status.MAINTAINED, LEFT | {"repo_confirmed_at": None}, None, f"{LAST_KNOWN}; repository not checked yet."),
    (
        Status.MAINTAINED,
        {"repo_gone_since": ago(days=2), "repo_gone_times": 1},
        True,
        "Maintained. Last release 1 October 2026; last commit 1 November 2026.",
    ),
]


@pytest.mark.parametrize(("status", "changes", "answer", "sentence"), CASES)
def test_each_claim_has_its_answer_and_its_evidence(status, changes, answer, sentence):
    found = make_claim(status, evidence(**changes), NOW)
    assert (found.is_true, found.sentence) == (answer, sentence)


@pytest.mark.parametrize("status", Status)
def test_each_claim_is_tested_for_every_answer_that_it_can_have(status):
    possible = {True, False} if status in {Status.DEPRECATED, Status.SUPERSEDED} else {True, False, None}
    assert {answer for tested, _, answer, _ in CASES if tested is status} == possible


def test_a_claim_by_a_rule_says_which_rule_which_source_and_when():
    assert make_claim(Status.ARCHIVED, evidence(is_archived=True, archived_at=LONG_AGO), NOW) == Claim(
        status=Status.ARCHIVED,
        is_true=True,
        sentence="The repository has been archived since 3 May 2021.",
        source="github.com",
        at=NOW,
        decided_by="the rule for archived",
        rule_says=True,
    )


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("is_true", [True, False])
def test_a_person_wins_over_every_rule_and_the_rule_stays_beside_it(status, is_true):
    decided = ClaimDecision(claim=status, is_true=is_true, decided_at=LONG_AGO, reason="I maintain it.")
    for changes in ({}, LEFT, QUIET, {"is_archived": True}):
        given = evidence(**changes, decisions=(decided,))
        found = make_claim(status, given, NOW)
        assert (found.is_true, found.decided_by, found.source, found.at) == (is_true, "a person", "people", LONG_AGO)
        assert found.rule_says is STATUS_RULES[status](given, NOW).is_true


@pytest.mark.parametrize(
    ("decided", "sentence"),
    [
        (
            ClaimDecision(claim="archived", is_true=False, decided_at=LONG_AGO, reason="Moved to our own host."),
            "Not archived, as a person said on 3 May 2021: Moved to our own host.",
        ),
        (ClaimDecision(claim="archived", is_true=True), "Archived, as a person said."),
    ],
)
def test_a_persons_word_is_marked_as_such(decided, sentence):
    assert make_claim(Status.ARCHIVED, evidence(decisions=(decided,)), NOW).sentence == sentence


def test_who_says_that_it_is_maintained_takes_unmaintained_away():
    alive = ClaimDecision(claim="maintained", is_true=True, decided_at=NOW)
    known = {found.status: found.is_true for found in list_claims(evidence(**LEFT, decisions=(alive,)), NOW)}
    assert (known[Status.UNMAINTAINED], known[Status.MAINTAINED]) == (False, True)


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({}, Status.MAINTAINED, "Maintained. Last release 1 October 2026; last commit 1 November 2026."),
        (QUIET, Status.FINISHED, f"Finished: {WHOLE}"),
        (
            {"index_status": "quarantined", "deprecated_at": LONG_AGO},
            Status.QUARANTINED,
            "Quarantined: the index blocks all files, because they may be harmful.",
        ),
        (
            LEFT,
            Status.UNMAINTAINED,
            f"Unmaintained: {SILENCE}. To count as finished, it needs fewer than 15 open issues.",
        ),
        (
            LEFT | {"is_archived": True, "archived_at": LONG_AGO},
            Status.ARCHIVED,
            "The repository has been archived since 3 May 2021.",
        ),
        ({"is_archived": True, "replaced_by": "django-b"}, Status.SUPERSEDED, "Replaced by django-b."),
        ({"deprecated_at": LONG_AGO, "replaced_by": "django-b"}, Status.DEPRECATED, "Deprecated since 3 May 2021."),
        (
            PYPI_GONE | REPO_GONE | {"deprecated_at": LONG_AGO},
            Status.GONE,
            f"{PYPI_GONE_WORDS} {REPO_GONE_WORDS}",
        ),
    ],
)
def test_the_verdict_is_the_gravest_claim_that_is_true(changes, status, sentence):
    found = find_verdict(evidence(**changes), NOW)
    assert (found.status, found.is_true, found.sentence) == (status, True, sentence)


def test_the_verdict_of_a_package_of_which_nothing_is_known_is_open():
    found = find_verdict(Evidence(slug="django-a"), NOW)
    assert (found.status, found.is_true) == (Status.MAINTAINED, None)
    assert found.sentence == "No release and no commit is known."


def test_unarchiving_clears_archived():
    before = evidence(is_archived=True, archived_at=LONG_AGO)
    after = evidence(is_archived=False, archived_at=LONG_AGO)
    assert [find_verdict(given, NOW).status for given in (before, after)] == [Status.ARCHIVED, Status.MAINTAINED]


def test_claims_come_in_the_order_of_status():
    assert [found.status for found in list_claims(evidence(), datetime(2026, 11, 25, tzinfo=UTC))] == list(Status)
