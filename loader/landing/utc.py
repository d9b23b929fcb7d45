"""Converts times for the warehouse and back: both engines store UTC without a time zone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def to_utc(value: Any) -> Any:
    """Convert an aware datetime to naive UTC; return any other value unchanged."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def to_utc_text(value: Any) -> Any:
    """Convert a datetime to ISO 8601 text in UTC, to the millisecond; leave other values unchanged.

    SQL Server reads such text in the same way under every session language and date format.
    """
    return to_utc(value).isoformat("T", "milliseconds") if isinstance(value, datetime) else value


def from_utc(value: Any) -> Any:
    """Add the zone UTC to a naive datetime from a warehouse; return any other value unchanged."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
