"""From a repository on a git host to facts, through the whole of refresh."""

from datetime import UTC, datetime, timedelta

import pytest

from git_repos import Made, grow, new
from git_server import GitServer
from packgrid.catalogue.models import Facts
from packgrid.refresh.on_demand import refresh_rows, select_named
from refresh.rows import package

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def ask() -> list[tuple[str, str]]:
    return [(outcome.lane.title, outcome.kind.value) for outcome in refresh_rows(select_named("a")[0])]


def test_a_repository_of_any_host_tells_its_year_and_nothing_twice(settings, tmp_path):
    now = datetime.now(UTC)
    with GitServer(tmp_path / "repos") as server:
        settings.GIT_URL = server.url + "/{path}"
        settings.PRIVATE_HOSTS = {"127.0.0.1"}
        settings.GIT_CACHE = tmp_path / "cache"
        server.path_of("ada").mkdir(parents=True)
        repo = new(server.path_of("ada/a"))
        grow(repo, [Made(now - 30 * DAY), Made(now - DAY), Made(now - DAY, "sweep[bot] <1+sweep[bot]@x.example>")])
        package("a", pypi_name="", repo_url="https://git.example/ada/a")
        assert ask() == [("git at git.example", "changed")]
        facts = Facts.objects.get()
        assert (facts.weekly_commits[-5:], sum(facts.weekly_commits)) == ([1, 0, 0, 0, 2], 3)
        assert (facts.contributors, facts.bots) == (["Ada", "sweep[bot]"], ["sweep[bot]"])
        assert (facts.default_branch, facts.last_commit_at) == ("main", (now - DAY).replace(microsecond=0))
        assert ask() == [("git at git.example", "unchanged")]
        grow(repo, [Made(now, "Grace <grace@people.example>")])
        assert ask() == [("git at git.example", "changed")]
        facts.refresh_from_db()
        assert facts.weekly_commits[-1] == 3
        assert facts.contributors == ["Ada", "Grace", "sweep[bot]"]
        server.instead["ada/a"] = (404, {})
        assert ask() == [("git at git.example", "gone")]
        facts.refresh_from_db()
        assert (facts.repo_gone_times, facts.weekly_commits[-1]) == (1, 3)
