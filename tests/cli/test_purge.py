"""monday-board remove --purge names all that belongs to a board, then removes that and no more."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.cli.refusing import contents
from tests.cli.terminal import typed

PURGE = ("monday-board", "remove", "orders", "--purge")


def tables(plain: Plain) -> set[str]:
    found = plain.project.query(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where table_name not like '\\_%' escape '\\'"
    )
    return {row[0] for row in found}


def test_a_purge_without_a_terminal_names_everything_and_needs_yes(plain: Plain) -> None:
    before = contents(plain.project)
    refused = plain.project.run(*PURGE)
    assert refused.code == 2
    for line in (
        "file boards/orders.yml", "file models/boards/orders.sql",
        "file ../kestra/monday_orders.yml",
        "table raw_monday.orders, 240 rows", "table main.orders, 30 rows", "give --yes",
    ):  # fmt: skip
        assert line in refused.err
    assert contents(plain.project) == before


def test_a_purge_deletes_what_is_of_the_board_and_nothing_else(plain: Plain) -> None:
    plain.project.query("create table orders__mine as select 1 as x")
    plain.project.query("create table orders__links as select 2 as x")
    own = plain.project.dir / "models" / "boards" / "orders__links.sql"
    own.write_text("select 1 as mine", encoding="utf-8")
    outcome = plain.project.ok(*PURGE, "--yes", "--json")
    facts = json.loads(outcome.out)
    assert facts["tables"] == ["raw_monday.orders", "main.orders", "main.orders__links"]
    assert "boards/orders.yml" in facts["files"]
    assert tables(plain) == {"main.orders__mine"}
    left = [path for path in plain.project.files() if not path.endswith(".gitkeep")]
    assert left == ["dbt_project/models/boards/orders__links.sql"]
    for record, column in (
        ("_loads", "board"), ("_columns", "board"), ("_column_labels", "board"),
        ("_builds", "model"),
    ):  # fmt: skip
        assert plain.project.query(
            f"select count(*) from raw_monday.{record} where {column} = 'orders'"
        ) == [(0,)]
    plain.project.deploy(PLAIN_ID)
    assert plain.load_and_build().success


def test_a_table_that_no_build_made_stays(plain: Plain) -> None:
    plain.project.query("delete from raw_monday._builds")
    outcome = plain.project.ok(*PURGE, "--yes")
    assert "stays: main.orders: no build of this product made it" in outcome.err
    assert tables(plain) == {"main.orders"}


def test_a_table_that_the_board_file_names_since_stays(plain: Plain) -> None:
    """The board file now names another table, which no build has made since."""
    plain.project.query("create table precious as select 1 as x")
    file = plain.project.dir / "boards" / "orders.yml"
    text = file.read_text(encoding="utf-8").replace("table: orders", "table: precious")
    file.write_text(text, encoding="utf-8")
    outcome = plain.project.ok("monday-board", "remove", "orders", "--purge", "--yes")
    assert "stays: main.precious: no build of this product made it" in outcome.err
    assert plain.project.query("select x from precious") == [(1,)]


def test_a_table_that_another_board_builds_since_stays(plain: Plain) -> None:
    """Its model was deleted by hand, and another board took over its table name."""
    project = plain.project
    plain.server.account.boards[77] = replace(
        plain.server.account.board(PLAIN_ID), id=77, name="Twin"
    )
    project.ok("monday-board", "remove", "orders")
    for path in (project.dir / "models" / "boards").glob("orders*"):
        path.unlink()
    project.deploy(77, "twin", "--table-name", "orders", "--take-over")
    project.ok("monday-load", "twin")
    assert project.dbt("build", "-s", "twin").success
    outcome = project.ok("monday-board", "remove", "orders", "--purge", "--yes")
    assert "stays: main.orders: board twin builds it since" in outcome.err
    assert project.query("select count(*) from orders") == [(30,)]


def test_a_purge_asks(plain: Plain) -> None:
    before = contents(plain.project)
    code, shown = typed(plain.project, PURGE[1:], ["n"])
    assert (code, "Nothing was changed" in shown) == (0, True), shown
    assert contents(plain.project) == before
    code, shown = typed(plain.project, PURGE[1:], ["y"])
    assert (code, "orders: deleted, with " in shown) == (0, True), shown
    assert tables(plain) == set()
