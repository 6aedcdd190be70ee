from datetime import UTC, datetime

import pytest

from assessment.cases import CLASSIFIERS, LONG_AGO, NOW, evidence
from packgrid.assessment.rules.evidence import (
    ClaimDecision,
    Evidence,
    ReleaseEvidence,
    first_released_at,
    highest_release,
    last_decision,
    newest_release,
)


def test_the_newest_release_has_what_the_project_says_of_it():
    newest = newest_release(evidence())
    assert (newest.version, newest.requires_python, newest.has_wheel) == ("2.0", ">=3.12", True)
    assert (newest.classifiers, newest.requires_dist) == (CLASSIFIERS, ("django>=5.2",))


def test_what_a_release_says_itself_goes_before_what_the_project_says():
    release = ReleaseEvidence(version="2.0", requires_python=">=3.8", classifiers=())
    newest = newest_release(evidence(releases=(release,)))
    assert (newest.requires_python, newest.classifiers, newest.requires_dist) == (">=3.8", (), ("django>=5.2",))


def test_a_release_that_is_not_listed_is_still_known_by_the_project():
    newest = newest_release(evidence(releases=None))
    assert (newest.version, newest.uploaded_at, newest.has_wheel) == ("2.0", datetime(2026, 10, 1, tzinfo=UTC), None)
    assert newest_release(Evidence(slug="a")) == ReleaseEvidence(version="")


def test_the_highest_release_may_be_yanked_but_is_no_prerelease_and_not_gone():
    versions = [
        ReleaseEvidence(version="9.0", is_yanked=True),
        ReleaseEvidence(version="10.0rc1"),
        ReleaseEvidence(version="11.0", gone_since=NOW),
        ReleaseEvidence(version="2.0"),
    ]
    assert highest_release(evidence(releases=tuple(versions))) == versions[0]
    assert highest_release(evidence(releases=())) is None
    assert highest_release(evidence(releases=None)) is None


def test_the_first_release_is_the_earliest_whose_time_is_known():
    assert first_released_at(evidence()) == datetime(2020, 5, 3, tzinfo=UTC)
    assert first_released_at(evidence(releases=None)) is None
    assert first_released_at(evidence(releases=(ReleaseEvidence(version="1.0"),))) is None


def test_an_installer_chooses_what_is_listed_not_yanked_and_no_prerelease():
    assert ReleaseEvidence(version="1.0").is_offered
    assert not ReleaseEvidence(version="1.0rc1").is_offered
    assert not ReleaseEvidence(version="1.0", is_yanked=True).is_offered
    assert not ReleaseEvidence(version="1.0", gone_since=NOW).is_offered


def test_the_columns_of_a_package_are_decisions_of_people():
    deprecated = evidence(deprecated_at=LONG_AGO, deprecated_reason="No time", replaced_by="django-b")
    assert last_decision(deprecated, "deprecated") == ClaimDecision(
        claim="deprecated", is_true=True, decided_at=LONG_AGO, reason="No time"
    )
    assert last_decision(deprecated, "superseded") == ClaimDecision(
        claim="superseded", is_true=True, decided_at=LONG_AGO
    )
    assert last_decision(deprecated, "finished") is None
    assert last_decision(evidence(), "deprecated") is None


@pytest.mark.parametrize(
    ("decided_at", "is_true"), [(NOW, False), (datetime(2020, 1, 1, tzinfo=UTC), True), (None, True)]
)
def test_the_newest_decision_counts(decided_at, is_true):
    taken_back = ClaimDecision(claim="deprecated", is_true=False, decided_at=decided_at)
    made = last_decision(evidence(deprecated_at=LONG_AGO, decisions=(taken_back,)), "deprecated")
    assert made
    assert made.is_true is is_true


def test_who_says_maintained_says_not_unmaintained():
    alive = ClaimDecision(claim="maintained", is_true=True, decided_at=NOW)
    assert last_decision(evidence(decisions=(alive,)), "unmaintained") == ClaimDecision(
        claim="unmaintained", is_true=False, decided_at=NOW
    )
    assert last_decision(evidence(decisions=(alive,)), "maintained") == alive
