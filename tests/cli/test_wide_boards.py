"""A board that is too wide for a SQL Server table is refused before anything is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import BoardFile
from loader.board.column_register import Register
from loader.errors import ProjectError
from loader.generate.table_width import column_count, text_count
from loader.load.drift import compare, decide
from loader.session import DbtFlags, Session
from tests.board_files import deployed
from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.cli.refusing import refused
from tests.monday_server import Column

NOWHERE = """\
    server:
      type: sqlserver
      driver: none
      server: 127.0.0.1
      port: 9
      database: Reporting
      schema: monday
      user: none
      password: none
      retries: 0
      login_timeout: 1
"""
UPDATE = ("monday-board", "update", "orders")
THERE = ("--target", "server")


@pytest.fixture
def on_server(plain: Plain) -> Plain:
    """Return the same project with a SQL Server target that does not answer."""
    path = plain.project.home / "profiles.yml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + NOWHERE, encoding="utf-8")
    return plain


def widen(plain: Plain, columns: int) -> None:
    for n in range(columns):
        plain.server.edit.add_column(PLAIN_ID, Column(f"wide_{n}", f"Wide {n}", "text"))


def test_more_columns_than_a_table_has_are_refused(on_server: Plain) -> None:
    widen(on_server, 1020)
    pattern = r"would have 1,029 columns, .*at most 1,024\. Nothing was changed: .*--reject COLUMN"
    refused(on_server.project, 1, pattern, *UPDATE, *THERE)
    assert "changed: " in on_server.project.ok(*UPDATE).out, "DuckDB has no such limit"


def test_a_review_that_makes_a_board_too_wide_is_refused(on_server: Plain) -> None:
    project = on_server.project
    columns = [f"wide_{n}" for n in range(1020)]
    widen(on_server, len(columns))
    project.ok(*UPDATE)
    review = ("monday-board", "review", "orders", *THERE)
    narrower = project.ok(*review, "--reject", "wide_1")
    assert "would have 1,028 columns" in narrower.err
    assert "Builds of it fail until it is narrower" in narrower.err
    refused(project, 1, r"would have 1,029 columns", *review, "--approve", "wide_1")
    refused(project, 1, r"would have 1,028 columns", *review, "--rename", "wide_2=Other")
    project.ok(*review, *(word for c in columns[2:8] for word in ("--reject", c)))


def test_a_load_that_makes_a_board_too_wide_is_refused(on_server: Plain) -> None:
    """The decision comes before any row is written; only writing would need the server."""
    widen(on_server, 1015)
    on_server.project.ok(*UPDATE)
    edit = on_server.server.edit
    with on_server.project.inside({}):
        session = Session(DbtFlags(target="server"))
        assert column_count(loaded(session)) == 1024
        edit.rename_column(PLAIN_ID, "text_1", "Memo")
        with pytest.raises(ProjectError, match=r"would have 1,025 columns, .*aliases"):
            loaded(session)
        edit.rename_column(PLAIN_ID, "text_1", "Note")
        edit.add_column(PLAIN_ID, Column("one_more", "One more", "text"))
        with pytest.raises(ProjectError, match=r"would have 1,025 columns"):
            loaded(session)


def loaded(session: Session) -> BoardFile:
    """Return the board file that a load would leave."""
    live = session.monday.board(PLAIN_ID)
    drift = compare(session, live, session.registry.read("orders"), Register(), "adapt")
    return decide(session, drift, (), lambda names: ())


def test_many_texts_are_told_of(on_server: Plain) -> None:
    widen(on_server, 300)
    shown = on_server.project.ok(*UPDATE, *THERE).err
    assert "305 of its columns are texts" in shown
    assert "8,060 bytes" in shown
    assert "are texts" not in on_server.project.ok(*UPDATE).err


def test_aliases_parts_attributes_and_the_key_are_columns() -> None:
    board = deployed(("name", "Name", "name"), ("loc", "Site", "location"), ("n", "Net", "numbers"))
    assert (column_count(board), text_count(board)) == (6, 3)
    site = replace(board.columns[1], parts=True, aliases=("Place",))
    more = board.with_column(site)
    assert (column_count(more), text_count(more)) == (19, 10)
    kept = replace(more, history=True)
    assert column_count(kept) > column_count(more) + 4, "a history has dbt's own columns too"
    shorter = replace(site, data_type="varchar(10)", part_types={"city": "nvarchar(5)"})
    assert text_count(more.with_column(shorter)) == 6
