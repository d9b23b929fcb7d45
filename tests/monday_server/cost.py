"""The complexity of a query, computed before execution from its limits and nesting alone.

The published weights: 1 for a scalar, 10 for an object, multiplied by the enclosing limits. If ids
are given, their number replaces the limit. The size of the answer does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
)

from .projection import selected


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of a scalar and of an object; `cells` multiplies those inside `column_values`."""

    scalar: int = 1
    object: int = 10
    cells: int = 1


@dataclass(frozen=True, slots=True)
class _Walk:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    weights: Weights


def cost_of(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
    weights: Weights,
) -> int:
    """Return the points of one valid operation."""
    walk = _Walk(schema, fragments, variables, weights)
    return _selection(walk, operation.selection_set, schema.query_type, 1)


def _selection(walk: _Walk, selection: SelectionSetNode, type_: Any, times: int) -> int:
    points = 0
    for node in selection.selections:
        if not selected(node, walk.variables):
            continue
        if isinstance(node, FieldNode):
            points += _field(walk, node, type_, times)
            continue
        if isinstance(node, FragmentSpreadNode):
            inner: Any = walk.fragments[node.name.value]
        else:
            inner = node
        condition = inner.type_condition
        narrowed = walk.schema.type_map[condition.name.value] if condition else type_
        points += _selection(walk, inner.selection_set, narrowed, times)
    return points


def _field(walk: _Walk, node: FieldNode, type_: Any, times: int) -> int:
    name = node.name.value
    if name.startswith("__") or node.selection_set is None:
        return walk.weights.scalar * times
    field = type_.fields[name]
    inner = get_named_type(field.type)
    if is_leaf_type(inner):
        return walk.weights.scalar * times
    repeat = walk.weights.cells if name == "column_values" else _repeat(walk, node, field)
    return walk.weights.object * times + _selection(walk, node.selection_set, inner, times * repeat)


def _repeat(walk: _Walk, node: FieldNode, field: GraphQLField) -> int:
    """Return how many objects a field can return: the number of ids, else the limit, else one."""
    if "limit" not in field.args:
        return 1
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    ids = _value(walk, given.get("ids"))
    query_params = _value(walk, given.get("query_params"))
    if ids is None and isinstance(query_params, dict):
        ids = query_params.get("ids")
    if isinstance(ids, list):
        return max(1, len(ids))
    limit = _value(walk, given.get("limit"))
    if limit is None:
        written = field.args["limit"].ast_node
        default = written.default_value if written else None
        limit = int(default.value) if isinstance(default, IntValueNode) else 1
    return max(1, int(limit))


def _value(walk: _Walk, node: Any) -> Any:
    """Return a literal or variable as a Python value; ids keep their type."""
    if node is None:
        return None
    if isinstance(node, VariableNode):
        return walk.variables.get(node.name.value)
    if isinstance(node, ListValueNode):
        return [_value(walk, entry) for entry in node.values]
    if isinstance(node, ObjectValueNode):
        return {entry.name.value: _value(walk, entry.value) for entry in node.fields}
    return getattr(node, "value", None)
