"""The log tables: written in the transaction of a board's rows, each row once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loader.landing.contract import Landing
from loader.landing.log_tables import ACTIVITY, ActivityRow, LastLogged, LogTable
from loader.landing.open import open_landing
from tests.unit.landing.case import Place, record, rows

KEPT = "select event_id, ticks, event, data from raw_monday.orders__activity order by ticks"
LATEST = LogTable("__updates", ActivityRow, "event_id", "ticks", replaced=True)
TICKS = 17_861_306_519_147_374
"""Seventeen digits, more than a double holds exactly."""


def event(number: int, text: str = "x") -> ActivityRow:
    data = f'{{"pulse_id":{number},"odd":"\u05e9 \U0001f680 \' {text}"}}'
    return ActivityRow(f"id-{number}", TICKS + number, "update_name", "pulse", "-4", "1", data)


def land(landing: Landing, table: LogTable, batches: Sequence[Sequence[ActivityRow]]) -> None:
    with landing.begin("orders") as incoming, landing.begin_log(table, "orders") as log:
        incoming.append(rows(range(2)))
        for batch in batches:
            log.append(batch)
        incoming.replace(2, record(status="complete"), log.keep)


def test_rows_come_once_whatever_comes_again(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        assert landing.last_logged(ACTIVITY, "orders") is None
        land(landing, ACTIVITY, [[event(1), event(2)], [event(2, "again")], []])
        land(landing, ACTIVITY, [[event(2, "later"), event(3)]])
        assert landing.last_logged(ACTIVITY, "orders") == LastLogged("id-3", TICKS + 3, 3)
    kept = place.read(KEPT)
    assert [(ident, ticks) for ident, ticks, *_ in kept] == [
        (f"id-{n}", TICKS + n) for n in (1, 2, 3)
    ]
    assert kept[0][2:] == ("update_name", event(1).data)


def test_a_row_that_is_replaced_is_the_last_that_came(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        land(landing, LATEST, [[event(1), event(2)]])
        land(landing, LATEST, [[event(2, "edited")]])
    found = place.read("select event_id, data from raw_monday.orders__updates order by ticks")
    assert found == [("id-1", event(1).data), ("id-2", event(2, "edited").data)]


def test_what_fails_in_the_transaction_keeps_nothing(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        land(landing, ACTIVITY, [[event(1)]])
        with landing.begin("orders") as incoming, landing.begin_log(ACTIVITY, "orders") as log:
            incoming.append(rows(range(2)))
            log.append([event(2)])

            def also() -> None:
                log.keep()
                raise ZeroDivisionError

            with pytest.raises(ZeroDivisionError):
                incoming.replace(2, record(status="complete"), also)
        assert landing.last_logged(ACTIVITY, "orders") == LastLogged("id-1", TICKS + 1, 1)
    tables = place.read("select table_name from information_schema.tables")
    assert not any("_new_" in str(name) for (name,) in tables)
