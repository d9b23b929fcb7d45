"""Hostile titles, labels and values: columns are named exactly as titled, nothing is executed."""

from __future__ import annotations

import re
import unicodedata

import pytest

from tests.cli.boards import WEB_TITLES
from tests.cli.conftest import Hostile
from tests.monday_server import expected_table
from tests.monday_server.hostile import HOSTILE_ID, TITLES

CHANGED = {
    "👎": "👎 (text_18)",
    "x" * 300: "x" * 118 + " (text_19)",
    "🧵" * 80: "🧵" * 59 + " (text_20)",
    "colour": "colour (text_22)",
    "COLOUR ": "COLOUR  (text_23)",
    "strasse": "strasse (text_25)",
    "Å": "Å (text_27)",
    "": "text_28",
    "   ": "text_29",
    "Item ID": "Item ID (text_32)",
    "item id": "item id (text_33)",
    "name": "name (text_37)",
}
"""All titles whose columns get another name, except \\x00\\x01, which no name can contain."""
UNNAMEABLE = "\x00\x01"


def names(hostile: Hostile) -> list[str]:
    return [name for name, _ in hostile.project.table()[0]]


def test_columns_are_named_exactly_as_on_monday_where_the_engine_allows(hostile: Hostile) -> None:
    wanted = [CHANGED.get(title, title) for title in TITLES]
    given = names(hostile)
    start = given.index(TITLES[0])

    differing = {
        title: name
        for title, name in zip(wanted, given[start:], strict=False)
        if name != title and title != UNNAMEABLE
    }
    assert differing == {}
    assert given[:4] == [
        "Item ID",
        "Name of it: {{ x }}",
        "Group (__group__)",
        "Updated At (__updated_at__)",
    ]
    assert given[-len(WEB_TITLES) :] == list(WEB_TITLES)
    assert all(len(name.encode("utf-16-le")) // 2 <= 128 for name in given)


def test_every_text_arrives_as_it_is(hostile: Hostile) -> None:
    board = hostile.account.board(HOSTILE_ID)
    exact = {"text", "status", "dropdown", "long_text", "email", "link", "phone", "location"}
    ids = [c.id for c in board.columns if c.type in {*exact, "checkbox", "rating", "hologram"}]
    expected = expected_table(hostile.account, HOSTILE_ID, ["name", "__group__", *ids])
    columns, rows = hostile.project.table()
    place = {"name": 1, "__group__": 2}
    place |= {c.id: 4 + n for n, c in enumerate(board.columns[1:])}
    wrong = []
    for item_id, cells in expected.items():
        found = list(rows[str(item_id)].values())
        for column_id, wanted in cells.items():
            if isinstance(wanted, str):
                wanted = re.sub("[\ud800-\udfff]", "\ufffd", wanted)
            if found[place[column_id]] != wanted:
                wrong.append((item_id, columns[place[column_id]][0], found, wanted))
    assert not wrong, str(wrong[:3])[:2000]


def test_characters_that_no_store_keeps_are_told_in_the_loads_last_line(hostile: Hostile) -> None:
    last = hostile.outcomes[1].out.splitlines()[-1]
    assert re.search(r", characters replaced in [1-9][0-9,]* cell\(s\), ", last), last


def test_nothing_was_executed(hostile: Hostile) -> None:
    tables = hostile.project.query("select schema_name, table_name from duckdb_tables()")
    assert {t for t in tables if not t[1].startswith("_")} == {
        ("main", "orders"),
        ("raw_monday", "orders"),
    }
    assert hostile.project.query("select count(*) from orders") == [(40,)]


def test_generated_files_hold_no_title_that_jinja_or_yaml_could_read(hostile: Hostile) -> None:
    files = hostile.project.files()
    model = files["dbt_project/models/boards/orders.sql"]
    for text in files.values():
        assert all(unicodedata.category(c) != "Cc" or c == "\n" for c in text)
    for sign in ("{% ", "{#", "drop table", "7*7", "*/"):
        outside = re.sub(r'"[^"\n]*"', '""', model)
        assert sign not in outside, sign


def test_the_compiled_query_quotes_each_title(hostile: Hostile) -> None:
    compiled = hostile.project.dir / "target/compiled/monday/models/boards/orders.sql"
    text = compiled.read_bytes().decode()
    for title in ("{{ 7*7 }}", "{% raw %}", "{#", "'; drop table orders; --", "two\nlines"):
        assert f'as "{title}"' in text
    assert 'as "say ""hi"""' in text
    assert "49" not in re.sub(r"text_49", "", text)


def test_dbt_gives_no_warning_even_under_its_yaml_schemas(hostile: Hostile) -> None:
    # Cells that cannot be converted cause warnings; nothing else does.
    lost = ("conversion losses", "nothing_lost_orders", "configured to warn if")
    assert [w for w in hostile.built.warnings if not any(one in w for one in lost)] == []
    assert hostile.built.nodes["nothing_lost_orders"] == "warn"
    assert hostile.documented.success
    assert hostile.documented.warnings == []


@pytest.mark.parametrize("place", ["out", "err"])
def test_no_control_or_direction_character_reaches_a_terminal(hostile: Hostile, place: str) -> None:
    for outcome in hostile.outcomes:
        text = getattr(outcome, place).replace("\n", "").replace("\t", "")
        unsafe = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")}
        assert not unsafe, (ascii(unsafe), ascii(text[:300]))
