"""What the fields of GraphQL's Repository say."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLResolveInfo

from world import commits, github_shapes
from world.answers import stamp
from world.licences import NAMES
from world.project import Project, Release

MOST_NODES = 100


def topics(project: Project, info: GraphQLResolveInfo, **bounds: Any) -> dict[str, Any]:
    """The topics that are asked for."""
    found = bounded(info, project.topics, **bounds)
    return {"totalCount": len(project.topics), "nodes": [{"topic": {"name": name}} for name in found]}


def releases(project: Project, info: GraphQLResolveInfo, *, order_by: Any = None, **bounds: Any) -> dict[str, Any]:
    """The releases, newest first unless it is asked otherwise."""
    is_ascending = order_by and order_by["direction"] == "ASC"
    found = bounded(info, project.releases if is_ascending else project.releases[::-1], **bounds)
    return {"totalCount": len(project.releases), "nodes": [release(project, each) for each in found]}


def bounded(
    info: GraphQLResolveInfo, items: Sequence[Any], *, first: int | None = None, last: int | None = None
) -> Sequence[Any]:
    """The first or last of the items; GitHub lists nothing without a bound, nor more than a hundred."""
    wants = {field.name.value for node in info.field_nodes for field in selected(node)} & {"nodes", "edges"}
    name, size = info.field_name, last if first is None else first
    if size is None and wants:
        say = f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
        raise GraphQLError(say, extensions={"type": "MISSING_PAGINATION_BOUNDARIES"})
    if size is not None and not 0 <= size <= MOST_NODES:
        say = f"Requesting {size} records on the `{name}` connection exceeds the limit of {MOST_NODES} records."
        raise GraphQLError(say, extensions={"type": "EXCESSIVE_PAGINATION"})
    return items[:first] if first is not None else items[len(items) - (last or 0) :]


def selected(node: FieldNode) -> list[FieldNode]:
    """The fields that are asked of a field directly."""
    inner = node.selection_set.selections if node.selection_set else ()
    return [field for field in inner if isinstance(field, FieldNode)]


def release(project: Project, each: Release) -> dict[str, Any]:
    """A release."""
    return {
        "name": f"Version {each.version}",
        "tagName": each.version,
        "createdAt": stamp(each.uploaded_at),
        "publishedAt": stamp(each.uploaded_at),
        "isDraft": False,
        "isLatest": each == project.current,
        "isPrerelease": "rc" in each.version,
        "url": f"{project.url}/releases/tag/{each.version}",
    }


def head(project: Project) -> dict[str, Any]:
    """The default branch and its newest commit."""
    newest = commits.commit(project, 0)
    target = {
        "__typename": "Commit",
        "oid": newest.sha,
        "committedDate": stamp(newest.at),
        "authoredDate": stamp(newest.at),
        "message": newest.message,
        "history": lambda _info, since=None, **_: {"totalCount": commits.count(project, since=moment(since))},
    }
    return {"name": project.default_branch, "target": target}


def moment(said: str | None) -> datetime | None:
    """A moment of a query."""
    return datetime.fromisoformat(said) if said else None


def licence(project: Project) -> dict[str, Any] | None:
    """The licence that GitHub detects."""
    spdx = project.licence.spdx
    return {"key": spdx.lower(), "name": NAMES[spdx], "nickname": None, "spdxId": spdx, "url": None} if spdx else None


def total(count: Callable[[Project], int]) -> Callable[..., dict[str, int]]:
    """A connection of which only the number is known."""
    return lambda project, _info, **_: {"totalCount": count(project)}


def open_only(count: Callable[[Project], int]) -> Callable[..., dict[str, int]]:
    """The same of issues or pull requests: open ones, and as many again that are closed."""
    return lambda project, _info, states=("OPEN", "CLOSED"), **_: {"totalCount": count(project) * len(states)}


def plain(value: Callable[[Project], Any]) -> Callable[..., Any]:
    """A field without arguments."""
    return lambda project, _info: value(project)


FIELDS: dict[str, Callable[..., Any]] = {
    "id": plain(lambda project: github_shapes.node_id("Repository", github_shapes.id_of(project))),
    "databaseId": plain(github_shapes.id_of),
    "name": plain(lambda project: project.repo_name),
    "nameWithOwner": plain(lambda project: project.path),
    "owner": plain(
        lambda project: {
            "__typename": "Organization",
            "login": project.owner,
            "url": f"{github_shapes.SITE}/{project.owner}",
        }
    ),
    "url": plain(lambda project: project.url),
    "description": plain(lambda project: project.summary),
    "homepageUrl": plain(github_shapes.homepage),
    "stargazerCount": plain(lambda project: project.stars),
    "stargazers": total(lambda project: project.stars),
    "watchers": total(lambda project: project.stars // 20),
    "forkCount": plain(lambda project: project.forks),
    "isArchived": plain(lambda project: project.archived_at is not None),
    "archivedAt": plain(lambda project: project.archived_at and stamp(project.archived_at)),
    "isFork": plain(lambda project: project.is_fork),
    **{
        f"is{what}": plain(lambda _project: False)
        for what in ("Disabled", "Empty", "Locked", "Mirror", "Private", "Template")
    },
    "createdAt": plain(lambda project: stamp(project.created_at)),
    "updatedAt": plain(lambda project: stamp(project.pushed_at)),
    "pushedAt": plain(lambda project: stamp(project.pushed_at)),
    "diskUsage": plain(lambda project: project.commits * 7),
    "primaryLanguage": plain(lambda _project: {"name": "Python", "color": "#3572A5"}),
    "licenseInfo": plain(licence),
    "defaultBranchRef": plain(head),
    "repositoryTopics": topics,
    "releases": releases,
    "latestRelease": plain(lambda project: release(project, project.current) if project.releases else None),
    "issues": open_only(lambda project: project.open_issues),
    "pullRequests": open_only(lambda project: project.open_issues // 4),
}
