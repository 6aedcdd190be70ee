"""GitHub's GraphQL: aliases, variables, only what is asked for, and errors in its words."""

import json

import pytest
from graphql import parse

from world import World
from world.github_points import price
from world.identity import Identity

KEY = {"Authorization": "Bearer key"}
WHO = [Identity(slug, slug, "github", "github.com", f"ada/{slug}") for slug in ("one", "two")]


@pytest.fixture
def world():
    with World(identities=WHO) as running:
        yield running


async def asked(world, http, query, headers=KEY, **variables: object):
    document = {"query": query, "variables": variables}
    return await http.post(world.addresses["github_graphql"], document, headers=headers)


async def told(world, http, query, **variables: object):
    answer = await asked(world, http, query, **variables)
    assert answer.status == 200
    return json.loads(answer.body)


async def test_only_the_fields_that_are_asked_for_come_under_their_aliases(world, http):
    query = """
      query($owner: String!, $name: String!, $many: Int!) {
        r0: repository(owner: $owner, name: $name) { ...facts stars: stargazerCount }
        r1: repository(owner: $owner, name: "TWO") { __typename ...facts }
      }
      fragment facts on Repository {
        nameWithOwner isArchived
        issues(states: OPEN) { totalCount }
        releases(first: $many) { totalCount nodes { tagName } }
        defaultBranchRef { target { ... on Commit { committedDate } } }
      }
    """
    said = await told(world, http, query, owner="ada", name="one", many=2)
    one, two = world.projects

    def facts(project):
        return {
            "nameWithOwner": project.path,
            "isArchived": project.archived_at is not None,
            "issues": {"totalCount": project.open_issues},
            "releases": {
                "totalCount": len(project.releases),
                "nodes": [{"tagName": release.version} for release in project.releases[:-3:-1]],
            },
            "defaultBranchRef": {"target": {"committedDate": f"{project.pushed_at:%Y-%m-%dT%H:%M:%SZ}"}},
        }

    assert said == {
        "data": {"r0": facts(one) | {"stars": one.stars}, "r1": {"__typename": "Repository"} | facts(two)},
    }


async def test_what_is_not_there_is_null_with_an_error_while_the_rest_has_its_data(world, http):
    query = '{ r0: repository(owner: "ada", name: "one") { name }\n r1: repository(owner: "ada", name: "no") { name } }'
    assert await told(world, http, query) == {
        "data": {"r0": {"name": "one"}, "r1": None},
        "errors": [
            {
                "type": "NOT_FOUND",
                "path": ["r1"],
                "locations": [{"line": 2, "column": 2}],
                "message": "Could not resolve to a Repository with the name 'ada/no'.",
            }
        ],
    }


async def test_a_renamed_repository_answers_under_its_new_name_and_a_hidden_one_not_at_all(world, http):
    query = '{ r0: repository(owner: "ada", name: "one") { nameWithOwner } }'
    fault = world.fault("renamed", projects=["one"])
    assert (await told(world, http, query))["data"] == {"r0": {"nameWithOwner": "ada/one-renamed"}}
    world.fault("gone", projects=["ada/one"], service="github")
    assert (await told(world, http, query))["data"] == {"r0": None}
    world.heal()
    assert (await told(world, http, query))["data"] == {"r0": {"nameWithOwner": "ada/one"}}
    assert fault.struck == 0


async def test_a_field_that_does_not_exist_is_refused_as_github_refuses_it(world, http):
    query = 'query Facts { r0: repository(owner: "a", name: "b") { ...f } } fragment f on Repository { watchersCount }'
    assert await told(world, http, query) == {
        "errors": [
            {
                "path": ["fragment f", "watchersCount"],
                "extensions": {"code": "undefinedField", "typeName": "Repository", "fieldName": "watchersCount"},
                "locations": [{"line": 1, "column": 91}],
                "message": "Field 'watchersCount' doesn't exist on type 'Repository'",
            }
        ]
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("repositoryTopics { nodes { topic { name } } }", "MISSING_PAGINATION_BOUNDARIES"),
        ("releases(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"),
    ],
)
async def test_lists_need_a_bound_of_at_most_a_hundred(world, http, fields, kind):
    said = await told(world, http, f'{{ repository(owner: "ada", name: "one") {{ {fields} }} }}')
    assert [error["type"] for error in said["errors"]] == [kind]


async def test_nobody_is_served_without_a_key_or_a_query(world, http):
    assert (await asked(world, http, "{ viewer { login } }", headers=None)).status == 401
    assert (await http.post(world.addresses["github_graphql"], {}, headers=KEY)).status == 400
    said = await told(world, http, "{ viewer {")
    assert said["errors"][0]["message"].startswith("Syntax Error")


@pytest.mark.parametrize(
    ("query", "requests", "nodes", "points"),
    [
        ("{ viewer { login } }", 0, 0, 1),
        ("{ repository { issues { totalCount } } }", 0, 0, 1),
        (
            "{ viewer { repositories(first: 100) { issues(first: 50) { labels(first: 60) { id } } } } }",
            5101,
            305100,
            51,
        ),
        ("query($n: Int) { a: x { ...f } b: x { ...f } } fragment f on X { topics(first: $n) { id } }", 2, 40, 1),
    ],
)
def test_the_price_of_a_query_follows_the_documented_formula(query, requests, nodes, points):
    found = price(parse(query), {"n": 20})
    assert (found.requests, found.nodes, found.points) == (requests, nodes, points)


async def test_a_query_is_paid_in_points_until_there_are_none(world, http):
    query = '{ repository(owner: "ada", name: "one") { name } rateLimit { cost used remaining } }'
    answer = await asked(world, http, query)
    assert json.loads(answer.body)["data"]["rateLimit"] == {"cost": 1, "used": 1, "remaining": 4999}
    assert (answer.headers["x-ratelimit-resource"], answer.headers["x-ratelimit-remaining"]) == ("graphql", "4999")
    ends_at, _used = world.server.limits.windows["graphql", "key"]
    world.server.limits.windows["graphql", "key"] = (ends_at, 5000)
    refused = await asked(world, http, query)
    assert (refused.status, refused.headers["x-ratelimit-remaining"]) == (200, "0")
    assert json.loads(refused.body) == {
        "errors": [{"type": "RATE_LIMIT", "message": "API rate limit exceeded for user ID 1."}]
    }
    world.advance(hours=1)
    assert (await told(world, http, query))["data"]["rateLimit"]["used"] == 1
