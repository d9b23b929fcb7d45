"""A person at a terminal answers one question per column with y, n, later, all or none."""

from __future__ import annotations

import re

import pytest

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.cli.refusing import refused
from tests.cli.terminal import INTERRUPT, typed
from tests.monday_server import Column
from tests.project import UserProject

DEPLOY = ("deploy", "--board-id", str(PLAIN_ID), "--board-name", "orders")


def decisions(project: UserProject) -> dict[str, str]:
    text = project.files()["dbt_project/boards/orders.yml"]
    found = re.findall(r"id: (file_1|formula_1|connect_1),.*decision: (\w+)", text)
    return dict(found)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["y", "n", "later"], ["approved", "rejected", "pending"]),
        (["all"], ["approved", "approved", "approved"]),
        (["n", "none"], ["rejected", "rejected", "rejected"]),
        (["what?", "?", "yes", "", "l"], ["approved", "pending", "pending"]),
        (["n", "y", "back", "back", "back", "y", "n", ""], ["approved", "rejected", "rejected"]),
    ],
    ids=["each", "all", "none", "nonsense first", "back"],
)
def test_complex_columns_are_asked_about_one_by_one(
    fresh: Plain, answers: list[str], expected: list[str]
) -> None:
    code, shown = typed(fresh.project, DEPLOY, answers)

    assert code == 0, shown
    assert decisions(fresh.project) == dict(
        zip(("file_1", "formula_1", "connect_1"), expected, strict=True)
    )
    assert "3 column(s) of Plain need a decision" in shown
    assert "Column 1 of 3" in shown
    assert "examples: sketch 0.png; sketch 1.png; sketch 2.png" in shown
    assert "in the table: Files, SQL type that of its type" in shown
    assert "... asking monday about board 5100000001" in shown
    assert ("all    yes to this one and the rest" in shown) == ("?" in answers)
    if len(answers) == 3:
        assert "examples: 0; 3; 6" in shown
        assert "formula values a minute" in shown
        assert "relations are rejected by default" in shown


def test_review_asks_about_what_is_still_open(plain: Plain) -> None:
    code, shown = typed(plain.project, ("review", "orders"), ["later", "y", "n"])

    assert code == 0, shown
    assert decisions(plain.project) == {
        "file_1": "pending", "formula_1": "approved", "connect_1": "rejected",
    }  # fmt: skip
    assert "sketch 0.png" in shown


def test_review_offers_to_drop_aliases(plain: Plain) -> None:
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    plain.server.edit.rename_column(PLAIN_ID, "text_2", "More")
    plain.project.ok("monday-load", "orders")
    plain.project.query('create view v as select "Note" from orders')
    code, shown = typed(plain.project, ("review", "orders"), ["none", "y", "n"])

    assert code == 0, shown
    assert "Memo is also shown as Note, read by view main.v" in shown
    assert "More is also shown as Remark, read by nobody known" in shown
    text = plain.project.files()["dbt_project/boards/orders.yml"]
    assert "title: Memo, name: Memo, decision: approved, former_names: [Note]}" in text
    assert "title: More, name: More, decision: approved, aliases: [Remark]}" in text
    plain.project.ok("monday-board", "review", "orders", "--drop-alias", "Remark")
    assert "aliases" not in plain.project.files()["dbt_project/boards/orders.yml"]
    refused(
        plain.project, 2, "has the alias 'Remark'; there are: none",
        "monday-board", "review", "orders", "--drop-alias", "Remark",
    )  # fmt: skip


def test_update_asks_about_pending_and_new_columns_alone(plain: Plain) -> None:
    plain.server.edit.add_column(PLAIN_ID, Column("connect_9", "Linked", "board_relation"))
    plain.server.account.board(PLAIN_ID).item_terminology = "Style"
    code, shown = typed(plain.project, ("update", "orders"), ["later", "n", "y"])

    assert code == 0, shown
    assert "3 column(s) of Plain need a decision" in shown
    assert "Linked (id connect_9, board_relation, now rejected: relations are" in shown
    assert decisions(plain.project) == {
        "file_1": "pending", "formula_1": "rejected", "connect_1": "rejected",
    }  # fmt: skip
    assert (
        "id: connect_9, type: board_relation, title: Linked, name: Linked, decision: approved"
        in (plain.project.files()["dbt_project/boards/orders.yml"])
    )
    code, shown = typed(plain.project, ("update", "orders"), ["y"])
    assert (code, shown.count("Load this column?")) == (0, 1), shown
    assert decisions(plain.project)["file_1"] == "approved"
    code, shown = typed(plain.project, ("update", "orders"), [])
    assert (code, shown.count("?")) == (0, 0), shown


def test_answers_of_an_interrupted_run_are_kept(fresh: Plain) -> None:
    before = fresh.project.files()
    code, shown = typed(fresh.project, DEPLOY, ["y", "n", INTERRUPT])
    assert code == 130, shown
    assert "2 answer(s) are kept; the same command goes on from there." in shown
    assert fresh.project.files() == before
    code, shown = typed(fresh.project, DEPLOY, ["y"])
    assert code == 0, shown
    assert "2 answer(s) of an earlier run are kept" in shown
    assert "Column 3 of 3" in shown
    assert list(decisions(fresh.project).values()) == ["approved", "rejected", "approved"]
    assert not list(fresh.project.dir.glob("target/monday_answers/*"))


def test_a_dry_run_keeps_its_answers_for_the_run_that_writes(fresh: Plain) -> None:
    code, shown = typed(fresh.project, (*DEPLOY, "--dry-run"), ["all"])
    assert code == 0, shown
    code, shown = typed(fresh.project, DEPLOY, [""])
    assert code == 0, shown
    assert "3 answer(s) of an earlier run are kept" in shown
    assert list(decisions(fresh.project).values()) == ["approved"] * 3


def test_a_question_left_unanswered_changes_nothing(fresh: Plain) -> None:
    before = fresh.project.files()
    code, shown = typed(fresh.project, DEPLOY, ["y", INTERRUPT])

    assert code == 130, shown
    assert "Interrupted" in shown
    assert "Traceback" not in shown
    assert fresh.project.files() == before


def test_the_boards_item_term_is_offered_for_the_name_column(fresh: Plain) -> None:
    fresh.server.account.board(PLAIN_ID).item_terminology = "Style"
    code, shown = typed(fresh.project, DEPLOY, ["none", "y"])

    assert code == 0, shown
    assert "The board calls an item 'Style'" in shown
    text = fresh.project.files()["dbt_project/boards/orders.yml"]
    assert "{id: name, type: name, title: Name, name: Style" in text


def test_a_proposed_type_is_asked_about(fresh: Plain) -> None:
    item = next(iter(fresh.server.account.board(PLAIN_ID).items))
    fresh.server.edit.set_cell(item, "numbers_1", "1.23456")
    code, shown = typed(fresh.project, DEPLOY, ["none", "n"])

    assert code == 0, shown
    assert re.search(r"Qty: 1 sampled value.*Use decimal\(21,5\)\?", shown)
    assert "data_type: 'decimal" not in fresh.project.files()["dbt_project/boards/orders.yml"]


def test_a_type_that_loses_digits_is_asked_about(plain: Plain) -> None:
    item = next(iter(plain.server.account.board(PLAIN_ID).items))
    plain.server.edit.set_cell(item, "numbers_1", "1.23456")
    review = ("review", "orders", "--data-type", "Qty=decimal")
    code, shown = typed(plain.project, review, ["n"])
    assert code == 0, shown
    told = r"Qty \(numbers_1\) as decimal would lose 1 of 30 sampled values, such as '1\.23456'"
    assert re.search(told + r"\. Use it all the same\?", shown), shown
    assert "Qty keeps its default type." in shown
    assert "data_type: decimal" not in plain.project.files()["dbt_project/boards/orders.yml"]

    code, shown = typed(plain.project, review, ["y"])
    assert code == 0, shown
    assert "data_type: decimal" in plain.project.files()["dbt_project/boards/orders.yml"]


def test_removing_asks_first(plain: Plain) -> None:
    code, shown = typed(plain.project, ("remove", "orders"), ["n"])
    assert (code, "Nothing was changed" in shown) == (0, True)
    assert "removed" not in plain.project.files()["dbt_project/boards/orders.yml"]
