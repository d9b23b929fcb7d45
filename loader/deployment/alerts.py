"""Telling of each board that is not ok once, until it is ok again.

Who was told stands in `raw_monday._told` of the board's database, so that a check in a fresh
container knows it. A warehouse that cannot be asked is told each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from loader.deployment.overview import AnyState, BoardState, name_of, state_of
from loader.landing.id_tables import ToldRow
from loader.landing.open import open_landing
from loader.session import Session


@dataclass(frozen=True, slots=True)
class Alerts:
    """What follows from who was told before: rows to write, and rows to remove."""

    told: tuple[ToldRow, ...] = ()
    well: tuple[ToldRow, ...] = ()


def alerts(states: Mapping[str, str], before: Mapping[str, ToldRow], now: datetime) -> Alerts:
    """`states` are those of boards by name.

    A board is told when it turns red, and not again for what else it becomes while it is red.
    One that nobody asked about stays as it was.
    """
    red = {board for board, state in states.items() if state != "ok"}
    return Alerts(
        told=tuple(ToldRow(board, states[board], now) for board in sorted(red - before.keys())),
        well=tuple(row for board, row in before.items() if states.get(board) == "ok"),
    )


def untold(
    session: Session, states: Sequence[AnyState], now: datetime
) -> tuple[tuple[AnyState, ...], Mapping[str | None, Alerts]]:
    """The boards that somebody is to be told of now, and by database what to remember of it.

    Raises WarehouseError.
    """
    found: dict[str | None, Alerts] = {}
    for database, named in _by_database(states).items():
        with open_landing(session.warehouse, database) as landing:
            found[database] = alerts(named, landing.dimensions.told(), now)
    new = {row.board for one in found.values() for row in one.told}
    return tuple(s for s in states if name_of(s) in new or state_of(s) == "unknown"), found


def remember(session: Session, found: Mapping[str | None, Alerts]) -> None:
    """Write down that these were told, after they were. Raises WarehouseError."""
    for database, one in found.items():
        if one.told or one.well:
            with open_landing(session.warehouse, database) as landing:
                landing.dimensions.write_told(one.told, one.well)


def _by_database(states: Sequence[AnyState]) -> dict[str | None, dict[str, str]]:
    """States by board. A board file that cannot be read counts to the profile's database."""
    found: dict[str | None, dict[str, str]] = {}
    for state in states:
        if state_of(state) != "unknown":
            database = state.board.database if isinstance(state, BoardState) else None
            found.setdefault(database, {})[name_of(state)] = state_of(state)
    return found
