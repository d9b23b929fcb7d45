"""What a load changes in the table's columns, and who reads these columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.drift import DriftRules, adapt
from loader.landing.dbt_manifest import Reader
from loader.load.table_changes import reads, sentences, table_changes
from tests.board_files import DAY, deployed, live

READERS = (
    Reader("model", "daily", 'select "Net", x from {{ ref("orders") }}'),
    Reader("model", "all_of_it", "select o.* from orders as o"),
    Reader("exposure", "Board of directors", None),
    Reader("view", "dbo.v", "create view v as select [NET] from orders"),
    Reader("view", "dbo.other", "create view v as select [Net price] from orders"),
)


def test_columns_that_leave_or_change_are_told_with_who_reads_them() -> None:
    before = deployed(("n", "Net", "numbers"), ("t", "T", "timeline"))
    before = before.with_column(replace(before.columns[1], parts=True))
    now = live(("n", "Gross", "numbers"), ("t", "T", "text"), ("x", "X", "text"))
    after = adapt(before, now, {}, DAY, DriftRules("follow")).board
    assert sentences(table_changes(before, after), READERS[:3]) == (
        "[Gross] is new",
        "[Net] leaves; read by model daily, model all_of_it, exposure Board of directors",
        "[T] changes from timeline to text; read by model all_of_it, exposure Board of directors",
        "[T changed at] leaves; read by model all_of_it, exposure Board of directors",
        "[T from] leaves; read by model all_of_it, exposure Board of directors",
        "[T to] leaves; read by model all_of_it, exposure Board of directors",
        "[X] is new",
    )


def test_an_alias_breaks_no_reader() -> None:
    before = deployed(("n", "Net", "numbers"))
    after = adapt(before, live(("n", "Gross", "numbers")), {}, DAY).board
    assert sentences(table_changes(before, after), READERS) == ("[Gross] is new",)


def test_a_key_of_another_name_leaves_and_one_of_another_type_changes() -> None:
    before = deployed(("n", "Net", "numbers"))
    named = replace(before, item_id=replace(before.item_id, name="Order No"))
    typed = replace(before, item_id=replace(before.item_id, data_type="bigint"))
    told = "[Item ID] leaves; read by model all_of_it, exposure Board of directors"
    assert sentences(table_changes(before, named), READERS[:3]) == (told, "[Order No] is new")
    told = "[Item ID] changes from the key as nvarchar(100) to the key as bigint"
    assert sentences(table_changes(before, typed), ()) == (told,)


def test_of_many_readers_some_are_named() -> None:
    before = deployed(("n", "Net", "numbers"))
    after = adapt(before, live(), {}, DAY).board
    many = [Reader("model", f"m{n}", "select Net") for n in range(7)]
    (told,) = sentences(table_changes(before, after), many)
    assert (
        told == "[Net] leaves; read by model m0, model m1, model m2, model m3, model m4 and 2 more"
    )


@pytest.mark.parametrize(
    ("code", "column", "expected"),
    [
        ("select Net_2 from t", "Net", False),
        ("select netto from t", "Net", False),
        ('select "a""b" from t', 'a"b', True),
        ("select [a]]b] from t", "a]b", True),
        ("select count(*) from t", "Net", False),
        (None, "Net", True),
    ],
)
def test_a_query_is_read_as_text(code: str | None, column: str, expected: bool) -> None:
    assert reads(code, column) is expected
