"""Forgejo's and Gitea's API v1 (Gitea's modules/structs/repo.go and Codeberg's /api/swagger, read November 2026).

There are no ETags, times have the host's offset, what never happened is the beginning of 1970 or of our era, and a
repository that moved is answered by 307.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from zlib import crc32

from world import commits
from world.answers import Answer, Call, told
from world.pages import paged
from world.project import Project, Release
from world.routes import Endpoint
from world.view import View

BERLIN = timezone(timedelta(hours=1))
NEVER_ARCHIVED, NEVER_MIRRORED = "1970-01-01T01:00:00+01:00", "0001-01-01T00:00:00Z"
NOT_FOUND = {"message": "The target couldn't be found.", "url": "https://codeberg.org/api/swagger", "errors": []}
HAS = ("issues", "wiki", "pull_requests", "projects", "releases", "packages", "actions")
ALLOWS = ("merge_commits", "rebase", "rebase_explicit", "squash_merge", "fast_forward_only_merge", "rebase_update")
type Show = Callable[[Call, Project], Answer]


def repository(_call: Call, project: Project) -> Answer:
    """The document of a repository."""
    return told(whole(project))


def listed(items: Callable[[Project], Sequence[Any]], shape: Callable[[Project, Any], Any]) -> Show:
    """A list of a repository, a page at a time, with the number of all in the headers."""

    def show(call: Call, project: Project) -> Answer:
        page = paged(call, items(project), size_name="limit", size=30)
        answer = told([shape(project, item) for item in page.items], x_total_count=str(page.total))
        return answer.also(page.link(call, call.url))

    return show


def latest_release(_call: Call, project: Project) -> Answer:
    """The newest release that is no candidate."""
    return told(release(project, project.current)) if project.releases else told(NOT_FOUND, 404)


def topics(_call: Call, project: Project) -> Answer:
    """The topics alone, which older versions do not name elsewhere."""
    return told({"topics": list(project.topics)})


def found(show: Show) -> Endpoint:
    """What is asked of the repository at this path, or where it has gone."""

    def answer(view: View, call: Call, owner: str, name: str) -> Answer:
        path = f"{owner}/{name}"
        project = view.hosted(path, call)
        if not project:
            return told(NOT_FOUND, 404)
        if project.path.lower() == path.lower():
            return show(call, project).of(project.number)
        url = "/".join([call.base, "repos", project.path, *call.segments[3:]])
        return Answer(307, headers={"location": url}, about=(project.number,))

    return answer


def whole(project: Project) -> dict[str, Any]:
    """A repository."""
    url = f"https://{project.host}/api/v1/repos/{project.path}"
    return {
        "id": 1000 + project.number,
        "owner": user(project, project.owner),
        "name": project.repo_name,
        "full_name": project.path,
        "description": project.summary,
        "empty": False,
        "private": False,
        "fork": project.is_fork,
        "template": False,
        "mirror": False,
        "size": project.commits * 7,
        "language": "Python",
        "languages_url": f"{url}/languages",
        "html_url": project.url,
        "url": url,
        "link": "",
        "ssh_url": f"ssh://git@{project.host}/{project.path}.git",
        "clone_url": f"{project.url}.git",
        "original_url": "",
        "website": "",
        "stars_count": project.stars,
        "forks_count": project.forks,
        "watchers_count": project.stars // 4 + 1,
        "open_issues_count": project.open_issues,
        "open_pr_counter": project.open_issues // 4,
        "release_counter": len(project.releases),
        "default_branch": project.default_branch,
        "archived": project.archived_at is not None,
        "created_at": local(project.created_at),
        "updated_at": local(project.pushed_at),
        "archived_at": local(project.archived_at) if project.archived_at else NEVER_ARCHIVED,
        "permissions": {"admin": False, "push": False, "pull": True},
        **{f"has_{part}": True for part in HAS},
        **{f"allow_{way}": True for way in ALLOWS},
        "ignore_whitespace_conflicts": False,
        "default_merge_style": "merge",
        "avatar_url": "",
        "internal": False,
        "mirror_interval": "",
        "object_format_name": "sha1",
        "mirror_updated": NEVER_MIRRORED,
        "topics": list(project.topics),
        "licenses": [project.licence.spdx] if project.licence.spdx else None,
    }


def user(project: Project, login: str) -> dict[str, Any]:
    """An account."""
    return {
        "id": crc32(login.encode()),
        "login": login,
        "login_name": "",
        "full_name": "",
        "email": f"{login}@noreply.{project.host}",
        "avatar_url": f"https://{project.host}/avatars/{crc32(login.encode()):x}",
        "html_url": f"https://{project.host}/{login}",
        "visibility": "public",
        "username": login,
    }


def local(moment: datetime) -> str:
    """A moment as the host writes it, with its offset."""
    return moment.astimezone(BERLIN).isoformat(timespec="seconds")


def release(project: Project, each: Release) -> dict[str, Any]:
    """A release with its tag."""
    at = local(each.uploaded_at)
    return {
        "id": crc32(f"{project.path}{each.version}".encode()),
        "tag_name": each.version,
        "target_commitish": project.default_branch,
        "name": each.version,
        "body": "",
        "html_url": f"{project.url}/releases/tag/{each.version}",
        "draft": False,
        "prerelease": "rc" in each.version,
        "created_at": at,
        "published_at": at,
        "author": user(project, project.author.login),
        "assets": [],
    }


def commit(project: Project, back: int) -> dict[str, Any]:
    """The commit that is so many before the newest one."""
    one = commits.commit(project, back)
    who = {"name": one.by.name or one.by.login, "email": "redacted@example.org", "date": local(one.at)}
    author = user(project, one.by.login)
    return {
        "sha": one.sha,
        "created": local(one.at),
        "html_url": f"{project.url}/commit/{one.sha}",
        "commit": {"author": who, "committer": who, "message": one.message},
        "author": author,
        "committer": author,
        "parents": [{"sha": sha} for sha in commits.parents(project, back)],
    }


ROUTES: dict[str, Endpoint] = {
    "repos/*/*": found(repository),
    "repos/*/*/releases": found(listed(lambda project: project.releases[::-1], release)),
    "repos/*/*/releases/latest": found(latest_release),
    "repos/*/*/topics": found(topics),
    "repos/*/*/commits": found(listed(lambda project: range(project.commits), commit)),
}
