"""Facts about each monday column type, one row for each type.

To add a type, add a row here and a macro `dbt_project/macros/types/monday_<type>.sql` with its SQL.
The typed fields that are fetched for a type are in `monday/graphql/queries.py`, under the same
name. Source: the enum ColumnType of monday's schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["approve", "reject", "ask"]
RULES: tuple[Rule, ...] = ("approve", "reject", "ask")


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type under the API's name for it. The defaults suit a plain value."""

    name: str
    policy: Rule = "approve"
    """What happens to an undecided column of this type; `vars: monday_policy` overrides it."""
    plural: str | None = None
    """Plural noun for messages."""
    readable: bool = True
    """Whether the API returns its values."""
    delivered: bool = True
    """Whether it is among an item's `column_values` in the API."""
    moves_unseen: bool = False
    """Whether a cell can change without a change of its item's `updated_at`. Mirrors, formulas,
    relations, dependencies and subtasks change with other items; people, teams, tags, groups and
    documents with their names; a running time tracking with time. monday promises nothing about
    files and integrations. Changes of label names are detected separately."""
    proposed: bool = False
    """Whether a board's values can require another SQL type than the default."""
    parts: tuple[str, ...] = ()
    """Its parts, each of which becomes a column under `parts: true`."""
    links: bool = False
    """Whether its cells link to something; if so, it has a macro `monday_links_<type>`."""
    sessions: bool = False
    """Whether its cells hold sessions, which become a table under `links: true`."""
    shown_by_links: bool = False
    """Whether a cell shows text only if it links to something."""
    connects: bool = False
    """Whether its settings name the boards whose items its cells can link to."""
    labelled: bool = False
    """Whether its settings list labels, to which cells refer by id."""
    names_people: bool = False
    """Whether its cells refer to users or teams by id."""
    detail: Literal["parts", "links"] | None = None
    """The setting that requires the typed field in `queries.DETAILS` to be fetched."""
    approved_as: str | None = None
    """The result of approving it, for the question about a complex column."""

    @property
    def linking(self) -> bool:
        """Whether `links: true` produces rows."""
        return self.links or self.sessions


_FILES = ("files",)
_IDS = ("ids",)
_RANGE = ("from", "to")
_AT = ("changed at",)
"""When a person last changed or emptied the cell, for types whose JSON value has that time."""
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
"""Types for which `times: true` records stays (time spent at each value); status always does."""

COLUMN_TYPES = {row.name: row for row in _ROWS}
"""Every type with its own macro, by name."""

TOLD_OF_PAST = frozenset({
    "text", "long_text", "numbers", "status", "dropdown", "date", "timeline", "week", "hour",
    "checkbox", "rating", "email", "link", "phone", "country", "color_picker", "world_clock",
    "location", "doc", "people",
})  # fmt: skip
"""Types whose raw value tells what a cell shows: a board's past holds only raw values."""
UNTOLD_PARTS = frozenset({("status", "done"), ("location", "city"), ("location", "country")})
"""Parts of these types that only typed fields hold."""

UNKNOWN = ColumnType("unknown", moves_unseen=True)
"""Any other type: its text is loaded, without further guarantees."""


def column_type(name: str) -> ColumnType:
    """Return the facts about a type; UNKNOWN for one that monday has introduced since."""
    return COLUMN_TYPES.get(name, UNKNOWN)
