"""Real repositories, over http."""

import socket
import subprocess
import time
from datetime import timedelta

import pytest

from packgrid.lib.http import HttpUnavailable
from world import World
from world.events import Kind
from world.git import ENVIRONMENT
from world.identity import Identity

WHO = [
    Identity("one", "one", "github", "github.com", "ada/One"),
    *(Identity(f"x{number}", f"x{number}", "git", "git.example", f"p/q/x{number}") for number in range(100)),
]
REFS = "/git/git.example/{}/info/refs?service=git-upload-pack"


@pytest.fixture
def world(tmp_path):
    with World(identities=WHO, git_folder=tmp_path / "repos") as running:
        yield running


def git(*arguments: str):
    done = subprocess.run(["git", *arguments], env=ENVIRONMENT, check=True, capture_output=True, text=True, timeout=10)  # noqa: S607
    return done.stdout.split()


def test_a_repository_holds_the_newest_commits_and_the_releases(world, tmp_path):
    one, copy = world.projects[0], str(tmp_path / "copy")
    git("clone", "--quiet", "--bare", f"{world.addresses['git']}/github.com/ada/one.git", copy)
    times = git("-C", copy, "log", "--format=%ct", one.default_branch)
    assert len(times) == min(one.commits, 200)
    assert times[0] == str(int(one.pushed_at.timestamp()))
    assert {*git("-C", copy, "tag")} <= {release.version for release in one.releases}


def test_a_push_adds_a_commit_and_a_release_a_tag(world, tmp_path):
    universe, until = world.server.universe, world.now + timedelta(days=30)
    number, released = next(
        (number, event)
        for number in range(1, len(WHO))
        for event in universe.events(number, until=until)
        if event.kind == Kind.RELEASE
    )
    url, copy = f"{world.addresses['git']}/git.example/p/q/{WHO[number].slug}", str(tmp_path / "copy")
    first = git("ls-remote", url, "HEAD")
    assert git("ls-remote", url, "HEAD") == first
    world.advance(days=30)
    assert git("ls-remote", url, "HEAD") != first
    git("clone", "--quiet", "--bare", url, copy)
    assert str(int(released.at.timestamp())) in git("-C", copy, "log", "--format=%ct")
    assert universe.at(number, released.at).releases[-1].version in git("-C", copy, "tag")


async def test_what_is_not_there_is_404(world, http):
    for path in ("github.com/ada/no/info/refs", "github.com/ada/one/HEAD", "gitlab.com/ada/one/info/refs"):
        assert (await http.get(f"{world.addresses['git']}/{path}")).status == 404
    refs = f"{world.addresses['git']}/github.com/ada/one/info/refs?service=git-upload-pack"
    assert (await http.get(refs)).status == 200
    world.fault("gone", projects=["one"], service="git")
    assert (await http.get(refs)).status == 404


async def test_what_git_says_can_be_sent_badly(world, http):
    refs = f"{world.addresses['git']}/github.com/ada/one/info/refs?service=git-upload-pack"
    right = await http.get(refs)
    world.fault("slow", service="git", seconds=0.01)
    assert (await http.get(refs)).body == right.body
    world.heal()
    world.fault("cut off", service="git")
    with pytest.raises(HttpUnavailable, match="the answer broke off"):
        await http.get(refs)


def test_whoever_hangs_up_leaves_no_repository_half_made(world, tmp_path):
    host, _, port = world.addresses["git"].removeprefix("http://").partition("/")[0].partition(":")
    who = WHO[1:11]
    for number, each in enumerate(who):
        with socket.create_connection((host, int(port))) as caller:
            caller.sendall(f"GET {REFS.format(each.path)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.005 + number / 500)
    for each in who:
        assert git("ls-remote", f"{world.addresses['git']}/git.example/{each.path}", "HEAD")
    made = [path.read_text().count("allowFilter") for path in (tmp_path / "repos").glob("*/config")]
    assert made == [1] * len(who)
