"""Small models for tests of staged_swap: a table `<name>_rows` instead of raw, and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .project import Project

Row = tuple[int | None, str | None]


def column(name: str, data_type: str, **other: Any) -> dict[str, Any]:
    """Return a column whose YAML sets its type, in SQL Server's spelling."""
    return {"name": name, "config": {"meta": {"data_type": data_type}}, **other}


PARSED_APART = ("--target-path", "target_apart")
"""Arguments for a command with --vars: dbt parses everything for it, and keeps its usual cache."""

COLUMNS = [column("Item ID", "bigint"), column("Name", "nvarchar(100)")]


@dataclass(frozen=True)
class SwapModel:
    """A staged_swap model `name` over a plain table, which tests fill freely."""

    project: Project
    name: str

    @property
    def input(self) -> str:
        return f"{self.project.warehouse.schema}.{self.name}_rows"

    def write(self, sql: str = "", columns: Sequence[Any] = COLUMNS, **config: Any) -> None:
        quote = self.project.warehouse.quote
        self.project.model(
            self.name,
            sql or f"select {quote('Item ID')}, {quote('Name')} from {self.input}",
            columns,
            **{"unique_key": ["Item ID"], **config},
        )

    def fill(self, rows: Sequence[Row]) -> None:
        """Replace the rows that the model selects from."""
        run, quote = self.project.warehouse.query, self.project.warehouse.quote
        run(f"drop table if exists {self.input}")
        text = "varchar" if self.project.warehouse.engine == "duckdb" else "nvarchar(100)"
        run(f"create table {self.input} ({quote('Item ID')} bigint, {quote('Name')} {text})")
        for start in range(0, len(rows), 500):
            values = ", ".join(
                f"({'null' if i is None else i}, {'null' if n is None else literal(n)})"
                for i, n in rows[start : start + 500]
            )
            run(f"insert into {self.input} values {values}")

    def build(self, *words: str) -> str:
        """Run a build that must succeed; return the message of the model's node."""
        run = self.project.build("-s", self.name, *words)
        assert run.warnings == []
        return run.message(self.name)

    def refused(self, *words: str) -> str:
        """Run a build that must fail; return its message."""
        return self.project.refused(self.name, "-s", self.name, *words)

    def rows(self, table: str = "") -> list[tuple[Any, ...]]:
        """Return the rows of production, or of another table in the schema."""
        schema = self.project.warehouse.schema
        found = self.project.warehouse.query(f"select * from {schema}.{table or self.name}")
        return sorted(found, key=lambda row: [(value is not None, value) for value in row])

    def tables(self) -> set[str]:
        """Return which of the model's tables exist: production, staging, previous."""
        names = {self.name, f"stg_{self.name}", f"{self.name}__previous"}
        return names & self.project.warehouse.tables()

    def relation(self, table: str = "") -> str:
        """Return the relation's name as dbt writes it in messages."""
        warehouse = self.project.warehouse
        database = getattr(warehouse, "database", "warehouse")
        return f'"{database}"."{warehouse.schema}"."{table or self.name}"'


def literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"N'{escaped}'" if not text.isascii() else f"'{escaped}'"


def numbered(count: int, prefix: str = "n") -> list[Row]:
    return [(i, f"{prefix}{i}") for i in range(1, count + 1)]
