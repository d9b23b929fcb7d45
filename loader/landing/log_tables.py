"""Append-only log tables: what happened on a board, kept after monday has deleted it.

`raw_monday.<board>__activity` has one row for each event. A load reads new events into an incoming
table and inserts them in the transaction that changes the board's rows: rows, record and events
are committed together or not at all. The next load continues after the newest row in the table.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol, Self

from loader.errors import WarehouseError
from loader.landing.id_rows import Id, Key, Kind, columns_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An event as monday returned it. `ticks` are units of 100 nanoseconds since 1970-01-01 UTC."""

    event_id: Key
    ticks: Id
    event: str | None
    entity: str | None
    user_id: str | None
    account_id: str | None
    data: str | None


@dataclass(frozen=True, slots=True)
class LogTable:
    """Describes one kind of log table. A board's name never contains two adjacent underscores."""

    ending: str
    row: type
    key: str
    order: str
    """The column that orders rows in time."""
    replaced: bool = False
    """Whether a row replaces the existing row with the same key."""
    gone: str | None = None
    """The column with the time since when monday no longer has the row; None if rows never go."""

    def name(self, board: str) -> str:
        """Return the name of a board's table."""
        return board + self.ending

    def incoming(self, board: str) -> str:
        """Return the name of the incoming table; it fits SQL Server's limit of 128 characters."""
        return f"_new_{self.name(board)}"

    @property
    def columns(self) -> tuple[tuple[str, Kind], ...]:
        """Names and kinds of the columns, in the order of the row's fields, then `loaded_at`."""
        return (*columns_of(self.row), ("loaded_at", "time"))


@dataclass(frozen=True, slots=True)
class PostRow:
    """An update or reply as monday returned it, with times as text. `post_id` is kind and id.

    `ticks` is the time of its last change. `gone_at` is when a load that read all posts first did
    not find it.
    """

    post_id: Key
    kind: str | None
    monday_id: Id
    parent_id: Annotated[int | None, "id"]
    item_id: Annotated[int | None, "id"]
    creator_id: str | None
    created_at: str | None
    edited_at: str | None
    body: str | None
    text_body: str | None
    files: str | None
    ticks: Id
    gone_at: datetime | None = None


ACTIVITY = LogTable("__activity", ActivityRow, "event_id", "ticks")
UPDATES = LogTable("__updates", PostRow, "post_id", "ticks", replaced=True, gone="gone_at")


@dataclass(frozen=True, slots=True)
class LastLogged:
    """Key and `order` of the newest row of a log table, and the table's row count."""

    key: str
    order: int
    rows: int


class IncomingLog(Protocol):
    """The incoming table of one load. Rows with a repeated key are allowed."""

    rows: int

    def append(self, rows: Sequence[Any]) -> None:
        """Add rows of the table's own class."""

    def unmet(self) -> tuple[str, ...]:
        """Return keys of the kept table that did not arrive, without those already marked gone."""

    def news(self) -> int:
        """Return how many arrived rows the kept table lacks or has in another version."""

    def keep(self, *, whole: bool = False) -> None:
        """Write the rows to the kept table, inside the caller's transaction.

        Creates that table if it is missing. With `whole`, rows that did not arrive are marked gone.
        Can be called again after the caller's transaction has been rolled back.
        """

    def abort(self) -> None:
        """Drop the incoming table if it is still there."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.abort()
        except WarehouseError:
            log.debug("an incoming table stays; the next load drops it")


def columns_of_batch(
    table: LogTable, rows: Sequence[Any], loaded_at: datetime
) -> dict[str, list[Any]]:
    """Return a batch as lists of values by column name."""
    names = [name for name, _ in table.columns]
    values = [(*astuple(row), loaded_at) for row in rows]
    return dict(zip(names, map(list, zip(*values, strict=True)), strict=True))


def unmet_condition(table: LogTable, incoming: str, kept: str, quoted: Callable[[str], str]) -> str:
    """Return the SQL condition for rows of `kept` that are newly missing from `incoming`. Pure."""
    key = quoted(table.key)
    came = f"select 1 from {incoming} as a where a.{key} = {kept}.{key}"
    there = f"{quoted(table.gone)} is null and " if table.gone else ""
    return f"{there}not exists ({came})"


def news_condition(table: LogTable, incoming: str, kept: str, quoted: Callable[[str], str]) -> str:
    """Return the SQL condition for rows of `incoming` that `kept` lacks or has otherwise. Pure."""
    same = (f"k.{quoted(name)} = {incoming}.{quoted(name)}" for name in (table.key, table.order))
    return f"not exists (select 1 from {kept} as k where {' and '.join(same)})"


def keep_statements(
    table: LogTable, incoming: str, kept: str, quoted: Callable[[str], str], *, whole: bool = False
) -> Mapping[str, str]:
    """Return the statements that move `incoming` into `kept`, in order: description -> SQL. Pure.

    `incoming` and `kept` are quoted names. The SQL runs on both engines. It sorts only rows whose
    key is repeated: rows are long, and sorting all of them would hold them all in memory.
    """
    key, order = quoted(table.key), quoted(table.order)
    listed = ", ".join(quoted(name) for name, _ in table.columns)
    twice = f"select {key} from {incoming} group by {key} having count(*) > 1"
    latest = (
        f"select {listed}, row_number() over (partition by {key} order by {order} desc) as nth"
        f" from {incoming} where {key} in ({twice})"
    )
    insert = f"insert into {kept} ({listed}) select {listed} from"
    known = f"select 1 from {kept} as k where k.{key} = a.{key}"
    new = "" if table.replaced else f" and not exists ({known})"
    again = f"select 1 from ({twice}) as t where t.{key} = a.{key}"
    found = {}
    if table.replaced:
        old = f"delete from {kept} where {key} in (select {key} from {incoming})"
        found["removing what came again"] = old
    found |= {
        "adding what came once": f"{insert} {incoming} as a where not exists ({again}){new}",
        "adding what came twice": f"{insert} ({latest}) as a where nth = 1{new}",
    }
    if whole and table.gone:
        loaded = f"select max({quoted('loaded_at')}) from {kept}"
        unmet = unmet_condition(table, incoming, kept, quoted)
        gone = f"update {kept} set {quoted(table.gone)} = ({loaded}) where {unmet}"
        found["noting what is gone"] = gone
    return found
