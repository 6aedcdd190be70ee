"""GitHub's answers as snapshots: a GraphQL `Repository`, REST's "Get a repository" and "List repository contributors".

docs.github.com, GraphQL and REST reference, read November 2026. `open_issues` are issues alone. REST counts pull
requests among them and cannot tell them apart, so it leaves the number unknown; nor does it know when a repository was
archived or what was released.
"""

from collections.abc import Iterable

from packgrid.sources.addresses import named_repo
from packgrid.sources.links import homepage
from packgrid.sources.reading import (
    Json,
    document,
    flag,
    listing,
    objects,
    part,
    required,
    said,
    said_in,
    section,
    tally,
    text,
    texts,
    when,
    when_in,
    within,
)
from packgrid.sources.repos import Contributor, RepoSnapshot

NO_ASSERTION = "NOASSERTION"  # there is a licence, and GitHub does not know which


def from_graphql(node: Json, host: str) -> RepoSnapshot:
    """The snapshot in a `Repository`."""
    return RepoSnapshot(
        url=named_repo(host, required(node, "nameWithOwner")).url,
        description=said(node, "description"),
        homepage=homepage(node, "homepageUrl"),
        stars=tally(node, "stargazerCount"),
        forks=tally(node, "forkCount"),
        open_issues=total(node, "issues"),
        topics=topics(node),
        license=asserted(said_in(node, "licenseInfo", "spdxId")),
        default_branch=said_in(node, "defaultBranchRef", "name"),
        is_archived=flag(node, "isArchived"),
        archived_at=when(node, "archivedAt"),
        is_fork=flag(node, "isFork"),
        created_at=when(node, "createdAt"),
        pushed_at=when(node, "pushedAt"),
        last_commit_at=when_in(node, "defaultBranchRef", "target", "committedDate"),
        release_count=total(node, "releases"),
        latest_release=said_in(node, "latestRelease", "tagName"),
        latest_release_at=when_in(node, "latestRelease", "publishedAt"),
    )


def total(node: Json, connection: str) -> int | None:
    """How many a connection has."""
    inner = part(node, connection)
    with within(connection):
        return tally(inner, "totalCount")


def topics(node: Json) -> tuple[str, ...] | None:
    """The names of the topics."""
    found = part(node, "repositoryTopics")
    with within("repositoryTopics"):
        names = tuple(required(section(item, "topic"), "name") for item in objects(found, "nodes"))
    return names if "repositoryTopics" in node else None


def asserted(licence: str | None) -> str | None:
    """The SPDX id of a licence, "" where GitHub names none."""
    return "" if licence == NO_ASSERTION else licence


def from_rest(body: bytes, host: str) -> RepoSnapshot:
    """The snapshot in a repository's document."""
    found = document(body)
    return RepoSnapshot(
        url=named_repo(host, required(found, "full_name")).url,
        description=said(found, "description"),
        homepage=homepage(found, "homepage"),
        stars=tally(found, "stargazers_count"),
        forks=tally(found, "forks_count"),
        topics=texts(found, "topics") if "topics" in found else None,
        license=asserted(said_in(found, "license", "spdx_id")),
        default_branch=said(found, "default_branch"),
        is_archived=flag(found, "archived"),
        is_fork=flag(found, "fork"),
        created_at=when(found, "created_at"),
        pushed_at=when(found, "pushed_at"),
    )


def contributors(pages: Iterable[bytes]) -> tuple[Contributor, ...]:
    """The accounts in these pages, most commits first, each once, even if the pages moved while they were read."""
    found = [contributor(item) for page in pages for item in listing(page)]
    unique = {person.name: person for person in found}
    return tuple(sorted(unique.values(), key=lambda person: -(person.commits or 0)))


def contributor(item: Json) -> Contributor:
    """One account; bots are known by their type, and apps by the end of their login."""
    login = required(item, "login")
    is_bot = text(item, "type") == "Bot" or login.endswith("[bot]")
    return Contributor(name=login, is_account=True, is_bot=is_bot, commits=tally(item, "contributions"))
