"""Reports each board that is not ok once, until it is ok again.

The boards reported so far are in `raw_monday._told` of the board's database, so that a check in a
fresh container knows them. Boards of a warehouse that cannot be queried are reported every time. A
removed board is forgotten: if it is deployed again, it is new.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from loader.deployment.overview import AnyState, BoardState, name_of, state_of
from loader.landing.id_rows import ToldRow
from loader.landing.open import open_landing
from loader.session import Session

_WELL = ("ok", "removed")


@dataclass(frozen=True, slots=True)
class Alerts:
    """The changes to the record of reported boards: rows to write, and rows to remove."""

    told: tuple[ToldRow, ...] = ()
    well: tuple[ToldRow, ...] = ()


def alerts(
    states: Mapping[str, str],
    before: Mapping[str, ToldRow],
    now: datetime,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    told_elsewhere: Collection[str] = (),
) -> Alerts:
    """Return what one database is to record. `states` are those of its boards by name.

    A board is reported when it turns red, and not again if its state changes while it is red. A
    board without a state stays as it was. `elsewhere` are the states of boards of other databases,
    and `told_elsewhere` the names recorded there: a board whose file cannot be read is counted to
    this database, whichever database was its own before and will be again.
    """
    red = {board for board, state in states.items() if state not in _WELL}
    known = {b for b in red if states[b] == "unreadable" and b in told_elsewhere} | before.keys()
    return Alerts(
        told=tuple(ToldRow(board, states[board], now) for board in sorted(red - known)),
        well=tuple(
            row
            for board, row in before.items()
            if states.get(board) in _WELL or (row.state == "unreadable" and board in elsewhere)
        ),
    )


def untold(
    session: Session, states: Sequence[AnyState], now: datetime
) -> tuple[tuple[AnyState, ...], Mapping[str | None, Alerts]]:
    """Return the boards to report now and, by database, what to record about them.

    Raises WarehouseError.
    """
    named = _by_database(session, states)
    before: dict[str | None, dict[str, ToldRow]] = {}
    for database in named:
        with open_landing(session.warehouse, database) as landing:
            before[database] = landing.dimensions.told()
    found: dict[str | None, Alerts] = {}
    for database, own in named.items():
        others = [other for other in named if other != database]
        elsewhere = {board: state for other in others for board, state in named[other].items()}
        told = {board for other in others for board in before[other]}
        found[database] = alerts(own, before[database], now, elsewhere, told)
    new = {row.board for one in found.values() for row in one.told}
    return tuple(s for s in states if name_of(s) in new or state_of(s) == "unknown"), found


def remember(session: Session, found: Mapping[str | None, Alerts]) -> None:
    """Record that these boards were reported. Call it afterwards. Raises WarehouseError."""
    for database, one in found.items():
        if one.told or one.well:
            with open_landing(session.warehouse, database) as landing:
                landing.dimensions.write_told(one.told, one.well)


def _by_database(session: Session, states: Sequence[AnyState]) -> dict[str | None, dict[str, str]]:
    """Return states by board, including removed boards, which are not reported any more.

    A board whose file cannot be read counts to the database of new boards or, if that is not
    queried anyway, to one of those that are.
    """
    found: dict[str | None, dict[str, str]] = {}
    unreadable = {name_of(s): state_of(s) for s in states if not isinstance(s, BoardState)}
    for state in states:
        if isinstance(state, BoardState) and state_of(state) != "unknown":
            found.setdefault(state.board.database, {})[name_of(state)] = state_of(state)
    usual = session.settings.target_database
    if unreadable:
        home = usual if usual in found or not found else next(iter(found))
        found.setdefault(home, {}).update(unreadable)
    for board in session.registry.removed():
        if board.database in found:
            found[board.database][board.name] = "removed"
    return found
