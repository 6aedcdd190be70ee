from datetime import UTC, datetime

import attrs
import pytest

from packgrid.catalogue.fact_table import FACTS, GIT, HOST, PYPI, PYPISTATS
from packgrid.catalogue.models import Facts
from packgrid.refresh.mapping import REPO_COLUMNS, map_provenance, map_snapshot
from packgrid.sources.index_pages import ProjectStatus
from packgrid.sources.project_documents import Ownership
from packgrid.sources.pypistats import DownloadsSnapshot
from packgrid.sources.repos import ActivitySnapshot, Contributor, RepoSnapshot
from sources.documents import project_snapshot, release_file

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
THEN, NOW = 1_700_000_000, int(AT.timestamp())
FOUND = {"repo_gone_since": None, "repo_gone_times": 0}
ADA = Contributor(name="ada", is_account=True, is_bot=False, commits=3)
BOT = Contributor(name="sweep[bot]", is_account=True, is_bot=True, commits=2)


def test_display_columns_are_never_longer_than_the_database_allows():
    long = project_snapshot(
        author="a" * 501,
        maintainer="m" * 501,
        requires_python="p" * 201,
        releases={"1" * 101: [release_file(requires_python="p" * 201)]},
    )
    found = map_snapshot(attrs.evolve(long, document=attrs.evolve(long.document, license="l" * 201)))
    assert {name: len(found[name]) for name in ("author", "maintainer", "requires_python", "license", "version")} == {
        "author": 500,
        "maintainer": 500,
        "requires_python": 200,
        "license": 200,
        "version": 100,
    }


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, {}),
        ({"stars": 0, "forks": None, "description": ""}, {"stars": 0, "repo_description": ""}),
        ({"is_archived": True, "archived_at": AT}, {"is_archived": True, "archived_at": AT}),
        ({"is_archived": True}, {"is_archived": True}),
        ({"is_archived": False}, {"is_archived": False, "archived_at": None}),
        ({"latest_release": ""}, {"host_release": "", "host_release_at": None}),
        ({"topics": ()}, {"topics": []}),
        ({"contributors": (ADA, BOT)}, {"contributors": ["ada", "sweep[bot]"], "bots": ["sweep[bot]"]}),
        ({"latest_release": "v" * 251, "latest_release_at": AT}, {"host_release": "v" * 250, "host_release_at": AT}),
    ],
)
def test_what_a_host_does_not_say_has_no_column_and_none_is_a_value(said, found):
    assert map_snapshot(RepoSnapshot(url="https://git.example/a/a", **said)) == found | FOUND


def said_by(source):
    return {fact.column for fact in FACTS if fact.column and source in fact.sources}


def test_what_is_stored_of_a_snapshot_is_what_the_table_says_of_its_source():
    said = project_snapshot()
    document = attrs.evolve(said.document, ownership=Ownership("", (("ada", "Owner"),)))
    project = attrs.evolve(said, status=ProjectStatus.ACTIVE, document=document)
    repo = RepoSnapshot(
        url="https://git.example/a/a", topics=(), contributors=(), **dict.fromkeys(REPO_COLUMNS, "said")
    )
    activity = ActivitySnapshot(
        head="abc", default_branch="main", last_commit_at=AT, weekly_commits=(), authors=(), tags=()
    )
    assert map_snapshot(project).keys() == said_by(PYPI) - {"is_name_public"}
    assert map_snapshot(repo).keys() == said_by(HOST) - {"repo_moved_to"}
    assert map_snapshot(activity).keys() <= said_by(GIT)
    assert map_snapshot(DownloadsSnapshot(last_month=1)).keys() == said_by(PYPISTATS)


@pytest.mark.parametrize("last_commit_at", [AT, None])
def test_the_year_of_a_repository_and_its_last_commit_where_it_has_one(last_commit_at):
    snapshot = ActivitySnapshot(
        head="abc",
        default_branch="main",
        last_commit_at=last_commit_at,
        weekly_commits=(0,) * 51 + (3,),
        authors=(ADA,),
        tags=("v1", "v2"),
    )
    last = {"last_commit_at": AT, "default_branch": "main"} if last_commit_at else {}
    year = {"weekly_commits": [0] * 51 + [3], "year_authors": [["ada", 3]], "tags": ["v1", "v2"]}
    assert map_snapshot(snapshot) == year | last


def test_downloads_are_those_of_the_month():
    assert map_snapshot(DownloadsSnapshot(last_month=5)) == {"downloads_30d": 5}


@pytest.mark.parametrize(
    ("entry", "is_change", "written"),
    [
        (None, True, ["github", NOW]),
        (None, False, ["github", NOW]),
        (["github", THEN], True, ["github", NOW]),
        (["github", THEN], False, None),
        (["old.csv", THEN, THEN], True, ["github", NOW]),
        (["old.csv", THEN, THEN], False, ["github", THEN]),
    ],
)
def test_a_value_keeps_the_time_of_its_last_change_whoever_says_it(entry, is_change, written):
    facts = Facts(provenance={"stars": entry} if entry else {})
    changes = {"stars": 2} if is_change else {}
    expected = {"stars": written} if written else {}
    assert map_provenance(facts, {"stars": 2}, changes, "github", AT) == expected
