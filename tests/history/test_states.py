from datetime import UTC, datetime

import attrs
import pytest

from packgrid.catalogue.models import Facts, Release
from packgrid.history.states import ReleaseState, State, VulnerabilityState, project_state, repo_state
from packgrid.history.weeks import DailyCommits

URL = "https://git.example/a/a"
AT = datetime(2026, 11, 24, tzinfo=UTC)
BY_PYPI = {"version": ["pypi", 0], "vulnerabilities": ["pypi", 0]}
NO_DOWNLOADS = {"downloads": None, "downloads_rank": None}


def test_rows_that_know_nothing_say_nothing():
    unknown = dict.fromkeys(["stars", "forks", "issues", "contributors"])
    assert project_state(Facts(), []) == State(metrics=NO_DOWNLOADS)
    assert repo_state(Facts(), "") == State(metrics=unknown, is_repo_there=True)


def test_the_rows_of_a_project():
    facts = Facts(
        provenance=BY_PYPI,
        license="MIT",
        downloads_30d=7,
        downloads_rank=8,
        vulnerabilities=[{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fixed_in": ["3.1", "2.9"]}],
        classifiers=["Framework :: Django :: 5.2", "Programming Language :: Python :: 3.14"],
    )
    releases = [
        Release(version="1.0", uploaded_at=AT, is_yanked=True),
        Release(version="2.0", uploaded_at=AT, gone_since=AT),
        Release(version="3.0"),
    ]
    assert project_state(facts, releases) == State(
        metrics={"downloads": 7, "downloads_rank": 8, "releases": 1},
        releases={"1.0": ReleaseState(AT, is_yanked=True), "2.0": ReleaseState(AT, is_gone=True)},
        trust_changes={},
        vulnerabilities=(VulnerabilityState("CVE-2026-1", frozenset({"CVE-2026-1", "PYSEC-1"}), "3.1, 2.9"),),
        vulnerabilities_by="pypi",
        django_versions=frozenset({"5.2"}),
        python_versions=frozenset({"3.14"}),
        license="MIT",
        is_on_pypi=True,
    )


def test_what_a_file_said_of_a_project_is_no_ground_for_comparison():
    facts = Facts(provenance={"version": ["list.csv", 0]}, license="MIT", downloads_30d=7)
    assert project_state(facts, []) == State(metrics=NO_DOWNLOADS | {"downloads": 7})


def test_a_project_that_is_gone_is_not_on_pypi_and_keeps_the_rest():
    found = project_state(Facts(provenance=BY_PYPI), [])
    assert (found.license, found.is_on_pypi) == ("", True)
    gone = project_state(Facts(provenance=BY_PYPI, pypi_gone_times=3), [])
    assert gone == attrs.evolve(found, is_on_pypi=False)
    never_there = project_state(Facts(pypi_gone_times=3), [])
    assert never_there == State(metrics=NO_DOWNLOADS, is_on_pypi=False)


@pytest.mark.parametrize(("times", "is_there"), [(0, True), (2, True), (3, False)])
def test_what_was_looked_for_in_vain_three_times_is_gone(times, is_there):
    assert project_state(Facts(provenance=BY_PYPI, pypi_gone_times=times), []).is_on_pypi is is_there
    assert repo_state(Facts(repo_gone_times=times), URL).is_repo_there is is_there


def test_the_row_of_a_repository():
    facts = Facts(stars=1, forks=0, open_issues=3, contributors=["a", "b"], is_archived=True, archived_at=AT)
    days = DailyCommits(AT.date(), (1,))
    found = State(
        metrics={"stars": 1, "forks": 0, "issues": 3, "contributors": 2},
        daily_commits=days,
        repo_url=URL,
        is_archived=True,
        archived_at=AT,
        is_repo_there=True,
    )
    assert repo_state(facts, URL, days) == found
    facts.repo_moved_to = "https://git.example/new/a"
    assert repo_state(facts, URL, days) == attrs.evolve(found, repo_url="https://git.example/new/a")
