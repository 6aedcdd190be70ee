"""Bitbucket Data Center's REST API 1.0 (developer.atlassian.com, "Bitbucket Data Center REST API", read November 2026).

It names projects by keys in capitals and people's own repositories by ~name, has no ETags, and answers under the old
name of a repository with a document that has the new one. Who shows no key is refused: here nothing is public.
"""

from collections.abc import Callable
from typing import Any
from zlib import crc32

from world import commits
from world.answers import Answer, Call, told
from world.project import Project
from world.routes import Endpoint
from world.view import View

UNKNOWN_CALLER = "You are not permitted to access this resource"
type Show = Callable[[Call, Project], Answer]


def refused(status: int, message: str, kind: str) -> Answer:
    """An error as this server says it."""
    error = {"context": None, "message": message, "exceptionName": f"com.atlassian.bitbucket.{kind}"}
    return told({"errors": [error]}, status)


def found(show: Show) -> Endpoint:
    """An endpoint that finds a repository by its key and slug, and answers with what `show` makes of it."""

    def answer(view: View, call: Call, key: str, slug: str) -> Answer:
        if not call.token:
            return refused(401, UNKNOWN_CALLER, "AuthorisationException")
        place = f"users/{key[1:]}" if key.startswith("~") else f"projects/{key}"
        project = view.hosted(f"{place}/repos/{slug}", call)
        if not project:
            return refused(404, f"Repository {key}/{slug} does not exist.", "repository.NoSuchRepositoryException")
        return show(call, project).of(project.number)

    return answer


def repository(_call: Call, project: Project) -> Answer:
    """A repository."""
    return told(shape(project))


def shape(project: Project) -> dict[str, Any]:
    """The document of a repository."""
    place, name, _repos, slug = project.path.split("/")
    is_own = place == "users"
    key = f"~{name.upper()}" if is_own else name.upper()
    owner = {"owner": person(name)} if is_own else {"public": False}
    clone = f"{project.host}/scm/{key.lower()}/{slug}.git"
    return {
        "slug": slug,
        "id": 100 + project.number,
        "name": slug,
        "description": project.summary,
        "hierarchyId": f"{crc32(slug.encode()):020x}",
        "scmId": "git",
        "state": "AVAILABLE",
        "statusMessage": "Available",
        "forkable": True,
        **({"origin": {"slug": slug, "project": {"key": "UPSTREAM"}}} if project.is_fork else {}),
        "project": {"key": key, "id": 7, "name": name, "type": "PERSONAL" if is_own else "NORMAL", **owner},
        "public": False,
        "archived": project.archived_at is not None,
        "links": {
            "clone": [
                {"href": f"https://{clone}", "name": "http"},
                {"href": f"ssh://git@{project.host}:7999/{key.lower()}/{slug}.git", "name": "ssh"},
            ],
            "self": [{"href": f"{project.url}/browse"}],
        },
    }


def person(name: str) -> dict[str, Any]:
    """An account."""
    return {
        "name": name,
        "emailAddress": f"{name}@example.org",
        "active": True,
        "displayName": name.title(),
        "id": crc32(name.encode()),
        "slug": name,
        "type": "NORMAL",
    }


def page(call: Call, size: int, make: Callable[[int], Any]) -> Answer:
    """A page of a list, which does not say how long the whole list is."""
    start, limit = call.number("start", 0, size), call.number("limit", 25, 1000)
    numbers = range(start, min(start + limit, size))
    is_last = numbers.stop >= size
    more = {} if is_last else {"nextPageStart": numbers.stop}
    values = [make(number) for number in numbers]
    return told({"size": len(values), "limit": limit, "isLastPage": is_last, "start": start, "values": values, **more})


def listed_commits(call: Call, project: Project) -> Answer:
    """The commits of the default branch, newest first."""
    return page(call, project.commits, lambda back: commit(project, back))


def commit(project: Project, back: int) -> dict[str, Any]:
    """The commit that is so many before the newest one, with times in milliseconds."""
    one = commits.commit(project, back)
    at, who = int(one.at.timestamp() * 1000), person(one.by.login)
    return {
        "id": one.sha,
        "displayId": one.sha[:11],
        "author": who,
        "authorTimestamp": at,
        "committer": who,
        "committerTimestamp": at,
        "message": one.message,
        "parents": [{"id": sha, "displayId": sha[:11]} for sha in commits.parents(project, back)],
    }


def forks(call: Call, project: Project) -> Answer:
    """The forks, as far as the caller may see them."""
    return page(call, project.forks, lambda number: {**shape(project), "id": 10_000 + number})


def default_branch(_call: Call, project: Project) -> Answer:
    """The branch that people see first."""
    name = project.default_branch
    return told({"id": f"refs/heads/{name}", "displayId": name, "type": "BRANCH", "isDefault": True})


ROUTES: dict[str, Endpoint] = {
    "projects/*/repos/*": found(repository),
    "projects/*/repos/*/commits": found(listed_commits),
    "projects/*/repos/*/forks": found(forks),
    "projects/*/repos/*/default-branch": found(default_branch),
}
