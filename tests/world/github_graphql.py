"""GitHub's GraphQL API: the part of its schema in github.graphql, with the errors in GitHub's words."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    parse,
    validate,
)
from graphql.validation import FieldsOnCorrectTypeRule, ValidationRule, specified_rules

from world.answers import JSON, Answer, Call, encoded, stamp, told
from world.github_nodes import FIELDS
from world.github_points import Price, price
from world.limits import DOCS
from world.project import Project
from world.view import View

MOST_NODES = 500_000
UNKNOWN_CALLER = {
    "message": "This endpoint requires you to be authenticated.",
    "documentation_url": f"{DOCS}graphql/guides/forming-calls-with-graphql#authenticating-with-graphql",
    "status": "401",
}


@attrs.define
class Asking:
    """What the resolvers know of a query; `found` are the numbers of the projects that it met."""

    view: View
    call: Call
    price: Price
    found: list[int] = attrs.field(factory=list)


def graphql(view: View, call: Call) -> Answer:
    """The answer to a query: 200 with data and errors, whatever is wrong with it."""
    if not call.token:
        return told(UNKNOWN_CALLER, 401)
    try:
        said = json.loads(call.body)
        query, variables = str(said["query"]), dict(said.get("variables") or {})
    except (ValueError, KeyError, TypeError):
        return told({"message": "Problems parsing JSON", "documentation_url": f"{DOCS}graphql", "status": "400"}, 400)
    document = understood(query)
    if isinstance(document, Answer):
        return document
    return answered(document, Asking(view, call, price(document, variables)), variables)


ROUTES = {"graphql": graphql}


@lru_cache(64)
def understood(query: str) -> DocumentNode | Answer:
    """The parsed query, or what is wrong with it as it is written."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return told({"errors": [worded(error)]})
    errors = validate(schema(), document, [UndefinedField, *RULES])
    return told({"errors": [worded(error) for error in errors]}) if errors else document


def answered(document: DocumentNode, asking: Asking, variables: dict[str, Any]) -> Answer:
    """The data, with an error for each thing that is not there."""
    if asking.price.nodes > MOST_NODES:
        say = f"This query requests up to {asking.price.nodes:,} possible nodes which exceeds the maximum of 500,000."
        return told({"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": say}]})
    result = execute_sync(schema(), document, context_value=asking, variable_values=variables)
    errors = {"errors": [worded(error) for error in result.errors]} if result.errors else {}
    body = encoded({"data": result.data, **errors})
    return Answer(
        make=lambda: body, headers={"content-type": JSON}, about=tuple(asking.found), cost=asking.price.points
    )


def worded(error: GraphQLError) -> dict[str, Any]:
    """An error as GitHub writes it."""
    where = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    known, extensions = {"type", "path"}, error.extensions or {}
    more = {key: value for key, value in extensions.items() if key not in known}
    return {
        **{key: extensions[key] for key in known & {*extensions}},
        **({"path": error.path} if error.path else {}),
        **({"extensions": more} if more else {}),
        "locations": where,
        "message": error.message,
    }


@lru_cache(1)
def schema() -> GraphQLSchema:
    """The schema with what answers its fields."""
    made = build_schema((Path(__file__).parent / "github.graphql").read_text(encoding="utf-8"))
    resolvers = {
        "Query": {
            "repository": repository,
            "rateLimit": rate_limit,
            "viewer": lambda *_: {"login": "packgrid", "url": ""},
        },
        "Repository": FIELDS,
    }
    for kind, fields in resolvers.items():
        for name, resolve in fields.items():
            made.type_map[kind].fields[name].resolve = resolve
    return made


def repository(_: None, info: GraphQLResolveInfo, owner: str, name: str, *, followRenames: bool) -> Project:  # noqa: N803  GitHub's spelling
    """The repository of this name, by its old name too unless that is refused."""
    asking: Asking = info.context
    path = f"{owner}/{name}"
    call = asking.call
    project = asking.view.hosted(path, call)
    if not project or (not followRenames and project.path.lower() != path.lower()):
        say = f"Could not resolve to a Repository with the name '{path}'."
        raise GraphQLError(say, extensions={"type": "NOT_FOUND"})
    asking.found.append(project.number)
    return project


def rate_limit(_: None, info: GraphQLResolveInfo, **__: object) -> dict[str, Any]:
    """What is left once this query is paid."""
    asking: Asking = info.context
    budget, cost = asking.view.limits.budget(asking.call), asking.price.points
    left = {"used": budget.used + cost, "remaining": budget.left - cost, "resetAt": stamp(budget.resets_at)}
    return {"cost": cost, "limit": budget.most, "nodeCount": asking.price.nodes, **left}


class UndefinedField(ValidationRule):
    """Says of an unknown field what GitHub says."""

    def enter_field(self, node: FieldNode, _key: object, _parent: object, _path: object, ancestors: list[Any]) -> None:
        kind = self.context.get_parent_type()
        if kind and not self.context.get_field_def():
            self.context.report_error(
                GraphQLError(
                    f"Field '{node.name.value}' doesn't exist on type '{kind.name}'",
                    node,
                    extensions={
                        "path": [*map(named, filter(is_named, ancestors)), node.name.value],
                        "code": "undefinedField",
                        "typeName": kind.name,
                        "fieldName": node.name.value,
                    },
                )
            )


RULES = [rule for rule in specified_rules if rule is not FieldsOnCorrectTypeRule]


def is_named(node: object) -> bool:
    """Whether a node stands in the path of an error."""
    return isinstance(node, (FieldNode, OperationDefinitionNode, FragmentDefinitionNode))


def named(node: FieldNode | OperationDefinitionNode | FragmentDefinitionNode) -> str:
    """What a node is called in the path of an error."""
    match node:
        case FieldNode():
            return node.alias.value if node.alias else node.name.value
        case FragmentDefinitionNode():
            return f"fragment {node.name.value}"
        case _:
            return f"{node.operation.value} {node.name.value}" if node.name else node.operation.value
