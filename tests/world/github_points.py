"""What a query costs (docs.github.com, "Rate limits and query limits for the GraphQL API", read November 2026)."""

from collections.abc import Iterable, Mapping
from functools import cache

import attrs
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)


@attrs.frozen
class Price:
    """The requests that its connections need and the nodes that they may hold."""

    requests: int = 0
    nodes: int = 0

    @property
    def points(self) -> int:
        """A hundredth of the requests, at least one."""
        return max(1, round(self.requests / 100))


def price(document: DocumentNode, variables: Mapping[str, object]) -> Price:
    """The price of a query. Connections without `first` or `last`, of which only a total is wanted, are not counted."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}

    @cache
    def of_fragment(name: str) -> Price:
        return of_all(fragments[name].selection_set)

    def of_all(selected: SelectionSetNode | None) -> Price:
        return summed(map(of_one, selected.selections if selected else ()))

    def of_one(node: SelectionNode) -> Price:
        if isinstance(node, FragmentSpreadNode):
            return of_fragment(node.name.value)
        inner = of_all(node.selection_set)
        size = bound(node, variables) if isinstance(node, FieldNode) else None
        return inner if size is None else Price(1 + size * inner.requests, size + size * inner.nodes)

    return summed(
        of_all(node.selection_set) for node in document.definitions if isinstance(node, OperationDefinitionNode)
    )


def bound(field: FieldNode, variables: Mapping[str, object]) -> int | None:
    """How many a connection may hold, None of another field."""
    bounds = [argument.value for argument in field.arguments or () if argument.name.value in {"first", "last"}]
    return number(bounds[0], variables) if bounds else None


def number(value: ValueNode, variables: Mapping[str, object]) -> int:
    """The number that an argument is, written out or as a variable."""
    match value:
        case IntValueNode():
            return int(value.value)
        case VariableNode():
            said = variables.get(value.name.value)
            return said if isinstance(said, int) else 0
        case _:
            return 0


def summed(prices: Iterable[Price]) -> Price:
    """All prices together."""
    every = list(prices)
    return Price(sum(each.requests for each in every), sum(each.nodes for each in every))
