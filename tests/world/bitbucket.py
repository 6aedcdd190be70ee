"""Bitbucket Cloud's REST API 2.0 (developer.atlassian.com, "Repositories" and "Pagination", read November 2026)."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zlib import crc32

import attrs

from world import commits
from world.answers import JSON, Answer, Call, encoded, etag, told
from world.pages import paged
from world.project import Project
from world.routes import Endpoint
from world.view import View

API, SITE = "https://api.bitbucket.org/2.0", "https://bitbucket.org"
NO_REPOSITORY = "You may not have access to this repository or it no longer exists in this workspace."
PARTS = {
    "pullrequests": "pullrequests", "commits": "commits", "forks": "forks", "watchers": "watchers", "hooks": "hooks",
    "branches": "refs/branches", "tags": "refs/tags", "downloads": "downloads", "source": "src", "issues": "issues",
}  # fmt: skip
COMMIT_PARTS = ("approve", "comments", "statuses")
type Links = dict[str, dict[str, str]]
type Show = Callable[[Call, Project], dict[str, Any]]


def listed(items: Callable[[Project], Sequence[Any]], shape: Callable[[Project, Any], Any], *, counts: bool) -> Show:
    """A list of a repository, a page at a time, with the number of all where Bitbucket `counts`."""

    def show(call: Call, project: Project) -> dict[str, Any]:
        page = paged(call, items(project), size_name="pagelen", size=10)
        more = {"next": f"{call.url}?page={page.number + 1}"} if page.number < page.last else {}
        size = {"size": page.total, "page": page.number} if counts else {}
        return {"values": [shape(project, item) for item in page.items], "pagelen": page.size, **size, **more}

    return show


def found(show: Show) -> Endpoint:
    """What is asked of the repository at this path, or where it has gone."""

    def answer(view: View, call: Call, workspace: str, slug: str) -> Answer:
        path = f"{workspace}/{slug}"
        project = view.hosted(path, call)
        if not project:
            return told({"type": "error", "error": {"message": NO_REPOSITORY}}, 404)
        if project.path.lower() != path.lower():
            url = "/".join([call.base, "repositories", project.path, *call.segments[3:]])
            return Answer(301, headers={"location": url}, about=(project.number,))
        return Answer(
            make=lambda: encoded(partial(call, show(call, project))),
            headers={"content-type": JSON},
            etag=etag(call.segments, sorted(call.query.items()), view.world, project.repo_changes, project.path),
            about=(project.number,),
        )

    return answer


def partial(call: Call, document: dict[str, Any]) -> dict[str, Any]:
    """The document with only those of its fields that are asked for."""
    wanted = call.query.get("fields", "")
    return {key: document[key] for key in wanted.split(",") if key in document} if wanted else document


def repository(project: Project) -> dict[str, Any]:
    """A repository."""
    url = f"{API}/repositories/{project.path}"
    return {
        "type": "repository",
        "full_name": project.path,
        "links": repository_links(project, url),
        "name": project.repo_name,
        "slug": project.repo_name,
        "description": project.summary,
        "scm": "git",
        "website": "",
        "owner": user(project.owner),
        "workspace": workspace(project.owner),
        "is_private": False,
        "project": untitled(project.owner),
        "fork_policy": "allow_forks",
        "created_on": project.created_at.isoformat(),
        "updated_on": project.pushed_at.isoformat(),
        "size": project.commits * 7000,
        "language": "python",
        "uuid": uuid(project.path),
        "mainbranch": {"name": project.default_branch, "type": "branch"},
        "override_settings": {"default_merge_strategy": False, "branching_model": False},
        "parent": parent(project) if project.is_fork else None,
        "has_issues": True,
        "has_wiki": False,
    }


def repository_links(project: Project, url: str) -> dict[str, Any]:
    """Where everything of a repository is."""
    clone = [
        {"name": "https", "href": f"{project.url}.git"},
        {"name": "ssh", "href": f"git@bitbucket.org:{project.path}.git"},
    ]
    parts = {part: {"href": f"{url}/{path}"} for part, path in PARTS.items()}
    return {**links(url, project.url, project.path), **parts, "clone": clone}


def parent(project: Project) -> dict[str, Any]:
    """What a repository was forked from."""
    path = f"upstream/{project.slug}"
    where = links(f"{API}/repositories/{path}", f"{SITE}/{path}", path)
    return {"type": "repository", "full_name": path, "links": where, "name": project.slug, "uuid": uuid(path)}


def user(nickname: str) -> dict[str, Any]:
    """An account."""
    return {
        "display_name": nickname.title(),
        "links": links(f"{API}/users/{quote(uuid(nickname))}", f"{SITE}/{quote(uuid(nickname))}/", nickname),
        "type": "user",
        "uuid": uuid(nickname),
        "account_id": f"557058:{UUID(int=crc32(nickname.encode()))}",
        "nickname": nickname,
    }


def workspace(owner: str) -> dict[str, Any]:
    """What an account's repositories are in."""
    where = links(f"{API}/workspaces/{owner}", f"{SITE}/{owner}/", owner)
    return {"type": "workspace", "uuid": uuid(owner), "name": owner.title(), "slug": owner, "links": where}


def untitled(owner: str) -> dict[str, Any]:
    """The project that a workspace keeps its repositories in, where nobody made another."""
    path = f"workspaces/{owner}/projects/PROJ"
    where = links(f"{API}/{path}", f"{SITE}/{path}", path)
    return {"type": "project", "key": "PROJ", "uuid": uuid(path), "name": "Untitled project", "links": where}


def links(url: str, page: str, pictured: str) -> Links:
    """The links that everything has."""
    avatar = f"https://bytebucket.org/ravatar/{quote(uuid(pictured))}?ts=python"
    return {"self": {"href": url}, "html": {"href": page}, "avatar": {"href": avatar}}


def uuid(thing: str) -> str:
    """An identifier in braces."""
    return f"{{{UUID(int=crc32(thing.encode()))}}}"


def fork(project: Project, number: int) -> dict[str, Any]:
    """One of the forks."""
    return repository(attrs.evolve(project, path=f"fork{number}/{project.repo_name}", is_fork=True))


def watcher(_project: Project, number: int) -> dict[str, Any]:
    """One of those who want to be told of every push."""
    return user(f"watcher{number}")


def commit(project: Project, back: int) -> dict[str, Any]:
    """The commit that is so many before the newest one."""
    one, url = commits.commit(project, back), f"{API}/repositories/{project.path}"
    message = {"type": "rendered", "raw": one.message, "markup": "markdown", "html": f"<p>{one.message}</p>"}
    parts = {part: {"href": f"{url}/commit/{one.sha}/{part}"} for part in COMMIT_PARTS}
    changes = {part: {"href": f"{url}/{part}/{one.sha}"} for part in ("diff", "patch")}
    return {
        "type": "commit",
        "hash": one.sha,
        "date": one.at.isoformat(timespec="seconds"),
        "author": {"type": "author", "raw": f"{one.by.name} <redacted@example.org>", "user": user(one.by.login)},
        "message": one.message,
        "summary": message,
        "links": {**commit_links(project, one.sha), **parts, **changes},
        "parents": [
            {"type": "commit", "hash": sha, "links": commit_links(project, sha)}
            for sha in commits.parents(project, back)
        ],
        "rendered": {"message": message},
        "repository": {
            "type": "repository",
            "full_name": project.path,
            "links": links(url, project.url, project.path),
            "name": project.repo_name,
            "uuid": uuid(project.path),
        },
    }


def commit_links(project: Project, sha: str) -> Links:
    """Where a commit is."""
    return {
        "self": {"href": f"{API}/repositories/{project.path}/commit/{sha}"},
        "html": {"href": f"{project.url}/commits/{sha}"},
    }


ROUTES: dict[str, Endpoint] = {
    "repositories/*/*": found(lambda _call, project: repository(project)),
    "repositories/*/*/forks": found(listed(lambda project: range(project.forks), fork, counts=True)),
    "repositories/*/*/watchers": found(listed(lambda project: range(project.stars), watcher, counts=True)),
    "repositories/*/*/commits": found(listed(lambda project: range(project.commits), commit, counts=False)),
}
