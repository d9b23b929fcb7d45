"""Board files: faults have line numbers, comments stay, the same board gives the same bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry, Past
from loader.board.file_text import parse, render
from loader.board.freshness import Freshness
from loader.errors import BoardFileError

SAMPLE = """\
board_id: 8709134353
title: Orders 2026
table: orders              # schema:, database: optional
item_id: {name: Item ID, data_type: nvarchar(100)}   # e.g. bigint
load: {batch_size: 500, max_workers: 1}
swap: {max_shrink_percent: 50, min_rows: 0}   # max_losses: N
attributes:                # facts of the item
- {id: __group__, name: Group, decision: approved}
- {id: __created_at__, name: Created At, decision: pending}
columns:
# the first column
- {id: name, type: name, title: Name, name: Name, decision: approved}   # kept
- {id: numeric_mkp4, type: numbers, title: Unit price, name: Unit price, data_type: "decimal(18,4)", decision: approved}
- {id: connect_b7, type: board_relation, title: Customer, name: Customer, decision: rejected, decided_by: policy, decided_at: 2026-11-23, reason: relations are rejected by default}
- id: date_mkp57
  type: date
  title: PC RM Ex-Factory Date
  name: PC RM Ex-Factory Date
  aliases: [Longson RM EX-FTY]
  decision: approved
# the end
"""  # noqa: E501


def read(text: str) -> BoardFile:
    return parse(text, "orders", "boards/orders.yml")


def faults(text: str, name: str = "orders") -> tuple[str, ...]:
    with pytest.raises(BoardFileError) as caught:
        parse(text, name, "boards/orders.yml")
    return caught.value.faults


def test_a_text_is_read_once_and_its_faults_name_the_file_each_time() -> None:
    assert read(SAMPLE) is read(SAMPLE)
    assert parse(SAMPLE, "other", "x.yml").name == "other"
    for path in ("a/orders.yml", "b/orders.yml"):
        with pytest.raises(BoardFileError, match=path):
            parse("board_id: none\n", "orders", path)


def test_a_file_of_a_later_format_is_refused_with_the_way_out() -> None:
    (fault,) = faults(f"format: 2\nlater: [what]\n{SAMPLE}")
    assert fault == (
        "line 1: format is 2, and this version reads up to 1: a later version wrote the file; "
        "pip install --upgrade monday-to-sqlserver"
    )
    assert read(f"format: 1\n{SAMPLE}") == read(SAMPLE)
    assert render(read(SAMPLE)).startswith("format: 1\nboard_id: 8709134353\n")


def test_a_board_file_is_read_whole() -> None:
    board = read(SAMPLE)
    assert (board.board_id, board.title, board.table) == (8709134353, "Orders 2026", "orders")
    assert [c.id for c in board.approved] == ["name", "numeric_mkp4", "date_mkp57"]
    customer = board.column("connect_b7")
    assert customer is not None
    assert (customer.decided_by, customer.decided_at) == ("policy", "2026-11-23")
    assert board.columns[-1].aliases == ("Longson RM EX-FTY",)


def test_saving_what_was_read_changes_no_byte() -> None:
    assert render(read(SAMPLE), SAMPLE) == SAMPLE


def test_comments_order_and_quotes_survive_an_update() -> None:
    board = read(SAMPLE)
    price = board.columns[1]
    new = ColumnEntry("text_9", "text", 'a "new" one', 'a "new" one', "approved")
    board = replace(board, title="Orders 2027", columns=(*board.columns, new))
    board = board.with_column(replace(price, decision="rejected"))
    text = render(board, SAMPLE)
    expected = SAMPLE.replace("Orders 2026", "Orders 2027").replace(
        '"decimal(18,4)", decision: approved', '"decimal(18,4)", decision: rejected'
    )
    added = (
        '- {id: text_9, type: text, title: a "new" one, name: a "new" one, decision: approved}\n'
    )
    assert text == expected + added
    assert read(text) == board


def test_what_is_no_longer_set_leaves_the_file() -> None:
    board = replace(read(SAMPLE), removed=True)
    removed = render(board, SAMPLE)
    assert "removed: true\n" in removed
    assert render(replace(board, removed=False), removed) == SAMPLE


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("8709134353", "abc", "line 1: board_id must be a whole number, not 'abc'"),
        ("board_id: 8709134353\n", "", "line 1: board_id is missing"),
        ("table: orders ", "table: 'a\"b' ", "line 3: table 'a\"b' is not allowed"),
        ("table: orders ", "table: stg_orders ", "line 3: table 'stg_orders' is not allowed"),
        ("batch_size: 500", "batch_size: 501", "line 5: load: batch_size must be from 1 to 500"),
        ("max_workers: 1", "max_workers: true", "line 5: load: max_workers must be a whole number"),
        ("min_rows", "min_row", "line 6: swap: unknown key 'min_row'; did you mean min_rows?"),
        ("min_rows", "old", "line 6: swap: unknown key 'old'; known are max_shrink_percent, min_"),
        ("id: __group__", "id: __grp__", "line 8: attributes __grp__: id must be one of"),
        ("name: Name, decision: approved", "name: Name", "line 12: columns name: decision is miss"),
        ("name: Name,", "name: '',", "line 12: columns name: name '' must have at least one visib"),
        ("name: Name,", "name: 1.10,", "line 12: columns name: name must be text; put it in quote"),
        ("decimal(18,4)", "int; drop table x", "line 13: columns numeric_mkp4: data_type 'int; dr"),
        ('"decimal(18,4)"', "nvarcar(50)", "line 13: columns numeric_mkp4: data_type 'nvarcar(50)' "
                            "is no SQL type that can hold a value of monday's; did you mean nvar"),
        ('"decimal(18,4)"', '"decimal(99,2)"', "line 13: columns numeric_mkp4: data_type 'decimal(9"
                            "9,2)' is no SQL type; the number of decimal is from 1 to 38"),
        ('"decimal(18,4)"', "decimal(18,4)", "line 13: columns numeric_mkp4: data_type 'decimal(18'"
                            " is no SQL type such as decimal(18,4), nvarchar(100) or datetime2(0);"
                            " put it in quotes"),
        ("nvarchar(100)", "nvarchar(max)", "line 4: item_id: data_type 'nvarchar(max)' cannot be"),
        ("swap: {", "swap: {<<: {min_rows: 1}, ", "line 6: <<: takes keys over from elsewhere; wr"),
        ("name: Unit price", "name: name", "line 13: name 'name' of column numeric_mkp4 may be"),
        ("name: Customer", "name: GROUP", "line 8: name 'Group' of __group__ may be equal to"),
        ("id: numeric_mkp4", "id: name", "line 13: columns: id 'name' stands on line 12 too"),
        ("[Longson RM EX-FTY]", "Longson", "line 19: columns date_mkp57: aliases must be a list"),
        ("swap:", "freshness: {warn: 1w}\nswap:", "line 6: freshness: warn '1w' is no age; write"),
        ("swap:", "freshness: {error: 2h}\nswap:", "line 6: freshness: warn (26h) must not be lon"),
        ("swap:", "schema: RAW_monday\nswap:", "line 6: schema 'RAW_monday' is where loads land"),
        ("swap:", "subitems: orders\nswap:", "line 6: subitems must name another board"),
        ("swap:", "states: [archived]\nswap:", "line 6: states must be [active] or [active, arch"),
        ("swap:", "states: [active, old]\nswap:", "line 6: states 2 must be one of active,"),
        ("title: Orders 2026", "title: [", "line 4: not YAML"),
        ("title: Orders 2026", "board_id: 2", "line 2: 'board_id' stands on line 1 too; ke"),
    ],
)  # fmt: skip
def test_faults_name_their_line(old: str, new: str, fault: str) -> None:
    assert old in SAMPLE
    found = faults(SAMPLE.replace(old, new, 1))
    assert any(line.startswith(fault) for line in found), found


@pytest.mark.parametrize(
    ("old", "switch", "fault"),
    [
        (
            "{id: numeric_mkp4, ",
            "parts: true, ",
            "line 13: columns numeric_mkp4: parts: true is not for a column of type 'numbers', "
            "only for board_relation, checkbox, color_picker, country, creation_log, date, ",
        ),
        (
            "{id: numeric_mkp4, ",
            "links: true, ",
            "line 13: columns numeric_mkp4: links: true is not for a column of type 'numbers', "
            "only for board_relation, dependency, doc, dropdown, file, item_assignees, mirror, ",
        ),
        (
            "- id: date_mkp57\n",
            "  links: true\n",
            "line 16: columns date_mkp57: links: true is not for a column of type 'date', ",
        ),
    ],
)
def test_a_switch_that_the_type_does_not_have_is_a_fault(old: str, switch: str, fault: str) -> None:
    found = faults(SAMPLE.replace(old, old + switch, 1))
    assert len(found) == 1
    assert found[0].startswith(fault)


PLACED = SAMPLE.replace(
    "# the end\n",
    "- {id: loc_1, type: location, title: Site, name: Site, decision: approved, parts: true, "
    'part_types: {lat: "decimal(9,6)"}}   # as the map has it\n',
)


def test_a_part_has_a_type_of_its_own() -> None:
    board = read(PLACED)
    assert board.columns[-1].part_types == {"lat": "decimal(9,6)"}
    assert render(board, PLACED) == PLACED
    assert read(render(board)) == board
    off = board.with_column(replace(board.columns[-1], parts=False, part_types={}))
    assert read(render(off, PLACED)) == off


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("lat:", "height:", "height is no part of a column of type 'location', which has lat, "),
        ("parts: true, ", "", "lat is shown only under parts: true, which the column lacks"),
        ("type: location", "type: numbers", "lat is no part of a column of type 'numbers', which"),
        ("decimal(9,6)", "decimall", "lat 'decimall' is no SQL type that can hold a value"),
        ("decimal(9,6)", "decimal(9,60)", "lat 'decimal(9,60)' is no SQL type; its scale"),
        ('{lat: "decimal(9,6)"}', "decimal", "must be a mapping, not 'decimal'"),
        ('"decimal(9,6)"', "~", "lat must be text; put it in quotes, not null"),
        ("lat:", "7:", "7 is no part of a column of type 'location', which has lat, "),
    ],
)
def test_a_type_of_a_part_that_cannot_be_is_a_fault(old: str, new: str, fault: str) -> None:
    head, mark, entry = PLACED.partition("- {id: loc_1")
    found = faults(head + mark + entry.replace(old, new, 1))
    told = "columns loc_1: part_types"
    assert any(told in one and fault in one for one in found), found


FOLLOWED = SAMPLE.replace("board_id:", "activity: true\nboard_id:", 1)


def test_times_are_of_the_log_and_of_types_that_can_be_followed() -> None:
    dated = FOLLOWED.replace("- id: date_mkp57\n", "- id: date_mkp57\n  times: true\n", 1)
    board = read(dated)
    assert board.activity
    assert ("date_mkp57", "date") in {(ident, kind) for ident, _, kind in board.timed}
    assert render(board, dated) == dated
    without = dated.replace("activity: true\n", "", 1)
    assert any("times: true needs activity: true" in fault for fault in faults(without))
    wrong = FOLLOWED.replace("{id: numeric_mkp4, ", "{id: numeric_mkp4, times: true, ", 1)
    assert any("is not for a column of type 'numbers'" in fault for fault in faults(wrong))


def test_a_switch_that_is_off_is_no_fault() -> None:
    off = SAMPLE.replace("{id: numeric_mkp4, ", "{id: numeric_mkp4, parts: false, links: false, ")
    assert read(off) == read(SAMPLE)


def test_all_faults_are_reported_together() -> None:
    text = SAMPLE.replace("8709134353", "x").replace("decision: pending", "decision: maybe")
    assert [fault.split(":")[0] for fault in faults(text)] == ["line 1", "line 9"]


@pytest.mark.parametrize("text", ["", "[]", "just text", "\x00"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert len(faults(text)) == 1


def test_a_file_name_that_is_no_board_name_is_refused() -> None:
    assert any("is no board name" in fault for fault in faults(SAMPLE, "stg_orders"))


@example([": a", "? a", ":", "? ", "- a", "a: b # c", "!t", "*a", "%d", "<<", "---"])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
        | st.text(":?-#{}[],&*!|>'\"%@`= \t\n\\ax1~.<\u2028", max_size=6),
        max_size=6,
    )
)
def test_any_title_comes_back_from_the_file_as_it_was(titles: list[str]) -> None:
    columns = tuple(
        ColumnEntry(f"c{n}", "text", title, f"c{n}", "approved", description=title or None)
        for n, title in enumerate(titles)
    )
    attributes = (AttributeEntry("__group__", "Group", "approved"),)
    board = BoardFile("orders", 1, "".join(titles), "orders", columns, attributes)
    text = render(board)
    assert read(text) == board
    assert render(board, text) == text


def test_what_does_not_show_in_a_title_is_written_as_escapes() -> None:
    title = "\u202egnp.exe \U000e0001 \u200b \u2028 👩\u200d💻 Größe"
    attributes = (AttributeEntry("__group__", "Group", "approved"),)
    board = BoardFile("orders", 1, title, "orders", (), attributes)
    text = render(board)
    assert text.splitlines()[2] == (
        r'title: "\u202Egnp.exe \U000E0001 \u200B \L 👩' "\u200d" '💻 Größe"'
    )
    assert read(text) == board
    by_hand = text.replace(r"\u202E", "\u202e") + "# a comment \u200b of a person\n"
    assert render(board, by_hand) == text + "# a comment \u200b of a person\n"
    joined = render(replace(board, title="👩\u200d💻"))
    assert joined.splitlines()[2] == "title: 👩\u200d💻"


def test_settings_that_may_be_left_out_come_back_as_they_were() -> None:
    board = replace(read(SAMPLE), freshness=Freshness("1h", "3h"))
    text = render(board, SAMPLE)
    assert "freshness: {warn: 1h, error: 3h}\nattributes:" in text
    assert read(text) == board
    assert render(board, text) == text
    half = SAMPLE.replace("swap:", "freshness: {error: 3d}   # mine\nswap:")
    assert render(read(half), half) == half
    empty = SAMPLE.replace("swap:", "freshness:\nswap:")
    assert render(read(empty), empty) == empty


@pytest.mark.parametrize(
    ("written", "past", "rendered"),
    [
        ("true", True, "history: true\n"),
        ("{since: monday}", Past(), "history: {since: monday}\n"),
        (
            "{since: monday, every: day}",
            Past(every="day"),
            "history: {since: monday, every: day}\n",
        ),
    ],
)
def test_a_history_may_begin_with_mondays_past(
    written: str, past: bool | Past, rendered: str
) -> None:
    text = f"board_id: 1\ntitle: x\ntable: orders\nhistory: {written}\n"
    board = parse(text, "orders", "boards/orders.yml")
    assert board.history == past
    assert rendered in render(board, text)
    assert parse(render(board), "orders", "boards/orders.yml").history == past


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{since: excel}", "line 4: history: since must be one of monday, not 'excel'"),
        ("{every: day}", "line 4: history: since is missing"),
        (
            "{since: monday, every: year}",
            "line 4: history: every must be one of month, week, day, not 'year'",
        ),
        ("yes please", "line 4: history must be true or false or a mapping, not 'yes please'"),
    ],
)
def test_a_past_that_cannot_be_had_is_told_by_its_line(written: str, told: str) -> None:
    assert faults(f"board_id: 1\ntitle: x\ntable: orders\nhistory: {written}\n") == (told,)
