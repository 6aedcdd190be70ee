"""The commits of a repository's last year, out of a copy that is kept and brought up to date."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import attrs

from packgrid.lib.git import Git, GitFailed
from packgrid.lib.git_remote import Remote
from packgrid.sources.activity import LOG_FORMAT, WEEKS, Commit, is_recent, parse_log
from packgrid.sources.git_cache import RepoCopy

SINCE = timedelta(weeks=WEEKS + 1)
MOST_COMMITS = 200_000  # in a log; more than anybody commits in a year
MOST_PACKS = 50  # each fetch brings one; then the copy is made anew
MOST_SUSPECTS = 1_000
SHA1_DIGITS = 40
FETCH = (
    "-c", "remote.origin.promisor=true", "-c", "remote.origin.partialCloneFilter=tree:0",
    "fetch", "--quiet", "--filter=tree:0", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
)  # fmt: skip
TWO_PARENTS = re.compile(rb"^parent .*\nparent ", re.MULTILINE)


@attrs.frozen
class CommitHistory:
    """The history that leads to `head`, the newest commit of the remote's default branch."""

    git: Git
    copy: RepoCopy
    remote: Remote
    head: str

    async def commits(self, now: datetime) -> list[Commit]:
        """The commits, newest first: all of the 52 weeks up to now, and perhaps older ones.

        What the copy has is enough; or what is new is fetched; or, where that fails, everything is fetched anew.

        Raises:
            GitFailed, GitRefused, GitStopped, Malformed.
        """
        if self.copy.is_there() and self.copy.pack_count() < MOST_PACKS:
            with suppress(GitFailed):
                return await self.read()
            with suppress(GitFailed):
                await self.fetch()
                return await self.read()
        return await self.make_copy(now)

    async def make_copy(self, now: datetime) -> list[Commit]:
        """Make a new copy and return its commits: usually those of a little more than a year.

        Where there are none, git ends with an error that says nothing (github.com/libgit2/libgit2/pull/7093).
        """
        await self.clear()
        try:
            await self.fetch(f"--shallow-since={(now - SINCE).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        except GitFailed:
            return await self.fetch_newest(now)
        commits = await self.read()
        return await self.fetch_everything() if await self.is_cut(commits, now) else commits

    async def fetch_newest(self, now: datetime) -> list[Commit]:
        """The newest commit if it is older than a year; else all commits, as the failure had another reason."""
        with suppress(GitFailed):
            await self.fetch("--depth=1")
            commits = await self.read()
            if not any(is_recent(commit, now) for commit in commits):
                return commits
        return await self.fetch_everything()

    async def fetch_everything(self) -> list[Commit]:
        """Fetch all commits, still without trees and files."""
        await self.clear()
        await self.fetch()
        return await self.read()

    async def is_cut(self, commits: Sequence[Commit], now: datetime) -> bool:
        """True if commits of the year are missing, behind a merge of a branch that is older than the year.

        To git such a merge is the boundary, and neither side of it is sent (seen with git 2.39: of 370 commits of a
        year it sent 9; github.com/isaacs/github/issues/1804).
        """
        ends = self.copy.shallow_commits()
        suspects = [commit.id for commit in commits if commit.id in ends and is_recent(commit, now)]
        if not 0 < len(suspects) < MOST_SUSPECTS:
            return bool(suspects)
        stored = await self.run("log", "--no-walk", "--format=raw", *suspects, "--")  # raw knows the cut parents
        return bool(TWO_PARENTS.search(stored))

    async def clear(self) -> None:
        """Empty the copy."""
        self.copy.clear()
        await self.run("init", "--quiet", "--bare", "--template=", f"--object-format={kind_of(self.head)}")

    async def fetch(self, *depth: str) -> None:
        """Fetch the commits that lead to the head: to this depth, or else down to those of the copy."""
        await self.run(*FETCH, *depth, "origin", f"+{self.head}:refs/heads/head", remote=self.remote)

    async def read(self) -> list[Commit]:
        """Read the commits of the copy, up to the head."""
        form = (f"--format={LOG_FORMAT}", f"--max-count={MOST_COMMITS}")
        return parse_log(await self.run("log", "-z", *form, self.head, "--"))

    async def run(self, *arguments: str, remote: Remote | None = None) -> bytes:
        """Run git on the copy and return its output; git holds the copy's lock as long as it runs."""
        return await self.git.run(*arguments, folder=self.copy.repository, remote=remote, keep_open=[self.copy.lock])


def kind_of(commit_id: str) -> str:
    """The hash that a repository with such ids uses."""
    return "sha1" if len(commit_id) == SHA1_DIGITS else "sha256"
