"""Journeys: from a name to stored rows, over the stand-in index."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from packgrid.catalogue.editing import put_packages
from packgrid.catalogue.models import Facts, FetchState, Package, Readme, Release
from packgrid.catalogue.queries import SourceState, read_source_states
from packgrid.catalogue.records import PackageRecord
from packgrid.refresh.on_demand import Misnamed, lines_of, refresh_all, refresh_rows, select_named
from packgrid.refresh.worker import Outcome
from refresh.rows import LONG_AGO, claimed, package
from sources.documents import project_document, release_file

pytestmark = pytest.mark.django_db(transaction=True)
UPLOADED = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
NO_JSON = "the answer is not JSON: Expecting value: line 1 column 1 (char 0); it begins with '<html>'"


def ask(*names: str) -> list[Outcome]:
    """The outcomes by name, however they came."""
    rows, misnamed = select_named(names)
    assert not misnamed
    return sorted(refresh_rows(rows), key=lambda outcome: outcome.slug)


def said(outcome: Outcome) -> tuple[str, str, str | None, str]:
    version = Facts.objects.values_list("version", flat=True).get(package__slug=outcome.slug)
    return outcome.slug, outcome.kind.value, version, outcome.reason


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
    changed_at = facts["last_fetched_at"]
    assert before < changed_at < datetime.now(UTC)
    said_by_pypi = {
        "released_to_the_month": False,
        "pypi_gone_since": None,
        "summary": "Does a",
        "author": "Ada",
        "maintainer": None,
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
    }
    provenance = facts.pop("provenance")
    entry = ["pypi", int(changed_at.timestamp())]
    assert provenance == {name: entry for name in said_by_pypi if name != "pypi_gone_since"}
    known = said_by_pypi | {"last_fetched_at": changed_at, "package_id": pk}
    known |= dict.fromkeys(["pypi_gone_times", "repo_gone_times", "usages_here"], 0)
    assert facts == dict.fromkeys(facts) | known
    newest = {"classifiers": said_by_pypi["classifiers"], "requires_dist": said_by_pypi["requires_dist"]}
    usual = {"package_id": pk, "yanked_reason": None, "is_prerelease": False, "is_yanked": False, "gone_since": None}
    usual |= dict.fromkeys([*newest, "provenance_url", "publishers", "predicate_types"]) | {"metadata_url": ""}
    found = list(Release.objects.order_by("sort_key").values())
    for release in found:
        assert release.pop("sort_key")
        del release["id"]
    assert found == [
        usual
        | {"version": "0.9", "uploaded_at": None, "has_wheel": False, "has_sdist": False}
        | {"size_bytes": 0, "install_bytes": None, "requires_python": None},
        usual
        | {"version": "1.0", "uploaded_at": UPLOADED, "has_wheel": True, "has_sdist": True}
        | {"size_bytes": 1500, "install_bytes": 1000, "requires_python": ">=3.12"}
        | newest,
        usual
        | {"version": "1.1rc1", "uploaded_at": UPLOADED, "has_wheel": True, "has_sdist": False}
        | {"size_bytes": 1000, "install_bytes": 1000, "requires_python": None, "is_prerelease": True}
        | {"is_yanked": True, "yanked_reason": "broken"},
    ]
    assert "<p>Does a.</p>" in Readme.objects.get(package=pk).html
    assert Package.objects.get(pk=pk).modified == changed_at
    assert announced == [{pk}]

    state = row(FetchState, package=pk)
    assert timedelta(days=4.2) <= state.pop("due_at") - changed_at <= timedelta(days=7)
    assert state.pop("validator").strip().startswith('"')
    assert state == {
        "package_id": pk,
        "source": "pypi",
        "subject": "django-a",
        "host": "",
        "claim": "",
        "claimed_until": None,
        "last_answer": "changed",
        "last_answer_at": changed_at,
        "last_success_at": changed_at,
        "last_change_at": UPLOADED,
        "failures_in_a_row": 0,
        "last_error": "",
        "serial": None,
        "note": "answered by JSON document\n"
        f"no index page: {index.url}/simple/django-a/: there is no such project (404)",
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
    times = {"FetchState": ["last_answer", "last_answer_at", "last_success_at", "due_at"]}
    assert without(after, **times) == without(before, **times)
    assert after["FetchState"][0]["last_success_at"] > before["FetchState"][0]["last_success_at"]
    assert len(announced) == 1


def test_the_same_document_twice_changes_nothing(index, announced):
    package()
    index.documents["django-a"] = project_document()
    ask("a")
    FetchState.objects.update(validator="")
    before = everything()
    assert ask("a")[0].kind == "unchanged"
    assert index.asked == [("django-a", 200)] * 2
    times = {"FetchState": ["last_answer", "last_answer_at", "last_success_at", "due_at", "validator"]}
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
    assert gone_since == Facts.objects.get().last_fetched_at
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
    columns = {
        "Package": ["modified"],
        "Facts": ["pypi_gone_since", "pypi_gone_times", "last_fetched_at"],
        "FetchState": list(row(FetchState)),
    }
    assert without(everything(), **columns) == without(before, **columns)
    state = FetchState.objects.get()
    assert (state.last_answer, state.failures_in_a_row) == ("gone", 2)
    assert timedelta(days=1.5) <= state.due_at - state.last_answer_at <= timedelta(days=2.5)
    assert announced == [{pk}] * 3  # a page says how often

    index.documents["django-a"] = document
    assert said(ask("a")[0]) == ("a", "changed", "1.0", "")
    facts.refresh_from_db()
    assert (facts.pypi_gone_since, facts.pypi_gone_times) == (None, 0)
    assert FetchState.objects.get().last_error == ""


def test_come_back_later_is_heeded(index):
    slugs = [f"p{number:02}" for number in range(40)]
    for slug in slugs:
        package(slug)
    index.instead["*"] = (429, {"Retry-After": "3600"}, b"")
    index.slow["*"] = 0.01
    before = datetime.now(UTC)
    outcomes = ask(*slugs)
    kinds = Counter(outcome.kind.value for outcome in outcomes)
    assert kinds["rate limited"] == len(index.asked) <= 16
    assert kinds["rate limited"] + kinds[""] == 40
    until = f"{before + timedelta(hours=1):%d %B %H:%M}"[:-1]
    assert all(
        outcome.reason.startswith(f"not asked: PyPI rests until {until}") for outcome in outcomes if not outcome.kind
    )
    for state in FetchState.objects.exclude(last_answer=""):
        assert timedelta(seconds=3599) < state.due_at - before < timedelta(seconds=3960)
        assert state.failures_in_a_row == 1
    assert FetchState.objects.filter(last_answer="", claimed_until=None).count() == kinds[""]
    assert not Facts.objects.exclude(last_fetched_at=None).exists()
    assert ask("p00")[0].reason.startswith("not asked: PyPI rests until")
    assert len(index.asked) <= 16


@pytest.mark.parametrize(
    ("instead", "kind", "reason"),
    [
        ((200, {}, b"<html>"), "malformed", NO_JSON),
        ((200, {}, b'{"info": {}}'), "malformed", "info.name: a text was expected, not nothing"),
        ((500, {}, b""), "unavailable", "answered 500 (Internal Server Error)"),
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
        assert 0.75 <= wait <= 1.25
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
    assert outcome.kind == "malformed"
    assert outcome.reason.startswith("what PyPI said could not be saved (")
    assert not Release.objects.exists()
    state = FetchState.objects.get()
    assert (state.last_answer, state.last_error) == ("malformed", outcome.reason)
    assert state.due_at > datetime.now(UTC)
    assert "the answer of PyPI about a could not be saved" in caplog.text


def test_facts_from_elsewhere_are_not_confirmed_by_not_modified(index):
    package()
    index.documents["django-a"] = project_document()
    ask("a")
    record = PackageRecord(slug="a", summary="from a file", last_fetched_at=datetime.now(UTC))
    put_packages([record], origin="file.toml", now=datetime.now(UTC))
    assert Facts.objects.get().provenance["summary"][0] == "file.toml"
    assert ask("a")[0].kind == "changed"
    assert (Facts.objects.get().summary, Facts.objects.get().provenance["summary"][0]) == ("Does a", "pypi")


def test_a_package_that_was_deleted_or_renamed_while_we_asked_is_left_alone(index):
    for slug in "ab":
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    rows, _ = select_named("ab")
    lines = lines_of(rows)
    Package.objects.filter(slug="a").delete()
    Package.objects.filter(slug="b").update(pypi_name="renamed")
    FetchState.objects.update(subject="renamed")
    asyncio.run(refresh_all(lines, lambda *_: None))
    assert (Facts.objects.get().summary, Release.objects.count()) == (None, 0)


def test_packages_are_named_by_slug_or_any_spelling_of_their_pypi_name(index):
    package("a")
    package("none", pypi_name="")
    index.documents["django-a"] = project_document()
    rows, misnamed = select_named(["Django_A", "a", "b", "none"])
    assert misnamed == [
        Misnamed("b", "no package b in the catalogue"),
        Misnamed("none", "has no PyPI name and no repository"),
    ]
    refresh_rows(rows)
    assert index.names == ["django-a"]


def test_each_is_asked_once_and_no_more_at_a_time_than_the_pace_allows(index):
    slugs = [f"p{number:02}" for number in range(40)]
    for slug in slugs:
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    index.slow["*"] = 0.02
    heard = []
    outcomes = refresh_rows(
        select_named(slugs)[0], progress=lambda outcome, done, total: heard.append((outcome, done, total))
    )
    assert sorted(outcome.slug for outcome in outcomes) == slugs
    assert heard == [(outcome, number, 40) for number, outcome in enumerate(outcomes, 1)]
    assert sorted(index.names) == [f"django-{slug}" for slug in slugs]
    assert index.most_under_way <= 8


def test_a_source_that_is_switched_off_is_not_asked(index, settings):
    settings.GIT_CACHE_BYTES = 0
    package("a", repo_url="https://git.example/a/a")
    index.documents["django-a"] = project_document()
    assert [outcome.lane.source for outcome in refresh_rows(select_named("a")[0])] == ["pypi"]


def test_what_somebody_else_works_on_is_not_asked_twice(index):
    made = package()
    claimed(made, now=datetime.now(UTC))
    outcome = ask("a")[0]
    assert (outcome.kind, outcome.reason) == ("", "is being refreshed by another process")
    assert index.asked == []


def test_a_page_reads_the_schedule_in_one_query(index, django_assert_num_queries):
    pk = package().pk
    never = SourceState("pypi", "django-a", None, None, "", None, "", "", 0, LONG_AGO)
    with django_assert_num_queries(1):
        assert read_source_states(pk) == {"pypi": never}
    ask("a")
    state = FetchState.objects.get()
    assert read_source_states(pk)["pypi"] == SourceState(
        "pypi", "django-a", None, None, "gone", state.last_answer_at, state.last_error, "", 1, state.due_at
    )
