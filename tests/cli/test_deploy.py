"""What deploy writes: the same bytes each time, nothing on a dry run; user edits are kept."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from tests.cli.boards import FIRST_ITEM, PLAIN_ID
from tests.cli.conftest import Plain, parsed_project
from tests.cli.refusing import contents, refused
from tests.monday_server import Column, MondayServer, demo_account
from tests.monday_server.demo_columns import ORDERS_ID
from tests.monday_server.values import Location
from tests.project import UserProject

DEPLOY = ("deploy", "--board-id", str(PLAIN_ID), "--board-name", "orders")


def test_deploying_twice_gives_the_same_bytes(fresh: Plain) -> None:
    first = fresh.project.deploy(PLAIN_ID)
    written = fresh.project.files()
    again = fresh.project.deploy(PLAIN_ID)

    assert fresh.project.files() == written
    assert "5 files written" in first.out
    assert "0 files written" in again.out
    assert set(written) == {
        "dbt_project/boards/orders.yml",
        "dbt_project/models/boards/.gitkeep",
        "dbt_project/models/boards/orders.sql",
        "dbt_project/models/boards/orders.yml",
        "dbt_project/models/boards/overview.md",
        "kestra/monday_orders.yml",
    }


def test_an_overview_of_the_projects_own_is_left_alone(fresh: Plain) -> None:
    own = fresh.project.dir / "models" / "own.md"
    own.write_text("{% docs __overview__ %} ours {% enddocs %}", encoding="utf-8")
    fresh.project.deploy(PLAIN_ID)
    assert "dbt_project/models/boards/overview.md" not in fresh.project.files()


def test_another_machine_gives_the_same_bytes(fresh: Plain, plain: Plain) -> None:
    fresh.project.deploy(PLAIN_ID)

    assert fresh.project.files() == plain.project.files()


def test_a_dry_run_prints_every_file_and_the_ddl_and_writes_nothing(fresh: Plain) -> None:
    project = fresh.project
    before = contents(project, but=())
    shown = project.deploy(PLAIN_ID, "orders", "--dry-run")

    assert contents(project, but=()) == before
    assert not project.database.exists()
    assert "Nothing was written." in shown.err
    project.deploy(PLAIN_ID)
    for path, text in project.files().items():
        if not path.endswith(".gitkeep"):
            assert f"{Path(path).name}\n{text}" in shown.out
    ddl = shown.out.partition("--- DDL\n")[2]
    assert re.sub(r"\s+", " ", ddl).strip() == (
        'create table "monday"."main"."orders" ( "Item ID" varchar not null, '
        '"Name" varchar null, "Group" varchar null, "Updated At" timestamp null, '
        '"Stage" varchar null, "Qty" decimal(18,2) null, "Due" date null, "Note" varchar null, '
        '"Remark" varchar null, constraint "PK_orders" primary key ("Item ID") );'
    )


def test_the_ddl_of_a_dry_run_is_the_table_that_a_build_makes(plain: Plain) -> None:
    shown = plain.project.deploy(PLAIN_ID, "orders", "--dry-run")
    columns, _ = plain.project.table()
    with duckdb.connect() as elsewhere:
        elsewhere.execute("attach ':memory:' as monday")
        elsewhere.execute(shown.out.partition("--- DDL\n")[2])
        made = elsewhere.execute("select * from monday.main.orders").description

    assert [(d[0], str(d[1])) for d in made] == columns


def test_two_columns_that_swap_titles_never_trade_names(plain: Plain) -> None:
    plain.server.edit.swap_titles(PLAIN_ID, "text_1", "text_2")
    loaded = plain.project.ok("monday-load", "orders")
    assert plain.build().success
    columns, rows = plain.project.table()

    names = [name for name, _ in columns]
    assert {"Remark (text_1)", "Note (text_2)"} <= set(names)
    first = rows[str(FIRST_ITEM)]
    assert first["Remark (text_1)"] == first["Note"] == "note 0"
    assert first["Note (text_2)"] == first["Remark"] == "remark 0"
    assert "column text_1 was retitled from 'Note' to 'Remark'" in loaded.err

    plain.server.edit.swap_titles(PLAIN_ID, "text_1", "text_2")
    plain.project.ok("monday-load", "orders")
    assert plain.build().success
    _, rows = plain.project.table()
    assert rows[str(FIRST_ITEM)]["Note"] == "note 0"
    assert rows[str(FIRST_ITEM)]["Remark"] == "remark 0"


def test_what_a_person_wrote_in_the_board_file_survives_and_takes_effect(plain: Plain) -> None:
    path = plain.project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    edits = {
        "board_id:": "# owned by sourcing\nboard_id:",
        "name: Qty, decision": 'name: Pieces, data_type: "decimal(9,0)", decision',
        "name: Note, decision: approved}": (
            "name: Note, decision: approved, aliases: [Old note, 'Very old; note']}  # was renamed"
        ),
        "{name: Item ID, data_type: nvarchar(100)}": "{name: Order ID, data_type: bigint}",
        "name: Stage, decision": "name: Stage, parts: true, decision",
    }
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    plain.server.edit.rename_column(PLAIN_ID, "numbers_1", "Quantity")
    plain.project.ok("monday-board", "update", "orders")
    after = path.read_text(encoding="utf-8")

    assert "# owned by sourcing" in after
    assert "# was renamed" in after
    assert "title: Quantity, name: Pieces" in after
    assert plain.load_and_build().success
    columns, rows = plain.project.table()
    types = dict(columns)
    assert types["Order ID"] == "BIGINT"
    assert types["Pieces"] == "DECIMAL(9,0)"
    assert (types["Stage label id"], types["Stage done"]) == ("INTEGER", "BOOLEAN")
    row = rows[str(FIRST_ITEM + 1)]
    assert row["Old note"] == row["Very old; note"] == row["Note"] == "note 1"
    assert (row["Stage"], row["Stage label id"], row["Stage done"]) == ("Done", 1, True)
    written = plain.project.files()
    plain.project.deploy(PLAIN_ID)
    assert plain.project.files() == written


def test_a_type_that_loses_digits_is_refused_unless_accepted(plain: Plain) -> None:
    project = plain.project
    item = next(iter(plain.server.account.board(PLAIN_ID).items))
    plain.server.edit.set_cell(item, "numbers_1", "1.23456")
    lost = r"Qty \(numbers_1\) as decimal would lose 1 of 30 sampled values, such as '1\.23456'"
    review = ("monday-board", "review", "orders", "--data-type", "Qty=decimal")
    refused(project, 2, rf"{lost}\. Nothing was changed: .*--accept-losses", *review)
    path = project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8").replace("name: Qty,", "name: Qty, data_type: decimal,")
    path.write_text(text, encoding="utf-8")
    update = ("monday-board", "update", "orders")
    refused(project, 2, rf"{lost}\. Nothing was changed", *update)

    all_of_it = lost.replace("sampled ", "")
    assert re.search(lost, project.ok(*update, "--accept-losses").err)
    assert re.search(f"{all_of_it}.*builds count them", project.ok("monday-load", "orders").err)
    assert not re.search(all_of_it, project.ok("monday-load", "orders").err), "told once"
    assert re.search(lost, project.ok(*update).err), "what loads went by is told, and stays"
    built = plain.build()
    assert built.success
    assert built.nodes["nothing_lost_orders"] == "warn"
    assert built.nodes["orders"] == "success"


def test_the_type_of_a_part_is_held_against_its_values(plain: Plain) -> None:
    project = plain.project
    item = next(iter(plain.server.account.board(PLAIN_ID).items))
    plain.server.edit.add_column(PLAIN_ID, Column("loc", "Site", "location"))
    plain.server.edit.set_cell(item, "loc", Location("40.7127753", "1.5", "NY"))
    project.ok("monday-board", "update", "orders")
    path = project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    given = 'name: Site, parts: true, part_types: {lat: "decimal(9,4)"},'
    path.write_text(text.replace("name: Site,", given), encoding="utf-8")
    lost = r"Site \(loc\), part lat, as decimal\(9,4\) would lose 1 of 1 "
    refused(project, 2, f"{lost}sampled values", "monday-board", "update", "orders")

    assert re.search(f"{lost}values", project.ok("monday-load", "orders").err)
    assert re.search(lost, project.ok("monday-board", "update", "orders").err), "told, and stays"


def test_a_type_is_taken_unseen_where_monday_does_not_answer(plain: Plain) -> None:
    review = ("monday-board", "review", "orders", "--data-type", "Qty=decimal")
    shown = plain.project.run(*review, MONDAY_API_TOKEN="wrong")
    assert shown.code == 0, shown.err
    assert "What the new types lose is not known, as monday was not read: " in shown.err


def test_flags_are_kept_in_the_board_file_and_used(fresh: Plain) -> None:
    words = ("--table-name", "styles", "--schema", "reporting", "--batch-size", "900")
    outcome = fresh.project.deploy(PLAIN_ID, "orders", *words, "--max-workers", "2")
    text = fresh.project.files()["dbt_project/boards/orders.yml"]

    assert "at most 500 items a request; using 500" in outcome.err
    assert "table: styles\nschema: reporting\n" in text
    assert "load: {batch_size: 500, max_workers: 2}" in text
    fresh.project.ok("monday-load", "orders")
    assert fresh.build().success
    assert fresh.project.query("select count(*) from reporting.styles") == [(30,)]


def test_a_table_made_by_others_is_replaced_only_when_told(fresh: Plain) -> None:
    project = fresh.project
    with duckdb.connect(str(project.database)) as connection:
        connection.execute("create table orders as select 1 as theirs")
    pattern = r"A table main\.orders that no build of board 'orders' made .*--take-over.*--table"
    refused(project, 1, pattern, "monday-board", *DEPLOY)

    project.deploy(PLAIN_ID, "orders", "--take-over")
    project.ok("monday-load", "orders")
    assert project.query("select * from orders") == [(1,)]
    assert fresh.build().success
    assert project.query("select count(*) from orders") == [(30,)]


def test_a_name_and_an_id_belong_together(plain: Plain) -> None:
    words = ("monday-board", "deploy", "--board-id")
    pattern = rf"Board {PLAIN_ID} is deployed already, as 'orders'"
    refused(plain.project, 1, pattern, *words, str(PLAIN_ID), "--board-name", "others")
    pattern = rf"The name 'orders' belongs to board {PLAIN_ID}"
    refused(plain.project, 1, pattern, *words, "77", "--board-name", "orders")
    pattern = "'ORDERS' differs from it only by case"
    refused(plain.project, 1, pattern, *words, "77", "--board-name", "ORDERS")


def test_complex_columns_can_be_answered_for_all_at_once(fresh: Plain) -> None:
    complex_ids = ("file_1", "formula_1", "connect_1")

    def decisions() -> list[str]:
        text = fresh.project.files()["dbt_project/boards/orders.yml"]
        found = (re.search(rf"id: {one},.*decision: (\w+)", text) for one in complex_ids)
        return [match[1] for match in found if match]

    fresh.project.deploy(PLAIN_ID)
    assert decisions() == ["pending", "pending", "rejected"]
    fresh.project.deploy(PLAIN_ID, "orders", "--reject-complex")
    assert decisions() == ["rejected", "rejected", "rejected"]
    fresh.project.deploy(PLAIN_ID, "orders", "--approve-complex")
    assert decisions() == ["rejected", "rejected", "rejected"], "a person's no stays"
    fresh.project.ok("monday-board", "review", "orders", "--approve", "formula_1")
    assert decisions() == ["rejected", "approved", "rejected"]


@pytest.fixture(scope="module")
def family(plain_template: UserProject, tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    """Return a project with a board and its subitems, both loaded and built."""
    with MondayServer(demo_account(30)) as server:
        project = parsed_project(plain_template, tmp_path_factory.mktemp("family"), server)
        project.deploy(ORDERS_ID, "orders", "--with-subitems", "--use-item-term")
        project.ok("monday-load", "--all")
        built = project.dbt("build", "-s", "orders", "orders_subitems")
        assert built.success, built.errors or built.exception
        assert built.warnings == []
    return project


def test_subitems_come_as_a_table_with_their_parents_id(family: UserProject) -> None:
    columns, rows = family.table("orders_subitems")

    assert ("Parent Item ID", "BIGINT") in columns
    assert len(rows) == 30
    _, parents = family.table("orders")
    assert {str(row["Parent Item ID"]) for row in rows.values()} <= set(parents)
    assert "subitems: orders_subitems" in family.files()["dbt_project/boards/orders.yml"]


def test_the_boards_item_term_names_the_name_column_when_wanted(family: UserProject) -> None:
    columns, _ = family.table("orders")
    assert columns[1] == ("Style", "VARCHAR")
