"""A copy of the dbt project with models written by a test, and real dbt runs in it."""

from __future__ import annotations

import gc
import json
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from tests.made_once import made_once
from tests.project import with_flags
from tests.sqlserver import connection as server

from .warehouse import DuckDB, SQLServer, Warehouse

ROOT = Path(__file__).resolve().parents[2]
BABELFISH = (Path(__file__).parent / "babelfish", ROOT / "tests/sqlserver/babelfish")
"""Macros that replace those of the copy whose SQL stock Babelfish rejects."""


@dataclass
class Run:
    """The result of a dbt command."""

    success: bool
    nodes: dict[str, tuple[str, str]]
    """Status and message by node name."""
    events: list[tuple[str, str, str]]
    """Level, event name, text."""
    exception: str = ""
    printed: list[str] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        return [f"{name}: {text}" for level, name, text in self.events if level == "warn"]

    @property
    def text(self) -> str:
        """All that dbt would show, one line per event."""
        shown = [text for level, _, text in self.events if level != "debug"]
        return "\n".join([*shown, self.exception])

    def message(self, node: str) -> str:
        return self.nodes[node][1]

    def status(self, node: str) -> str:
        return self.nodes[node][0]


@dataclass
class Project:
    """The copy in `folder` and the warehouse in its profile."""

    folder: Path
    warehouse: Warehouse

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def model(
        self, name: str, sql: str, columns: Sequence[Mapping[str, Any]] = (), **config: Any
    ) -> None:
        """Write a staged_swap model and its YAML. `config`: meta, unique_key, hooks and so on."""
        config = {"materialized": "staged_swap", **config}
        listed = [{"quote": True, **column} for column in columns]
        described = {"name": name, "config": config, "columns": listed}
        if "description" in config:
            described["description"] = config.pop("description")
        self.write(f"models/{name}.sql", sql)
        self.write(
            f"models/{name}.yml", yaml.safe_dump({"version": 2, "models": [described]}, width=1000)
        )

    def source(self, *boards: str) -> None:
        tables = [{"name": board} for board in boards]
        source = {"name": "raw_monday", "schema": "raw_monday", "tables": tables}
        self.write("models/sources.yml", yaml.safe_dump({"version": 2, "sources": [source]}))

    def dbt(self, *words: str) -> Run:
        """Run dbt in this process, in the project's folder."""
        events: list[tuple[str, str, str]] = []

        def listen(event: Any) -> None:
            events.append((event.info.level, event.info.name, event.info.msg))

        gc.freeze()  # objects that exist already need not be collected afterwards
        with self.inside(), warnings.catch_warnings():
            # dbt leaves a thread pool behind when a command fails; it is collected here.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                result = dbtRunner(callbacks=[listen]).invoke(with_flags(words))
            finally:
                DuckDBConnectionManager.close_all_connections()
            nodes = {
                r.node.name: (str(r.status), str(r.message))
                for r in getattr(result.result, "results", ()) or ()
                if hasattr(r, "node") and r.node.resource_type != "operation"
            }
            success, exception = result.success, str(result.exception or "")
            del result
            gc.collect()
        gc.unfreeze()
        printed = [text for _, name, text in events if name == "PrintEvent"]
        return Run(success, nodes, events, exception, printed)

    def build(self, *words: str) -> Run:
        """Run `dbt build`, which must succeed."""
        run = self.dbt("build", *words)
        assert run.success, run.text
        return run

    def refused(self, node: str, *words: str) -> str:
        """Run `dbt build`, in which this node must fail; return the node's message."""
        run = self.dbt("build", *words)
        assert not run.success
        assert run.status(node) == "error", run.text
        return run.message(node)

    @contextmanager
    def inside(self) -> Iterator[None]:
        before, folder = dict(os.environ), Path.cwd()
        os.environ["DBT_PROFILES_DIR"] = str(self.folder)
        os.chdir(self.folder)
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)


def make_project(folder: Path, warehouse: Warehouse) -> Project:
    """Copy the project without its boards, with a profile for the warehouse."""
    project = _copied(folder, warehouse)
    if not isinstance(warehouse, SQLServer):  # each SQL Server warehouse is a different database
        (folder / "target").mkdir()
        shutil.copy(_parsed(warehouse), folder / "target")
    return project


def _copied(folder: Path, warehouse: Warehouse) -> Project:
    ignore = shutil.ignore_patterns("target", "logs", "boards", "profiles.yml")
    shutil.copytree(ROOT / "dbt_project", folder, ignore=ignore)
    (folder / "models").mkdir(exist_ok=True)
    if isinstance(warehouse, SQLServer) and server.is_babelfish():
        for overrides in BABELFISH:
            if overrides.is_dir():
                shutil.copytree(overrides, folder / "macros", dirs_exist_ok=True)
    output = warehouse.output()
    if isinstance(warehouse, DuckDB) and warehouse.path.parent == folder.parent:
        # dbt parses everything again when a profile's path differs
        output["path"] = f"../{warehouse.path.name}"
    profile = {"target": warehouse.engine, "outputs": {warehouse.engine: output}}
    (folder / "profiles.yml").write_text(json.dumps({"monday": profile}))
    return Project(folder, warehouse)


def _parsed(warehouse: Warehouse) -> Path:
    """Return the path of dbt's cached parse of the project for an engine, without any models."""

    def make(folder: Path) -> None:
        here = DuckDB(folder / "warehouse.duckdb") if warehouse.engine == "duckdb" else warehouse
        run = _copied(folder / "dbt_project", here).dbt("--no-write-json", "parse")
        assert run.success, run.text

    made = made_once(f"dbt_project, {warehouse.engine}", make)
    return made / "dbt_project/target/partial_parse.msgpack"
