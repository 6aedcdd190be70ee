"""Snapshots of repositories, from git hosts and from git itself.

None is "not said": the host has no such fact, or was not asked for it this time; what is stored stays. Empty (an empty
text, no topics, no contributors) is "said that there is none".
"""

from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class Contributor:
    """A contributor: a login at the host if `is_account`, else an author's name; `commits` is None if not counted."""

    name: str
    is_account: bool
    is_bot: bool
    commits: int | None


@attrs.frozen(kw_only=True)
class RepoSnapshot:
    """A repository as its host describes it. Times are in UTC; `contributors` are ordered by commits, most first."""

    url: str
    description: str | None = None
    homepage: str | None = None
    stars: int | None = None
    forks: int | None = None
    open_issues: int | None = None
    topics: tuple[str, ...] | None = None
    license: str | None = None
    default_branch: str | None = None
    is_archived: bool | None = None
    archived_at: datetime | None = None
    is_fork: bool | None = None
    created_at: datetime | None = None
    pushed_at: datetime | None = None
    last_commit_at: datetime | None = None
    release_count: int | None = None
    latest_release: str | None = None
    latest_release_at: datetime | None = None
    contributors: tuple[Contributor, ...] | None = None


@attrs.frozen(kw_only=True)
class ActivitySnapshot:
    """The last year of a repository's default branch, read from its history.

    `head` is the id of its newest commit, "" of an empty repository. `weekly_commits` are 52 counts, oldest first, the
    last one the seven days up to the fetch; `daily_commits` are counts of days (UTC), the last one that of the fetch.
    `authors` are those of these weeks, most commits first. `tags` are the names of all tags, in the repository's order.
    """

    head: str
    default_branch: str
    last_commit_at: datetime | None
    weekly_commits: tuple[int, ...]
    daily_commits: tuple[int, ...] = ()
    authors: tuple[Contributor, ...]
    tags: tuple[str, ...]
