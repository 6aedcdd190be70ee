from typing import Any

import pytest

from packgrid.lib.osv_records import AdvisoryRecord, AffectedRange, Event
from packgrid.lib.severities import Severity
from packgrid.lib.vulnerabilities import fold_aliases, list_affecting, preferred_id


def until(fix: str, start="0") -> AffectedRange:
    return AffectedRange((Event("introduced", start), Event("fixed", fix)))


def always() -> AffectedRange:
    return AffectedRange((Event("introduced", "0"),))


def advisory(name: str, *aliases: str, ranges=(), **more: Any) -> AdvisoryRecord:
    return AdvisoryRecord(id=name, aliases=aliases, ranges=tuple(ranges), **more)


@pytest.mark.parametrize(
    ("records", "groups"),
    [
        ([], []),
        ([("GHSA-a",)], [["GHSA-a"]]),
        ([("GHSA-a", "CVE-2026-1"), ("PYSEC-1", "CVE-2026-1")], [["GHSA-a", "PYSEC-1"]]),
        ([("GHSA-a", "PYSEC-1"), ("PYSEC-1",)], [["GHSA-a", "PYSEC-1"]]),
        ([("PYSEC-1",), ("GHSA-a", "PYSEC-1")], [["GHSA-a", "PYSEC-1"]]),
        ([("A-1", "B-1"), ("C-1", "D-1"), ("B-1", "C-1")], [["A-1", "B-1", "C-1"]]),
        ([("A-1", "X"), ("B-1", "Y"), ("C-1", "X"), ("D-1", "Y")], [["A-1", "C-1"], ["B-1", "D-1"]]),
        ([("A-1",), ("A-1",)], [["A-1", "A-1"]]),
        ([("A-1", "CVE-1"), ("B-1", "CVE-2")], [["A-1"], ["B-1"]]),
    ],
)
def test_records_that_share_an_id_are_one_vulnerability(records, groups):
    found = fold_aliases(advisory(*names) for names in records)
    assert sorted([item.id for item in group.advisories] for group in found) == groups


def test_records_that_were_withdrawn_are_left_out():
    withdrawn = advisory("PYSEC-1", "GHSA-a", is_withdrawn=True)
    assert fold_aliases([withdrawn]) == []
    assert [item.id for item in fold_aliases([withdrawn, advisory("GHSA-a", "CVE-1")])[0].advisories] == ["GHSA-a"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["PYSEC-2026-1", "GHSA-a", "CVE-2026-10"], "CVE-2026-10"),
        (["CVE-2026-10", "CVE-2026-9"], "CVE-2026-9"),
        (["CVE-2026-1", "CVE-2025-99999"], "CVE-2025-99999"),
        (["PYSEC-2026-1", "GHSA-a"], "GHSA-a"),
        (["BIT-django-1", "PYSEC-2026-1"], "PYSEC-2026-1"),
        (["BIT-django-1"], "BIT-django-1"),
        (["MAL-2026-1", "GHSA-a"], "MAL-2026-1"),
    ],
)
def test_the_id_to_show_is_of_cve_then_of_github_then_of_pypi(names, shown):
    assert preferred_id(names) == shown
    assert preferred_id(reversed(names)) == shown
    (found,) = fold_aliases([advisory(*names)])
    assert found.id == shown


@pytest.mark.parametrize(
    ("records", "version", "fix"),
    [
        ([advisory("A", ranges=[until("2.0")])], "1.0", "2.0"),
        ([advisory("A", ranges=[until("2.0")])], "2.0", ""),
        ([advisory("A", ranges=[always()])], "1.0", ""),
        ([advisory("A", ranges=[until("3.2.20", "3.2"), until("4.2.5", "4.0")])], "3.2.1", "3.2.20"),
        ([advisory("A", ranges=[until("3.2.20", "3.2"), until("4.2.5", "4.0")])], "4.1", "4.2.5"),
        ([advisory("A", ranges=[until("2.0"), until("3.0", "1.5")])], "1.0", ""),
        ([advisory("A", ranges=[until("2.0"), until("3.0", "1.5")])], "1.6", "3.0"),
        ([advisory("A", ranges=[until("2.0")]), advisory("B", "A", ranges=[until("2.1")])], "1.0", "2.1"),
        ([advisory("A", ranges=[until("2.0")]), advisory("B", "A", ranges=[always()])], "1.0", ""),
        ([advisory("A", ranges=[AffectedRange((Event("introduced", "0"), Event("last_affected", "2.0")))])], "1.0", ""),
        ([advisory("A", ranges=[until("2.0", "1.5")], versions=("1.0",))], "1.0", "2.0"),
        ([advisory("A", ranges=[until("1.0")], versions=("1.5",))], "1.5", ""),
        ([advisory("A", ranges=[until("1.10")])], "1.9", "1.10"),
        ([advisory("A", ranges=[until("2.0")], versions=("2004c",))], "2004c", ""),
    ],
)
def test_the_fix_is_the_lowest_later_version_that_is_not_affected(records, version, fix):
    (found,) = fold_aliases(records)
    assert found.fixed_in(version) == fix


def test_a_vulnerability_has_what_its_records_have():
    (found,) = fold_aliases(
        [
            advisory("PYSEC-1", "CVE-1", summary="Second", ranges=[until("1.0")]),
            advisory("GHSA-a", "CVE-1", severity=Severity.LOW, ranges=[until("3.0", "2.0")]),
            advisory("GHSA-b", "CVE-1", severity=Severity.HIGH, summary="First"),
        ]
    )
    assert (found.id, found.record_id, found.ids) == ("CVE-1", "GHSA-a", ("CVE-1", "GHSA-a", "GHSA-b", "PYSEC-1"))
    assert (found.severity, found.summary, found.is_malware) == (Severity.HIGH, "First", False)
    assert [version for version in ("0.9", "1.0", "2.5", "3.0") if found.affects(version)] == ["0.9", "2.5"]


def test_malware_comes_first_then_the_most_severe():
    known = fold_aliases(
        [
            advisory("CVE-1", ranges=[always()]),
            advisory("CVE-2", ranges=[always()], severity=Severity.CRITICAL),
            advisory("MAL-1", ranges=[always()]),
            advisory("CVE-3", ranges=[until("1.0")], severity=Severity.CRITICAL),
        ]
    )
    assert [item.id for item in list_affecting(known, "1.0")] == ["MAL-1", "CVE-2", "CVE-1"]
