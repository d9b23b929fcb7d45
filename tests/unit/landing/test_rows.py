"""Items become rows: one per item and fetched column, and every text can be stored."""

from __future__ import annotations

import json

import pytest

from loader.board.model import ATTRIBUTES, Cell, Item
from loader.landing.rows import Rows, rows_of

ALL_ATTRIBUTES = frozenset(attribute.id for attribute in ATTRIBUTES)


def listed(rows: Rows) -> list[tuple[object, ...]]:
    """Return each row as (column_id, column_type, text, value, fields)."""
    return list(
        zip(
            rows.column_ids,
            rows.column_types,
            rows.texts,
            rows.values,
            rows.fields,
            strict=True,
        )
    )


def test_every_item_has_its_name_and_one_row_for_each_fetched_column() -> None:
    items = [
        Item(1, "First", cells=(Cell("numeric_1", "numbers", "4.50", '"4.50"'),)),
        Item(2, "Second", cells=(Cell("numeric_1", "numbers", "", None),)),
    ]

    rows = rows_of(items, frozenset(), {"name": "name", "numeric_1": "numbers"}, keeps_nul=True)

    assert rows.item_ids == [1, 1, 2, 2]
    assert listed(rows) == [
        ("name", "name", "First", None, None),
        ("numeric_1", "numbers", "4.50", '"4.50"', None),
        ("name", "name", "Second", None, None),
        ("numeric_1", "numbers", "", None, None),
    ]


def test_a_cell_that_monday_left_out_is_an_empty_row_of_its_column() -> None:
    rows = rows_of([Item(1, "x")], frozenset(), {"status": "status"}, keeps_nul=True)

    assert listed(rows)[1:] == [("status", "status", None, None, None)]


def test_cells_of_columns_that_were_not_asked_for_are_left_out() -> None:
    item = Item(1, "x", cells=(Cell("secret", "text", "s", None), Cell("name", "name", "n", None)))

    rows = rows_of([item], frozenset(), {}, keeps_nul=True)

    assert listed(rows) == [("name", "name", "x", None, None)]


def test_typed_fields_travel_as_they_came() -> None:
    cell = Cell("connect", "board_relation", "A, B", None, '{"linked_item_ids":["1","2"]}')

    rows = rows_of(
        [Item(1, "x", cells=(cell,))], frozenset(), {"connect": "board_relation"}, keeps_nul=True
    )

    assert rows.fields[1] == '{"linked_item_ids":["1","2"]}'


def test_attributes_are_rows_in_the_shape_of_the_types_they_stand_for() -> None:
    item = Item(
        7,
        "x",
        state="active",
        group_id="topics",
        group_title="Heute „neu“",
        created_at="2026-11-01T10:00:00Z",
        updated_at="2026-11-02T11:00:00Z",
        creator_id="48202303",
        creator_name="Ada Lovelace",
        url="https://example.monday.com/boards/1/pulses/7",
        parent_id=6,
    )

    rows = rows_of([item], ALL_ATTRIBUTES, {}, keeps_nul=True)

    assert listed(rows) == [
        ("name", "name", "x", None, None),
        ("__group__", "group", "Heute „neu“", '{"group_id":"topics"}', None),
        (
            "__updated_at__",
            "last_updated",
            "2026-11-02T11:00:00Z",
            '{"updated_at":"2026-11-02T11:00:00Z"}',
            None,
        ),
        (
            "__created_at__",
            "creation_log",
            "2026-11-01T10:00:00Z",
            '{"created_at":"2026-11-01T10:00:00Z"}',
            None,
        ),
        ("__state__", "text", "active", None, None),
        (
            "__creator__",
            "people",
            "Ada Lovelace",
            '{"personsAndTeams":[{"id":48202303,"kind":"person"}]}',
            None,
        ),
        ("__url__", "text", "https://example.monday.com/boards/1/pulses/7", None, None),
        ("__parent_item__", "item_id", "6", '{"item_id":"6"}', None),
    ]


@pytest.mark.parametrize("ident", ["-4", "--5", "9" * 5000, "\u0663", "x"])
def test_a_creator_of_any_id_is_a_row(ident: str) -> None:
    rows = rows_of(
        [Item(7, "x", creator_id=ident, creator_name="A")], {"__creator__"}, {}, keeps_nul=True
    )

    (person,) = json.loads(rows.values[1] or "")["personsAndTeams"]
    assert str(person["id"]) == ident


def test_attributes_that_monday_does_not_know_are_empty_rows() -> None:
    rows = rows_of([Item(7, "x")], ALL_ATTRIBUTES, {}, keeps_nul=True)

    assert set(rows.texts[1:]) == {None}
    assert set(rows.values[1:]) == {None}
    assert len(rows) == 1 + len(ALL_ATTRIBUTES)


def test_only_approved_attributes_are_rows() -> None:
    rows = rows_of([Item(7, "x", group_title="G")], {"__group__"}, {}, keeps_nul=True)

    assert rows.column_ids == ["name", "__group__"]


def test_a_column_that_calls_itself_like_an_attribute_does_not_take_its_place() -> None:
    item = Item(7, "x", group_title="G", cells=(Cell("__group__", "text", "evil", None),))

    rows = rows_of([item], {"__group__"}, {"__group__": "text"}, keeps_nul=True)

    assert listed(rows)[1] == ("__group__", "group", "G", None, None)
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("text", "stored_with_nul", "stored_without_nul"),
    [
        pytest.param("plain", "plain", "plain", id="ascii"),
        pytest.param("שלום 🚀", "שלום 🚀", "שלום 🚀", id="hebrew-and-emoji"),
        pytest.param("a\ud83db", "a\ufffdb", "a\ufffdb", id="high-surrogate-alone"),
        pytest.param("\udc00", "\ufffd", "\ufffd", id="low-surrogate-alone"),
        pytest.param("a\0b", "a\0b", "a\ufffdb", id="nul"),
        pytest.param("\0\ud800é", "\0\ufffdé", "\ufffd\ufffdé", id="nul-and-surrogate"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_what_no_database_stores_becomes_the_replacement_character_and_is_counted(
    text: str, stored_with_nul: str, stored_without_nul: str
) -> None:
    item = Item(1, "x", cells=(Cell("t", "text", text, text, text),))

    for keeps_nul, stored in ((True, stored_with_nul), (False, stored_without_nul)):
        rows = rows_of([item], frozenset(), {"t": "text"}, keeps_nul=keeps_nul)
        assert (rows.texts[1], rows.values[1], rows.fields[1]) == (stored,) * 3
        assert rows.losses == ({"t": 1} if stored != text else {})


def test_names_and_group_titles_are_repaired_as_well() -> None:
    rows = rows_of(
        [Item(1, "\ud800", group_title="\ud800", group_id="\ud800")],
        {"__group__"},
        {},
        keeps_nul=True,
    )

    assert rows.texts == ["\ufffd", "\ufffd"]
    assert rows.values[1] == '{"group_id":"\ufffd"}'
    assert rows.losses == {"name": 1, "__group__": 1}
