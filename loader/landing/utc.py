"""Times on their way into a warehouse and back: both engines keep UTC without a zone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def to_utc(value: Any) -> Any:
    """A time with its zone as UTC without one; any other value as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def to_utc_text(value: Any) -> Any:
    """A time as ISO 8601 text in UTC, to the millisecond; any other value as it is.

    SQL Server reads such text alike in every session language and date format.
    """
    return to_utc(value).isoformat("T", "milliseconds") if isinstance(value, datetime) else value


def from_utc(value: Any) -> Any:
    """A time of a warehouse with its zone, UTC; any other value as it is."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
