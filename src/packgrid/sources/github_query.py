"""GitHub's GraphQL: one query for many repositories, and the snapshots in its answer.

Names go in as variables, never into the text of the query:

    query($o0: String!, $n0: String!, ...) { r0: repository(owner: $o0, name: $n0) { ...facts } ... }

A repository that has moved answers under its new name. One that is not there is null, with an error of the type
NOT_FOUND and the path [alias], while the others have their data. A call over the limit is answered with 200, no data
and an error of the type RATE_LIMIT or RATE_LIMITED: both occur. (docs.github.com, "Rate limits and query limits for
the GraphQL API", and github/docs issue 22607, read November 2026.)
"""

from collections.abc import Iterable, Sequence

from packgrid.lib.locators import RepoLocator
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError, Unavailable
from packgrid.sources.github_parse import parse_graphql_repo
from packgrid.sources.json_fields import Json, located_at, object_list, optional_text, parse_object, required_object
from packgrid.sources.repos import RepoSnapshot

FACTS = """
fragment facts on Repository {
  nameWithOwner description homepageUrl stargazerCount forkCount isArchived archivedAt isFork createdAt pushedAt
  defaultBranchRef { name target { ... on Commit { committedDate } } }
  issues(states: OPEN) { totalCount }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  licenseInfo { spdxId }
  releases { totalCount }
  latestRelease { tagName publishedAt }
}
"""
LIMITS = {"RATE_LIMIT", "RATE_LIMITED"}


def make_query(repos: Sequence[RepoLocator]) -> Json:
    """The GraphQL document for these repositories, with the aliases r0, r1, ..."""
    variables: Json = {}
    for place, repo in enumerate(repos):
        variables[f"o{place}"], variables[f"n{place}"] = repo.path.split("/")
    declared = ", ".join(f"${name}: String!" for name in variables)
    fields = "\n".join(
        f"  r{place}: repository(owner: $o{place}, name: $n{place}) {{ ...facts }}" for place in range(len(repos))
    )
    return {"query": f"query({declared}) {{\n{fields}\n}}{FACTS}", "variables": variables}


def parse_answers(body: bytes, repos: Sequence[RepoLocator], *, url: str) -> list[RepoSnapshot | SourceError]:
    """Parse the answer to make_query(): for each repository a snapshot, or the error why there is none.

    Raises:
        RateLimited, Unavailable: the question as a whole was refused; Malformed: this is not an answer to it. Each says
        for which `url`.
    """
    with located_at(url):
        found = parse_object(body)
        problems = object_list(found, "errors")
        if found.get("data") is None:
            raise query_error(problems[0] if problems else found, url)
        data = required_object(found, "data")
    return [parse_answer(data, f"r{place}", repo=repo, problems=problems) for place, repo in enumerate(repos)]


def query_error(problem: Json, url: str) -> RateLimited | Unavailable:
    """The error of a query that was refused as a whole."""
    message = optional_text(problem, "message") or "answered neither data nor a reason"
    is_limit = optional_text(problem, "type") in LIMITS or "rate limit" in message.lower()
    return RateLimited(f"{url}: {message}", None) if is_limit else Unavailable(f"{url}: {message}")


def parse_answer(data: Json, alias: str, *, repo: RepoLocator, problems: Iterable[Json]) -> RepoSnapshot | SourceError:
    """The snapshot under this alias, or the error of this repository alone.

    A field with an error of its own is left out, and so unknown: null would say that there is none.
    """
    own = [problem for problem in problems if error_path(problem)[:1] == [alias]]
    general = [problem for problem in problems if not error_path(problem)]
    try:
        with located_at(repo.url):
            if data.get(alias) is None and (own or general):
                return absence_error([*own, *general][0], repo.url)
            untold = {key for problem in own for key in error_path(problem)[1:2]}
            node = required_object(data, alias)
            return parse_graphql_repo({key: value for key, value in node.items() if key not in untold}, repo.host)
    except Malformed as error:
        return error


def error_path(problem: Json) -> list[object]:
    """The path in the data that an error is about; empty if it names none."""
    path = problem.get("path")
    return path if isinstance(path, list) else []


def absence_error(problem: Json, url: str) -> SourceError:
    """The error for a repository that GitHub does not return."""
    if optional_text(problem, "type") == "NOT_FOUND":
        return Gone(f"{url}: there is no such repository")
    return query_error(problem, url)
