"""The commands in docs/how-to.md, run as shown."""

from __future__ import annotations

import re

from tests.cli.conftest import Plain
from tests.cli.pages import fenced, page


def test_a_board_is_really_deleted(plain: Plain) -> None:
    """Afterwards no file and nothing in the database names the board."""
    (typed,) = re.findall(r"^    monday-board (remove .*)$", page("how-to.md"), re.M)
    plain.project.ok("monday-board", *typed.split(), "--yes")
    assert not [name for name in plain.project.files() if "orders" in name]
    tables = plain.project.query("select table_schema, table_name from information_schema.tables")
    assert not [name for _, name in tables if "orders" in name]
    for schema, name in tables:
        rows = plain.project.query(f'select * from {schema}."{name}"')
        assert not [row for row in rows if "orders" in row], name


def test_a_test_of_ones_own_runs_with_the_board(plain: Plain) -> None:
    query = fenced("how-to.md", "sql", "ref('orders')").replace("Unit price", "Qty")
    tests = plain.project.dir / "tests"
    tests.mkdir(exist_ok=True)
    (tests / "orders_cost_something.sql").write_text(query, encoding="utf-8")
    built = plain.project.dbt("test", "-s", "orders")
    (status,) = [s for name, s in built.nodes.items() if name == "orders_cost_something"]
    assert status == "pass"


def test_an_old_name_as_an_alias_is_a_line_that_a_board_file_takes(plain: Plain) -> None:
    (line,) = re.findall(r"^    - (\{id: numeric_mkp4.*\})$", page("how-to.md"), re.M)
    path = plain.project.dir / "boards/orders.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("columns:\n", f"columns:\n- {line}\n", 1), encoding="utf-8")
    board = plain.project.ok("monday-board", "review", "orders", "--json").out
    assert '"Net price"' in board
