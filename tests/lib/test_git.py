import asyncio
import fcntl
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

import git_repos
from git_repos import Made
from git_server import GitDaemon, GitServer
from packgrid.lib.git import Git, GitFailed, GitLimits, GitRefused, GitStopped, last_complaint
from packgrid.lib.git_remote import Remote

LIMITS = GitLimits(cpu_s=7, written_bytes=51_200, output_bytes=100_000)
GIT = Git("packgrid/test", LIMITS)


async def by_shell(script: str, git: Git = GIT, **options) -> bytes:  # noqa: ANN003
    """What a child of git says: git starts this script as one of its own commands."""
    return await git.run("-c", f"alias.script=!{script}", "script", **options)


async def test_git_knows_nothing_of_its_user_and_may_call_nobody(monkeypatch):
    for name in ("GIT_SSH_COMMAND", "SSH_ASKPASS", "GIT_DIR", "PACKGRID_SECRET_KEY"):
        monkeypatch.setenv(name, "secret")
    said = dict(line.split("=", 1) for line in (await by_shell("env")).decode().splitlines() if "=" in line)
    assert "secret" not in said.values()
    assert {name: said[name] for name in ("HOME", "GIT_ALLOW_PROTOCOL", "GIT_TERMINAL_PROMPT")} == {
        "HOME": os.devnull,
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_TERMINAL_PROMPT": "0",
    }


async def test_git_reads_no_settings_but_ours(monkeypatch, tmp_path):
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = somebody")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    await GIT.run("init", "--quiet", folder=tmp_path / ".git")
    await GIT.run("config", "remote.origin.url", "https://git.example/", folder=tmp_path / ".git")
    scopes = {line.split()[0] for line in (await GIT.run("config", "--show-scope", "--list")).decode().splitlines()}
    assert scopes == {"command"}
    assert await GIT.run("config", "http.userAgent") == b"git/2.0 (packgrid/test)\n"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc", "transport 'file' not allowed"),
        ("/etc", "transport 'file' not allowed"),
        ("ext::sh -c true", "transport 'ext' not allowed"),
        ("ssh://git@git.example/a/b", "transport 'ssh' not allowed"),
        ("https://git.example/a/b", "transport 'https' not allowed"),
    ],
)
async def test_git_calls_no_address_that_it_was_not_given(url, reason):
    with pytest.raises(GitFailed, match=reason):
        await GIT.run("ls-remote", "--", url)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("yes", "git wrote more than 100,000 bytes"),
        ("kill -XCPU $$", "git used more than 7 seconds of processor time"),
    ],
)
async def test_a_limit_ends_git_and_says_which_it_was(script, reason):
    with pytest.raises(GitStopped) as raised:
        await by_shell(script)
    assert str(raised.value) == reason


@pytest.mark.parametrize("script", ["sleep 30", "sleep 30 & exit"])
async def test_the_time_limit_is_for_all_that_git_starts(script):
    with pytest.raises(GitStopped, match=r"git took longer than 0\.1 seconds"):
        await by_shell(script, Git("packgrid/test", GitLimits(time_s=0.1)))


async def test_no_file_grows_beyond_the_limit(tmp_path):
    with pytest.raises(GitStopped, match="git wrote more than 51,200 bytes"):
        await by_shell(f"head -c 60000 /dev/zero > {tmp_path}/file", folder=tmp_path)
    assert (tmp_path / "file").stat().st_size == 51_200
    assert await by_shell("ulimit -f; ulimit -S -t; ulimit -c") == b"100\n7\n0\n"


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4, 6, 10, 100])
async def test_cancelling_ends_all_that_git_started_at_any_moment(tmp_path, steps):
    lock = os.open(tmp_path / "lock", os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    running = asyncio.create_task(by_shell("sleep 30 & wait", keep_open=[lock]))
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    os.close(lock)
    assert await is_free(tmp_path / "lock")


async def is_free(path: Path) -> bool:
    """Whether within two seconds no process has the lock any more."""
    lock = os.open(path, os.O_RDONLY)
    for _ in range(200):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(lock)
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_file_that_is_kept_open_is_open_in_all_that_git_starts(tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        await by_shell(f"echo held > /dev/fd/{lock.fileno()}", keep_open=[lock.fileno()])
    assert (tmp_path / "lock").read_text() == "held\n"


async def test_what_git_complains_of_is_the_message():
    with pytest.raises(GitFailed, match="fatal: not a git repository: '/nowhere'"):
        await GIT.run("log", folder=Path("/nowhere"))
    with pytest.raises(GitRefused, match="answered 429"):
        await by_shell("echo 'error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429' >&2; exit 1")
    with pytest.raises(GitFailed, match="git ended with code 3"):
        await by_shell("exit 3")


async def test_a_machine_without_git_says_so(monkeypatch, tmp_path):
    (tmp_path / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitFailed, match="git is not installed"):
        await GIT.run("version")


async def test_an_old_git_is_not_used_where_it_could_not_be_held_to_addresses():
    remote = Remote("https", "git.example", 443, "/a/b", ("192.0.2.1",))
    old = Git("packgrid/test", known_version=(2, 34))
    with pytest.raises(
        GitFailed, match=r"git 2\.34 is too old to connect only to the checked address; install git 2\.37 or newer"
    ):
        await old.run("ls-remote", "origin", remote=remote)


async def test_git_connects_to_the_checked_address_whatever_the_name_leads_to(tmp_path):
    with GitServer(tmp_path) as web, GitDaemon(tmp_path) as daemon:
        (tmp_path / "git.example").mkdir()
        head = git_repos.grow(git_repos.new(web.path_of("git.example/a")), [Made(datetime(2026, 1, 1, tzinfo=UTC))])
        port = web.server.server_port
        for remote in (
            Remote("http", "git.example", port, "/git.example/a", ("127.0.0.1",)),
            Remote("git", "git.example", daemon.port, "/a", ("127.0.0.1",)),
        ):
            assert (
                await Git("packgrid/test").run("ls-remote", "origin", "HEAD", remote=remote)
                == f"{head}\tHEAD\n".encode()
            )


async def test_git_follows_no_redirect(tmp_path):
    with GitServer(tmp_path) as server:
        git_repos.new(server.path_of("a"))
        server.instead["b"] = (302, {"Location": server.url_of("a/info/refs?service=git-upload-pack")})
        with pytest.raises(GitRefused, match="answered 302"):
            await GIT.run("ls-remote", "origin", remote=Remote("http", "127.0.0.1", server.server.server_port, "/b"))
    assert server.requests == ["GET /b/info/refs"]


@pytest.mark.parametrize(
    ("complaints", "last"),
    [
        ("error: a\nfatal: b\n\nhint: c\n", "fatal: b"),
        ("fatal: unable to connect:\n  refused\n", "fatal: unable to connect: refused"),
        ("warning: a\nb\n", "warning: a b"),
        ("", ""),
        ("x" * 1000, "x" * 300),
    ],
)
def test_the_last_error_counts(complaints, last):
    assert last_complaint(complaints) == last
