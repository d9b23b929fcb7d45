"""Parses answers into values, both documented answers and hostile ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.board.model import ATTRIBUTES, Cell, Column, Group, Item
from loader.errors import (
    BoardChanged,
    BoardNotFound,
    LoaderError,
    NotGraphQL,
    PermissionDenied,
)
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.pages import parse_page
from loader.monday.graphql.payloads import (
    parse_board,
    parse_calls_left,
    parse_found,
    parse_summaries,
)
from loader.monday.graphql.selection import Shape

NAMED = Shape()
EVERYTHING = Shape(attributes=frozenset(a.id for a in ATTRIBUTES))
STATUS = '{"labels": [{"id": 1, "label": "Done", "index": 0}, {"id": 0, "label": "Stuck"}]}'
COLUMNS = (
    Column("text_1", "Note", "text"),
    Column("status", "Status", "status", settings=STATUS),
    Column("link_1", "Customer", "board_relation"),
)


def board(**more: Any) -> dict[str, Any]:
    facts = {
        "id": "12",
        "name": "Orders",
        "state": "active",
        "type": "board",
        "hierarchy_type": "multi_level",
        "items_count": 3,
        "item_terminology": "Style",
        "url": "https://x.monday.com/boards/12",
        "description": None,
        "updated_at": "2026-11-25T10:00:00Z",
        "workspace": {"name": "Sourcing"},
        "columns": [
            {"id": "name", "title": "Name", "type": "name", "archived": False, "settings": None},
            {
                "id": "status",
                "title": "Status",
                "type": "status",
                "archived": True,
                "description": "Where it is",
                "settings": {"labels": [{"id": 1, "label": "Done"}]},
                "capabilities": {"calculated": {"function": "COUNT_KEYS"}},
            },
        ],
        "groups": [
            {"id": "topics", "title": "Spring"},
            {"id": "old", "title": "Old", "archived": True},
        ],
    }
    return {"boards": [{**facts, **more}]}


def test_a_board_with_everything() -> None:
    got = parse_board(board(), 12)
    assert (got.id, got.name, got.items_count, got.item_term) == (12, "Orders", 3, "Style")
    assert (got.hierarchy, got.kind, got.workspace, got.description) == (
        "multi_level", "board", "Sourcing", ""
    )  # fmt: skip
    assert got.groups == (Group("topics", "Spring"),)
    assert got.columns[1] == Column(
        "status", "Status", "status", "Where it is",
        '{"labels": [{"id": 1, "label": "Done"}]}', archived=True, rollup=True,
    )  # fmt: skip


def test_a_board_of_the_main_workspace_with_nulls() -> None:
    nulls = dict.fromkeys(
        ("type", "hierarchy_type", "items_count", "item_terminology", "url", "workspace",
         "updated_at", "state")
    )  # fmt: skip
    got = parse_board(board(**nulls), 12)
    assert (got.kind, got.hierarchy, got.items_count, got.state) == (
        "board",
        "classic",
        0,
        "active",
    )
    assert got.workspace == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"boards": []}, "monday has no board 12 that the token can see"),
        ({"boards": [None]}, "monday has no board 12 that the token can see"),
        (board(state="archived"), "board 12 is archived on monday"),
        (board(state="deleted"), "board 12 is deleted on monday"),
    ],
)
def test_a_board_that_cannot_be_loaded(data: object, words: str) -> None:
    with pytest.raises(BoardNotFound, match=words):
        parse_board(data, 12)


def test_another_board_than_the_asked_one_is_refused() -> None:
    with pytest.raises(NotGraphQL, match="asked for board 13 and answered board 12"):
        parse_board(board(), 13)


STAGE = {"id": "stage", "title": "Stage", "type": "status"}


@pytest.mark.parametrize(
    ("column", "error", "words"),
    [
        (None, PermissionDenied, "answered null for a column of board 12"),
        ({}, NotGraphQL, "no usable id of a column of board 12"),
        (0, NotGraphQL, "no usable a column of board 12"),
        ({**STAGE, "title": "Other"}, NotGraphQL, "id of a column of board 12: 'stage'"),
        ({**STAGE, "id": ""}, NotGraphQL, "no usable id of a column"),
        ({**STAGE, "id": "a\0b"}, NotGraphQL, "no usable id of a column"),
        ({**STAGE, "id": "\ud800"}, NotGraphQL, "no usable id of a column"),
    ],
)
def test_a_column_that_cannot_be_told_from_one_that_left(
    column: object, error: type[LoaderError], words: str
) -> None:
    """If skipped, it would count as removed, or as another column with its id."""
    with pytest.raises(error, match=words):
        parse_board(board(columns=[STAGE, column]), 12)


def item(**more: Any) -> dict[str, Any]:
    values = [
        {"id": "text_1", "type": "text", "text": "a", "value": '"a"'},
        {"id": "status", "type": "status", "text": None, "value": None},
        {
            "id": "link_1",
            "type": "board_relation",
            "text": None,
            "value": None,
            "display_value": "Ada, Bo",
            "linked_item_ids": ["7", "8"],
        },
        {"id": "not_asked", "type": "text", "text": "x", "value": None},
    ]
    return {"id": "9200000001", "name": "Hat", "column_values": values, **more}


def page(*items: object, cursor: str | None = None) -> dict[str, Any]:
    return {"cursor": cursor, "items": list(items)}


COUNTED = {"id": "12", "items_count": 3, "updated_at": "2026-11-25T10:00:00Z"}
PLACES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "board": lambda p: {"boards": [{**COUNTED, "items_page": p}]},
    "group": lambda p: {"boards": [{**COUNTED, "groups": [{"id": "g", "items_page": p}]}]},
    "next": lambda p: {"boards": [COUNTED], "next_items_page": p},
}


@pytest.mark.parametrize("place", PLACES)
def test_one_parser_for_every_place_of_a_page(place: str) -> None:
    got = parse_page(PLACES[place](page(item(), cursor="c2")), 12, CellReader(COLUMNS), NAMED)
    assert (got.cursor, got.counted, got.withheld) == ("c2", 3, frozenset())
    (one,) = got.items
    assert (one.id, one.name) == (9200000001, "Hat")
    assert one.cells == (
        Cell("text_1", "text", "a", '"a"'),
        Cell("status", "status", None, None),
        Cell("link_1", "board_relation", "Ada, Bo", None,
             '{"display_value":"Ada, Bo","linked_item_ids":["7","8"]}'),
    )  # fmt: skip


ATTRIBUTES_GIVEN = {
    "state": "active",
    "group": {"id": "g", "title": "Spring"},
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-02T00:00:00Z",
    "creator_id": "48",
    "creator": {"name": "Ada"},
    "url": "https://x",
    "parent_item": {"id": "5"},
}


def attributes(**more: Any) -> Item:
    """Return an item parsed with every attribute requested; the value `...` omits one."""
    given = {k: v for k, v in {**ATTRIBUTES_GIVEN, **more}.items() if v is not ...}
    got = parse_page(PLACES["board"](page(item(**given))), 12, CellReader(COLUMNS), EVERYTHING)
    return got.items[0]


def test_attributes_of_an_item() -> None:
    one = attributes()
    assert (one.group_id, one.group_title, one.creator_id, one.creator_name, one.parent_id) == (
        "g", "Spring", "48", "Ada", 5
    )  # fmt: skip
    assert (one.state, one.created_at, one.updated_at, one.url) == (
        "active", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "https://x"
    )  # fmt: skip


def test_attributes_that_an_item_may_be_without() -> None:
    assert attributes(creator=None, creator_id="-4").creator_id == "-4"
    assert attributes(parent_item=None).parent_id is None
    assert attributes(group=None).group_id is None, "a subitem"
    gone = attributes(state="deleted", group=None, parent_item=None, updated_at=None)
    assert (gone.group_id, gone.updated_at) == (None, None)


@pytest.mark.parametrize("name", ATTRIBUTES_GIVEN)
@pytest.mark.parametrize("odd", [..., 7, [], {}, True], ids=repr)
def test_an_attribute_is_held_to_the_rule_of_cells(name: str, odd: Any) -> None:
    given = {"parent_item": None, name: odd}
    if name == "creator_id" and odd == 7 and odd is not True:
        assert attributes(**given).creator_id == "7"
        return
    with pytest.raises(NotGraphQL, match=r"no usable .* of (item|the (group|creator|parent) of)"):
        attributes(**given)


@pytest.mark.parametrize("name", ["group", "created_at", "updated_at", "url", "state"])
def test_a_null_that_no_active_item_has_is_refused(name: str) -> None:
    words = f"null for the {name} of item 9200000001.*reject the attribute with `monday-board rev"
    with pytest.raises(PermissionDenied, match=words):
        attributes(**{"parent_item": None, name: None})


def test_attributes_that_were_not_asked_for_are_not_looked_at() -> None:
    odd = dict.fromkeys(ATTRIBUTES_GIVEN, 7)
    (one,) = parse_page(PLACES["board"](page(item(**odd))), 12, CellReader(COLUMNS), NAMED).items
    assert (one.group_id, one.updated_at, one.parent_id) == (None, None, None)


def test_an_item_on_a_board_that_the_token_does_not_see_is_elsewhere() -> None:
    data = {"items": [item(board=None, state="active"), None]}
    (found,) = parse_found(data, 12, CellReader(COLUMNS), NAMED)
    assert (found.board_id, found.item.cells) == (None, ())


@pytest.mark.parametrize("more", [{"board": {"id": "12"}}, {"state": "active"}])
def test_an_item_by_id_without_its_board_or_state_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(NotGraphQL, match="no usable"):
        parse_found({"items": [item(**more)]}, 12, CellReader(COLUMNS), NAMED)


@pytest.mark.parametrize(
    ("parse", "words"),
    [
        (lambda: parse_board({"boards": None}, 12), "board 12"),
        (lambda: parse_board(board(columns=None), 12), "the columns of board 12"),
        (lambda: parse_board(board(groups=None), 12), "the groups of board 12"),
        (lambda: parse_summaries({"boards": None}), "the list of boards"),
        (lambda: parse_page({"boards": None}, 12, CellReader(()), NAMED), "board 12"),
        (
            lambda: parse_page(
                {"boards": [{**COUNTED, "groups": None}]}, 12, CellReader(()), NAMED
            ),
            "the groups of board 12",
        ),
        (
            lambda: parse_page(PLACES["board"]({"items": None}), 12, CellReader(()), NAMED),
            r"boards\[0\].items_page.items",
        ),
        (lambda: parse_found({"items": None}, 12, CellReader(()), NAMED), "items of board 12"),
    ],
)
def test_null_is_a_matter_of_rights_or_of_the_boards_state(parse: Any, words: str) -> None:
    with pytest.raises(PermissionDenied, match=f"answered null for {words}. .*lack a right") as e:
        parse()
    assert "MONDAY_API_URL" not in str(e.value)


def test_a_deleted_board_is_said_to_be_so_though_its_columns_are_null() -> None:
    with pytest.raises(BoardNotFound, match="board 12 is deleted on monday"):
        parse_board(board(state="deleted", columns=None, groups=None), 12)


def test_groups_that_are_null_stop_no_board_that_is_read_without_them() -> None:
    assert parse_board(board(hierarchy_type="classic", groups=None), 12).groups == ()


def test_a_board_that_vanished_is_said_so_on_every_kind_of_page() -> None:
    gone: tuple[dict[str, Any], ...] = ({"boards": []}, {"boards": [], "next_items_page": page()})
    for data in gone:
        with pytest.raises(BoardNotFound, match="board 12 can no longer be read"):
            parse_page(data, 12, CellReader(()), NAMED)


def test_a_group_that_vanished_is_an_empty_page() -> None:
    got = parse_page({"boards": [{**COUNTED, "groups": []}]}, 12, CellReader(()), NAMED)
    assert (got.items, got.cursor) == ((), None)


def test_a_cell_of_another_type_than_its_column() -> None:
    retyped = item(column_values=[{"id": "text_1", "type": "long_text", "text": "", "value": None}])
    with pytest.raises(BoardChanged, match=r"'Note' \(text_1\) was text and became 'long_text'"):
        parse_page(PLACES["board"](page(retyped)), 12, CellReader(COLUMNS), NAMED)


def test_columns_that_no_item_came_with_are_named() -> None:
    some = item(column_values=[{"id": "text_1", "type": "text", "text": "", "value": None}])
    reader = CellReader(COLUMNS)
    assert parse_page(PLACES["board"](page(some)), 12, reader, NAMED).withheld == {
        "status",
        "link_1",
    }
    assert (
        parse_page(PLACES["board"](page(some, item())), 12, reader, NAMED).withheld == frozenset()
    )
    assert parse_page(PLACES["board"](page()), 12, reader, NAMED).withheld == frozenset()


WRONG = {
    "no page": {"boards": [COUNTED]},
    "null page": PLACES["next"](None),
    "null item": PLACES["board"](page(None)),
    "no id": PLACES["board"](page({"name": "x", "column_values": []})),
    "an id of words": PLACES["board"](page(item(id="abc"))),
    "an id above bigint": PLACES["board"](page(item(id="9" * 19))),
    "no name": PLACES["board"](page(item(name=None))),
    "null cells": PLACES["board"](page(item(column_values=None))),
    "an odd cursor": PLACES["board"]({"cursor": 7, "items": []}),
    "no boards": {},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_shape_is_an_error_that_names_the_place(name: str) -> None:
    with pytest.raises(NotGraphQL, match="monday's answer has no usable"):
        parse_page(WRONG[name], 12, CellReader(COLUMNS), NAMED)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["boards", "items_page", "next_items_page", "groups", "items", "cursor", "id", "name",
             "column_values", "type", "text", "value", "columns", "title", "state", "board",
             "battery_value", "key", "count", "display_value", "platform_api", "daily_limit"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@given(values)
def test_no_answer_ends_in_anything_but_a_value_or_an_error_of_ours(data: Any) -> None:
    reader = CellReader(COLUMNS)
    for parse in (
        lambda: parse_board(data, 12),
        lambda: parse_summaries(data),
        lambda: parse_page(data, 12, reader, NAMED),
        lambda: parse_page(PLACES["board"](page(data)), 12, reader, NAMED),
        lambda: parse_page(PLACES["board"](page(item(column_values=data))), 12, reader, NAMED),
        lambda: parse_page(PLACES["board"](page(item(group=data))), 12, reader, EVERYTHING),
        lambda: parse_found({"items": data}, 12, reader, NAMED),
        lambda: parse_calls_left(data, "2026-11-25"),
    ):
        try:
            parse()
        except LoaderError:
            continue


def test_calls_left_of_the_day() -> None:
    data = {
        "platform_api": {
            "daily_limit": {"base": 1000, "total": 1500},
            "daily_analytics": {
                "by_day": [{"day": "2026-11-24", "usage": 900}, {"day": "2026-11-25", "usage": 7}]
            },
        }
    }
    assert parse_calls_left(data, "2026-11-25") == 1493
    assert parse_calls_left(data, "2026-11-26") == 1500
    assert parse_calls_left({"platform_api": None}, "2026-11-25") is None
    assert parse_calls_left({}, "2026-11-25") is None
