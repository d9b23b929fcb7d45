"""A board is edited and loaded after each edit: the table always equals the board."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from loader.board.board_file import BoardFile
from loader.board.file_text import parse, render
from loader.board.names import collation_key
from tests.load.drift.edits import BOARD_ID, RandomEdits, board_to_edit
from tests.monday_server import MondayServer
from tests.monday_server.expected import expected_table
from tests.project import UserProject, make_project

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))
SEEDS = range(8) if WHOLE else range(1)
EDITS = 30
BUILD_EVERY = 1 if WHOLE else 5


@dataclass
class Life:
    """A deployed board with its server, and every name that its table ever had."""

    project: UserProject
    server: MondayServer
    owners: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> BoardFile:
        path = self.project.dir / "boards" / "edited.yml"
        return parse(path.read_text(encoding="utf-8"), "edited", str(path))

    def check_names(self) -> None:
        """Check that no name ever belonged to another column."""
        board = self.file
        named = [(n, c.id) for c in board.columns for n in (c.name, *c.aliases)]
        named += [(a.name, a.id) for a in board.attributes]
        for name, owner in named:
            assert self.owners.setdefault(collation_key(name), owner) == owner

    def check_table(self) -> None:
        """Check that the table equals the board, cell by cell."""
        built = self.project.dbt("build", "-s", "edited", "--full-refresh")
        assert built.success, built.errors or built.exception
        assert built.warnings == []
        board = self.file
        names = {c.id: c.name for c in board.approved}
        group = next(a for a in board.attributes if a.id == "__group__")
        live = {c.id for c in self.server.account.board(BOARD_ID).columns if not c.archived}
        assert set(names) == live
        aliases = {c.id: c.aliases for c in board.approved}
        expected = expected_table(self.server.account, BOARD_ID, [*names, "__group__"])
        columns, rows = self.project.table("edited")
        assert {name for name, _ in columns} == {
            "Item ID", group.name, "Updated At", *names.values(), *chain(*aliases.values()),
        }  # fmt: skip
        for item_id, cells in expected.items():
            row = rows.pop(str(item_id))
            for column_id, value in cells.items():
                name = group.name if column_id == "__group__" else names[column_id]
                for called in (name, *aliases.get(column_id, ())):
                    assert row[called] == value, (item_id, column_id, called)
        assert rows == {}


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with MondayServer(board_to_edit()) as server:
        project = make_project(tmp_path, server.url, server.token)
        project.deploy(BOARD_ID, "edited")
        yield Life(project, server)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_edit_the_table_equals_the_board(life: Life, seed: int) -> None:
    edits = RandomEdits(life.server, Random(seed))
    life.project.ok("monday-load", "edited")
    life.check_table()
    for number in range(1, EDITS + 1):
        before = life.project.files()
        name, touched = edits.one()
        life.project.ok("monday-load", "edited")
        life.check_names()
        _check_diff(before, life.project.files(), touched, name)
        _check_bytes(life.project)
        if number % BUILD_EVERY == 0 or number == EDITS:
            life.check_table()


def _check_diff(
    before: dict[str, str], after: dict[str, str], touched: set[str], edit: str
) -> None:
    """Check that only lines about the edited columns changed, in all files."""
    renamed = edit == "rename_board"
    assert before.keys() == after.keys()
    for line in _changed_lines(before, after, "dbt_project/models/boards/edited.sql"):
        ids = set(re.findall(r'monday_\w+\("([^"]+)"', line))
        assert ids, (edit, line)
        assert ids <= touched, (edit, line)
    for line in _changed_lines(before, after, "dbt_project/boards/edited.yml"):
        found = re.match(r"- \{id: (\w+), ", line)
        other = "title: " if renamed else "revisions: "
        assert found[1] in touched if found else line.startswith(other), line
    for line in _changed_lines(before, after, "kestra/monday_edited.yml"):
        assert renamed, (edit, line)
        assert line.startswith("description: Loads monday board "), line
    path = "dbt_project/models/boards/edited.yml"
    old, new = _described(before[path]), _described(after[path])
    differing = {ident for ident in old.keys() | new.keys() if old.get(ident) != new.get(ident)}
    assert differing <= touched | {"the board"}, edit
    assert "the board" not in differing or renamed or touched, edit


def _changed_lines(before: dict[str, str], after: dict[str, str], path: str) -> set[str]:
    """Return the lines in only one of the two versions of a file, ignoring trailing commas and
    fingerprints, which change with every column.
    """
    old, new = (
        {line.rstrip(",") for line in re.sub("sha256:[0-9a-f]{12}", "", text[path]).splitlines()}
        for text in (before, after)
    )
    return old ^ new


def _described(text: str) -> dict[str, Any]:
    """Return what the model's YAML says of each column, by monday id, and of everything else."""
    content = yaml.safe_load(text)
    (model,) = content["models"]
    columns = model.pop("columns")
    found: dict[str, Any] = {}
    for one in columns:
        found.setdefault(one["config"]["meta"].get("monday_id", "the key"), []).append(one)
    return {**found, "the board": content}


def _check_bytes(project: UserProject) -> None:
    """Check that the files on disk equal those generated from the board file, byte for byte."""
    path = project.dir / "boards" / "edited.yml"
    text = path.read_text(encoding="utf-8")
    assert render(parse(text, "edited", str(path)), text) == text
    checked = project.run("monday-board", "update", "edited", "--check")
    assert checked.code == 0, checked.out


def test_hand_written_things_survive_drift(life: Life) -> None:
    path = life.project.dir / "boards" / "edited.yml"
    text = path.read_text(encoding="utf-8")
    old = "- {id: numbers_0, type: numbers, title: Numbers, name: Numbers, decision: approved}"
    new = (
        "- {id: numbers_0, type: numbers, title: Numbers, name: My Qty, "
        "data_type: 'decimal(20,6)', decision: approved, description: How many, aliases: [Old Qty]}"
    )
    assert old in text
    path.write_text(text.replace(old, f"{new}   # asked by Ada"), encoding="utf-8")
    life.server.edit.rename_column(BOARD_ID, "numbers_0", "Quantity")
    life.server.edit.remove_column(BOARD_ID, "text_0")
    life.project.ok("monday-load", "edited")
    now = path.read_text(encoding="utf-8")
    (line,) = [line for line in now.splitlines() if "numbers_0" in line]
    assert re.split(r" +#", line)[0] == new.replace("title: Numbers", "title: Quantity")
    assert line.endswith("# asked by Ada")
    built = life.project.dbt("build", "-s", "edited")
    assert built.success, built.errors
    columns = dict(life.project.table("edited")[0])
    assert columns["My Qty"] == columns["Old Qty"] == "DECIMAL(20,6)"
    assert "Text" not in columns


def test_kept_columns_stay_as_nulls(life: Life) -> None:
    path = life.project.dir / "boards" / "edited.yml"
    path.write_text(path.read_text() + "keep_removed: true\n", encoding="utf-8")
    life.project.ok("monday-load", "edited")
    assert life.project.dbt("build", "-s", "edited").success
    before = dict(life.project.table("edited")[0])
    for column in ("numbers_0", "checkbox_0"):
        life.server.edit.remove_column(BOARD_ID, column)
    life.project.ok("monday-load", "edited")
    assert life.project.dbt("build", "-s", "edited").success
    columns, rows = life.project.table("edited")
    assert dict(columns) == before
    assert {(row["Numbers"], row["Checkbox"]) for row in rows.values()} == {(None, None)}


def test_the_change_list_is_shown_and_recorded(life: Life) -> None:
    life.project.ok("monday-load", "edited")
    life.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    warned = life.project.ok("monday-load", "edited", "--on-drift", "warn")
    change = "column text_0 was retitled from 'Text' to 'Else' and is now named 'Else'"
    assert change in warned.err
    refused = life.project.run("monday-load", "edited", "--on-drift", "fail")
    assert refused.code == 1
    assert change in refused.err
    checked = life.project.run("monday-board", "update", "edited", "--check")
    assert (checked.code, checked.out.count("would change")) == (1, 3)
    adapted = life.project.ok("monday-load", "edited")
    assert change in adapted.err
    drifts = life.project.query("select drift from raw_monday._loads order by started_at")
    assert [("retitled" in (drift or "")) for (drift,) in drifts] == [False, True, True, True]
