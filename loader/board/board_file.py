"""A board file as values: all facts and decisions about one board. No IO, no YAML.

The program maintains facts (types, titles, what is gone); a person maintains names, decisions,
data types and settings. `file_text.py` reads and writes the text; `drift.py` determines what
changes when the live board does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from loader.board.column_types import column_type
from loader.board.freshness import Freshness, age
from loader.board.model import ATTRIBUTES, LEVEL

Decision = Literal["approved", "rejected", "pending"]
Refresh = Literal["full", "always", "daily"]
REFRESHES: tuple[Refresh, ...] = ("full", "always", "daily")
Period = Literal["month", "week", "day"]
Exchange = Literal["swap", "rows"]
EXCHANGES: tuple[Exchange, ...] = ("swap", "rows")
DECISIONS: tuple[Decision, ...] = ("approved", "rejected", "pending")
FORMAT = 1
"""Format version of board files. Only later program versions can read a later one."""
SUBITEM_KIND = "sub_items_board"


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """One column of the board, present or gone, with its decision."""

    id: str
    type: str
    title: str
    name: str
    decision: Decision
    data_type: str | None = None
    aliases: tuple[str, ...] = ()
    parts: bool = False
    part_types: Mapping[str, str] = field(default_factory=dict, hash=False)
    """SQL types that override the default types of parts, by part."""
    links: bool = False
    times: bool = False
    """Whether its stays are recorded, as those of status columns are, under `activity: true`."""
    boards: tuple[int, ...] = ()
    """A fact: ids of the boards whose items its cells can link to."""
    monday: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Facts: what monday says about it besides type and title; see `column_facts.py`."""
    description: str | None = None
    tests: tuple[object, ...] = field(default=(), hash=False)
    """dbt data tests on the column, as written in YAML."""
    decided_by: str | None = None
    decided_at: str | None = None
    """ISO date."""
    reason: str | None = None
    gone: str | None = None
    """ISO date of the run that first did not find the column on monday; None while it exists."""
    former_names: tuple[str, ...] = ()
    """Names it once had, which no other column ever gets."""


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """One item attribute (see `model.ATTRIBUTES`) with its name and decision."""

    id: str
    name: str
    decision: Decision
    times: bool = False
    """Whether the item's stays in groups are recorded."""
    former_names: tuple[str, ...] = ()
    """As for a column."""


@dataclass(frozen=True, slots=True)
class ItemId:
    """The key column of the table."""

    name: str = "Item ID"
    data_type: str = "nvarchar(100)"
    former_names: tuple[str, ...] = ()
    """As for a column."""


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """How the board is fetched."""

    batch_size: int = 500
    """Items per request, 1 to 500."""
    max_workers: int = 1
    refresh: Refresh | None = None
    """When loads with --changed re-read columns whose values can change without the item's date:
    never (full, the default), each time (always), or with one full load a day (daily)."""
    sweep: str | None = None
    """How often an incremental load must sweep every item of a large board: always, daily (the
    default), or after a time such as 12h."""

    prove_content: bool | None = None
    """Whether full loads compare their columns with monday's counts and sums; None means true."""

    @property
    def sweep_after(self) -> timedelta | None:
        """The interval between sweeps, if one is given."""
        given = self.sweep
        return None if given is None or given in ("always", "daily") else age(given)


@dataclass(frozen=True, slots=True)
class SwapSettings:
    """The checks before a build replaces production, and how it replaces it."""

    max_shrink_percent: int = 50
    min_rows: int = 0
    max_losses: int | None = None
    keep_previous: bool = False
    exchange: Exchange = "swap"
    """`rows` keeps the table and replaces its rows, for the sake of objects that depend on it."""
    partial_percent: int = 20
    """If at most this share of the items changed, only those are built; 0: never."""
    take_over: bool = False
    """The existing production table was not made by this product and may be replaced."""


@dataclass(frozen=True, slots=True)
class Past:
    """A history that starts before the first build, with past states at the end of each period."""

    since: Literal["monday"] = "monday"
    every: Period = "month"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When Kestra loads the board, as cron expressions. None: `full` at the project's time,
    `changed` never."""

    full: str | None = None
    changed: str | None = None
    """Time of incremental loads."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index on the production table, by column names."""

    columns: tuple[str, ...]
    unique: bool = False
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """A reader of the table outside dbt, such as a dashboard; see dbt's page on exposures."""

    name: str
    type: str
    label: str | None = None
    owner: Mapping[str, str] = field(default_factory=dict, hash=False)
    """`name` and `email`; if empty, the board's owner."""
    url: str | None = None
    maturity: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class BoardFile:
    """One board file, from which everything for the board is generated.

    `name` is the file's stem and the name used on the command line.
    """

    name: str
    board_id: int
    title: str
    table: str
    columns: tuple[ColumnEntry, ...]
    attributes: tuple[AttributeEntry, ...]
    schema: str | None = None
    database: str | None = None
    monday: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Facts: the board's description and owners in monday."""
    revisions: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Revision of loads' decisions that the file knows, by register id (`column_register.py`)."""
    url: str | None = None
    kind: str = "board"
    hierarchy: str = "classic"
    description: str | None = None
    item_id: ItemId = field(default_factory=ItemId)
    load: LoadSettings = field(default_factory=LoadSettings)
    swap: SwapSettings = field(default_factory=SwapSettings)
    freshness: Freshness = field(default_factory=Freshness)
    schedule: Schedule = field(default_factory=Schedule)
    indexes: tuple[Index, ...] = ()
    owner: str | None = None
    """Who is responsible for the table: a name or an email address."""
    tags: tuple[str, ...] = ()
    """Further dbt tags of its models."""
    tests: tuple[object, ...] = field(default=(), hash=False)
    """dbt data tests on the table, as written in YAML."""
    exposures: tuple[Exposure, ...] = ()
    states: tuple[str, ...] = ("active",)
    keep_removed: bool = False
    history: bool | Past = False
    activity: bool = False
    """Whether monday's activity log of the board is loaded and kept."""
    updates: bool = False
    """Whether the board's updates and replies are loaded and kept."""
    subitems: str | None = None
    """Name of the board file for this board's subitems."""
    removed: bool = False

    def column(self, column_id: str) -> ColumnEntry | None:
        """Return the entry with this id, including gone ones, or None."""
        return next((c for c in self.columns if c.id == column_id), None)

    @property
    def approved(self) -> tuple[ColumnEntry, ...]:
        """Columns to fetch: approved and still on the board."""
        return tuple(c for c in self.columns if c.decision == "approved" and not c.gone)

    @property
    def detailed(self) -> frozenset[str]:
        """Columns to fetch whose links or parts need typed fields besides the value."""
        return frozenset(
            c.id
            for c in self.approved
            if (column_type(c.type).detail, True) in (("links", c.links), ("parts", c.parts))
        )

    @property
    def shown(self) -> tuple[ColumnEntry, ...]:
        """Columns of the table: the approved ones, including gone ones if the file keeps them."""
        kept = self.keep_removed
        return tuple(c for c in self.columns if c.decision == "approved" and (kept or not c.gone))

    @property
    def logged(self) -> bool:
        """Whether any log is kept besides the board's rows."""
        return self.activity or self.updates

    @property
    def timed(self) -> tuple[tuple[str, str, str], ...]:
        """Id, name and type of each column that the table of stays covers."""
        if not self.activity:
            return ()
        groups = ((a.id, a.name, "group") for a in self.shown_attributes if a.times)
        columns = (c for c in self.approved if c.type == "status" or c.times)
        return (*groups, *((c.id, c.name, c.type) for c in columns))

    @property
    def pending(self) -> tuple[ColumnEntry, ...]:
        """Columns that wait for a person's decision."""
        return tuple(c for c in self.columns if c.decision == "pending" and not c.gone)

    @property
    def approved_attributes(self) -> tuple[AttributeEntry, ...]:
        """Attributes to fetch. Reading the activity log also needs the creation dates of items."""
        needed = ("__created_at__",) if self.activity else ()
        wanted = (a for a in self.attributes if a.decision == "approved" or a.id in needed)
        return tuple(a for a in wanted if a.id != LEVEL.id)

    @property
    def shown_attributes(self) -> tuple[AttributeEntry, ...]:
        """Attributes of the table. The level needs parents, so it is shown only with them."""
        approved = tuple(a for a in self.attributes if a.decision == "approved")
        parents = any(a.id == "__parent_item__" for a in approved)
        return tuple(a for a in approved if parents or a.id != LEVEL.id)

    def with_column(self, entry: ColumnEntry) -> BoardFile:
        """Return the board with the entry of the same id replaced."""
        return replace(self, columns=tuple(entry if c.id == entry.id else c for c in self.columns))


ATTRIBUTE_IDS = tuple(a.id for a in (*ATTRIBUTES, LEVEL))
RESERVED_IDS = frozenset({*ATTRIBUTE_IDS, "__board__", "__item_id__"})
"""Ids that a column in monday must not have; see `column_register.py` for the last two."""
ATTRIBUTE_TYPES = {a.id: a.type for a in (*ATTRIBUTES, LEVEL)}
