"""What becomes of the answers of OSV, and of PyPI's beside them."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from packgrid.catalogue.advisories import read_vulnerabilities
from packgrid.catalogue.models import Advisory, Facts, FetchState, Release
from packgrid.history.models import Change, Kind
from packgrid.refresh.advisories import find_stored_advisories
from packgrid.refresh.apply import apply_all, apply_answer
from packgrid.refresh.lanes import Lane, has_large_calls, pace_of
from packgrid.refresh.scheduler import is_switched_on
from packgrid.refresh.subjects import Subject, subjects_of
from packgrid.sources.osv import AdvisoriesSnapshot, FetchedRecord
from packgrid.sources.project_documents import ReportedVulnerability
from refresh.rows import NOW, answer, package
from sources.documents import project_snapshot, release_file

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OF_PYPI = ReportedVulnerability("PYSEC-9", ("CVE-9",), None, "By PyPI", ())


@pytest.fixture(autouse=True)
def asked(settings):
    settings.OSV_URL = "https://osv.example"


def record(name: str, *aliases: str, fixed="2.0", modified="t1", project="django-a", **more: Any) -> FetchedRecord:
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    affected = [
        {"package": {"ecosystem": "PyPI", "name": project}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    ]
    return FetchedRecord(name, modified, {"id": name, "aliases": list(aliases), "affected": affected} | more)


def snapshot(*records: FetchedRecord, stored=()) -> AdvisoriesSnapshot:
    return AdvisoriesSnapshot((*stored, *(item.id for item in records)), records)


def osv(made, *records: FetchedRecord, stored=(), now=NOW):
    return apply_answer(answer(made, snapshot(*records, stored=stored), source="osv", validator="v", now=now), now=now)


def pypi(made, version="1.0", *known: ReportedVulnerability, now=NOW):
    return apply_answer(answer(made, of_pypi(version, *known), now=now, validator="e"), now=now)


def of_pypi(version, *known: ReportedVulnerability):
    found = project_snapshot(releases={version: [release_file()]})
    return attrs.evolve(found, document=attrs.evolve(found.document, vulnerabilities=known))


def newest() -> list[tuple]:
    return [(item["id"], item["fixed_in"]) for item in Facts.objects.get().vulnerabilities]


def changes() -> list[tuple]:
    kinds = (Kind.VULNERABILITY_APPEARED, Kind.VULNERABILITY_FIXED, Kind.OLDER_VULNERABILITY)
    return list(Change.objects.filter(kind__in=kinds).order_by("id").values_list("kind", "subject", "new"))


def test_the_vulnerabilities_of_the_newest_version_are_stored_with_their_source(announced):
    made = package()
    pypi(made)
    announced.clear()
    severe = record("GHSA-1", "CVE-1", database_specific={"severity": "HIGH"}, summary="Bad")
    assert osv(made, severe, record("PYSEC-1", "CVE-1"), record("GHSA-2", fixed="0.9")) == "changed"
    facts = Facts.objects.get()
    assert facts.vulnerabilities == [
        {
            "id": "CVE-1",
            "aliases": ["GHSA-1", "PYSEC-1"],
            "link": "https://osv.dev/vulnerability/GHSA-1",
            "summary": "Bad",
            "fixed_in": ["2.0"],
            "severity": "high",
            "is_malware": False,
        }
    ]
    assert facts.provenance["vulnerabilities"] == ["osv", int(NOW.timestamp())]
    assert announced == [{made.pk}]
    assert [item.id for item in read_vulnerabilities([made.pk])[made.pk]] == ["CVE-1", "GHSA-2"]
    state = FetchState.objects.get(source="osv")
    assert (state.validator, state.due_at, state.last_success_at) == ("v", NOW + 6 * HOUR, NOW)


def test_the_same_again_is_not_news(announced):
    made = package()
    pypi(made)
    osv(made, record("GHSA-1"))
    announced.clear()
    assert osv(made, stored=["GHSA-1"], now=NOW + HOUR) == "unchanged"
    later = NOW + 2 * HOUR
    assert apply_all([answer(made, source="osv", now=later)], now=later, jitter=lambda: 0.0) == ["unchanged"]
    assert announced == []
    assert FetchState.objects.get(source="osv").due_at == NOW + 8 * HOUR


@pytest.mark.parametrize("is_osv_first", [True, False])
def test_osv_decides_whoever_answers_first_and_pypi_where_osv_has_not_answered(is_osv_first):
    made = package()
    if is_osv_first:
        osv(made, record("GHSA-1"))
        assert Facts.objects.get().vulnerabilities is None
        pypi(made, "1.0", OF_PYPI)
    else:
        pypi(made, "1.0", OF_PYPI)
        assert newest() == [("PYSEC-9", [])]
        osv(made, record("GHSA-1"))
    assert newest() == [("GHSA-1", ["2.0"])]
    assert Facts.objects.get().provenance["vulnerabilities"][0] == "osv"
    assert changes() == []


def test_where_osv_is_off_pypi_decides_again(settings):
    made = package()
    pypi(made)
    osv(made, record("GHSA-1"))
    settings.OSV_URL = ""
    pypi(made, "1.0", OF_PYPI, now=NOW + HOUR)
    assert newest() == [("PYSEC-9", [])]
    assert changes() == []
    assert not is_switched_on(Lane("osv"))
    assert list(subjects_of(made)) == [Subject("pypi", "django-a")]


def test_a_new_release_is_evaluated_at_once():
    made = package()
    pypi(made)
    osv(made, record("GHSA-1", fixed="2.0"), record("GHSA-2", fixed="3.0"))
    pypi(made, "2.0", OF_PYPI, now=NOW + HOUR)
    assert newest() == [("GHSA-2", ["3.0"])]
    assert changes() == [(Kind.VULNERABILITY_FIXED, "GHSA-1", "")]
    assert Release.objects.count() >= 1


def test_what_becomes_known_later_happened_then():
    made = package()
    pypi(made)
    osv(made, record("GHSA-1"))
    assert changes() == []
    osv(made, record("GHSA-2", fixed="1.5"), record("GHSA-3", fixed="0.5"), stored=["GHSA-1"], now=NOW + HOUR)
    assert changes() == [
        (Kind.VULNERABILITY_APPEARED, "GHSA-2", "1.5"),
        (Kind.OLDER_VULNERABILITY, "GHSA-3", ""),
    ]
    osv(made, record("GHSA-2", "CVE-2", fixed="1.5", modified="t2"), stored=["GHSA-1", "GHSA-3"], now=NOW + 2 * HOUR)
    assert newest() == [("CVE-2", ["1.5"]), ("GHSA-1", ["2.0"])]
    osv(made, stored=["GHSA-2", "GHSA-3"], now=NOW + 3 * HOUR)
    assert changes()[2:] == [(Kind.VULNERABILITY_FIXED, "GHSA-1", "")]
    assert newest() == [("CVE-2", ["1.5"])]


def test_a_record_about_two_packages_is_stored_once_and_announced_for_both(announced):
    first, second = package("a"), package("b")
    shared = record("GHSA-1")
    osv(first, shared)
    osv(second, stored=["GHSA-1"])
    announced.clear()
    osv(first, attrs.evolve(shared, modified="t2"), now=NOW + HOUR)
    assert set().union(*announced) == {first.pk, second.pk}
    assert list(Advisory.objects.values_list("osv_id", "modified")) == [("GHSA-1", "t2")]
    assert find_stored_advisories({"GHSA-1": "t2", "GHSA-2": "t1"}) == {"GHSA-1"}
    assert find_stored_advisories({"GHSA-1": "t1"}) == set()


def test_an_answer_that_is_not_whole_is_completed_after_an_hour():
    made = package()
    apply_answer(answer(made, snapshot(record("GHSA-1")), source="osv", is_whole=False), now=NOW)
    state = FetchState.objects.get(source="osv")
    assert (state.validator, state.due_at) == ("", NOW + HOUR)


def test_a_thousand_packages_are_one_call(settings):
    made = package()
    assert Subject("osv", "django-a") in subjects_of(made)
    assert has_large_calls(Lane("osv"))
    assert pace_of(Lane("osv"), is_quick=False).rows == 1000
    settings.OSV_EVERY = timedelta(hours=1)
    osv(made)
    assert FetchState.objects.get(source="osv").due_at == NOW + HOUR
