"""What holds after every step of any kind. Each check returns or raises what is wrong, if any."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from loader.board.names import collation_key
from tests.simulator.product import Shown
from tests.simulator.world import ATTRIBUTES, FINE, Snapshot

RawRows = dict[tuple[int, str], tuple[str, str | None]]
"""Column type and text by item and column."""
Table = tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]
"""Names and types of the columns, and the rows by key."""


class Broken(AssertionError):
    """An invariant does not hold."""


@dataclass(frozen=True)
class Landed:
    """The expected raw table: these columns of a state that the board had."""

    snapshot: Snapshot
    columns: frozenset[str]


def raw_difference(rows: RawRows, landed: Landed) -> str | None:
    """Return how the raw table differs from the expected one."""
    state, wanted = landed.snapshot, {"name", *landed.columns}
    there = {item for item, _ in rows}
    if there != set(state.texts):
        return f"items: {there ^ set(state.texts)} are in one of raw table and board alone"
    for item, cells in state.texts.items():
        for ident in wanted - set(ATTRIBUTES):
            kind, text = rows.get((item, ident), (state.types[ident], None))
            held, had = (kind, text or None), (state.types[ident], cells[ident])
            if held != had:
                return f"{item} {ident}: raw {held}, board {had}"
    odd = {ident for _, ident in rows} - wanted - set(ATTRIBUTES)
    return f"columns that nobody asked for: {odd}" if odd else None


@dataclass
class Names:
    """Which column owns each name that a table ever had."""

    owners: dict[str, str] = field(default_factory=dict)

    def check(self, shown: list[Shown]) -> None:
        seen: set[str] = set()
        for column in shown:
            key = collation_key(column.name)
            if key in seen:
                raise Broken(f"two columns are called {column.name!r}")
            seen.add(key)
            owner = self.owners.setdefault(key, column.column_id)
            if owner != column.column_id:
                raise Broken(f"the name {column.name!r} moved from {owner} to {column.column_id}")


@dataclass
class Needs:
    """Columns whose values, read by an adapting load, require a type that holds them."""

    kinds: dict[str, str] = field(default_factory=dict)

    def met(self, landed: Landed) -> None:
        for ident in landed.columns:
            if FINE in ident:
                self.kinds[ident] = landed.snapshot.types[ident]

    def check(self, column: Shown, sql_type: str, kind: str) -> None:
        if column.part is not None or self.kinds.get(column.column_id) != kind:
            return
        if kind == "date" and sql_type != "TIMESTAMP":
            raise Broken(f"{column.column_id} has times, and [{column.name}] is {sql_type}")
        if kind == "numbers" and _scale(sql_type) < 6:
            raise Broken(f"{column.column_id} has six places, and [{column.name}] is {sql_type}")


def check_table(table: Table, shown: list[Shown], landed: Landed, needs: Needs) -> None:
    """Check that production equals the model's result for the landed state. Raise Broken."""
    columns, rows = table
    state = landed.snapshot
    types = dict(columns)
    if set(types) != {"Item ID", *(c.name for c in shown)}:
        raise Broken(f"columns {sorted(types)} where the model has {[c.name for c in shown]}")
    if set(rows) != {str(item) for item in state.texts}:
        raise Broken(f"items {set(rows) ^ {str(i) for i in state.texts}} in one of table and board")
    for column in shown:
        ident = column.column_id
        if ident in landed.columns:
            needs.check(column, types[column.name], state.types.get(ident, ""))
        if column.part == "changed at":
            continue  # monday's own timestamp, which the world does not keep
        for item in state.texts:
            got = rows[str(item)][column.name]
            if not _same(got, _wanted(column, landed, item), types[column.name]):
                raise Broken(
                    f"[{column.name}] ({ident}, read as {column.macro}) of {item} is {got!r} where "
                    f"the board had {_wanted(column, landed, item)!r}, {state.types.get(ident)}"
                )


def _wanted(column: Shown, landed: Landed, item: int) -> Any:
    ident = column.column_id
    if ident not in {*landed.columns, *ATTRIBUTES, "name"}:
        return None
    if column.part is not None:
        span = landed.snapshot.spans.get((item, ident))
        return None if span is None else {"from": span.start, "to": span.end}.get(column.part)
    return landed.snapshot.typed[item][ident]


def _same(got: Any, wanted: Any, sql_type: str) -> bool:
    if wanted is None or wanted is False:
        return got in (None, False)
    if isinstance(wanted, Decimal) and isinstance(got, Decimal):
        return bool(abs(wanted - got) < Decimal(1).scaleb(-_scale(sql_type)))
    if isinstance(wanted, datetime) and type(got) is date:
        return bool(wanted.date() == got)
    if type(wanted) is date and isinstance(got, datetime):
        return bool(datetime(wanted.year, wanted.month, wanted.day) == got)  # noqa: DTZ001
    return bool(got == wanted)


def _scale(sql_type: str) -> int:
    return int(sql_type.rstrip(")").split(",")[1]) if sql_type.startswith("DECIMAL") else 0
