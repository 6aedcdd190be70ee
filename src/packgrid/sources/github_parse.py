"""GitHub's answers as snapshots: a GraphQL `Repository`, REST's "Get a repository" and "List repository contributors".

docs.github.com, GraphQL and REST reference, read November 2026. `open_issues` are issues alone. REST counts pull
requests among them and cannot tell them apart, so it leaves the number unknown; nor does it know when a repository was
archived or what was released.
"""

from collections.abc import Iterable

from packgrid.sources.bots import is_bot
from packgrid.sources.json_fields import (
    Json,
    free_text,
    free_text_in,
    located_in,
    object_list,
    optional_flag,
    optional_object,
    optional_tally,
    optional_text,
    optional_time,
    optional_time_in,
    parse_list,
    parse_object,
    required_object,
    required_text,
    text_list,
)
from packgrid.sources.links import parse_homepage
from packgrid.sources.repo_addresses import repo_at_host
from packgrid.sources.repos import Contributor, RepoSnapshot

NO_ASSERTION = "NOASSERTION"  # there is a licence, and GitHub does not know which


def parse_graphql_repo(node: Json, host: str) -> RepoSnapshot:
    """The snapshot of a GraphQL `Repository`."""
    return RepoSnapshot(
        url=repo_at_host(host, required_text(node, "nameWithOwner")).url,
        description=free_text(node, "description"),
        homepage=parse_homepage(node, "homepageUrl"),
        stars=optional_tally(node, "stargazerCount"),
        forks=optional_tally(node, "forkCount"),
        open_issues=connection_total(node, "issues"),
        topics=topic_names(node),
        license=spdx_id(free_text_in(node, "licenseInfo", "spdxId")),
        default_branch=free_text_in(node, "defaultBranchRef", "name"),
        is_archived=optional_flag(node, "isArchived"),
        archived_at=optional_time(node, "archivedAt"),
        is_fork=optional_flag(node, "isFork"),
        created_at=optional_time(node, "createdAt"),
        pushed_at=optional_time(node, "pushedAt"),
        last_commit_at=optional_time_in(node, "defaultBranchRef", "target", "committedDate"),
        release_count=connection_total(node, "releases"),
        latest_release=free_text_in(node, "latestRelease", "tagName"),
        latest_release_at=optional_time_in(node, "latestRelease", "publishedAt"),
    )


def connection_total(node: Json, connection: str) -> int | None:
    """The total count of a connection."""
    inner = optional_object(node, connection)
    with located_in(connection):
        return optional_tally(inner, "totalCount")


def topic_names(node: Json) -> tuple[str, ...] | None:
    """The names of the topics."""
    found = optional_object(node, "repositoryTopics")
    with located_in("repositoryTopics"):
        names = tuple(required_text(required_object(item, "topic"), "name") for item in object_list(found, "nodes"))
    return names if "repositoryTopics" in node else None


def spdx_id(licence: str | None) -> str | None:
    """The SPDX id of a licence, "" where GitHub knows a licence but not which."""
    return "" if licence == NO_ASSERTION else licence


def parse_rest_repo(body: bytes, host: str) -> RepoSnapshot:
    """The snapshot of a repository document of REST."""
    found = parse_object(body)
    return RepoSnapshot(
        url=repo_at_host(host, required_text(found, "full_name")).url,
        description=free_text(found, "description"),
        homepage=parse_homepage(found, "homepage"),
        stars=optional_tally(found, "stargazers_count"),
        forks=optional_tally(found, "forks_count"),
        topics=text_list(found, "topics") if "topics" in found else None,
        license=spdx_id(free_text_in(found, "license", "spdx_id")),
        default_branch=free_text(found, "default_branch"),
        is_archived=optional_flag(found, "archived"),
        is_fork=optional_flag(found, "fork"),
        created_at=optional_time(found, "created_at"),
        pushed_at=optional_time(found, "pushed_at"),
    )


def parse_contributors(pages: Iterable[bytes]) -> tuple[Contributor, ...]:
    """The accounts on these pages, most commits first, each once, even if the pages shifted between reads."""
    found = [parse_contributor(item) for page in pages for item in parse_list(page)]
    unique = {person.name: person for person in found}
    return tuple(sorted(unique.values(), key=lambda person: -(person.commits or 0)))


def parse_contributor(item: Json) -> Contributor:
    """One account; bots are known by their type, or by their login where they have ordinary accounts."""
    login = required_text(item, "login")
    is_program = optional_text(item, "type") == "Bot" or is_bot(login)
    return Contributor(name=login, is_account=True, is_bot=is_program, commits=optional_tally(item, "contributions"))
