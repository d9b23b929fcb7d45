"""A board file as values: everything known and decided about one board. No IO, no YAML.

Facts (types, titles, what is gone) are the program's; names, decisions, data types and
settings are the person's. `board_yaml.py` reads and writes the text, `decisions.py` works
out what a live board changes.
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
"""Of the text of a board file. A later one would be read by later versions alone."""
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
    """SQL types of parts in place of their own, by part."""
    links: bool = False
    times: bool = False
    """Whether its stays are followed as those of status columns are, under `activity: true`."""
    boards: tuple[int, ...] = ()
    """A fact: ids of the boards whose items its cells may link to."""
    monday: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Facts: what monday says of it beside type and title, by column_facts.FACTS."""
    description: str | None = None
    tests: tuple[object, ...] = field(default=(), hash=False)
    """Data tests of dbt on the column, as they are written in YAML."""
    decided_by: str | None = None
    decided_at: str | None = None
    """ISO date."""
    reason: str | None = None
    gone: str | None = None
    """ISO date of the run that no longer found the column on monday; None while it is there."""
    former_names: tuple[str, ...] = ()
    """Names it once had: no other column is ever given one of them."""


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """One attribute of the item (see board.ATTRIBUTES) with its name and decision."""

    id: str
    name: str
    decision: Decision
    times: bool = False
    """Whether the item's stays in groups are followed."""
    former_names: tuple[str, ...] = ()
    """As of a column."""


@dataclass(frozen=True, slots=True)
class ItemId:
    """The key column of the table."""

    name: str = "Item ID"
    data_type: str = "nvarchar(100)"
    former_names: tuple[str, ...] = ()
    """As of a column."""


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """How the board is fetched."""

    batch_size: int = 500
    """Items a request, 1 to 500."""
    max_workers: int = 1
    refresh: Refresh | None = None
    """When loads with --changed read columns anew whose values change without the item's date:
    not at all (full, the default), each time (always), or by one full load a day (daily)."""
    sweep: str | None = None
    """How often a load of changes has to look at every item of a large board: always, daily
    (the default), or after a time such as 12h."""

    prove_content: bool | None = None
    """Whether full loads compare their columns with monday's counts and sums; None: they do."""

    @property
    def sweep_after(self) -> timedelta | None:
        """The time, where one is given."""
        given = self.sweep
        return None if given is None or given in ("always", "daily") else age(given)


@dataclass(frozen=True, slots=True)
class SwapSettings:
    """What a build is checked against before it replaces production, and how it does that."""

    max_shrink_percent: int = 50
    min_rows: int = 0
    max_losses: int | None = None
    keep_previous: bool = False
    exchange: Exchange = "swap"
    """`rows` keeps the table and exchanges its rows, for what hangs on the table itself."""
    partial_percent: int = 20
    """Up to this share of the items, those that changed are built alone; 0: never."""
    take_over: bool = False
    """The existing production table was not made by this product and may be replaced."""


@dataclass(frozen=True, slots=True)
class Past:
    """A history that begins before the first build, at the ends of monday's own past periods."""

    since: Literal["monday"] = "monday"
    every: Period = "month"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When Kestra loads the board, as cron expressions; None: the project's time, and never."""

    full: str | None = None
    changed: str | None = None
    """When it loads what changed."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index on the production table, by column names."""

    columns: tuple[str, ...]
    unique: bool = False
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """What reads the table outside dbt, say a dashboard: see dbt's page on exposures."""

    name: str
    type: str
    label: str | None = None
    owner: Mapping[str, str] = field(default_factory=dict, hash=False)
    """`name` and `email`; the board's owner without it."""
    url: str | None = None
    maturity: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class BoardFile:
    """One board: its registry entry and all that is generated from it.

    `name` is the file's stem and the word typed on the command line.
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
    """Facts: the board's description and owners on monday."""
    revisions: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Which decisions of loads the file knows: by the id of a register (`column_register.py`)."""
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
    """Who answers for the table: a name or a mail address."""
    tags: tuple[str, ...] = ()
    """Further tags of its models in dbt."""
    tests: tuple[object, ...] = field(default=(), hash=False)
    """Data tests of dbt on the table, as they are written in YAML."""
    exposures: tuple[Exposure, ...] = ()
    states: tuple[str, ...] = ("active",)
    keep_removed: bool = False
    history: bool | Past = False
    activity: bool = False
    """Whether monday's log of the board is loaded and kept."""
    updates: bool = False
    """Whether what people say on the board is."""
    subitems: str | None = None
    """Name of the board file that holds this board's subitems."""
    removed: bool = False

    def column(self, column_id: str) -> ColumnEntry | None:
        """The entry with this id, gone ones included, or None."""
        return next((c for c in self.columns if c.id == column_id), None)

    @property
    def approved(self) -> tuple[ColumnEntry, ...]:
        """Columns to fetch: approved and still on the board."""
        return tuple(c for c in self.columns if c.decision == "approved" and not c.gone)

    @property
    def detailed(self) -> frozenset[str]:
        """Columns to fetch of which links or parts need more than the value itself."""
        return frozenset(
            c.id
            for c in self.approved
            if (column_type(c.type).detail, True) in (("links", c.links), ("parts", c.parts))
        )

    @property
    def shown(self) -> tuple[ColumnEntry, ...]:
        """Columns of the table: the approved ones, and gone ones where the file keeps them."""
        kept = self.keep_removed
        return tuple(c for c in self.columns if c.decision == "approved" and (kept or not c.gone))

    @property
    def logged(self) -> bool:
        """Whether anything is kept beside the board's rows."""
        return self.activity or self.updates

    @property
    def timed(self) -> tuple[tuple[str, str, str], ...]:
        """Id, name and type of what the table of stays follows."""
        if not self.activity:
            return ()
        groups = ((a.id, a.name, "group") for a in self.shown_attributes if a.times)
        columns = (c for c in self.approved if c.type == "status" or c.times)
        return (*groups, *((c.id, c.name, c.type) for c in columns))

    @property
    def pending(self) -> tuple[ColumnEntry, ...]:
        """Columns that wait for a person."""
        return tuple(c for c in self.columns if c.decision == "pending" and not c.gone)

    @property
    def approved_attributes(self) -> tuple[AttributeEntry, ...]:
        """Attributes to fetch: the log of a board is read beside the days its items were made."""
        needed = ("__created_at__",) if self.activity else ()
        wanted = (a for a in self.attributes if a.decision == "approved" or a.id in needed)
        return tuple(a for a in wanted if a.id != LEVEL.id)

    @property
    def shown_attributes(self) -> tuple[AttributeEntry, ...]:
        """Attributes of the table. The level is counted along parents, so it needs them too."""
        approved = tuple(a for a in self.attributes if a.decision == "approved")
        parents = any(a.id == "__parent_item__" for a in approved)
        return tuple(a for a in approved if parents or a.id != LEVEL.id)

    def with_column(self, entry: ColumnEntry) -> BoardFile:
        """The same board with the entry of that id replaced."""
        return replace(self, columns=tuple(entry if c.id == entry.id else c for c in self.columns))


ATTRIBUTE_IDS = tuple(a.id for a in (*ATTRIBUTES, LEVEL))
RESERVED_IDS = frozenset({*ATTRIBUTE_IDS, "__board__", "__item_id__"})
"""What a column of monday's cannot stand for here: see `column_register.py` for the last two."""
ATTRIBUTE_TYPES = {a.id: a.type for a in (*ATTRIBUTES, LEVEL)}
