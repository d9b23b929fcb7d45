"""A board built incrementally, and checks that its tables equal those of a full build."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from tests.load.changed.lab import BOARD, Lab
from tests.load.changed.world import EDITS, FIRST, clock_of
from tests.monday_server import Edits, MondayServer
from tests.project import DbtOutcome
from tests.sqlserver import connection as server

TABLES = (BOARD, f"{BOARD}__links")
Rows = list[tuple[Any, ...]]
HOUR = 3600
"""Seconds before each load."""


class Builds:
    """A board with a table of links, loaded and built once in full; incremental builds may change
    any share of its rows.
    """

    def __init__(self, lab: Lab, api: MondayServer) -> None:
        self.lab = lab
        self.api = api
        self._parsed: Any = None

    def begin(self) -> None:
        """Enable the table of links, then load and build for the first time."""
        self.meta("swap_partial_percent: 100")
        board = self.lab.project.dir / "boards" / f"{BOARD}.yml"
        text = board.read_text(encoding="utf-8")
        for column in ("people_1", "tags_1", "connect_1", "dropdown_1"):
            text = re.sub(rf"(id: {column},.*?decision: approved)", r"\1, links: true", text)
        board.write_text(text, encoding="utf-8")
        self.load()
        self.build()

    def copied_to(self, home: Path, api: MondayServer) -> Builds:
        """Return a copy after `begin` with its own DuckDB file and a new world behind `api`."""
        clock_of(api.account).move(HOUR)
        return Builds(Lab(self.lab.project.copied_to(home, MONDAY_API_URL=api.url)), api)

    def meta(self, settings: str, config: str = "") -> None:
        """Replace the meta settings of all models, and set more config for the board's model."""
        path = self.lab.project.dir / "dbt_project.yml"
        text = path.read_text(encoding="utf-8").split("\nmodels:")[0]
        more = f", boards: {{{BOARD}: {{{config}}}}}" if config else ""
        path.write_text(f"{text}\nmodels: {{monday: {{+meta: {{{settings}}}{more}}}}}\n", "utf-8")
        self._parsed = None

    def number(self, n: int, text: str) -> None:
        Edits(self.api.account).set_cell(FIRST + n, "numbers_1", text)

    def edit(self, name: str, n: int = 0) -> None:
        EDITS[name](Edits(self.api.account), n)

    def load(self, *, changed: bool = False) -> None:
        clock_of(self.api.account).move(HOUR)
        before = self.lab.project.files()
        self.lab.load(changed=changed)
        if self.lab.project.files() != before:
            self._parsed = None

    def run(
        self,
        *words: str,
        tables: tuple[str, ...] = TABLES,
        heard: Callable[[Any], None] = lambda event: None,
    ) -> DbtOutcome:
        """Run the tables' models in dbt; `heard` receives each event."""
        project = self.lab.project
        if self._parsed is None:
            self._parsed = project.dbt("--no-write-json", "parse").result
        return project.dbt("run", "-s", *tables, *words, parsed=self._parsed, heard=heard)

    def build(self, *words: str, tables: tuple[str, ...] = TABLES) -> dict[str, str]:
        """Build, and return for each table how many items changed or why it was built whole."""
        done = self.run(*words, tables=tables)
        assert done.success, done.errors
        said = {
            n: str(r.message).removesuffix(f", exchanged with {BOARD}")
            for r in done.result.results
            if (n := r.node.name) in TABLES
        }
        self.check(tables)
        return {name: re.split(r"(?:rows|losses)(?: \(was \d+\))?, (?:\d+ \w+ losses, )?", text)[-1]
                for name, text in said.items()}  # fmt: skip

    def check(self, tables: tuple[str, ...] = TABLES) -> None:
        """Check that each table equals the result of its compiled SQL, in values and types."""
        for table in tables:
            differing = differing_on_server if self.lab.server_database else differing_on_duckdb
            assert differing(self.lab, table, self.compiled(table)) == ([], []), table

    def compiled(self, table: str) -> str:
        """Return the query that selects all rows of a table."""
        compiled = self.lab.project.dir / "target" / "compiled" / "monday" / "models" / "boards"
        return (compiled / f"{table}.sql").read_text(encoding="utf-8")

    def losses(self) -> list[tuple[str, Any]]:
        """Return the conversion losses that the last builds recorded, by model."""
        found = self.lab.query(
            "select model, losses from raw_monday._builds as builds where started_at = "
            "(select max(started_at) from raw_monday._builds where model = builds.model) "
            "order by model"
        )
        return [(model, json.loads(losses)) for model, losses in found]


def differing_on_duckdb(lab: Lab, table: str, sql: str) -> tuple[Rows, Rows]:
    """Return the rows only in the query's result, and those only in the table."""
    with duckdb.connect(str(lab.project.database)) as connection:
        connection.execute(f"create temp table whole as select * from {table} limit 0")
        connection.execute(f"insert into whole by name {sql}")
        missing = connection.execute(f"from whole except all from {table}").fetchall()
        surplus = connection.execute(f"from {table} except all from whole").fetchall()
    return missing, surplus


def differing_on_server(lab: Lab, table: str, sql: str) -> tuple[Rows, Rows]:
    """Compare rows in Python, because the server's collation treats some unequal texts as equal."""
    assert lab.server_database is not None
    types = server.column_types(lab.server_database, f"dbo.{table}")
    cells = ", ".join(f'cast("{name}" as {kind}) as c{n}' for n, (name, kind) in enumerate(types))
    lab.query_and_commit(f"create view dbo.whole as {sql}")
    whole = lab.query(f"select {cells} from dbo.whole")
    lab.query_and_commit("drop view dbo.whole")
    rows = lab.query(f"select {cells} from dbo.{table}")
    assert len(whole) == len(rows)
    return [row for row in whole if row not in rows], [row for row in rows if row not in whole]
