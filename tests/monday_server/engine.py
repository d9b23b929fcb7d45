"""Processes one query: graphql-core parses, validates and executes it; its cost is computed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    Visitor,
    build_schema,
    execute_sync,
    parse,
    validate,
    visit,
)

from .cost import Weights, cost_of
from .data import Account
from .limits import Ledger, Spent
from .paging import Pages
from .problems import Refusal, entry, seconds
from .projection import NotPlain, compile_selection
from .quirks import Quirks
from .request_state import CellStore, RequestState
from .resolvers import mirrored_type
from .root_resolvers import RESOLVERS

SCHEMA_FILE = Path(__file__).with_name("schema.graphql")


def bound_schema(direct: bool) -> GraphQLSchema:
    """Return the schema with its resolvers.

    With `direct`, `column_values` is a leaf, because its resolver projects the cells itself.
    Queries are always validated against the real schema.
    """
    schema = build_schema(SCHEMA_FILE.read_text(encoding="utf-8"))
    types: dict[str, Any] = dict(schema.type_map)
    for type_name, fields in RESOLVERS.items():
        for field_name, resolver in fields.items():
            types[type_name].fields[field_name].resolve = resolver
    types["ColumnValue"].resolve_type = lambda cell, *_: (
        cell["__typename"] if cell["__typename"] in types else "UnsupportedValue"
    )
    types["AggregateResult"].resolve_type = lambda *_: "AggregateBasicAggregationResult"
    types["FileValueItem"].resolve_type = lambda file, *_: file["__typename"]
    types["MirroredValue"].resolve_type = mirrored_type
    types["ItemsHistoryResultValue"].resolve_type = lambda result, *_: result["__typename"]
    for name in ("serialize", "coerce_output_value"):  # in graphql-core 3.2 and in 3.3
        setattr(types["ColumnType"], name, str)  # accepts column types of future versions
    if direct:
        leaf = GraphQLScalarType("CompletedCells")
        types["Item"].fields["column_values"].type = GraphQLNonNull(leaf)
    return schema


TRUE_SCHEMA = bound_schema(direct=False)
DIRECT_SCHEMA = bound_schema(direct=True)


@lru_cache(maxsize=256)
def checked(query: str) -> DocumentNode:
    """Parse and validate a document. Raises Refusal with monday's codes."""
    try:
        document = parse(query)
    except GraphQLError as error:
        raise _rejected([error], "PARSING_ERROR") from error
    errors = validate(TRUE_SCHEMA, document)
    if errors:
        unknown = any("Cannot query field" in error.message for error in errors)
        raise _rejected(errors, "undefinedField" if unknown else "GRAPHQL_VALIDATION_FAILED")
    return document


def _rejected(errors: list[GraphQLError], code: str) -> Refusal:
    entries = [{**error.formatted, "extensions": {"code": code}} for error in errors]
    return Refusal(400, {"errors": entries})


class Engine:
    """Answers queries for one account."""

    def __init__(
        self,
        account: Account,
        quirks: Quirks,
        pages: Pages,
        ledger: Ledger,
        weights: Weights,
        always_complete: bool = False,
    ) -> None:
        self.account = account
        self.quirks = quirks
        self.pages = pages
        self.ledger = ledger
        self.weights = weights
        self.always_complete = always_complete
        self.store = CellStore(account)

    def price(self, query: str, variables: Mapping[str, Any], name: str | None) -> int:
        """Return the points of the query. Raises Refusal if it is not valid."""
        operation, fragments = self._operation(checked(query), name)
        filled = _with_defaults(operation, variables)
        return cost_of(TRUE_SCHEMA, operation, fragments, filled, self.weights)

    def answer(
        self, query: str, variables: dict[str, Any], name: str | None, version: str, points: int
    ) -> dict[str, Any]:
        """Return `{"data": ..., "errors": [...]}` for a query that costs `points`.

        Raises Refusal if the points exceed a limit.
        """
        document = checked(query)
        operation, fragments = self._operation(document, name)
        filled = _with_defaults(operation, variables)
        spent = self._pay(points)
        direct = not self.always_complete and _is_plain(document, fragments, filled)
        state = RequestState(
            account=self.account,
            quirks=self.quirks,
            pages=self.pages,
            store=self.store,
            spent=spent,
            variables=filled,
            served_version=version,
            direct=direct,
            ledger=self.ledger,
        )
        result = execute_sync(
            DIRECT_SCHEMA if direct else TRUE_SCHEMA,
            document,
            context_value=state,
            variable_values=variables,
            operation_name=name,
        )
        body: dict[str, Any] = {"data": result.data}
        errors = [error.formatted for error in result.errors or ()]
        if errors or state.errors:
            body["errors"] = [*errors, *state.errors]
        return body

    def _operation(
        self, document: DocumentNode, name: str | None
    ) -> tuple[OperationDefinitionNode, dict[str, FragmentDefinitionNode]]:
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        for operation in operations:
            if name is None or (operation.name and operation.name.value == name):
                return operation, fragments
        body = {"errors": [entry(f"Unknown operation {name!r}", "PARSING_ERROR", 400)]}
        raise Refusal(400, body)

    def _pay(self, points: int) -> Spent:
        limits, budget = self.ledger.limits, self.ledger.complexity
        if points > limits.complexity_query:
            raise Refusal(200, too_complex(points, limits.complexity_query))
        before = budget.left()
        if points > before:
            wait = seconds(budget.hint(points))
            problem = entry(
                "Complexity budget exhausted, query cost "
                f"{points} budget remaining {before} out of {limits.complexity_minute} "
                f"reset in {wait} seconds",
                "COMPLEXITY_BUDGET_EXHAUSTED",
                429,
                complexity=points,
                complexity_budget_left=before,
                complexity_budget_limit=limits.complexity_minute,
                retry_in_seconds=wait,
            )
            raise Refusal(429, {"errors": [problem]}, wait, counted=False)
        budget.spend(points)
        return Spent(before, points, budget.left(), round(budget.reset_in()))


def too_complex(points: int, most: int) -> dict[str, Any]:
    """Return the answer to a query that exceeds the limit for a single query."""
    message = f"Query has complexity of {points}, which exceeds max complexity of {most}"
    return {
        "errors": [
            entry(message, "maxComplexityExceeded", 200, complexity=points, max_complexity=most)
        ]
    }


def _with_defaults(
    operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the variables, completed by the defaults that the operation declares."""
    filled: dict[str, Any] = {}
    for definition in operation.variable_definitions or ():
        default = definition.default_value
        if default is not None and hasattr(default, "value"):
            filled[definition.variable.name.value] = default.value
    return {**filled, **variables}


class _CellSelections(Visitor):
    """Collects the selections on `column_values` anywhere in a document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[FieldNode] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value == "column_values" and node.selection_set:
            self.found.append(node)


def _is_plain(
    document: DocumentNode,
    fragments: dict[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> bool:
    """Whether every selection on cells contains only values and plain objects."""
    collector = _CellSelections()
    visit(document, collector)
    interface: Any = TRUE_SCHEMA.type_map["ColumnValue"]
    try:
        for node in collector.found:
            assert node.selection_set is not None
            compile_selection(TRUE_SCHEMA, interface, [node.selection_set], fragments, variables)
    except NotPlain:
        return False
    return True
