"""Checks every query that can be sent against the schema and the project's rules.

The stand-in's schema is a part of monday's, as `tests/monday_server/test_schema.py` checks. If
MONDAY_SDL names a file with monday's own schema, the queries are checked against that too.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    parse,
    validate,
    visit,
)
from graphql.pyutils import Undefined

from loader.board.model import ATTRIBUTES, Column
from loader.monday import account, people
from loader.monday.graphql import activity, aggregates, queries, shared_queries, updates
from loader.monday.graphql.queries import SCOPES, Query
from loader.monday.graphql.selection import DETAILS, FRAGMENTS, Shape
from loader.monday.read import past

NUMBERS = Column("n1", "Qty", "numbers")
OWN = Path(__file__).parents[3] / "monday_server" / "schema.graphql"


def schema_of(path: Path) -> GraphQLSchema:
    """Return the schema, with additions from the file `<name>_additions` beside it, if any."""
    more = path.with_name(f"{path.stem}_additions{path.suffix}")
    found = [path, *([more] if more.exists() else [])]
    text = "\n".join(one.read_text(encoding="utf-8") for one in found)
    return build_schema(text, assume_valid=True)


STAND_IN = schema_of(OWN)
SDL = os.environ.get("MONDAY_SDL")
SCHEMAS = {"stand-in": STAND_IN, **({"monday": schema_of(Path(SDL))} if SDL else {})}
EVERY_TYPE = tuple(STAND_IN.type_map["ColumnType"].values)  # type: ignore[attr-defined]
EVERYTHING = frozenset(a.id for a in ATTRIBUTES)
SHAPES = {
    "ids": Shape(named=False),
    "names": Shape(),
    "text": Shape(("text",)),
    "attributes": Shape(("text",), EVERYTHING),
    "every type": Shape(EVERY_TYPE, EVERYTHING, rollup=True),
    "every detail": Shape(EVERY_TYPE, rollup=True, details=frozenset(DETAILS)),
    "formulas": Shape(("formula",) * 5, named=False),
    **{t: Shape((t,)) for t in FRAGMENTS},
}


def every_query() -> dict[str, Query]:
    """Return all queries in all shapes, by description."""
    found = {
        "board": queries.BOARD,
        "board plain": queries.BOARD_PLAIN,
        "boards": queries.BOARD_LIST,
        "newest": queries.newest_ids(),
        "activity": activity.ACTIVITY,
        "updates": updates.UPDATES,
        "recent updates": updates.RECENT_UPDATES,
        "updates by id": updates.UPDATES_BY_ID,
        "column facts": aggregates.column_facts(1, (NUMBERS, replace(NUMBERS, id="n2")))[0],
        "counts": aggregates.counts(1, ("topics", "done"))[0],
        "users": people.USERS,
        "look at facts": shared_queries.look(20, None),
        "teams": people.TEAMS,
        "users and teams": people.BOTH,
        "all users": people.ALL_USERS,
        "all teams": people.ALL_TEAMS,
        "boards of the account": account.BOARDS,
        "workspaces": account.WORKSPACES,
        "past": past.PAST,
    }
    for name, shape in SHAPES.items():
        for scope in SCOPES:
            found[f"first {scope} {name}"] = queries.first_page(shape, scope)
        found[f"next {name}"] = queries.next_page(shape)
        found[f"next {name} of a board with levels"] = queries.next_page(shape, levels=True)
        found[f"group {name}"] = queries.group_page(shape)
        found[f"by id {name}"] = queries.items_by_id(shape)
        found[f"changed {name}"] = queries.changed_page(shape)
        found[f"look {name}"] = shared_queries.look(20, replace(shape, types=(), rollup=False))
        both = [queries.first_page(shape), queries.items_by_id(shape)]
        found[f"bundle {name}"] = shared_queries.bundle(both, 100)
    return found


QUERIES = every_query()


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_every_query_is_valid(schema: GraphQLSchema) -> None:
    wrong = {
        name: [error.message for error in errors]
        for name, query in QUERIES.items()
        if (errors := validate(schema, parse(query.text)))
    }
    assert wrong == {}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_no_query_relies_on_an_arguments_default(schema: GraphQLSchema) -> None:
    """A query also gives `limit`, `state`, `hierarchy_types`, `capabilities` where they exist."""
    always = {"limit", "state", "hierarchy_types", "capabilities"}

    class Arguments(Visitor):
        def __init__(self, info: TypeInfo) -> None:
            super().__init__()
            self.info = info
            self.left_out: set[str] = set()

        def enter_field(self, node: FieldNode, *_: object) -> None:
            given = {argument.name.value for argument in node.arguments or ()}
            field = self.info.get_field_def()
            for name, argument in (field.args if field else {}).items():
                matters = argument.default_value is not Undefined or name in always
                if matters and name not in given:
                    self.left_out.add(f"{node.name.value}({name}:)")

    left_out = {}
    for name, query in QUERIES.items():
        info = TypeInfo(schema)
        arguments = Arguments(info)
        visit(parse(query.text), TypeInfoVisitor(info, arguments))
        if arguments.left_out:
            left_out[name] = arguments.left_out
    assert left_out == {}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_knows_the_variables_that_its_text_declares(name: str) -> None:
    (operation,) = parse(QUERIES[name].text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    declared = tuple(v.variable.name.value for v in operation.variable_definitions or ())
    assert QUERIES[name].variables == declared


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_asks_for_its_complexity(name: str) -> None:
    assert "complexity { query before after reset_in_x_seconds }" in QUERIES[name].text


def test_fragments_stand_only_for_the_types_at_hand() -> None:
    text = queries.first_page(Shape(("text", "status", "mirror"))).text
    assert "MirrorValue" in text
    assert text.count("... on") == 1


def test_nothing_of_a_board_can_get_into_a_query() -> None:
    """A shape takes column types from monday; unknown types leave no trace in the text."""
    odd = Shape(('text") { id } evil: boards(ids: ["1', "}{", "mirror"))
    assert queries.first_page(odd).text == queries.first_page(Shape(("mirror",))).text


def test_formulas_are_counted_by_column() -> None:
    assert queries.next_page(Shape(("formula", "formula", "text"))).formulas == 2


def test_the_weights_are_those_of_the_published_example() -> None:
    """id, name, group{id title}, one column's {id text type value}: scalars cost 1, objects 10."""
    query = queries.next_page(Shape(("text",), frozenset({"__group__"})))
    assert query.per_item == 10 + 1 + 1 + (10 + 2) + (10 + 4)
