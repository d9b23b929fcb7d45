"""What this product knows of each type of column that monday has: one row a type.

A new type is one row here and one macro `dbt_project/macros/types/monday_<type>.sql`, which owns
its SQL. The typed fields that a type is asked for stand in `monday/graphql/queries.py`, by the
same name. Source: the enum ColumnType of monday's schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["approve", "reject", "ask"]
RULES: tuple[Rule, ...] = ("approve", "reject", "ask")


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type as the API names it. The defaults are those of a plain value."""

    name: str
    policy: Rule = "approve"
    """What happens to a column that nobody has decided; `vars: monday_policy` overrides it."""
    plural: str | None = None
    """What to call several of them, in sentences."""
    readable: bool = True
    """Whether the API gives values of it."""
    delivered: bool = True
    """Whether monday lists it among an item's `column_values`."""
    moves_unseen: bool = False
    """Whether a cell may change while its item's `updated_at` stands still. Mirrors, formulas,
    relations, dependencies and subtasks change with other items; people, teams, tags, groups and
    documents with their names; a running time tracking with time. monday promises nothing of files
    and integrations. Labels' names are followed by themselves."""
    proposed: bool = False
    """Whether the values of a board may call for another SQL type than the default."""
    parts: tuple[str, ...] = ()
    """Its further facts, each a column of its own under `parts: true`."""
    links: bool = False
    """Whether its cells link to something: it has a macro `monday_links_<type>`."""
    sessions: bool = False
    """Whether its cells hold sessions, a table of their own under `links: true`."""
    shown_by_links: bool = False
    """Whether a cell shows text only where it links to something."""
    connects: bool = False
    """Whether its settings name the boards of the items that it may link to."""
    labelled: bool = False
    """Whether its settings list labels, which cells hold by their ids."""
    names_people: bool = False
    """Whether its cells name users or teams by their ids."""
    detail: Literal["parts", "links"] | None = None
    """The setting that needs the typed field of `queries.DETAILS` fetched."""
    approved_as: str | None = None
    """What a person gets who approves it, for the question about a complex column."""

    @property
    def linking(self) -> bool:
        """Whether `links: true` gives rows."""
        return self.links or self.sessions


_FILES = ("files",)
_IDS = ("ids",)
_RANGE = ("from", "to")
_AT = ("changed at",)
"""When a person last changed or emptied the cell, of the types whose JSON value says it."""
_RELATED = "approved as the names of the linked items; `parts: true` adds their ids, for joins"

# fmt: off
_ROWS = (
    ColumnType("auto_number", readable=False, delivered=False),
    ColumnType("board_relation", policy="reject", plural="relations", moves_unseen=True, parts=_IDS,
               links=True, shown_by_links=True, connects=True, approved_as=_RELATED),
    ColumnType("button", readable=False),
    ColumnType("checkbox", parts=_AT),
    ColumnType("color_picker", parts=_AT),
    ColumnType("country", parts=("code", *_AT)),
    ColumnType("creation_log", parts=("creator id",)),
    ColumnType("date", proposed=True, parts=("has time", *_AT)),
    ColumnType("dependency", policy="ask", plural="dependencies", moves_unseen=True, parts=_IDS,
               links=True, shown_by_links=True, connects=True, detail="links",
               approved_as=_RELATED),
    ColumnType("direct_doc", moves_unseen=True),
    ColumnType("doc", policy="ask", moves_unseen=True, parts=_FILES, links=True,
               shown_by_links=True, approved_as="approved as the document names"),
    ColumnType("dropdown", parts=("label ids", *_AT), links=True, shown_by_links=True,
               labelled=True),
    ColumnType("email", parts=("address", "label", *_AT)),
    ColumnType("file", policy="ask", moves_unseen=True, parts=_FILES, links=True,
               shown_by_links=True, detail="links", approved_as="approved as the file names"),
    ColumnType("formula", policy="ask", moves_unseen=True),
    ColumnType("group", moves_unseen=True, parts=("id",), detail="parts"),
    ColumnType("hour", parts=_AT),
    ColumnType("integration", moves_unseen=True),
    ColumnType("item_assignees", moves_unseen=True, links=True, names_people=True),
    ColumnType("item_id"),
    ColumnType("last_updated", parts=("updater id",)),
    ColumnType("link", parts=("url", "text", *_AT)),
    ColumnType("location", parts=("lat", "lng", "address", "city", "country", *_AT),
               detail="parts"),
    ColumnType("long_text", parts=_AT),
    ColumnType("mirror", policy="ask", plural="mirrors", moves_unseen=True, links=True,
               detail="links", approved_as="approved as the text that monday displays, several "
               "values joined by commas"),
    ColumnType("name", delivered=False),
    ColumnType("numbers", proposed=True),
    ColumnType("people", moves_unseen=True, parts=(*_IDS, *_AT), links=True, shown_by_links=True,
               names_people=True),
    ColumnType("person", moves_unseen=True, names_people=True),
    ColumnType("phone", parts=("number", "country", *_AT)),
    ColumnType("progress", readable=False),
    ColumnType("rating", parts=_AT),
    ColumnType("status", parts=("label id", "done", *_AT), labelled=True, detail="parts"),
    ColumnType("subtasks", policy="ask", moves_unseen=True, parts=_IDS, links=True,
               shown_by_links=True, connects=True, approved_as="approved as the names of the "
               "subitems; --with-subitems loads them as a table"),
    ColumnType("tags", moves_unseen=True, parts=_IDS, links=True, shown_by_links=True),
    ColumnType("team", moves_unseen=True, names_people=True),
    ColumnType("text"),
    ColumnType("time_tracking", moves_unseen=True, parts=("running", *_AT), sessions=True,
               detail="links"),
    ColumnType("timeline", parts=(*_RANGE, *_AT)),
    ColumnType("unsupported", policy="ask", moves_unseen=True),
    ColumnType("vote", parts=("voter ids", *_AT), names_people=True),
    ColumnType("week", parts=_RANGE),
    ColumnType("world_clock", parts=_AT),
)
# fmt: on

TIMED = ("status", "people", "date", "dropdown")
"""Types whose stays can be followed: those of status columns are without being asked for."""

COLUMN_TYPES = {row.name: row for row in _ROWS}
"""Every type that has a macro of its own, by name."""

TOLD_OF_PAST = frozenset({
    "text", "long_text", "numbers", "status", "dropdown", "date", "timeline", "week", "hour",
    "checkbox", "rating", "email", "link", "phone", "country", "color_picker", "world_clock",
    "location", "doc", "people",
})  # fmt: skip
"""Types of which a raw value tells what a cell shows: a board's past holds no more."""
UNTOLD_PARTS = frozenset({("status", "done"), ("location", "city"), ("location", "country")})
"""Parts of theirs that only typed fields tell."""

UNKNOWN = ColumnType("unknown", moves_unseen=True)
"""Any other type: its text lands, and nothing is promised of it."""


def column_type(name: str) -> ColumnType:
    """What is known of a type of this name: UNKNOWN for one that monday has brought since."""
    return COLUMN_TYPES.get(name, UNKNOWN)
