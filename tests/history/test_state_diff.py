from datetime import UTC, date, datetime

import attrs
import pytest

from packgrid.history.models import Kind
from packgrid.history.state_diff import LastPoint, UnrecordedChange, find_changes, find_points
from packgrid.history.states import ReleaseState, State, VulnerabilityState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLIER = datetime(2026, 11, 20, 8, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)
LISTED, YANKED = ReleaseState(EARLIER), ReleaseState(EARLIER, is_yanked=True)
GONE, GONE_AND_YANKED = ReleaseState(EARLIER, is_gone=True), ReleaseState(EARLIER, is_yanked=True, is_gone=True)


def seen(before, after):
    return find_changes(State(**before), State(**after), now=NOW)


RELEASES = [
    ({}, {"1": LISTED}, [(Kind.RELEASE, EARLIER)]),
    ({}, {"1": ReleaseState(LATER)}, [(Kind.RELEASE, NOW)]),
    ({}, {"1": YANKED}, [(Kind.RELEASE, EARLIER), (Kind.YANKED, NOW)]),
    ({"1": LISTED}, {"1": YANKED}, [(Kind.YANKED, NOW)]),
    ({"1": YANKED}, {"1": LISTED}, [(Kind.UNYANKED, NOW)]),
    ({"1": LISTED}, {"1": GONE}, [(Kind.RELEASE_GONE, NOW)]),
    ({"1": LISTED}, {}, [(Kind.RELEASE_GONE, NOW)]),
    ({"1": GONE}, {"1": LISTED}, [(Kind.RELEASE_BACK, NOW)]),
    ({"1": GONE}, {"1": YANKED}, [(Kind.RELEASE_BACK, NOW), (Kind.YANKED, NOW)]),
    ({"1": GONE}, {}, []),
    ({"1": YANKED}, {"1": GONE_AND_YANKED}, [(Kind.RELEASE_GONE, NOW)]),
    ({"1": LISTED}, {"1": LISTED}, []),
    ({}, {}, []),
]


@pytest.mark.parametrize(("before", "after", "expected"), RELEASES)
def test_what_happens_to_a_release(before, after, expected):
    found = seen({"releases": before}, {"releases": after})
    assert found == tuple(UnrecordedChange(kind, at, "1") for kind, at in expected)


def test_releases_known_at_the_first_contact_did_not_happen():
    assert seen({}, {"releases": {str(number): LISTED for number in range(3000)}}) == ()
    assert seen({"releases": {"1": LISTED}}, {}) == ()


CLAIMS = [
    ("is_archived", Kind.ARCHIVED, Kind.UNARCHIVED),
    ("is_deprecated", Kind.DEPRECATED, Kind.UNDEPRECATED),
    ("is_on_pypi", Kind.PYPI_BACK, Kind.PYPI_GONE),
    ("is_repo_there", Kind.REPO_BACK, Kind.REPO_GONE),
]


@pytest.mark.parametrize(("claim", "on", "off"), CLAIMS)
def test_a_claim_becomes_true_and_false_and_happens_only_when_it_does(claim, on, off):
    yes, no, unknown = {claim: True}, {claim: False}, {claim: None}
    assert seen(no, yes) == (UnrecordedChange(on, NOW),)
    assert seen(yes, no) == (UnrecordedChange(off, NOW),)
    assert [seen(*pair) for pair in ((yes, yes), (no, no), (yes, unknown), (no, unknown), (unknown, unknown))] == [
        ()
    ] * 5


@pytest.mark.parametrize(("claim", "on", "off"), CLAIMS)
def test_the_first_value_of_a_claim_is_kept_for_archived_alone(claim, on, off):
    found = [seen({}, {claim: True}), seen({}, {claim: False})]
    kept = [(UnrecordedChange(on, NOW, old=None),), (UnrecordedChange(off, NOW, old=None),)]
    assert found == (kept if claim == "is_archived" else [(), ()])


@pytest.mark.parametrize(("claim", "date_field"), [("is_archived", "archived_at"), ("is_deprecated", "deprecated_at")])
@pytest.mark.parametrize(("dated", "at"), [(None, NOW), (EARLIER, EARLIER), (LATER, NOW)])
def test_what_has_a_date_of_its_own_is_dated_by_it_but_never_in_the_future(claim, date_field, dated, at):
    (change,) = seen({claim: False}, {claim: True, date_field: dated})
    assert change.at == at
    (back,) = seen({claim: True, date_field: dated}, {claim: False, date_field: dated})
    assert back.at == NOW


TEXTS = [("license", Kind.LICENSE), ("repo_url", Kind.MOVED), ("replaced_by", Kind.REPLACED)]


@pytest.mark.parametrize(("name", "kind"), TEXTS)
def test_a_text_that_reads_otherwise_is_a_change(name, kind):
    assert seen({name: "x"}, {name: "y"}) == (UnrecordedChange(kind, NOW, old="x", new="y"),)
    assert seen({name: ""}, {name: "y"}) == (UnrecordedChange(kind, NOW, old="", new="y"),)
    assert seen({name: "x"}, {name: ""}) == (UnrecordedChange(kind, NOW, old="x", new=""),)
    assert [seen(*pair) for pair in (({name: "x"}, {name: "x"}), ({name: "x"}, {}), ({}, {}))] == [()] * 3


@pytest.mark.parametrize(("name", "kind"), TEXTS)
def test_the_first_text_is_kept_for_the_licence_alone(name, kind):
    assert seen({}, {name: "x"}) == ((UnrecordedChange(kind, NOW, old=None, new="x"),) if name == "license" else ())


@pytest.mark.parametrize(
    ("name", "gained", "lost", "prefix"),
    [
        ("django_versions", Kind.SUPPORT_GAINED, Kind.SUPPORT_LOST, "Django "),
        ("python_versions", Kind.SUPPORT_GAINED, Kind.SUPPORT_LOST, "Python "),
    ],
)
def test_what_a_set_gains_and_loses(name, gained, lost, prefix):
    two, other = {name: frozenset({"a", "b"})}, {name: frozenset({"b", "c"})}
    assert seen(two, other) == (UnrecordedChange(gained, NOW, f"{prefix}c"), UnrecordedChange(lost, NOW, f"{prefix}a"))
    assert seen({name: frozenset()}, two) == tuple(UnrecordedChange(gained, NOW, prefix + item) for item in "ab")
    assert seen(two, {name: frozenset()}) == tuple(UnrecordedChange(lost, NOW, prefix + item) for item in "ab")
    assert [seen(two, two), seen({}, two), seen(two, {}), seen({}, {})] == [()] * 4


A, B, CVE = (VulnerabilityState(ids[0], frozenset(ids)) for ids in (["PYSEC-1"], ["PYSEC-2"], ["CVE-1", "PYSEC-1"]))
A_FIXED = attrs.evolve(A, fixed_in="2.1")


def appeared(name: str, fix="") -> UnrecordedChange:
    return UnrecordedChange(Kind.VULNERABILITY_APPEARED, NOW, name, new=fix)


def fixed(name: str) -> UnrecordedChange:
    return UnrecordedChange(Kind.VULNERABILITY_FIXED, NOW, name)


@pytest.mark.parametrize(
    ("was", "is_now", "changes"),
    [
        ((), (A,), [appeared("PYSEC-1")]),
        ((), (A_FIXED,), [appeared("PYSEC-1", "2.1")]),
        ((A,), (), [fixed("PYSEC-1")]),
        ((A,), (B,), [appeared("PYSEC-2"), fixed("PYSEC-1")]),
        ((A,), (A_FIXED,), []),
        ((A,), (CVE,), []),
        ((CVE,), (A, B), [appeared("PYSEC-2")]),
        ((CVE, B), (B,), [fixed("CVE-1")]),
        (None, (A,), []),
        ((A,), None, []),
        ((), (), []),
    ],
)
def test_vulnerabilities_become_known_and_are_fixed_whatever_they_are_called(was, is_now, changes):
    assert list(seen({"vulnerabilities": was}, {"vulnerabilities": is_now})) == changes


def test_what_another_source_knows_of_vulnerabilities_is_no_change():
    before = {"vulnerabilities": (A,), "vulnerabilities_by": "pypi"}
    after = {"vulnerabilities": (B,), "vulnerabilities_by": "osv", "all_vulnerabilities": (A, B)}
    assert seen(before, after) == seen(after, before) == ()


def test_a_vulnerability_of_older_releases_alone_is_another_kind_of_change():
    def known(newest, every) -> dict:
        return {"vulnerabilities": newest, "all_vulnerabilities": every, "vulnerabilities_by": "osv"}

    older = (UnrecordedChange(Kind.OLDER_VULNERABILITY, NOW, "PYSEC-1"),)
    assert seen(known((), ()), known((), (A,))) == older
    assert seen(known((), ()), known((A,), (A,))) == (appeared("PYSEC-1"),)
    assert seen(known((A,), (A,)), known((), (A,))) == (fixed("PYSEC-1"),)
    assert seen(known((), (A,)), known((), (CVE,))) == ()
    assert seen(known((), (A,)), known((), ())) == ()


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("last", "value", "is_written"),
    [
        (None, 5, True),
        (None, 0, True),
        (None, None, False),
        (LastPoint(date(2026, 11, 1), 5), 5, False),
        (LastPoint(date(2026, 11, 1), 5), 6, True),
        (LastPoint(date(2026, 11, 1), 5), 0, True),
        (LastPoint(date(2026, 11, 1), 5), None, False),
        (LastPoint(date(2026, 11, 23), 5), 6, True),
        (LastPoint(TODAY, 5), 5, False),
        (LastPoint(TODAY, 5), 6, True),
    ],
)
def test_a_value_gets_a_point_if_it_is_known_and_news(last, value, is_written):
    recorded = {} if last is None else {"stars": last}
    found = find_points(recorded, {"stars": value}, today=TODAY)
    assert found == ({"stars": value} if is_written else {})


@pytest.mark.parametrize(
    ("day", "is_written"),
    [(date(2026, 11, 17), True), (date(2026, 11, 18), False), (date(2026, 11, 23), False), (TODAY, True)],
)
@pytest.mark.parametrize("metric", ["downloads", "downloads_rank"])
def test_what_moves_all_the_time_gets_a_point_a_week(metric, day, is_written):
    assert find_points({metric: LastPoint(day, 5)}, {metric: 6}, today=TODAY) == ({metric: 6} if is_written else {})
