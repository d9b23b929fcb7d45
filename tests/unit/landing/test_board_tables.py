"""The register of a board's tables; concurrent loads leave each other's tables alone."""

from __future__ import annotations

from loader.landing.board_tables import LOGS, incoming_tables, kept_tables
from loader.landing.open import open_landing
from loader.landing.raw_table import PAST
from tests.unit.landing.case import Place, load, record, rows

TABLES = "select table_name from information_schema.tables where table_schema = 'raw_monday'"


def of_the_board(place: Place) -> set[str]:
    return {str(name) for (name,) in place.read(TABLES) if not str(name).startswith("_")}


def test_a_load_drops_no_table_that_another_one_fills(place: Place) -> None:
    """A board's past may be loaded at the same time as the board."""
    with (
        open_landing(place.warehouse) as filler,
        open_landing(place.warehouse) as loading,
        filler.begin(f"orders{PAST}") as past,
    ):
        past.append(rows(range(3)))
        loading.start_load(record())
        loading.finish_load(record(status="complete"))
        past.append(rows(range(3, 5)))
        past.replace(5)
    assert place.read(f"select count(*) from raw_monday.orders{PAST}") == [(15,)]


def test_everything_that_loads_keep_stands_in_the_register_and_is_purged(place: Place) -> None:
    load(place, range(3))
    with open_landing(place.warehouse) as landing:
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(2)))
            logs = [landing.begin_log(log, "orders") for log in LOGS]

            def keep() -> None:
                for log in logs:
                    log.keep()

            incoming.replace(2, record(), keep)
        with landing.begin(f"orders{PAST}") as past:
            past.append(rows(range(2)))
            past.replace(2)
    assert of_the_board(place) == set(kept_tables("orders"))
    names = {str(name) for (name,) in place.read(TABLES)}
    filled = {name for one in incoming_tables("orders").values() for name in one}
    assert names & filled == {log.incoming("orders") for log in LOGS}
    with open_landing(place.warehouse) as landing:
        doomed = [(landing.database, "raw_monday", name) for name in names & filled]
        doomed += [(landing.database, "raw_monday", name) for name in kept_tables("orders")]
        landing.purge("orders", doomed)
    assert of_the_board(place) == set()
    assert place.read("select count(*) from raw_monday._changes") == [(0,)]
