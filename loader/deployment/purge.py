"""Removal of a board with all that belongs to it: files, raw data, tables, history, records."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loader.board.board_file import BoardFile
from loader.deployment.subitems import removal
from loader.generate.event_tables import STATUS_TIMES
from loader.generate.kestra.flow import flow_path
from loader.generate.kestra.place import flows_root
from loader.generate.link_tables import HISTORY, LINKS, TIME_ENTRIES, beside
from loader.generate.render import possible_files
from loader.generate.write import GENERATED, FileChange, write
from loader.landing.board_tables import LOGS, incoming_tables, kept_tables
from loader.landing.contract import Landing
from loader.landing.open import open_landing
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.records import refuse_other_board
from loader.session import Session

_BUILDS_READ = 100
"""The number of newest build records that are searched: a failed build made no table."""
_BESIDE = (LINKS, TIME_ENTRIES, HISTORY, STATUS_TIMES, *(log.ending for log in LOGS))


@dataclass(frozen=True, slots=True)
class Doomed:
    """A table that a purge drops."""

    place: tuple[str, str, str]
    """Database, schema, name."""
    rows: int

    @property
    def text(self) -> str:
        """Return the table as shown to a person."""
        return f"{'.'.join(self.place[1:])}, {self.rows:,} rows"


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge of a board deletes, and which files of other boards it changes."""

    board: BoardFile
    tables: tuple[Doomed, ...]
    files: tuple[FileChange, ...]
    stays: tuple[str, ...]
    """Sentences about what is kept, and why."""


def plan_purge(session: Session, board: BoardFile) -> Purge:
    """Find everything that belongs to a board, without changing anything.

    Raises WarehouseError, and ProjectError if another board's rows are under its name.
    """
    schema = board.schema or session.warehouse.schema
    with open_landing(session.warehouse, board.database, read_only=True) as landing:
        refuse_other_board(landing.last_complete(board.name), board.name, board.board_id)
        tables = _raw_tables(landing, board.name)
        stays = []
        other = session.builder_of(board)
        if other is not None and _is_built(landing, replace(board, name=other.name), schema):
            stays.append(f"{schema}.{board.table}: board {other.name} builds it since")
        elif _is_built(landing, board, schema):
            tables += _built_tables(landing, board.table, schema)
        elif landing.table_exists(board.table, schema=schema):
            stays.append(f"{schema}.{board.table}: no build of this product made it")
    if board.subitems:
        stays.append(f"board {board.subitems}, which holds its subitems: remove it by itself")
    return Purge(board, tuple(tables), _files(session, board), tuple(stays))


def carry_out(session: Session, purge: Purge) -> None:
    """Delete tables and records before the files, so that the same command can be run again."""
    board = purge.board
    with open_landing(session.warehouse, board.database) as landing:
        landing.purge(board.name, [table.place for table in purge.tables])
    write(purge.files)


def _is_built(landing: Landing, board: BoardFile, schema: str) -> bool:
    """Whether a build of this board made its table; the board file may name another by now."""
    place = f"{schema}.{board.table}".lower()
    builds = landing.last_builds(board.name, _BUILDS_READ)
    return any(b.status == "complete" and (b.table_name or "").lower() == place for b in builds)


def _raw_tables(landing: Landing, board: str) -> list[Doomed]:
    incoming = [name for names in incoming_tables(board).values() for name in names]
    return _standing(landing, RAW_SCHEMA, [*kept_tables(board), *incoming])


def _built_tables(landing: Landing, table: str, schema: str) -> list[Doomed]:
    names = [table, *(beside(table, ending) for ending in _BESIDE)]
    staged = [landing.staging_prefix + name for name in names]
    return _standing(landing, schema, [*names, f"{table}__previous", *staged])


def _standing(landing: Landing, schema: str, names: list[str]) -> list[Doomed]:
    return [
        Doomed((landing.database, schema, name), landing.count(name, schema=schema))
        for name in names
        if landing.table_exists(name, schema=schema)
    ]


def _files(session: Session, board: BoardFile) -> tuple[FileChange, ...]:
    """Return the deletion of the board's own files, and changes to those of related boards."""
    registry, project_dir = session.registry, session.project.dir
    path = registry.path(board.name)
    own = {project_dir / name for name in possible_files(board)}
    own.add(flows_root(project_dir) / flow_path(board))
    changes = removal(session, board)
    found = [change for change in changes if change.path not in own and change.path != path]
    for generated in sorted(own):
        is_file = generated.is_file()
        text = generated.read_text(encoding="utf-8", errors="replace") if is_file else ""
        if text.startswith(GENERATED):
            found.append(FileChange(generated, text, None))
    return (*found, FileChange(path, registry.text(path), None))
