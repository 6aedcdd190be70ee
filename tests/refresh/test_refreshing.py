"""Journeys: from a name to stored rows, over the stand-in index."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.catalogue.models import Facts, Package, Readme, Release
from packgrid.refresh import due
from packgrid.refresh.models import FetchState
from packgrid.refresh.queries import SourceState, fetch_states_of
from packgrid.refresh.refreshing import Outcome, named, refresh
from refresh.rows import LONG_AGO, package
from sources.documents import project_document, release_file

pytestmark = pytest.mark.django_db(transaction=True)
UPLOADED = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)


def ask(*names: str) -> list[Outcome]:
    states, failures = named(names)
    return failures + refresh(states)


def said(outcome: Outcome) -> tuple[str, str, str | None, str]:
    return outcome.name, outcome.kind.value, outcome.version, outcome.reason


def row(model, **where: object) -> dict:
    found = model.objects.filter(**where).values().get()
    found.pop("id", None)
    return found


def everything() -> dict:
    """Every row that a refresh may write."""
    models = (Package, Facts, Readme, Release, FetchState)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def without(rows: dict, **columns: list[str]) -> dict:
    """The rows without the named columns of each model, to compare the rest."""
    return {
        model: [{name: value for name, value in row.items() if name not in columns.get(model, ())} for row in found]
        for model, found in rows.items()
    }


def test_the_first_refresh_fills_everything(index, announced):
    pk = package().pk
    index.documents["django-a"] = project_document(
        releases={
            "1.0": [release_file(), release_file(packagetype="sdist", size=500)],
            "1.1rc1": [release_file(yanked=True, yanked_reason="broken", requires_python=None)],
            "0.9": [],
        },
        vulnerabilities=[{"id": "PYSEC-1", "aliases": ["CVE-1"], "link": "https://v.example/1", "fixed_in": ["1.1"]}],
    )
    before = datetime.now(UTC)
    assert [said(outcome) for outcome in ask("a")] == [("a", "changed", "1.0", "")]

    facts = row(Facts, package=pk)
    confirmed_at = facts["pypi_confirmed_at"]
    assert before < confirmed_at < datetime.now(UTC)
    unknown = dict.fromkeys(
        [
            "repo_confirmed_at",
            "repo_description",
            "stars",
            "forks",
            "open_issues",
            "commit_count",
            "last_commit_at",
            "weekly_commits",
            "contributors",
            "topics",
            "pypi_gone_since",
            "maintainer",
            "downloads_30d",
            "downloads_rank",
            "usage_count",
        ]
    )
    assert facts == unknown | {
        "package_id": pk,
        "last_fetched_at": confirmed_at,
        "repo_origin": "",
        "pypi_origin": "pypi",
        "pypi_confirmed_at": confirmed_at,
        "pypi_gone_times": 0,
        "summary": "Does a",
        "author": "Ada",
        "classifiers": ["Framework :: Django :: 6.0", "Programming Language :: Python :: 3.13"],
        "requires_python": ">=3.12",
        "requires_dist": ["django>=6.0"],
        "license": "MIT",
        "links": {"repository": "https://github.com/a/a", "documentation": "https://a.example/"},
        "vulnerabilities": [
            {
                "id": "PYSEC-1",
                "aliases": ["CVE-1"],
                "link": "https://v.example/1",
                "summary": None,
                "fixed_in": ["1.1"],
            }
        ],
        "version": "1.0",
        "released_at": UPLOADED,
        "released_to_the_month": False,
    }
    usual = {"package_id": pk, "yanked_reason": None, "is_prerelease": False, "is_yanked": False, "gone_since": None}
    found = list(Release.objects.order_by("sort_key").values())
    for release in found:
        assert release.pop("sort_key")
        del release["id"]
    assert found == [
        usual
        | {"version": "0.9", "uploaded_at": None, "has_wheel": False, "has_sdist": False}
        | {"size_bytes": 0, "requires_python": None},
        usual
        | {"version": "1.0", "uploaded_at": UPLOADED, "has_wheel": True, "has_sdist": True}
        | {"size_bytes": 1500, "requires_python": ">=3.12"},
        usual
        | {"version": "1.1rc1", "uploaded_at": UPLOADED, "has_wheel": True, "has_sdist": False}
        | {"size_bytes": 1000, "requires_python": None, "is_prerelease": True}
        | {"is_yanked": True, "yanked_reason": "broken"},
    ]
    assert "<p>Does a.</p>" in Readme.objects.get(package=pk).html
    assert Package.objects.get(pk=pk).modified == confirmed_at
    assert announced == [{pk}]

    state = row(FetchState, package=pk)
    assert timedelta(hours=24) <= state.pop("due_at") - confirmed_at <= timedelta(hours=26.4)
    assert state.pop("etag").startswith('"')
    assert state == {
        "package_id": pk,
        "source": "pypi",
        "last_answer": "changed",
        "last_answer_at": confirmed_at,
        "last_success_at": confirmed_at,
        "failures_in_a_row": 0,
        "last_error": "",
    }
    assert all(agent.startswith("packgrid/") and "(https://djangopackages.org)" in agent for agent in index.agents)


def test_not_modified_writes_only_times(index, announced):
    package()
    index.documents["django-a"] = project_document()
    ask("a")
    before = everything()
    assert [said(outcome) for outcome in ask("a")] == [("a", "unchanged", "1.0", "")]
    after = everything()
    assert index.asked == [("django-a", 200), ("django-a", 304)]
    times = {
        "Facts": ["pypi_confirmed_at", "last_fetched_at"],
        "FetchState": ["last_answer", "last_answer_at", "last_success_at", "due_at"],
    }
    assert without(after, **times) == without(before, **times)
    assert after["Facts"][0]["pypi_confirmed_at"] > before["Facts"][0]["pypi_confirmed_at"]
    assert len(announced) == 1


def test_the_same_document_twice_changes_nothing(index, announced):
    package()
    index.documents["django-a"] = project_document()
    ask("a")
    FetchState.objects.update(etag="")
    before = everything()
    assert ask("a")[0].kind == "unchanged"
    assert index.asked == [("django-a", 200)] * 2
    times = {
        "Facts": ["pypi_confirmed_at", "last_fetched_at"],
        "FetchState": ["last_answer", "last_answer_at", "last_success_at", "due_at", "etag"],
    }
    assert without(everything(), **times) == without(before, **times)
    assert len(announced) == 1


def test_a_changed_document_changes_what_differs(index, announced):
    pk = package().pk
    index.documents["django-a"] = project_document(releases={"1.0": [release_file()], "1.1": [release_file()]})
    ask("a")
    first = Package.objects.get(pk=pk).modified
    kept = dict(Release.objects.values_list("version", "pk"))
    index.documents["django-a"] = project_document(
        summary=None, description=None, releases={"1.0": [release_file()], "1.1": [release_file(yanked=True)]}
    )
    assert said(ask("a")[0]) == ("a", "changed", "1.0", "")
    assert Facts.objects.get(package=pk).summary is None
    assert not Readme.objects.exists()
    assert dict(Release.objects.values_list("version", "is_yanked")) == {"1.0": False, "1.1": True}
    assert dict(Release.objects.values_list("version", "pk")) == kept
    assert Package.objects.get(pk=pk).modified > first
    assert announced == [{pk}, {pk}]


def test_a_release_that_is_no_longer_listed_is_kept_and_may_return(index):
    package()
    both = project_document(releases={"1.0": [release_file()], "1.1": [release_file()]})
    index.documents["django-a"] = both
    ask("a")
    index.documents["django-a"] = project_document(releases={"1.0": [release_file()]})
    assert said(ask("a")[0]) == ("a", "changed", "1.0", "")
    gone_since = Release.objects.get(version="1.1").gone_since
    assert gone_since == Facts.objects.get().pypi_confirmed_at
    index.documents["django-a"] = project_document(summary="x", releases={"1.0": [release_file()]})
    ask("a")
    assert Release.objects.get(version="1.1").gone_since == gone_since
    index.documents["django-a"] = both
    assert said(ask("a")[0]) == ("a", "changed", "1.1", "")
    assert list(Release.objects.values_list("version", "gone_since")) == [("1.1", None), ("1.0", None)]


def test_a_404_is_stored_and_keeps_everything_until_the_project_returns(index, announced):
    pk = package().pk
    document = index.documents["django-a"] = project_document()
    ask("a")
    before = everything()
    del index.documents["django-a"]
    assert said(ask("a")[0]) == ("a", "gone", "1.0", f"{index.url}/django-a/json: there is no such project (404)")
    since = Facts.objects.get(package=pk).pypi_gone_since
    ask("a")
    facts = Facts.objects.get(package=pk)
    assert (facts.pypi_gone_since, facts.pypi_gone_times) == (since, 2)
    columns = {"Facts": ["pypi_gone_since", "pypi_gone_times"], "FetchState": list(row(FetchState))}
    assert without(everything(), **columns) == without(before, **columns)
    state = FetchState.objects.get()
    assert (state.last_answer, state.failures_in_a_row) == ("gone", 0)
    assert timedelta(days=7) <= state.due_at - state.last_answer_at <= timedelta(days=7.7)
    assert announced == [{pk}] * 3  # a page says how often

    index.documents["django-a"] = document
    assert said(ask("a")[0]) == ("a", "changed", "1.0", "")
    facts.refresh_from_db()
    assert (facts.pypi_gone_since, facts.pypi_gone_times) == (None, 0)
    assert FetchState.objects.get().last_error == ""


def test_come_back_later_is_heeded(index):
    for slug in "abcdefgh":
        package(slug)
    index.instead["*"] = (429, {"Retry-After": "3600"}, b"")
    before = datetime.now(UTC)
    outcomes = ask(*"abcdefgh")
    assert {outcome.kind for outcome in outcomes} == {"rate limited"}
    assert len(index.asked) == 4
    for state in FetchState.objects.all():
        assert timedelta(seconds=3599) < state.due_at - before < timedelta(seconds=3630)
        assert state.failures_in_a_row == 1
    assert not Facts.objects.exclude(last_fetched_at=None).exists()


@pytest.mark.parametrize(
    ("instead", "kind", "reason"),
    [
        ((200, {}, b"<html>"), "malformed", "the answer is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ((200, {}, b'{"info": {}}'), "malformed", "releases: an object was expected, not None"),
        ((500, {}, b""), "unavailable", "answered 500"),
    ],
)
def test_a_failure_changes_nothing_but_the_schedule(index, announced, instead, kind, reason):
    package()
    index.documents["django-a"] = project_document()
    ask("a")
    before = everything()
    index.instead["django-a"] = instead
    reason = f"{index.url}/django-a/json: {reason}"
    for failures in (1, 2):
        assert said(ask("a")[0]) == ("a", kind, "1.0", reason)
        state = FetchState.objects.get()
        assert (state.last_answer, state.last_error, state.failures_in_a_row) == (kind, reason, failures)
        assert state.last_success_at == before["FetchState"][0]["last_success_at"]
        wait = (state.due_at - state.last_answer_at) / timedelta(hours=failures)
        assert 1 <= wait <= 1.1
    columns = {"FetchState": list(row(FetchState))}
    assert without(everything(), **columns) == without(before, **columns)
    assert len(announced) == 1
    del index.instead["django-a"]
    assert said(ask("a")[0]) == ("a", "unchanged", "1.0", "")
    assert FetchState.objects.get().failures_in_a_row == 0


def test_nul_in_a_document_is_dropped(index):
    package()
    index.documents["django-a"] = project_document(
        summary="a\x00b", description="c\x00d", releases={"1.0": [release_file()], "1\x00": [release_file()]}
    )
    assert said(ask("a")[0]) == ("a", "changed", "1.0", "")
    assert Facts.objects.get().summary == "ab"
    assert "cd" in Readme.objects.get().html
    assert Release.objects.count() == 1


def test_what_cannot_be_stored_is_put_off_with_its_reason(index, caplog):
    package()
    index.documents["django-a"] = project_document(releases={"1.0": [release_file(size=10**30)]})
    outcome = ask("a")[0]
    assert (outcome.kind, outcome.version) == ("malformed", None)
    assert outcome.reason.startswith("what PyPI said could not be kept (")
    assert not Release.objects.exists()
    state = FetchState.objects.get()
    assert (state.last_answer, state.last_error) == ("malformed", outcome.reason)
    assert state.due_at > datetime.now(UTC)
    assert "what PyPI said of a could not be kept" in caplog.text


def test_facts_from_elsewhere_are_not_confirmed_by_not_modified(index):
    package()
    index.documents["django-a"] = project_document()
    ask("a")
    Facts.objects.update(pypi_origin="file.toml", summary="from a file")
    assert ask("a")[0].kind == "changed"
    assert (Facts.objects.get().summary, Facts.objects.get().pypi_origin) == ("Does a", "pypi")


def test_a_package_that_was_deleted_or_renamed_while_we_asked_is_left_alone(index):
    for slug in "ab":
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    states, _ = named("ab")
    Package.objects.filter(slug="a").delete()
    Package.objects.filter(slug="b").update(pypi_name="renamed")
    refresh(states)
    assert (Facts.objects.get().summary, Release.objects.count()) == (None, 0)
    assert FetchState.objects.get().due_at == LONG_AGO


def test_packages_are_named_by_slug_or_any_spelling_of_their_pypi_name(index):
    package("a")
    package("none", pypi_name="")
    index.documents["django-a"] = project_document()
    assert [said(outcome) for outcome in ask("Django_A", "a", "b", "none")] == [
        ("b", "", None, "no package b in the catalogue"),
        ("none", "", None, "has no PyPI name"),
        ("a", "changed", "1.0", ""),
    ]
    assert index.names == ["django-a"]


def test_outcomes_stand_in_the_order_that_was_asked_for_and_only_four_are_under_way(index):
    slugs = [f"p{number:02}" for number in range(12)]
    for slug in slugs:
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    index.slow["*"] = 0.02
    heard = []
    outcomes = refresh(named(slugs)[0], progress=lambda outcome, done, total: heard.append((outcome, done, total)))
    assert [outcome.name for outcome in outcomes] == slugs
    assert {outcome for outcome, _, _ in heard} == set(outcomes)
    assert [(done, total) for _, done, total in heard] == [(number, 12) for number in range(1, 13)]
    assert index.most_under_way == 4


def test_a_page_reads_the_schedule_in_one_query(index, django_assert_num_queries):
    pk = package().pk
    with django_assert_num_queries(1):
        assert fetch_states_of(pk) == [SourceState("pypi", None, "", "", LONG_AGO)]
    ask("a")
    state = FetchState.objects.get()
    assert fetch_states_of(pk) == [SourceState("pypi", None, "gone", state.last_error, state.due_at)]
    assert due.due(datetime.now(UTC)) == []
