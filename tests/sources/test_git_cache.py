import asyncio
import os
import re
import subprocess

import pytest

from packgrid.sources.git_cache import CopyInUse, GitCache, folder_name

A, B, C = "https://git.example/a", "https://git.example/b", "https://git.example/c"
KB = 1024


async def keep(cache: GitCache, url: str, size: int, *, used_at: int) -> None:
    """Keep a repository of this size, last used at this time."""
    async with cache.hold(url) as copy:
        copy.repository.mkdir(parents=True, exist_ok=True)
        (copy.repository / "pack").write_bytes(b"x" * size)
    os.utime(copy.folder / "lock", (used_at, used_at))


def kept(cache: GitCache) -> set[str]:
    return {path.name for path in cache.folder.iterdir()}


@pytest.fixture
def cache(tmp_path):
    return GitCache(tmp_path / "cache", 100 * KB)


@pytest.fixture
def elsewhere(cache):
    """The same folder in another process, which does not wait long."""
    return GitCache(cache.folder, cache.most_bytes, wait_s=0.1)


async def test_what_was_used_longest_ago_goes_when_there_is_too_much(cache):
    await keep(cache, A, 40 * KB, used_at=3)
    await keep(cache, B, 40 * KB, used_at=1)
    await keep(cache, C, 40 * KB, used_at=2)
    assert kept(cache) == {folder_name(A), folder_name(C)}


async def test_what_an_earlier_run_left_counts_too(cache):
    await keep(cache, A, 80 * KB, used_at=1)
    again = GitCache(cache.folder, 50 * KB)
    async with again.hold(B):
        pass
    assert kept(again) == {folder_name(B)}


async def test_what_is_in_use_stays_and_so_does_what_is_not_ours(cache):
    (cache.folder / "photographs").mkdir(parents=True)
    (cache.folder / "photographs" / "cat").write_bytes(b"x" * 200 * KB)
    async with cache.hold(A) as copy:
        copy.repository.mkdir()
        (copy.repository / "pack").write_bytes(b"x" * 200 * KB)
        async with cache.hold(B):
            pass
        assert kept(cache) == {"photographs", folder_name(A)}


async def test_what_a_killed_tidier_left_goes_first(cache):
    (cache.folder / "going-abc" / "x").mkdir(parents=True)
    (cache.folder / "going-abc" / "x" / "pack").write_bytes(b"x" * 90 * KB)
    await keep(cache, A, 40 * KB, used_at=1)
    assert kept(cache) == {folder_name(A)}


async def test_a_copy_belongs_to_one_at_a_time(cache, elsewhere):
    order = []

    async def work(name: str) -> None:
        async with cache.hold(A):
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            order.append(f"{name} ends")

    await asyncio.gather(work("one"), work("two"))
    assert order == ["one begins", "one ends", "two begins", "two ends"]
    async with cache.hold(A):
        with pytest.raises(CopyInUse, match=r"its copy has been in use elsewhere for 0\.1 seconds"):
            await keep(elsewhere, A, 1, used_at=1)
        await keep(elsewhere, B, 1, used_at=1)


async def test_a_copy_stays_in_use_while_a_git_runs_whose_parent_was_killed(cache, elsewhere):
    async with cache.hold(A) as copy:
        orphan = subprocess.Popen(["/bin/sleep", "30"], pass_fds=[copy.lock])  # noqa: ASYNC220 it outlives the block
    with pytest.raises(CopyInUse):
        await keep(elsewhere, A, 1, used_at=1)
    orphan.kill()
    orphan.wait()
    await keep(elsewhere, A, 1, used_at=1)


async def test_what_a_killed_git_left_is_swept(cache):
    left = ["shallow.lock", "refs/heads/head.lock", "objects/pack/tmp_pack_abc", "objects/tmp_objdir-abc/x"]
    stays = ["HEAD", "objects/pack/pack-1.pack"]
    async with cache.hold(A) as copy:
        pass
    for name in (*left, *stays):
        path = copy.repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    async with cache.hold(A) as copy:
        assert sorted(str(p.relative_to(copy.repository)) for p in copy.repository.rglob("*") if p.is_file()) == stays


def test_a_folder_has_a_name_for_people_and_one_for_each_address():
    assert re.fullmatch(r"git-example-ada-a-[0-9a-f]{16}", folder_name("https://git.example/Ada/a"))
    assert folder_name("https://git.example/Ada/a") != folder_name("https://git.example/ada/a")
    assert len(folder_name("https://git.example/" + "a" * 500)) < 80
