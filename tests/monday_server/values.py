"""The values of cells as plain Python values, and how monday represents empty cells.

Value of a cell by column type (`None` is empty everywhere):

    text, long_text, world_clock, color_picker   str
    numbers                 str or Decimal, the digits as a person typed them
    status                  int, the label's id;  dropdown  tuple of label ids
    date                    date, or datetime in UTC
    timeline, week          Span
    hour                    time
    checkbox                bool
    rating                  int, 1 to 5
    people                  tuple of Who;  person, team  int
    vote                    tuple of user ids
    tags                    tuple of tag ids
    email, link, phone, country, location         Email, Link, Phone, Country, Location
    file, doc, direct_doc   tuple of File
    time_tracking           Tracking
    integration             Integration
    board_relation, dependency  tuple of item ids
    item_assignees          tuple of Who
    unsupported             Raw

Everything else (mirror, formula, subtasks, creation_log, last_updated, item_id, group,
button, progress, auto_number) is derived and has no stored value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """A stored value and, if a person changed it after creation, the time of that change.

    `Cell(None, changed_at)` is a cleared cell, `Cell(None)` one that was never filled.
    """

    value: Any = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day of a timeline or week."""

    start: date
    end: date
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """A person or team in a people column."""

    id: int
    kind: Literal["person", "team", "agent"] = "person"


@dataclass(frozen=True, slots=True)
class Email:
    address: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Location:
    """`lat` and `lng` as text, as monday stores them; city and country only for a place."""

    lat: str
    lng: str
    address: str = ""
    city: str | None = None
    country: str | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of a file column, or a document of a doc column (`kind="doc"`)."""

    id: int
    name: str
    kind: Literal["asset", "doc", "link", "invalid"] = "asset"
    created_at: datetime = datetime(2026, 3, 21, 10, tzinfo=UTC)
    created_by: int | None = None
    url: str = ""
    is_image: bool = False
    size: int = 1024


@dataclass(frozen=True, slots=True)
class Session:
    """One time-tracking session; `ended_at` is None while it runs."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    user_id: int


@dataclass(frozen=True, slots=True)
class Tracking:
    """Tracked seconds, and whether the clock is running."""

    duration: int
    running: bool = False
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Integration:
    entity_id: int
    issue_id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell whose `text` and `value` are sent exactly as given here, whatever its type.

    `fields` override typed fields; `typed` is what a table should hold for it.
    """

    text: str | None
    value: str | None
    fields: dict[str, Any] = field(default_factory=dict)
    typed: Any = None


def iso(moment: datetime, milliseconds: bool = False) -> str:
    """Return `2026-02-27T12:11:30Z`, or with milliseconds as in `changed_at`."""
    return (
        moment.astimezone(UTC)
        .isoformat(timespec="milliseconds" if milliseconds else "seconds")
        .replace("+00:00", "Z")
    )
