"""The tables that only grow: what happened on a board, kept when monday has forgotten it.

`raw_monday.<board>__activity` has a row for each event. A load reads what is new into a table
aside and puts it in within the transaction of the board's rows: rows, record and events come
together or not at all. Where the next load goes on, the rows themselves say.
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
    """An event as monday gave it. `ticks` count 100 nanoseconds since 1970-01-01 UTC."""

    event_id: Key
    ticks: Id
    event: str | None
    entity: str | None
    user_id: str | None
    account_id: str | None
    data: str | None


@dataclass(frozen=True, slots=True)
class LogTable:
    """What one kind of these tables is like. No board's name has two underscores."""

    ending: str
    row: type
    key: str
    order: str
    """The column that tells a later row from an earlier one."""
    replaced: bool = False
    """Whether a row that comes again takes the place of the one that is there."""
    gone: str | None = None
    """The column that says since when monday no longer has a row; none where it always has."""

    def name(self, board: str) -> str:
        """The table of a board."""
        return board + self.ending

    def aside(self, board: str) -> str:
        """The table that a load fills: a name within SQL Server's 128 characters."""
        return f"_new_{self.name(board)}"

    @property
    def columns(self) -> tuple[tuple[str, Kind], ...]:
        """Names and kinds, in the order of the row's fields, and when the row was loaded."""
        return (*columns_of(self.row), ("loaded_at", "time"))


@dataclass(frozen=True, slots=True)
class PostRow:
    """An update or a reply as monday gave it, times as its texts. `post_id` is kind and id.

    `ticks` tell when it was last changed, `gone_at` since when a load that read all of them no
    longer found it.
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
    """The row with the highest `order` that is kept, and how many there are."""

    key: str
    order: int
    rows: int


class IncomingLog(Protocol):
    """The table aside of one load. Rows with a key that came before are no fault."""

    rows: int

    def append(self, rows: Sequence[Any]) -> None:
        """Add rows of the table's own class."""

    def unmet(self) -> tuple[str, ...]:
        """Keys of the table that stays which did not come, those known to be gone left out."""

    def news(self) -> int:
        """Rows that came and are not in the table that stays, or are older there."""

    def keep(self, *, whole: bool = False) -> None:
        """Put the rows into the table that stays, inside the caller's transaction.

        It makes that table where it is missing. `whole` says that what did not come is gone.
        Harmless to say again once a transaction that it was said in has been rolled back.
        """

    def abort(self) -> None:
        """Drop the table aside. Harmless when it is gone already."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.abort()
        except WarehouseError:
            log.debug("a table aside stays; the next load drops it")


def columns_of_batch(
    table: LogTable, rows: Sequence[Any], loaded_at: datetime
) -> dict[str, list[Any]]:
    """A batch as columns by name."""
    names = [name for name, _ in table.columns]
    values = [(*astuple(row), loaded_at) for row in rows]
    return dict(zip(names, map(list, zip(*values, strict=True)), strict=True))


def unmet_condition(table: LogTable, aside: str, kept: str, quoted: Callable[[str], str]) -> str:
    """Of a row of `kept`: it did not come, and was not gone before. Pure."""
    key = quoted(table.key)
    came = f"select 1 from {aside} as a where a.{key} = {kept}.{key}"
    there = f"{quoted(table.gone)} is null and " if table.gone else ""
    return f"{there}not exists ({came})"


def news_condition(table: LogTable, aside: str, kept: str, quoted: Callable[[str], str]) -> str:
    """Of a row of `aside`: it is not in `kept`, or as it was before. Pure."""
    same = (f"k.{quoted(name)} = {aside}.{quoted(name)}" for name in (table.key, table.order))
    return f"not exists (select 1 from {kept} as k where {' and '.join(same)})"


def keep_statements(
    table: LogTable, aside: str, kept: str, quoted: Callable[[str], str], *, whole: bool = False
) -> Mapping[str, str]:
    """What puts the table aside into the one that stays, in order, by what it does. Pure.

    `aside` and `kept` are quoted names. Both engines read this SQL. Only what came more than once
    is sorted: rows are long, and a sort of all would hold them all.
    """
    key, order = quoted(table.key), quoted(table.order)
    listed = ", ".join(quoted(name) for name, _ in table.columns)
    twice = f"select {key} from {aside} group by {key} having count(*) > 1"
    latest = (
        f"select {listed}, row_number() over (partition by {key} order by {order} desc) as nth"
        f" from {aside} where {key} in ({twice})"
    )
    insert = f"insert into {kept} ({listed}) select {listed} from"
    known = f"select 1 from {kept} as k where k.{key} = a.{key}"
    new = "" if table.replaced else f" and not exists ({known})"
    again = f"select 1 from ({twice}) as t where t.{key} = a.{key}"
    found = {}
    if table.replaced:
        old = f"delete from {kept} where {key} in (select {key} from {aside})"
        found["removing what came again"] = old
    found |= {
        "adding what came once": f"{insert} {aside} as a where not exists ({again}){new}",
        "adding what came twice": f"{insert} ({latest}) as a where nth = 1{new}",
    }
    if whole and table.gone:
        loaded = f"select max({quoted('loaded_at')}) from {kept}"
        unmet = unmet_condition(table, aside, kept, quoted)
        gone = f"update {kept} set {quoted(table.gone)} = ({loaded}) where {unmet}"
        found["noting what is gone"] = gone
    return found
