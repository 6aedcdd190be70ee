import asyncio
import socket
from datetime import UTC, datetime, timedelta

import attrs
import pytest

import git_repos
from git_repos import Made
from git_server import GitDaemon, GitServer
from packgrid.lib.git import Git, GitFailed, GitLimits, GitRefused
from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Guard
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.git import GitActivity, source_error_of
from packgrid.sources.git_cache import GitCache
from packgrid.sources.repos import ActivitySnapshot, Contributor
from packgrid.sources.source import SourceReply, SourceRequest

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BOB = "Bob <bob@people.example>"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def server(tmp_path):
    with GitServer(tmp_path / "served") as running:
        yield running


@pytest.fixture
async def source(tmp_path, clock):
    guard = Guard(["127.0.0.1"])
    async with HttpClient(user_agent="packgrid/test", guard=guard) as http:
        yield GitActivity(http, Git("packgrid/test"), GitCache(tmp_path / "cache", 10_000_000), clock)


def limited(source: GitActivity, **limits) -> GitActivity:  # noqa: ANN003
    return attrs.evolve(source, git=Git("packgrid/test", GitLimits(**limits)))


def weekly(**weeks: int) -> tuple[int, ...]:
    """52 counts, zero but for these: w51=2."""
    return tuple(weeks.get(f"w{week}", 0) for week in range(52))


def person(name: str, commits: int) -> Contributor:
    return Contributor(name=name, is_account=False, is_bot=False, commits=commits)


async def snapshot(source: GitActivity, url: str, validator: str = "") -> ActivitySnapshot:
    found = (await source.fetch_one(SourceRequest(url, validator))).snapshot
    assert found
    return found


def without_days(snapshot: ActivitySnapshot) -> ActivitySnapshot:
    """The same with counts of weeks alone, which are easier to read."""
    return attrs.evolve(snapshot, daily_commits=())


async def test_a_year_is_fetched_and_then_only_what_is_new(source, server, clock):
    repo = git_repos.new(server.path_of("a"))
    head = git_repos.grow(
        repo, [Made(NOW - 500 * DAY), Made(NOW - 30 * WEEK), Made(NOW - 2 * DAY, BOB), Made(NOW - DAY)]
    )
    git_repos.git(repo, "tag", "v1", "main~2")
    asked = SourceRequest(server.url_of("a"))

    first = await source.fetch_one(asked)
    expected = ActivitySnapshot(
        head=head,
        default_branch="main",
        last_commit_at=NOW - DAY,
        weekly_commits=weekly(w51=2, w21=1),
        authors=(person("Ada", 2), person("Bob", 1)),
        tags=("v1",),
    )
    assert (without_days(first.snapshot), first.moved_to) == (expected, "")

    server.requests.clear()
    assert await source.fetch_one(SourceRequest(asked.subject, first.validator)) == SourceReply(None, first.validator)
    assert server.requests == ["GET /a/info/refs", "POST /a/git-upload-pack"]

    clock.time += 6 * DAY
    server.requests.clear()
    later = await source.fetch_one(SourceRequest(asked.subject, first.validator))
    assert without_days(later.snapshot) == attrs.evolve(expected, weekly_commits=weekly(w50=2, w21=1))
    assert server.requests == ["GET /a/info/refs", "POST /a/git-upload-pack"]  # counted anew, without a fetch

    head = git_repos.grow(repo, [Made(NOW + 5 * DAY, BOB)])
    git_repos.git(repo, "tag", "v2")
    pushed = await source.fetch_one(SourceRequest(asked.subject, later.validator))
    assert without_days(pushed.snapshot) == ActivitySnapshot(
        head=head,
        default_branch="main",
        last_commit_at=NOW + 5 * DAY,
        weekly_commits=weekly(w51=1, w50=2, w21=1),
        authors=(person("Bob", 2), person("Ada", 2)),
        tags=("v1", "v2"),
    )


async def test_a_push_transfers_little(source, server):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - timedelta(hours=hours)) for hours in range(600, 0, -2)])
    await snapshot(source, server.url_of("a"))
    first, server.sent_bytes = server.sent_bytes, 0
    git_repos.grow(repo, [Made(NOW)])
    assert sum((await snapshot(source, server.url_of("a"))).weekly_commits) == 301
    assert first > 30_000
    assert server.sent_bytes < 2_000


async def test_a_history_that_was_rewritten_is_counted_as_it_is_now(source, server):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - 3 * DAY), Made(NOW - 2 * DAY)])
    await snapshot(source, server.url_of("a"))
    head = git_repos.grow(repo, [Made(NOW - DAY, BOB)], onto="nothing")
    found = await snapshot(source, server.url_of("a"))
    assert (found.head, found.weekly_commits, found.authors) == (head, weekly(w51=1), (person("Bob", 1),))


async def test_a_default_branch_that_was_renamed_is_followed(source, server):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - DAY)])
    first = await source.fetch_one(SourceRequest(server.url_of("a")))
    git_repos.git(repo, "branch", "--move", "main", "trunk")
    git_repos.git(repo, "symbolic-ref", "HEAD", "refs/heads/trunk")
    again = await snapshot(source, server.url_of("a"), first.validator)
    assert again == attrs.evolve(first.snapshot, default_branch="trunk")


async def test_an_empty_repository_has_no_commits_and_stays_unchanged(source, server, clock):
    git_repos.new(server.path_of("a"))
    first = await source.fetch_one(SourceRequest(server.url_of("a")))
    assert without_days(first.snapshot) == ActivitySnapshot(
        head="", default_branch="main", last_commit_at=None, weekly_commits=weekly(), authors=(), tags=()
    )
    clock.time += 400 * DAY
    assert (await source.fetch_one(SourceRequest(server.url_of("a"), first.validator))).snapshot is None


async def test_what_sleeps_for_years_is_unchanged_for_ever_until_it_awakes(source, server, clock):
    repo = git_repos.new(server.path_of("a"))
    head = git_repos.grow(repo, [Made(NOW - 801 * DAY), Made(NOW - 800 * DAY)])
    first = await source.fetch_one(SourceRequest(server.url_of("a")))
    assert without_days(first.snapshot) == ActivitySnapshot(
        head=head,
        default_branch="main",
        last_commit_at=NOW - 800 * DAY,
        weekly_commits=weekly(),
        authors=(),
        tags=(),
    )
    clock.time += 100 * DAY
    assert (await source.fetch_one(SourceRequest(server.url_of("a"), first.validator))).snapshot is None
    git_repos.grow(repo, [Made(clock.time - DAY)])
    assert (await snapshot(source, server.url_of("a"), first.validator)).weekly_commits == weekly(w51=1)


async def test_a_merge_of_an_old_branch_does_not_hide_the_year(source, server):
    """For git the date cuts both sides off a merge if one of them is too old."""
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - 600 * DAY)])
    git_repos.grow(repo, [Made(NOW - 500 * DAY, BOB)], branch="old", onto="main")
    git_repos.grow(repo, [Made(NOW - 3 * WEEK), Made(NOW - 2 * WEEK), Made(NOW - WEEK, merges="old"), Made(NOW - DAY)])
    assert (await snapshot(source, server.url_of("a"))).weekly_commits == weekly(w51=1, w50=1, w49=1, w48=1)


@pytest.mark.parametrize(
    ("lacks", "speaks_version_2"), [([b"filter"], True), ([b"shallow"], True), ([], False), ([b"deepen-since"], False)]
)
async def test_servers_that_know_less_are_asked_for_more(source, server, lacks, speaks_version_2):
    server.lacks, server.speaks_version_2 = lacks, speaks_version_2
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - 500 * DAY), Made(NOW - 8 * DAY), Made(NOW - 2 * DAY)])
    git_repos.git(repo, "tag", "-am", "One", "v1")
    found = await snapshot(source, server.url_of("a"))
    assert (found.weekly_commits, found.tags, found.default_branch) == (weekly(w51=1, w50=1), ("v1",), "main")
    git_repos.grow(repo, [Made(NOW - DAY)])
    assert (await snapshot(source, server.url_of("a"))).weekly_commits == weekly(w51=2, w50=1)


async def test_a_repository_with_the_longer_ids_is_read(source, server):
    repo = server.path_of("a")
    git_repos.git(repo.parent, "init", "--quiet", "--bare", "--initial-branch=main", "--object-format=sha256", "a")
    head = git_repos.grow(repo, [Made(NOW - DAY)])
    assert len(head) == 64
    assert (await snapshot(source, server.url_of("a"))).head == head


async def test_a_move_for_good_is_told_and_an_added_ending_is_none(source, server):
    repo = git_repos.new(server.path_of("new"))
    git_repos.grow(repo, [Made(NOW - DAY)])
    to = server.url_of("new.git/info/refs?service=git-upload-pack")
    server.instead["old"] = (301, {"Location": to})
    server.instead["for-now"] = (302, {"Location": to})
    moved, here = (
        await source.fetch_one(SourceRequest(server.url_of("old"))),
        await source.fetch_one(SourceRequest(server.url_of("new"))),
    )
    assert moved == attrs.evolve(here, moved_to=server.url_of("new"))
    assert await source.fetch_one(SourceRequest(server.url_of("for-now"))) == here


async def test_a_repository_is_read_by_the_git_protocol_too(source, server):
    repo = server.path_of("127.0.0.1/a")
    repo.parent.mkdir()
    head = git_repos.grow(git_repos.new(repo), [Made(NOW - 500 * DAY), Made(NOW - DAY)])
    git_repos.git(repo, "tag", "v1")
    with GitDaemon(server.folder) as daemon:
        here, nowhere = (f"git://127.0.0.1:{daemon.port}/{name}" for name in "ab")
        first = await source.fetch_one(SourceRequest(here))
        assert without_days(first.snapshot) == ActivitySnapshot(
            head=head,
            default_branch="main",
            last_commit_at=NOW - DAY,
            weekly_commits=weekly(w51=1),
            authors=(person("Ada", 1),),
            tags=("v1",),
        )
        assert await source.fetch_one(SourceRequest(here, first.validator)) == SourceReply(None, first.validator)
        with pytest.raises(Gone, match=f"{nowhere}: there is no such repository"):
            await source.fetch_one(SourceRequest(nowhere))
    with pytest.raises(Unavailable, match="Connection refused"):
        await source.fetch_one(SourceRequest(here))


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        ((404, {}), Gone, "there is no such repository (404)"),
        ((410, {}), Gone, "there is no such repository (410)"),
        ((401, {}), Gone, "there is no such repository, or it is not public (401)"),
        ((403, {}), Unavailable, "answered 403"),
        ((429, {}), RateLimited, "asks to come back later (429)"),
        ((503, {"Retry-After": "60"}), RateLimited, "asks to come back later (503)"),
        ((500, {}), Unavailable, "answered 500"),
        ((200, {"Content-Type": "text/html"}), Malformed, "the answer of a git server was expected, not a document"),
        ((302, {"Location": "/login"}), Gone, "there is no such repository (404)"),
        ((302, {"Location": "http://localhost:1/a/info/refs"}), Unavailable, "redirects to http://localhost:1/a/info"),
        (
            (302, {"Location": "http://169.254.169.254/a/info/refs"}),
            Unavailable,
            "redirects to http://169.254.169.254/a",
        ),
        (
            (302, {"Location": "file:///etc/passwd"}),
            Unavailable,
            "redirects to 'file:///etc/passwd', which is not",
        ),
    ],
)
async def test_each_answer_means_one_thing_and_is_told_with_the_address(source, server, answer, error, reason):
    server.instead["a"] = answer
    [reply] = await source.fetch([SourceRequest(server.url_of("a"))])
    assert type(reply) is error
    assert str(reply).startswith(f"{server.url_of('a')}: {reason}")


@pytest.mark.parametrize("url", ["http://git.example/a", "file:///etc/passwd", "ssh://git@git.example/a", "--help"])
async def test_other_addresses_are_not_called(source, url):
    [reply] = await source.fetch([SourceRequest(url)])
    assert str(reply) == f"{url}: only https:// and git:// addresses are allowed"


async def test_a_server_that_hangs_is_left_and_what_it_left_is_swept(source, server):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - DAY)])
    server.hanging.add("a")
    [reply] = await limited(source, time_s=0.1).fetch([SourceRequest(server.url_of("a"))])
    assert str(reply) == f"{server.url_of('a')}: git took longer than 0.1 seconds"
    server.hanging.clear()
    assert (await snapshot(source, server.url_of("a"))).weekly_commits == weekly(w51=1)


async def test_a_history_that_is_too_large_is_refused(source, server):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - timedelta(hours=hours)) for hours in range(200, 0, -1)])
    [reply] = await limited(source, written_bytes=5_120).fetch([SourceRequest(server.url_of("a"))])
    assert str(reply) == f"{server.url_of('a')}: git wrote more than 5,120 bytes"
    [reply] = await limited(source, output_bytes=1_000).fetch([SourceRequest(server.url_of("a"))])
    assert str(reply) == f"{server.url_of('a')}: git wrote more than 1,000 bytes"


async def test_a_copy_that_is_damaged_is_made_anew(source, server, tmp_path):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - 500 * DAY), Made(NOW - 2 * DAY)])
    await snapshot(source, server.url_of("a"))
    [copy] = (tmp_path / "cache").glob("*/repository")
    [pack] = copy.rglob("*.pack")
    for count, damaged in enumerate([pack, copy / "HEAD", copy / "shallow"], start=2):
        damaged.chmod(0o600)
        damaged.write_text("damaged")
        head = git_repos.grow(repo, [Made(NOW - DAY)])
        found = await snapshot(source, server.url_of("a"))
        assert (found.head, found.weekly_commits) == (head, weekly(w51=count))


async def test_a_copy_of_many_parts_is_made_anew(source, server, tmp_path):
    git_repos.grow(git_repos.new(server.path_of("a")), [Made(NOW - DAY)])
    await snapshot(source, server.url_of("a"))
    [packs] = (tmp_path / "cache").glob("*/repository/objects/pack")
    for number in range(50):
        (packs / f"{number}.pack").touch()
    assert (await snapshot(source, server.url_of("a"))).weekly_commits == weekly(w51=1)
    assert len([*packs.glob("*.pack")]) == 1


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (GitRefused(429), RateLimited("u: asks to come back later (429)", None)),
        (GitRefused(503), RateLimited("u: asks to come back later (503)", None)),
        (GitRefused(500), Unavailable("u: answered 500")),
        (GitFailed("repository not found"), Gone("u: there is no such repository (repository not found)")),
        (GitFailed("fatal: early EOF"), Unavailable("u: fatal: early EOF")),
        (socket.gaierror(-2, "x"), Unavailable("u: no address is known for its host (is there a network?)")),
        (OSError(28, "No space left on device"), Unavailable("u: [Errno 28] No space left on device")),
    ],
)
def test_what_goes_wrong_later_means_one_thing_too(error, reply):
    said = source_error_of(error, "u")
    assert (type(said), said.args) == (type(reply), reply.args)


async def test_two_at_once_on_one_repository_get_the_same(source, server):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - DAY)])
    both = await asyncio.gather(*(snapshot(source, server.url_of("a")) for _ in range(2)))
    assert both[0] == both[1]


async def test_who_is_cancelled_leaves_nothing_behind(source, server, tmp_path):
    repo = git_repos.new(server.path_of("a"))
    git_repos.grow(repo, [Made(NOW - DAY)])
    server.hanging.add("a")
    running = asyncio.create_task(snapshot(source, server.url_of("a")))
    await asyncio.to_thread(server.has_hung.wait)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not [*(tmp_path / "cache").rglob("*.lock"), *(tmp_path / "cache").rglob("tmp_*")]
    server.hanging.clear()
    assert (await snapshot(source, server.url_of("a"))).weekly_commits == weekly(w51=1)


@pytest.mark.parametrize("login", ["Bearer token", "Basic b2F1dGgyOnQ="])
async def test_a_host_that_wants_a_login_is_shown_it_by_us_and_by_git(source, server, login):
    head = git_repos.grow(git_repos.new(server.path_of("a")), [Made(NOW - DAY)])
    server.wanted_login = login
    found = await snapshot(attrs.evolve(source, login_of={server.url_of("a"): login}.__getitem__), server.url_of("a"))
    assert (found.head, sum(found.weekly_commits)) == (head, 1)
    with pytest.raises(Gone):
        await source.fetch_one(SourceRequest(server.url_of("a")))


async def test_a_login_that_is_refused_says_nothing_of_the_repository(source, server):
    git_repos.grow(git_repos.new(server.path_of("a")), [Made(NOW - DAY)])
    server.wanted_login = "Bearer token"
    with pytest.raises(Unavailable) as raised:
        await attrs.evolve(source, login_of=lambda _url: "Bearer expired").fetch_one(SourceRequest(server.url_of("a")))
    assert str(raised.value).endswith("answered 401 (Unauthorized: a token or password is missing or wrong)")
