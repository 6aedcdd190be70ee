from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.catalogue.models import Release
from packgrid.catalogue.release_trust import TrustChange, TrustKind, describe_publishers, find_trust_changes
from packgrid.lib.versions import version_sort_key

AT = datetime(2026, 11, 24, tzinfo=UTC)
OURS = {"kind": "GitHub", "repository": "o/r", "workflow": "release.yml", "environment": "pypi"}
THEIRS = {"kind": "GitHub", "repository": "x/r", "workflow": "release.yml"}
GOOGLE = {"kind": "Google", "email": "a@b.example"}


def release(version: str, publishers: Any = None, **changes: Any) -> Release:
    usual = {"sort_key": version_sort_key(version), "uploaded_at": AT, "provenance_url": "https://pypi.example/p"}
    return Release(version=version, publishers=publishers, **usual | changes)


def changes_of(*releases: Release) -> list[TrustChange]:
    return list(find_trust_changes(releases).values())


def test_a_release_that_lacks_the_attestation_of_the_one_before_it_has_lost_it():
    before, after = release("1.0", [OURS]), release("2.0", provenance_url="")
    lost = TrustChange(TrustKind.NO_ATTESTATION, "2.0", "1.0", "GitHub o/r (release.yml, pypi)")
    assert changes_of(before, after) == [lost]
    assert changes_of(after, before) == [lost]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"provenance_url": ""}, {"provenance_url": ""}),
        ({"provenance_url": ""}, {}),
        ({"provenance_url": None}, {"provenance_url": ""}),
        ({}, {"provenance_url": None}),
        ({}, {"provenance_url": "", "is_yanked": True}),
        ({}, {"provenance_url": "", "is_prerelease": True}),
        ({}, {"provenance_url": "", "gone_since": AT}),
        ({}, {}),
        ({"publishers": [OURS]}, {}),
        ({}, {"publishers": [OURS]}),
        ({"publishers": []}, {"publishers": [OURS]}),
        ({"publishers": [OURS]}, {"publishers": []}),
        ({"publishers": [OURS]}, {"publishers": [OURS]}),
        ({"publishers": [OURS]}, {"publishers": [OURS | {"repository": "O/R"}]}),
        ({"publishers": [OURS]}, {"publishers": [OURS | {"workflow": "publish.yml", "environment": ""}]}),
        ({"publishers": [OURS, GOOGLE]}, {"publishers": [GOOGLE]}),
    ],
)
def test_what_is_not_known_or_is_the_same_is_no_change(before, after):
    assert changes_of(release("1.0", **before), release("2.0", **after)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([OURS], [THEIRS]),
        ([OURS], [OURS, THEIRS]),
        ([OURS], [OURS | {"kind": "GitLab"}]),
        ([GOOGLE], [GOOGLE | {"email": "b@b.example"}]),
        ([{"kind": "New", "details": {"job": "1"}}], [{"kind": "New", "details": {"job": "2"}}]),
    ],
)
def test_another_repository_or_account_is_another_publisher(old, new):
    (change,) = changes_of(release("1.0", old), release("2.0", new))
    assert (change.kind, change.version, change.before) == (TrustKind.OTHER_PUBLISHER, "2.0", "1.0")
    assert (change.old, change.new) == (describe_publishers(old), describe_publishers(new))


def test_each_release_is_compared_with_the_next_lower_version():
    releases = [release("10.0", [OURS]), release("9.0", [THEIRS]), release("9.1", [THEIRS]), release("8.0", [OURS])]
    assert [change.version for change in changes_of(*releases)] == ["10.0", "9.0"]


@pytest.mark.parametrize(
    ("publisher", "words"),
    [
        (OURS, "GitHub o/r (release.yml, pypi)"),
        (THEIRS, "GitHub x/r (release.yml)"),
        (GOOGLE, "Google a@b.example"),
        ({"kind": "New", "details": {"job": "1"}}, "New job 1"),
        ({"kind": "New"}, "New"),
    ],
)
def test_publishers_are_described(publisher, words):
    assert describe_publishers([publisher]) == words
