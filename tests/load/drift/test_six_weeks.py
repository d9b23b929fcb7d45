"""Six weeks of changes to a real board of 156 columns as one drift, and boards that moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.drift.edits import LABELS
from tests.monday_server import Account, Board, Cell, Column, Group, Item, MondayServer
from tests.monday_server.expected import expected_table
from tests.project import UserProject, make_project

WIDE_ID = 5_400_000_001
KINDS = ("text", "numbers", "status", "date", "checkbox", "dropdown")


def wide_board() -> Account:
    """Return 156 columns and a few items with text in each text column."""
    columns = [Column("name", "Name", "name")]
    for n in range(155):
        kind = KINDS[n % len(KINDS)]
        labels = LABELS if kind in ("status", "dropdown") else ()
        columns.append(Column(f"{kind}_{n}", f"Field {n}", kind, labels=labels))
    rows = {
        n: Item(n, f"Item {n}", "g", {c.id: Cell(f"{c.id} {n}") for c in columns[1::6]})
        for n in range(7_000_000_001, 7_000_000_006)
    }
    return Account([Board(WIDE_ID, "Wide", columns, [Group("g", "All")], rows)])


@pytest.fixture
def wide(tmp_path: Path) -> Iterator[tuple[UserProject, MondayServer]]:
    with MondayServer(wide_board()) as server:
        project = make_project(tmp_path, server.url, server.token)
        project.deploy(WIDE_ID, "wide")
        yield project, server


def test_forty_column_events_are_adapted_in_one_load(
    wide: tuple[UserProject, MondayServer],
) -> None:
    project, server = wide
    project.ok("monday-load", "wide")
    edit = server.edit
    for n in range(27):
        edit.add_column(WIDE_ID, Column(f"new_{n}", f"New {n}", KINDS[n % 2]))
    for n in range(6):
        edit.remove_column(WIDE_ID, f"text_{6 * n}")
    for n in range(6, 8):
        edit.rename_column(WIDE_ID, f"text_{6 * n}", f"Renamed {n}")
    for n in range(8, 13):
        edit.remove_column(WIDE_ID, f"text_{6 * n}")
        edit.add_column(WIDE_ID, Column(f"again_{n}", f"Field {6 * n}", "numbers"))
    loaded = project.ok("monday-load", "wide")
    lines = [line for line in loaded.err.splitlines() if ": column " in line]
    counts = {
        word: sum(word in line for line in lines)
        for word in ("is new, approved", "is gone from the board", "was retitled")
    }
    assert counts == {"is new, approved": 32, "is gone from the board": 11, "was retitled": 2}
    built = project.dbt("build", "-s", "wide")
    assert built.success, built.errors
    names = {c[0] for c in project.table("wide")[0]}
    assert "Field 48 (again_8)" in names
    assert "Field 48" not in names
    assert {"Renamed 6", "New 26"} <= names
    assert {"Field 36", "Field 42"} <= names, "old names of the renamed"
    assert len(names) == 156 + 32 - 11 + 3 + 2
    live = [c.id for c in server.account.board(WIDE_ID).columns]
    assert len(expected_table(server.account, WIDE_ID, live)) == 5


@pytest.mark.parametrize("state", ["archived", "deleted"])
def test_a_board_that_is_gone_fails_its_load_and_keeps_the_data(
    wide: tuple[UserProject, MondayServer], state: str
) -> None:
    project, server = wide
    project.ok("monday-load", "wide")
    server.edit.set_board_state(WIDE_ID, state)  # type: ignore[arg-type]
    outcome = project.run("monday-load", "wide")
    assert outcome.code == 1
    assert str(WIDE_ID) in outcome.err
    assert project.query("select count(*) from raw_monday.wide where column_id = 'name'") == [(5,)]


def test_a_board_moved_to_another_workspace_is_the_same_board(
    wide: tuple[UserProject, MondayServer],
) -> None:
    project, server = wide
    before = project.files()
    server.edit.move_board(WIDE_ID, 77, "Elsewhere")
    project.ok("monday-load", "wide")
    assert project.files() == before
