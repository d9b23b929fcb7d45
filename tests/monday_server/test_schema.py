"""The stand-in's schema is a part of monday's, and answers do not depend on the way to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    UnionTypeDefinitionNode,
    parse,
    print_ast,
)

from . import MondayServer, demo_account
from .asking import ask
from .data import Account
from .demo_columns import CUSTOMERS_ID, ORDERS_ID
from .engine import SCHEMA_FILE
from .multilevel import MULTILEVEL_ID, multilevel_board

SDL = os.environ.get("MONDAY_SDL", "")


def monday_sdl() -> str:
    """Return monday's schema, extended by the file `<name>_additions` next to it."""
    path = Path(SDL)
    more = path.with_name(f"{path.stem}_additions{path.suffix}")
    found = [path, *([more] if more.exists() else [])]
    return "\n".join(one.read_text(encoding="utf-8") for one in found)


needs_sdl = pytest.mark.skipif(not SDL, reason="MONDAY_SDL names no file with monday's schema")
Fact = tuple[str, str]
_WITH_FIELDS = (ObjectTypeDefinitionNode, ObjectTypeExtensionNode, InterfaceTypeDefinitionNode)


def facts_of(sdl: str) -> Iterator[Fact]:
    """Yield everything that a schema says, one statement at a time, without descriptions."""
    for node in parse(sdl).definitions:
        name = getattr(getattr(node, "name", None), "value", "")
        yield name, node.kind
        if isinstance(node, _WITH_FIELDS):
            for field in node.fields or ():
                yield f"{name}.{field.name.value}", print_ast(field.type)
                yield from arguments(f"{name}.{field.name.value}", field)
            for interface in node.interfaces or ():
                yield name, f"implements {interface.name.value}"
        elif isinstance(node, InputObjectTypeDefinitionNode):
            for entry in node.fields or ():
                yield f"{name}.{entry.name.value}", with_default(entry)
        elif isinstance(node, EnumTypeDefinitionNode):
            for value in node.values or ():
                yield name, f"member {value.name.value}"
        elif isinstance(node, UnionTypeDefinitionNode):
            for member in node.types or ():
                yield name, f"member {member.name.value}"


def arguments(path: str, field: FieldDefinitionNode) -> Iterator[Fact]:
    for argument in field.arguments or ():
        yield f"{path}({argument.name.value})", with_default(argument)


def with_default(node: InputValueDefinitionNode) -> str:
    default = f" = {print_ast(node.default_value)}" if node.default_value else ""
    return print_ast(node.type) + default


@needs_sdl
def test_every_statement_of_the_schema_stands_in_mondays() -> None:
    ours = set(facts_of(SCHEMA_FILE.read_text(encoding="utf-8")))
    published = set(facts_of(monday_sdl()))
    assert sorted(ours - published) == []


@needs_sdl
def test_enums_and_cell_types_are_whole() -> None:
    """A missing member or typed field would hide a query that monday refuses or answers."""
    published = list(facts_of(monday_sdl()))
    ours = set(facts_of(SCHEMA_FILE.read_text(encoding="utf-8")))
    cells = {name for name, fact in published if fact == "implements ColumnValue"}
    enums = {name for name, fact in ours if fact == "enum_type_definition"}
    whole = cells | enums | {"Complexity", "ItemsQuery", "ItemsQueryRule", "Column", "Group"}
    missing = [
        fact for fact in published if fact[0].partition(".")[0] in whole and fact not in ours
    ]
    assert missing == []
    assert len(cells) == 41


EVERYTHING = """
fragment cell on ColumnValue {
  __typename id type text value is_leaf column { id title type settings_str }
  ... on BatteryValue { battery_value { key count } }
  ... on BoardRelationValue { display_value linked_item_ids updated_at }
  ... on CheckboxValue { checked updated_at }
  ... on CountryValue { land: country { code name } }
  ... on DateValue { date time }
  ... on DependencyValue { display_value linked_item_ids dependency_links { linked_item_id } }
  ... on DropdownValue { values { id label } }
  ... on FileValue { files { __typename
    ... on FileAssetValue { asset_id name is_image } ... on FileLinkValue { url kind } } }
  ... on FormulaValue { display_value }
  ... on LocationValue { lat lng address city }
  ... on MirrorValue { display_value }
  ... on NumbersValue { number symbol direction }
  ... on PeopleValue { persons_and_teams { id kind } }
  ... on RatingValue { rating }
  ... on StatusValue { index label is_done label_style { color } }
  ... on SubtasksValue { display_value subitems_ids }
  ... on TagsValue { tag_ids }
  ... on TimelineValue { from to visualization_type }
  ... on TimeTrackingValue { duration running history { id started_at ended_at } }
  ... on VoteValue { vote_count voter_ids }
  ... on WeekValue { start_date end_date }
}
query ($board: [ID!]) {
  boards(ids: $board, limit: 1) {
    items_page(limit: 60) {
      items { id group { id } column_values(capabilities: [CALCULATED]) { ...cell } }
    }
  }
}"""


@pytest.mark.parametrize("board", [ORDERS_ID, CUSTOMERS_ID, MULTILEVEL_ID])
def test_projected_cells_equal_those_completed_by_graphql(board: int) -> None:
    account = demo_account(60)
    account.boards[MULTILEVEL_ID] = multilevel_board()
    with (
        MondayServer(account) as fast,
        MondayServer(account, always_complete=True) as slow,
    ):
        assert ask(fast, EVERYTHING, board=[board]) == ask(slow, EVERYTHING, board=[board])


def test_selections_that_reach_items_are_completed_by_graphql() -> None:
    query = """query ($board: [ID!]) { boards(ids: $board, limit: 1) { items_page(limit: 20) {
      items { creator { name } subitems { id parent_item { id } } column_values {
        ... on BoardRelationValue { linked_items { id name board { id } } }
        ... on MirrorValue { mirrored_items { linked_board_id mirrored_value {
          __typename ... on StatusValue { label } } } }
        ... on CreationLogValue { creator { id } } ... on TagsValue { tags { name } }
        ... on DocValue { file { doc { name } } } ... on GroupValue { group { title } }
        ... on FileValue { files { ... on FileAssetValue { asset { public_url } } } } } } } } }"""
    with MondayServer(demo_account(40)) as server:
        items = ask(server, query, board=[ORDERS_ID])["boards"][0]["items_page"]["items"]
    linked = [
        cell["linked_items"]
        for i in items
        for cell in i["column_values"]
        if cell.get("linked_items")
    ]
    assert linked[0][0]["board"]["id"] == str(CUSTOMERS_ID)


def test_every_root_field_answers() -> None:
    query = """{ version { value kind } versions { kind } account { id slug tier plan { tier } }
      me { id name time_zone_identifier utc_hours_diff account { name } teams { id } }
      users(limit: 10) { id name email status kind created_at } teams { id name users { id } }
      tags { id name } workspaces { id name } complexity { query }
      platform_api { daily_limit { base total } daily_analytics { by_day { day usage } } } }"""
    with MondayServer(demo_account(10)) as server:
        data = ask(server, query)
    assert data["me"]["time_zone_identifier"] == "Europe/Berlin"
    assert [team["name"] for team in data["teams"]] == ["Team X", "Sourcing"]
    assert data["version"] == {"value": "2026-10", "kind": "current"}


def test_an_account_without_boards_is_served() -> None:
    with MondayServer(Account()) as server:
        assert ask(server, "{ boards(limit: 5) { id } }") == {"boards": []}
