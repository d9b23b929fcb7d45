"""Selections on a cell, compiled once per request and applied to every cell of a page.

graphql-core validates and executes each query, but takes seconds to complete half a million small
fields one by one. If a selection on `column_values` contains only values and plain objects,
`compile_selection` turns it into rows of (answer key, field, nested plan), and `project` copies
them out of the cell's answer. Selections that reach items, users or boards are left to graphql-core
(`is_plain` returns false). A test verifies that both ways give the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

Plan = dict[str, list[tuple[str, str, "Plan | None"]]]
"""What to copy, by runtime type name. The name "" stands for types that the schema lacks."""
Fragments = Mapping[str, FragmentDefinitionNode]

PLAIN_OBJECTS = frozenset(
    {
        "BatteryValueItem",
        "CalculatedCapability",
        "Column",
        "ColumnCapabilities",
        "ColumnValue",
        "Country",
        "DependencyLink",
        "DropdownValueOption",
        "FileAssetInvalidValue",
        "FileAssetValue",
        "FileDocValue",
        "FileLinkValue",
        "FileValueItem",
        "PeopleEntity",
        "StatusLabelStyle",
        "TimeTrackingHistoryItem",
    }
)


class NotPlain(Exception):
    """The selection reaches an object that needs a resolver."""


def selected(node: Any, variables: Mapping[str, Any]) -> bool:
    """Whether @skip and @include keep the node."""
    for directive in node.directives or ():
        argument = directive.arguments[0].value if directive.arguments else None
        if isinstance(argument, VariableNode):
            holds = bool(variables.get(argument.name.value))
        else:
            holds = bool(getattr(argument, "value", True))
        if (directive.name.value == "skip") == holds:
            return False
    return True


def compile_selection(
    schema: GraphQLSchema,
    type_: GraphQLNamedType,
    selections: list[SelectionSetNode],
    fragments: Fragments,
    variables: Mapping[str, Any],
) -> Plan:
    """Return the plan for each runtime type of `type_`. Raises NotPlain."""
    runtime: list[GraphQLObjectType] = (
        list(schema.get_possible_types(type_)) if is_abstract_type(type_) else [type_]  # type: ignore[list-item]
    )
    plan: Plan = {}
    for concrete in runtime:
        fields: dict[str, list[FieldNode]] = {}
        for selection in selections:
            _collect(schema, concrete, selection, fragments, variables, fields)
        plan[concrete.name] = [
            _compile_field(schema, concrete, key, nodes, fragments, variables)
            for key, nodes in fields.items()
        ]
    if isinstance(type_, GraphQLInterfaceType):
        plan[""] = list(plan["UnsupportedValue"])
    return plan


def _collect(
    schema: GraphQLSchema,
    concrete: GraphQLObjectType,
    selection: SelectionSetNode,
    fragments: Fragments,
    variables: Mapping[str, Any],
    into: dict[str, list[FieldNode]],
) -> None:
    for node in selection.selections:
        if not selected(node, variables):
            continue
        if isinstance(node, FieldNode):
            key = node.alias.value if node.alias else node.name.value
            into.setdefault(key, []).append(node)
            continue
        if isinstance(node, FragmentSpreadNode):
            inner: Any = fragments[node.name.value]
        else:
            inner = node
        assert isinstance(inner, (InlineFragmentNode, FragmentDefinitionNode))
        condition = inner.type_condition
        if condition is None or _applies(schema, concrete, condition.name.value):
            _collect(schema, concrete, inner.selection_set, fragments, variables, into)


def _applies(schema: GraphQLSchema, concrete: GraphQLObjectType, name: str) -> bool:
    condition = schema.type_map[name]
    if isinstance(condition, (GraphQLInterfaceType, GraphQLUnionType)):
        return schema.is_sub_type(condition, concrete)
    return condition is concrete


def _compile_field(
    schema: GraphQLSchema,
    concrete: GraphQLObjectType,
    key: str,
    nodes: list[FieldNode],
    fragments: Fragments,
    variables: Mapping[str, Any],
) -> tuple[str, str, Plan | None]:
    name = nodes[0].name.value
    if name == "__typename":
        return key, name, None
    inner = get_named_type(concrete.fields[name].type)
    if is_leaf_type(inner):
        return key, name, None
    if inner.name not in PLAIN_OBJECTS:
        raise NotPlain(f"{concrete.name}.{name}")
    sets = [node.selection_set for node in nodes if node.selection_set]
    return key, name, compile_selection(schema, inner, sets, fragments, variables)


def project(plan: Plan, value: Any) -> Any:
    """Return the part of a cell's answer that the plan selects."""
    if isinstance(value, list):
        return [project(plan, entry) for entry in value]
    if value is None:
        return None
    rows = plan.get(value["__typename"])
    if rows is None:
        rows = plan[""]
    return {
        key: value[name] if inner is None else project(inner, value[name])
        for key, name, inner in rows
    }
