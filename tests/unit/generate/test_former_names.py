"""Former names of a column and its parts under which a history may have kept them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.model import Board, Column
from loader.board.name_register import named_as, names_of
from loader.generate.columns import table_columns
from loader.generate.history import history
from tests.board_files import first_board_file


def renamed(kind: str, *titles: str, parts: bool = False) -> BoardFile:
    """Return a board whose column had each of these titles, one after the other."""
    live = Board(
        30, "Tasks", (Column("name", "Name", "name"), Column("c_1", titles[0], kind)), kind="board"
    )
    board = first_board_file(live, name="tasks", table="tasks", policy={}, today="2026-11-25")
    board = with_parts(replace(board, history=True), parts=parts)
    for title in titles[1:]:
        board = board.with_column(named_as(column(board), title, names_of(board)))
    return board


def column(board: BoardFile) -> ColumnEntry:
    found = board.column("c_1")
    assert found is not None
    return found


def with_parts(board: BoardFile, *, parts: bool) -> BoardFile:
    return board.with_column(replace(column(board), parts=parts, decision="approved"))


def former(board: BoardFile) -> dict[str, list[dict[str, str]]]:
    kept = history(board, table_columns(board))
    assert kept is not None
    return dict(kept.former)


def status(name: str) -> list[str]:
    return [name, *(f"{name} {part}" for part in ("label id", "done", "changed at"))]


def test_each_part_goes_by_its_own_name_beside_the_columns() -> None:
    assert former(renamed("status", "Status", "Stage", "Step", parts=True)) == {
        "Step": [
            dict(zip(status("Step"), status("Stage"), strict=True)),
            dict(zip(status("Step"), status("Status"), strict=True)),
        ]
    }


def test_a_title_that_came_back_keeps_the_names_between() -> None:
    board = renamed("status", "Status", "Stage", "Status", "Step", parts=True)
    assert [way["Step"] for way in former(board)["Step"]] == ["Status", "Stage"]
    assert former(board)["Step"][0]["Step done"] == "Status done"


@pytest.mark.parametrize(
    ("kind", "titles", "ways"),
    [
        ("timeline", ("Due", "Due from", "Start"), ["Due from", "Due"]),
        ("checkbox", ("Done", "Done changed at", "Ready"), ["Done"]),
        ("text", ('say "hi"', "Note"), ["say \u201dhi\u201d"]),
        ("text", ("dbt_valid_to", "Note"), ["dbt_valid_to (c_1)"]),
        ("text", ("Monday_Snapshot", "Note"), ["Monday_Snapshot (c_1)"]),
    ],
)
def test_a_column_without_parts_goes_by_names_that_are_its_own_for_sure(
    kind: str, titles: tuple[str, ...], ways: list[str]
) -> None:
    assert former(renamed(kind, *titles)) == {titles[-1]: [{titles[-1]: way} for way in ways]}


def test_parts_that_were_shown_are_never_taken_for_the_column() -> None:
    board = with_parts(renamed("status", "Status", "Stage", parts=True), parts=False)
    assert former(board) == {"Stage": [{"Stage": "Status"}]}
    retyped = board.with_column(replace(column(board), type="text"))
    assert former(retyped) == {"Stage": [{"Stage": "Status"}]}


def test_a_name_that_another_column_has_or_had_in_the_history_is_left() -> None:
    board = renamed("text", 'say "hi"', "Note")
    other = replace(column(board), id="c_2", name="say \u201dhi\u201d", former_names=())
    assert former(replace(board, columns=(*board.columns, other))) == {}
    gone = replace(other, gone="2026-11-25")
    assert former(replace(board, columns=(*board.columns, gone))) == {}
