from typing import Any

import pytest

from packgrid.lib.osv_records import parse_advisory, trim_record
from packgrid.lib.severities import Severity

V3_HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"
V4_CRITICAL = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
COMMITS = {"type": "GIT", "repo": "https://git.example/a", "events": [{"introduced": "0"}, {"fixed": "a" * 40}]}


def affected(*events: dict[str, str], versions: Any = None, name="widgets", ecosystem="PyPI", **more: Any):
    """An item of a record; each event is a range's, all of them in one range."""
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    versions = [] if versions is None else versions
    package = {"ecosystem": ecosystem, "name": name}
    return {"package": package, "ranges": ranges, "versions": versions} | more


def record(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "GHSA-aaaa", "modified": "2026-11-01T00:00:00Z", "affected": list(items)} | more


def introduced(version):
    return {"introduced": version}


def fixed(version):
    return {"fixed": version}


def last(version):
    return {"last_affected": version}


START = introduced("0")
CASES = [
    ("from the first to a fix", [affected(START, fixed("2.0"))], "0.1 1.0 2.0rc1 2.0.dev1", "2.0 2.0.0 2.0.post1 3.0"),
    ("no fix", [affected(START)], "0.0.1 1.0 99.0 1!1.0", ""),
    ("from a version on", [affected(introduced("1.5"))], "1.5 1.5.0 1.10 2.0", "1.4.9 1.5rc1 1.5.dev0"),
    ("between two", [affected(introduced("1.9"), fixed("1.10"))], "1.9 1.9.12", "1.8 1.10 1.10.0 2.0"),
    ("the last affected is affected", [affected(START, last("2.0"))], "1.0 2.0 2.0.0", "2.0.post1 2.0.1 3.0"),
    ("one version alone", [affected(introduced("1.0"), last("1.0"))], "1.0 1.0.0", "0.9 1.0.1 1.0rc1"),
    (
        "events in any order",
        [affected(fixed("4.2.5"), introduced("4.0"), fixed("3.2.20"), START)],
        "1.0 3.2.19 4.0 4.2.4",
        "3.2.20 3.3 4.0rc1 4.2.5 5.0",
    ),
    ("fixed and introduced", [affected(START, fixed("1.0"), introduced("1.0"), fixed("2.0"))], "0.9 1.0 1.9", "2.0"),
    ("introduced again", [affected(introduced("1"), fixed("2"), introduced("3"))], "1.0 3.0 4.0", "0.9 2.0 2.9"),
    ("a limit", [affected(START, {"limit": "3.0"})], "1.0 2.9", "3.0 4.0"),
    ("no limit", [affected(START, {"limit": "*"}, fixed("9"))], "1.0 8.0", "9.0"),
    ("one of two limits", [affected(START, {"limit": "1.0"}, {"limit": "2.0"})], "0.5 1.5", "2.0 3.0"),
    ("epochs", [affected(START, fixed("1!2.0"))], "2026.1 1!1.0", "1!2.0 2!0.1"),
    ("local versions", [affected(START, fixed("1.0"))], "0.9+local", "1.0+local.1"),
    ("two-digit parts", [affected(introduced("1.2"), fixed("1.10"))], "1.2 1.9", "1.1 1.10 1.11"),
    ("listed versions", [affected(versions=["1.0", "1.2"])], "1.0 1.0.0 1.2", "1.1 2.0"),
    ("listed beside a range", [affected(introduced("2.0"), versions=["1.0"])], "1.0 2.0 3.0", "1.1"),
    ("listed in another spelling", [affected(versions=["1.0.0-RC.1", "v2"])], "1.0rc1 2.0", "1.0"),
    ("listed though PEP 440 does not know it", [affected(versions=["2004c"])], "2004c", "2004d 1.0"),
    ("unknown versions are outside of ranges", [affected(START, fixed("2.0"))], "1.0", "2004c final"),
    ("unknown versions are within what holds for all", [affected(START)], "2004c 1.0", ""),
    ("two items", [affected(introduced("1"), fixed("2")), affected(introduced("3"))], "1.5 3.0", "0.1 2.0"),
    ("two ranges", [affected(ranges=[{"type": "ECOSYSTEM", "events": [introduced("1"), fixed("2")]},
                                     {"type": "ECOSYSTEM", "events": [introduced("5")]}])], "1.0 5.0", "2.0 4.0"),
    ("commits say nothing", [affected(ranges=[COMMITS])], "", "1.0 2.0"),
    ("SEMVER is not for PyPI", [affected(ranges=[{"type": "SEMVER", "events": [START]}])], "", "1.0"),
    ("another project", [affected(START, name="gadgets")], "", "1.0"),
    ("another ecosystem", [affected(START, ecosystem="npm")], "", "1.0"),
    ("another spelling of the name", [affected(START, name="Widgets")], "1.0", ""),
    ("an ecosystem with a suffix", [affected(START, ecosystem="PyPI:x")], "1.0", ""),
    ("a bad event costs its range alone", [affected(START, fixed("last week"), versions=["1.0"])], "1.0", "0.9 2.0"),
    ("a range without events", [affected(ranges=[{"type": "ECOSYSTEM"}], versions=["3"])], "3.0", "1.0"),
    ("a bad item costs itself alone", [affected(START, fixed("1.0")), 5, {"package": "widgets"}, None], "0.9", "1.0"),
    ("bad lists", [affected(ranges="all", versions=7), affected(versions=[None, 5, "1.0"])], "1.0", "2.0"),
    ("a null version", [affected({"introduced": None}, versions=["1.0"])], "1.0", "2.0"),
    ("unknown kinds of events", [affected(START, {"withdrawn": "1.0"})], "0.9 1.0", ""),
]  # fmt: skip


@pytest.mark.parametrize(("_case", "items", "inside", "outside"), CASES, ids=[case[0] for case in CASES])
def test_a_record_affects_versions(_case, items, inside, outside):
    for stored in (record(*items), trim_record(record(*items))):
        found = parse_advisory(stored, "widgets")
        versions = [*inside.split(), *outside.split()]
        assert [version for version in versions if found.affects(version)] == inside.split()


@pytest.mark.parametrize("bad", [{}, {"id": ""}, {"id": 5}, {"id": None}])
def test_without_an_id_there_is_no_advisory(bad):
    assert parse_advisory(bad, "widgets") is None


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ({}, None),
        ({"severity": [{"type": "CVSS_V3", "score": V3_HIGH}]}, Severity.HIGH),
        ({"severity": [{"score": V3_HIGH}, {"type": "CVSS_V4", "score": V4_CRITICAL}]}, Severity.CRITICAL),
        ({"severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}]}, None),
        ({"database_specific": {"severity": "MODERATE"}}, Severity.MEDIUM),
        ({"severity": [{"score": V3_HIGH}], "database_specific": {"severity": "LOW"}}, Severity.HIGH),
        ({"severity": [{"score": None}, 7], "database_specific": {"severity": "LOW"}}, Severity.LOW),
        ({"severity": "high", "database_specific": "low"}, None),
        ({"affected": [affected(START, severity=[{"type": "CVSS_V3", "score": V3_HIGH}])]}, Severity.HIGH),
        ({"affected": [affected(START, name="b", severity=[{"score": V3_HIGH}])]}, None),
    ],
)  # fmt: skip
def test_the_severity_is_of_the_newest_vector_else_of_the_word(more, severity):
    for stored in (record() | more, trim_record(record() | more)):
        assert parse_advisory(stored, "widgets").severity is severity


def test_what_else_a_record_says():
    found = parse_advisory(
        record(aliases=["CVE-2026-1", "GHSA-aaaa", 5, "CVE-2026-1"], summary="Bad \0parsing", details="Long"), "widgets"
    )
    assert (found.id, found.aliases, found.summary) == ("GHSA-aaaa", ("CVE-2026-1",), "Bad parsing")
    assert not found.is_withdrawn
    assert not found.is_malware
    assert parse_advisory(record(details="# Title\n\nText"), "widgets").summary == "Title"
    assert parse_advisory(record(withdrawn="2026-01-01T00:00:00Z"), "widgets").is_withdrawn
    assert parse_advisory({"id": "MAL-2026-1"}, "widgets").is_malware
    assert parse_advisory(record(aliases=["MAL-2026-1"]), "widgets").is_malware


def test_a_trimmed_record_has_no_more_than_is_read():
    whole = record(
        affected(START, fixed("2.0"), versions=["1.0", "1.1", "3.0"], ecosystem_specific={"a": 1}),
        affected(START, name="left-pad", ecosystem="npm"),
        details="Long",
        references=[{"url": "https://a.example/"}],
    )
    assert trim_record(whole) == {
        "id": "GHSA-aaaa",
        "modified": "2026-11-01T00:00:00Z",
        "summary": "Long",
        "database_specific": {"severity": ""},
        "affected": [affected(START, fixed("2.0"), versions=["3.0"], severity=[])],
    }
