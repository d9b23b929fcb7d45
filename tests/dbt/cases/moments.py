"""Dates, times of day and timestamps."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from .case import BIGINT, BIT, DATE, MOMENT, Case

SHORT = ("timestamp", "datetime2(3)")


def day(label: str, json: str | None, value: Any, sql_type: tuple[str, str], **other: Any) -> Case:
    text = other.pop("text", "2026-06-15")
    return Case(f"date {label}", "date", value, sql_type, text=text, json=json, **other)


DATES = [
    day("plain", '{"date":"2026-06-15","time":null}', date(2026, 6, 15), DATE),
    day("other than its text", '{"date":"2026-06-16","time":null}', date(2026, 6, 16), DATE),
    day("only as its text", '{"date":', None, DATE, lost=True),
    day(
        "with changed_at",
        '{"date":"2026-06-15","changed_at":"2026-01-01T00:00:00Z"}',
        date(2026, 6, 15),
        DATE,
    ),
    day(
        "with a time",
        '{"date":"2026-06-15","time":"09:00:00"}',
        date(2026, 6, 15),
        DATE,
        text="2026-06-15 12:00",
        lost=True,
    ),
    day(
        "with a time, kept",
        '{"date":"2026-06-15","time":"09:00:00"}',
        datetime(2026, 6, 15, 9),
        MOMENT,
        text="2026-06-15 12:00",
        data_type="datetime2(0)",
    ),
    day(
        "without a time, as datetime",
        '{"date":"2026-06-15","time":""}',
        datetime(2026, 6, 15),
        MOMENT,
        data_type="datetime2(0)",
    ),
    day(
        "with a short time",
        '{"date":"2024-11-28","time":"09:30"}',
        date(2024, 11, 28),
        DATE,
        lost=True,
    ),
    day(
        "with a short time, kept",
        '{"date":"2024-11-28","time":"09:30"}',
        datetime(2024, 11, 28, 9, 30),
        MOMENT,
        data_type="datetime2(0)",
    ),
    day(
        "with a short time, as text",
        '{"date":"2024-11-28","time":"09:30"}',
        "2024-11-28 09:30",
        ("varchar", "nvarchar(30)"),
        data_type="nvarchar(30)",
    ),
    day("with midnight", '{"date":"2026-06-15","time":"00:00:00"}', date(2026, 6, 15), DATE),
    day(
        "year 1",
        '{"date":"0001-01-01"}',
        date(1, 1, 1),
        DATE,
        only_sql_server="the ODBC driver cannot fetch the year 1 from it",
    ),
    day("year 9999", '{"date":"9999-12-31"}', date(9999, 12, 31), DATE),
    day(
        "year 9999, last second",
        '{"date":"9999-12-31","time":"23:59:59"}',
        datetime(9999, 12, 31, 23, 59, 59),
        MOMENT,
        data_type="datetime2(0)",
    ),
    day(
        "with a time that is none",
        '{"date":"2026-06-15","time":"soon"}',
        date(2026, 6, 15),
        DATE,
        lost=True,
    ),
    day("year 10000", '{"date":"10000-01-01"}', None, DATE, lost=True),
    day("year 0", '{"date":"0000-01-01"}', None, DATE, lost=True),
    day("not in the calendar", '{"date":"2026-02-30"}', None, DATE, lost=True),
    day("day first", '{"date":"15.06.2026"}', None, DATE, lost=True),
    day(
        "a word",
        '{"date":"infinity"}',
        None,
        DATE,
        lost=True,
        only_sql_server="PostgreSQL's infinity is a date there",
    ),
    day(
        "hour 25",
        '{"date":"2026-06-15","time":"25:00:00"}',
        None,
        MOMENT,
        data_type="datetime2(0)",
        lost=True,
    ),
    day("malformed", '{"date":', None, DATE, lost=True),
    day("has a time", '{"date":"2026-06-15","time":"09:00:00"}', True, BIT, part="has time"),
    day("has none", '{"date":"2026-06-15","time":null}', False, BIT, part="has time"),
    day("empty has neither", None, None, BIT, part="has time", text=""),
    day(
        "as text",
        '{"date":"2026-06-15","time":"09:00:00"}',
        "2026-06-15 09:00:00",
        ("varchar", "nvarchar(30)"),
        data_type="nvarchar(30)",
    ),
]

MOMENTS = [
    Case(
        "creation log",
        "creation_log",
        datetime(2026, 2, 27, 12, 11, 30),
        MOMENT,
        text="2026-02-27 12:11:30 UTC",
        json='{"created_at":"2026-02-27T12:11:30Z","creator_id":"48202303"}',
    ),
    Case(
        "creation log by text",
        "creation_log",
        datetime(2026, 2, 27, 12, 11, 30),
        MOMENT,
        text="2026-02-27 12:11:30 UTC",
    ),
    Case(
        "creator",
        "creation_log",
        48_202_303,
        BIGINT,
        text="2026-02-27 12:11:30 UTC",
        json='{"created_at":"2026-02-27T12:11:30Z","creator_id":"48202303"}',
        part="creator id",
    ),
    Case(
        "last updated with a fraction",
        "last_updated",
        datetime(2026, 2, 27, 23, 59, 59),
        MOMENT,
        text="2026-02-27 23:59:59 UTC",
        json='{"updated_at":"2026-02-27T23:59:59.999Z"}',
    ),
    Case(
        "last updated, fraction kept",
        "last_updated",
        datetime(2026, 2, 27, 23, 59, 59, 999000),
        SHORT,
        text="2026-02-27 23:59:59 UTC",
        json='{"updated_at":"2026-02-27T23:59:59.999Z"}',
        data_type="datetime2(3)",
    ),
    *(
        Case(
            f"{kind} {label}",
            kind,
            datetime(2025, 2, 12, 6, 54, 18),
            MOMENT,
            text=text,
            json=json,
        )
        for kind, key in (("creation_log", "created_at"), ("last_updated", "updated_at"))
        for label, text, json in (
            ("with an offset", "x", f'{{"{key}":"2025-02-12T06:54:18+00:00"}}'),
            ("with another offset", "x", f'{{"{key}":"2025-02-12T08:54:18+02:00"}}'),
            ("with an offset in the text", "2025-02-12 06:54:18 +0000", None),
            ("empty in its JSON", "2025-02-12 06:54:18 UTC", f'{{"{key}":""}}'),
        )
    ),
    Case(
        "an item's last update",
        "last_updated",
        datetime(2026, 2, 27, 23, 59, 59),
        MOMENT,
        text="2026-02-27T23:59:59Z",
        json='{"updated_at":"2026-02-27T23:59:59Z"}',
        attribute="__updated_at__",
    ),
    Case(
        "an item's creation that stands in its JSON alone",
        "creation_log",
        None,
        MOMENT,
        json='{"created_at":"2026-02-27T23:59:59Z"}',
        attribute="__created_at__",
        lost=True,
    ),
    Case(
        "updater",
        "last_updated",
        7,
        BIGINT,
        text="2026-02-27 23:59:59 UTC",
        json='{"updated_at":"2026-02-27T23:59:59Z","updater_id":"7"}',
        part="updater id",
    ),
    Case(
        "hour",
        "hour",
        time(14, 30),
        ("time", "time(0)"),
        text="02:30 PM",
        json='{"hour":14,"minute":30}',
    ),
    Case(
        "hour of one digit",
        "hour",
        time(9, 5),
        ("time", "time(0)"),
        text="09:05 AM",
        json='{"hour":9,"minute":5}',
    ),
    Case(
        "hour without minutes",
        "hour",
        time(16),
        ("time", "time(0)"),
        text="04:00 PM",
        json='{"hour":16}',
    ),
    Case(
        "hour, minutes null",
        "hour",
        time(7),
        ("time", "time(0)"),
        text="07:00 AM",
        json='{"hour":"7","minute":null}',
    ),
    Case(
        "minutes without an hour",
        "hour",
        None,
        ("time", "time(0)"),
        text="x",
        json='{"minute":30}',
        lost=True,
    ),
    Case(
        "hour of three digits",
        "hour",
        None,
        ("time", "time(0)"),
        text="x",
        json='{"hour":100,"minute":0}',
        lost=True,
    ),
    Case(
        "hour 24",
        "hour",
        None,
        ("time", "time(0)"),
        text="x",
        json='{"hour":24,"minute":0}',
        lost=True,
        only_sql_server="24:00 is a time there",
    ),
]
