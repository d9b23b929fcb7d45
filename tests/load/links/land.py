"""A dbt project on one engine with boards as they are after deploy and load.

Raw rows come from the loader's own reading and conversion; the test's warehouse writes them, so
that the same test runs on DuckDB and on a T-SQL server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.column_types import COLUMN_TYPES, Rule, column_type
from loader.board.drift import DriftRules, adapt
from loader.board.model import Board
from loader.generate.render import render_files
from loader.landing.rows import Rows, cell_rows_of, rows_of
from loader.load.columns import fetched_columns
from loader.monday.api import Cells, Page, ReadPlan
from tests.board_files import first_board_file
from tests.dbt.project import Project
from tests.dbt.warehouse import Cell
from tests.load.faults.following import monday_of
from tests.monday_server import MondayServer
from tests.sqlserver import connection as sqlserver

FOLLOW = DriftRules("follow")
"""A retitled column gets its new name: the tests cover what a history makes of that."""


@dataclass
class Landed:
    """Boards of one stand-in, in one dbt project."""

    project: Project
    server: MondayServer
    boards: dict[str, BoardFile]
    titles: set[str] = field(default_factory=set)
    """Every name that a column ever had."""

    def deploy(self, board_id: int, name: str, change: Callable[[BoardFile], BoardFile]) -> None:
        """Discover a board, decide its columns and keep its board file; `land` writes the rest."""
        live = self._live(board_id)
        linking = [t.name for t in COLUMN_TYPES.values() if t.linking]
        policy: dict[str, Rule] = dict.fromkeys((*linking, "formula"), "approve")
        self.boards[name] = change(
            first_board_file(live, name=name, table=name, policy=policy, today="2026-11-25")
        )

    def land(self, *names: str) -> None:
        """Adapt these boards to monday, write their raw rows, and generate all boards' files."""
        for name in names or tuple(self.boards):
            board = self.boards[name]
            live = self._live(board.board_id)
            self.boards[name] = adapt(board, live, {}, "2026-11-25", FOLLOW).board
            self.project.warehouse.write_raw(name, self._raw(self.boards[name], live))
        for board in self.boards.values():
            self.titles |= {board.item_id.name, *(column.name for column in board.columns)}
            others = [b for b in self.boards.values() if b is not board]
            for path, text in render_files(board, others).items():
                self.project.write(path, text)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return a table's rows, by column name."""
        warehouse = self.project.warehouse
        names = [name for name, _, _ in warehouse.columns(table)]
        # Babelfish cannot return a result whose column name contains an emoji.
        listed = ", ".join(f"{warehouse.quote(name)} as c{n}" for n, name in enumerate(names))
        found = warehouse.query(f"select {listed} from {warehouse.schema}.{table}")
        if warehouse.engine == "sqlserver" and sqlserver.is_babelfish():
            names = [self._spelled(name) for name in names]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _spelled(self, name: str) -> str:
        """Return the column's name, which Babelfish lower-cases in a table made by a query."""
        for title in sorted(self.titles, key=len, reverse=True):
            if name.startswith(title.lower()):
                return title + name[len(title) :]
        return name

    def _live(self, board_id: int) -> Board:
        board: Board = self._monday(lambda monday: monday.board(board_id))
        return board

    def _monday(self, ask: Callable[[Any], Any]) -> Any:
        monday = monday_of(self.server)
        try:
            return ask(monday)
        finally:
            monday.close()

    def _raw(self, board: BoardFile, live: Any) -> list[Cell]:
        columns = fetched_columns(board, live)
        types = {c.id: c.type for c in columns}
        attributes = frozenset(a.id for a in board.approved_attributes)
        plan = ReadPlan(live, columns, attributes, detailed=board.detailed)
        keeps_nul = self.project.warehouse.engine == "duckdb"
        cells: list[Cell] = []
        for event in self._monday(lambda monday: list(monday.read(plan))):
            if isinstance(event, Page):
                here = {c: kind for c, kind in types.items() if c in event.columns}
                cells += _cells(rows_of(event.items, attributes, here, keeps_nul=keeps_nul))
            elif isinstance(event, Cells):
                pairs = ((row.id, row.cells) for row in event.rows)
                cells += _cells(cell_rows_of(pairs, set(types), keeps_nul=keeps_nul))
        return cells


def everything(board: BoardFile) -> BoardFile:
    """Enable all parts, links and attributes, and the history."""
    kinds = [(c, column_type(c.type)) for c in board.columns]
    columns = tuple(replace(c, parts=bool(k.parts), links=k.linking) for c, k in kinds)
    attributes = tuple(replace(a, decision="approved") for a in board.attributes)
    return replace(board, columns=columns, attributes=attributes, history=True)


def _cells(rows: Rows) -> Sequence[Cell]:
    return list(
        zip(
            rows.item_ids, rows.column_ids, rows.column_types, rows.texts, rows.values, rows.fields,
            strict=True,
        )
    )  # fmt: skip
