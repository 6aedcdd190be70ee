"""Answers of GitHub, and the snapshots that they make."""

from datetime import UTC, datetime
from typing import Any

from packgrid.sources.repos import Contributor, RepoSnapshot

URL = "https://github.com/ada/django-a"
CREATED = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
PUSHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def node(name="ada/django-a", **changes: Any):
    return {
        "nameWithOwner": name,
        "description": "Does a",
        "homepageUrl": "https://a.example/",
        "stargazerCount": 3,
        "forkCount": 2,
        "isArchived": False,
        "archivedAt": None,
        "isFork": False,
        "createdAt": "2020-01-02T03:04:05Z",
        "pushedAt": "2026-01-02T03:04:05Z",
        "defaultBranchRef": {"name": "main", "target": {"committedDate": "2026-01-01T00:00:00Z"}},
        "issues": {"totalCount": 1},
        "repositoryTopics": {"nodes": [{"topic": {"name": "django"}}]},
        "licenseInfo": {"spdxId": "MIT"},
        "releases": {"totalCount": 4},
        "latestRelease": {"tagName": "v1.0", "publishedAt": "2025-12-31T00:00:00Z"},
    } | changes


def snapshot(**changes: Any):
    return RepoSnapshot(
        **{
            "url": URL,
            "description": "Does a",
            "homepage": "https://a.example/",
            "stars": 3,
            "forks": 2,
            "open_issues": 1,
            "topics": ("django",),
            "license": "MIT",
            "default_branch": "main",
            "is_archived": False,
            "archived_at": None,
            "is_fork": False,
            "created_at": CREATED,
            "pushed_at": PUSHED,
            "last_commit_at": datetime(2026, 1, 1, tzinfo=UTC),
            "release_count": 4,
            "latest_release": "v1.0",
            "latest_release_at": datetime(2025, 12, 31, tzinfo=UTC),
        }
        | changes
    )


def problem(kind=None, *path: str, message="No"):
    return {"message": message} | ({"type": kind} if kind else {}) | ({"path": list(path)} if path else {})


def account(login="ada", commits=5, **changes: Any):
    return {"login": login, "type": "User", "contributions": commits} | changes


def person(name="ada", commits=5, *, is_bot=False):
    return Contributor(name=name, is_account=True, is_bot=is_bot, commits=commits)


def document(name="ada/django-a", **changes: Any):
    return {
        "full_name": name,
        "description": "Does a",
        "homepage": "https://a.example/",
        "stargazers_count": 3,
        "watchers_count": 3,
        "forks_count": 2,
        "open_issues_count": 9,
        "archived": False,
        "fork": False,
        "topics": ["django"],
        "license": {"spdx_id": "MIT"},
        "default_branch": "main",
        "created_at": "2020-01-02T03:04:05Z",
        "pushed_at": "2026-01-02T03:04:05Z",
    } | changes


def from_document(**changes: Any):
    unsaid = ("open_issues", "last_commit_at", "release_count", "latest_release", "latest_release_at")
    return snapshot(**dict.fromkeys(unsaid), **changes)
